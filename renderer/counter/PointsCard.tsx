import { IconGift } from '@tabler/icons-react';
import type { CSSProperties } from 'react';
import { useTranslation } from 'react-i18next';
import type { CounterCard } from '../../preload/contract/counter.ts';
import { useFormat } from '../app/format.ts';
import { iconOf, inkOf } from './cardLook.ts';
import { cardProgress } from './cardWords.ts';
import css from './StampCard.module.css';

/** Points on the same paper as a punch card: one calm number, and the way to the next reward. A picture for assistive technology. */
export function PointsCard({ card }: { card: CounterCard }) {
  const { t } = useTranslation('counter');
  const format = useFormat();
  const Drawing = iconOf[card.icon];
  const look = { '--ink': inkOf[card.color] } as CSSProperties;
  const next = card.cardRewards.find(({ at }) => at > card.stamps);
  const share = next ? Math.max(0, card.stamps) / next.at : card.cardRewards.length > 0 ? 1 : null;
  return (
    <div className={css.frame}>
      <div className={css.card} style={look} role="img" aria-label={cardProgress(t, format, card)}>
        <div className={css.head} aria-hidden>
          <span className={css.name}>{card.name}</span>
          <Drawing className={css.gift} />
        </div>
        <div className={css.points} aria-hidden>
          <div className={css.balance}>
            <strong>{format.number(card.stamps)}</strong>
            <span>{t('card.pointsWord', { count: Math.abs(card.stamps) })}</span>
          </div>
          {share !== null && (
            <div className={css.way}>
              <div className={css.gone} style={{ width: `${share * 100}%` }} />
            </div>
          )}
        </div>
        {card.rewardName !== null && (
          <div className={css.foot} aria-hidden>
            <IconGift className={css.gift} />
            <span>
              {next
                ? t('card.morePoints', { count: next.at - card.stamps, reward: next.name })
                : t('card.enoughPoints', { reward: card.rewardName })}
            </span>
          </div>
        )}
      </div>
    </div>
  );
}
