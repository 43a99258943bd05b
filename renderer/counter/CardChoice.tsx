import { UnstyledButton } from '@mantine/core';
import { IconGift } from '@tabler/icons-react';
import type { CSSProperties } from 'react';
import { useTranslation } from 'react-i18next';
import type { CounterCard } from '../../preload/contract/counter.ts';
import type { ProgramId } from '../../preload/contract/values.ts';
import { useFormat } from '../app/format.ts';
import css from './Counter.module.css';
import { iconOf, inkOf } from './cardLook.ts';
import { cardShort } from './cardWords.ts';
import { chooseProgram } from './store.ts';

/** The customer's cards side by side; one is on top. */
export function CardChoice({ cards, chosen }: { cards: readonly CounterCard[]; chosen: ProgramId }) {
  const { t } = useTranslation('counter');
  const format = useFormat();
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
            <span className={css.tabCount}>{cardShort(t, format, card)}</span>
            {card.rewards.length > 0 && (
              <IconGift size="1.2rem" role="img" aria-label={t('reward.open', { count: card.rewards.length })} />
            )}
          </UnstyledButton>
        );
      })}
    </fieldset>
  );
}
