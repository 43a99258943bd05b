import { Group, NumberInput, UnstyledButton } from '@mantine/core';
import { IconCheck } from '@tabler/icons-react';
import type { CSSProperties, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { cardColors, cardIcons } from '../../preload/contract/rules.ts';
import { type CardColor, type CardIcon, iconOf, inkOf } from '../counter/cardLook.ts';
import { type Typed, usualGoals } from './draft.ts';
import css from './Programs.module.css';

interface PickerProps<T> {
  value: T;
  onChange(value: T): void;
}

/** Stamps to fill the card: the usual sizes at one press, any other typed. */
export function GoalPicker({ value, onChange, error }: PickerProps<Typed> & { error?: ReactNode }) {
  const { t } = useTranslation('programs');
  return (
    <fieldset className={css.group}>
      <legend className={css.legend}>{t('field.goal')}</legend>
      <Group gap="xs" align="flex-start">
        {usualGoals.map((goal) => (
          <UnstyledButton key={goal} className={css.goal} aria-pressed={goal === value} onClick={() => onChange(goal)}>
            {goal}
          </UnstyledButton>
        ))}
        <NumberInput
          aria-label={t('field.goalOther')}
          w="8rem"
          min={2}
          max={50}
          allowDecimal={false}
          allowNegative={false}
          clampBehavior="none"
          value={value}
          error={error}
          onChange={(typed) => onChange(typeof typed === 'number' ? typed : '')}
        />
      </Group>
    </fieldset>
  );
}

export function IconPicker({ value, onChange }: PickerProps<CardIcon>) {
  const { t } = useTranslation('programs');
  return (
    <fieldset className={css.group}>
      <legend className={css.legend}>{t('field.icon')}</legend>
      <Group gap="xs">
        {cardIcons.map((icon) => {
          const Drawing = iconOf[icon];
          return (
            <UnstyledButton
              key={icon}
              className={css.swatch}
              aria-label={t(`icon.${icon}`)}
              aria-pressed={icon === value}
              onClick={() => onChange(icon)}
            >
              <Drawing aria-hidden stroke={1.7} />
            </UnstyledButton>
          );
        })}
      </Group>
    </fieldset>
  );
}

export function ColorPicker({ value, onChange }: PickerProps<CardColor>) {
  const { t } = useTranslation('programs');
  return (
    <fieldset className={css.group}>
      <legend className={css.legend}>{t('field.color')}</legend>
      <Group gap="xs">
        {cardColors.map((color) => (
          <UnstyledButton
            key={color}
            className={css.swatch}
            data-ink
            style={{ '--ink': inkOf[color] } as CSSProperties}
            aria-label={t(`color.${color}`)}
            aria-pressed={color === value}
            onClick={() => onChange(color)}
          >
            {color === value && <IconCheck aria-hidden />}
          </UnstyledButton>
        ))}
      </Group>
    </fieldset>
  );
}
