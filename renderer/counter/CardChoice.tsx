import { UnstyledButton } from '@mantine/core';
import { IconGift } from '@tabler/icons-react';
import type { CSSProperties } from 'react';
import { useTranslation } from 'react-i18next';
import type { ProgramId } from '../../preload/contract/values.ts';
import css from './Counter.module.css';
import { iconOf, inkOf, type PunchCard } from './cardLook.ts';
import { chooseProgram } from './store.ts';

/** The customer's cards side by side; one is on top. */
export function CardChoice({ cards, chosen }: { cards: readonly PunchCard[]; chosen: ProgramId }) {
  const { t } = useTranslation('counter');
  return (
    <fieldset className={css.choice}>
      <legend className={css.said}>{t('card.choose')}</legend>
      {cards.map((card) => {
        const Drawing = iconOf[card.icon];
        return (
          <UnstyledButton
            key={card.programId}
            className={css.tab}
            aria-pressed={card.programId === chosen}
            style={{ '--ink': inkOf[card.color] } as CSSProperties}
            onClick={() => chooseProgram(card.programId)}
          >
            <span className={css.tabIcon} aria-hidden>
              <Drawing size="1.1rem" />
            </span>
            <span className={css.tabName}>{card.name}</span>
            <span className={css.tabCount}>
              {card.stamps < 0
                ? t('card.owes', { count: -card.stamps })
                : t('card.short', { stamps: card.stamps, goal: card.goal })}
            </span>
            {card.rewards.length > 0 && (
              <IconGift size="1.2rem" role="img" aria-label={t('reward.open', { count: card.rewards.length })} />
            )}
          </UnstyledButton>
        );
      })}
    </fieldset>
  );
}
