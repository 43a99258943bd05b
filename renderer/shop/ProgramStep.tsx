import { Group, NumberInput, SegmentedControl, TextInput } from '@mantine/core';
import { IconClock } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { iconOf } from '../counter/cardLook.ts';
import css from './FirstRun.module.css';
import type { StepProps } from './steps.ts';
import { type Program, templates } from './templates.ts';

/** Stamps that most cards have. */
const usualGoals = [5, 6, 8, 10, 12];

/** One card to begin with, from a template; everything can be changed, or left for later. */
export function ProgramStep({ draft, change, program }: StepProps & { program: Program | null }) {
  const { t } = useTranslation('shop');
  const choose = (template: typeof draft.template) => change({ template, programName: null, goal: null, reward: null });
  return (
    <div className={css.stack}>
      <fieldset className={`${css.choices} ${css.small}`} aria-label={t('first.program.template')}>
        {templates.map(({ key, icon }) => {
          const Icon = iconOf[icon];
          return (
            <label key={key} className={css.choice}>
              <input
                type="radio"
                name="template"
                checked={draft.template === key}
                // biome-ignore lint/a11y/noAutofocus: the step's first question
                autoFocus={draft.template === key}
                onChange={() => choose(key)}
              />
              <Icon aria-hidden stroke={1.6} />
              {t(`template.${key}.trade`)}
            </label>
          );
        })}
        <label className={css.choice}>
          <input type="radio" name="template" checked={draft.template === null} onChange={() => choose(null)} />
          <IconClock aria-hidden stroke={1.6} />
          {t('template.none')}
        </label>
      </fieldset>
      {program ? (
        <>
          <TextInput
            label={t('first.program.name')}
            required
            maxLength={60}
            value={program.name}
            onChange={(event) => change({ programName: event.currentTarget.value })}
          />
          <Group align="flex-end">
            <NumberInput
              flex={1}
              label={t('first.program.goal')}
              required
              min={2}
              max={50}
              clampBehavior="blur"
              allowDecimal={false}
              value={program.goal}
              onChange={(goal) => {
                if (typeof goal === 'number' && goal >= 2 && goal <= 50) change({ goal });
              }}
            />
            <SegmentedControl
              aria-label={t('first.program.goal')}
              data={usualGoals.map(String)}
              value={String(program.goal)}
              onChange={(goal) => change({ goal: Number(goal) })}
            />
          </Group>
          <TextInput
            label={t('first.program.reward')}
            placeholder={t('first.program.rewardExample')}
            required
            maxLength={80}
            value={program.rewardName}
            onChange={(event) => change({ reward: event.currentTarget.value })}
          />
        </>
      ) : null}
    </div>
  );
}
