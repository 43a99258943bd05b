import { IconGift } from '@tabler/icons-react';
import type { CSSProperties } from 'react';
import { useTranslation } from 'react-i18next';
import { type CardIcon, holesPerRow, iconOf, inkOf, type PunchCardLook, turnOf } from './cardLook.ts';
import css from './StampCard.module.css';

export interface StampCardProps {
  card: PunchCardLook & { stamps: number };
  size?: 'small' | 'large';
  /** How many of the last stamps land with a movement. */
  justStamped?: number;
}

/** The card as one would hold it: paper, a hole for every stamp, the reward at the end. A picture for assistive technology. */
export function StampCard({ card, size = 'large', justStamped = 0 }: StampCardProps) {
  const { t } = useTranslation('counter');
  const perRow = holesPerRow(card.goal);
  const look = {
    '--ink': inkOf[card.color],
    '--per-row': perRow,
    '--rows': Math.ceil(card.goal / perRow),
  } as CSSProperties;
  const filled = Math.min(Math.max(card.stamps, 0), card.goal);
  const progress =
    card.stamps < 0
      ? t('card.owes', { count: -card.stamps })
      : t('card.progress', { stamps: card.stamps, count: card.goal });
  return (
    <div className={css.frame} data-size={size}>
      <div className={css.card} style={look} role="img" aria-label={progress}>
        <div className={css.head} aria-hidden>
          <span className={css.name}>{card.name}</span>
          <span className={css.count} data-owes={card.stamps < 0 || undefined}>
            {card.stamps < 0 ? progress : `${card.stamps} / ${card.goal}`}
          </span>
        </div>
        <div className={css.holes} aria-hidden>
          {Array.from({ length: card.goal }, (_, hole) => (
            <Hole
              // biome-ignore lint/suspicious/noArrayIndexKey: a hole is its place on the card
              key={hole}
              hole={hole}
              icon={card.icon}
              reward={hole === card.goal - 1 ? 'last' : card.interim?.includes(hole + 1) ? 'interim' : null}
              landing={hole < filled && hole >= filled - justStamped ? hole - (filled - justStamped) : null}
              stamped={hole < filled}
            />
          ))}
        </div>
        <div className={css.foot} aria-hidden>
          <IconGift className={css.gift} />
          <span>{card.rewardName}</span>
        </div>
      </div>
    </div>
  );
}

interface HoleProps {
  hole: number;
  icon: CardIcon;
  /** What lies on this hole: the reward of the full card, one on the way, or none. */
  reward: 'last' | 'interim' | null;
  stamped: boolean;
  /** Place among the stamps that land now, or null for one that is already there. */
  landing: number | null;
}

function Hole({ hole, icon, reward, stamped, landing }: HoleProps) {
  return (
    <span className={css.hole} data-reward={reward ?? undefined}>
      {stamped ? (
        <Stamp hole={hole} icon={icon} landing={landing} />
      ) : reward ? (
        <IconGift className={css.goal} stroke={1.5} />
      ) : (
        <span className={css.number}>{hole + 1}</span>
      )}
      {/* The stamp covers the drawing: the mark at the rim still says that something lay here. */}
      {stamped && reward === 'interim' && <IconGift className={css.had} stroke={2} />}
    </span>
  );
}

function Stamp({ hole, icon, landing }: Pick<HoleProps, 'hole' | 'icon' | 'landing'>) {
  const Drawing = iconOf[icon];
  const turn = {
    '--turn': `${turnOf(hole)}deg`,
    '--slip': `${turnOf(hole + 5) / 4}%`,
    '--landing': landing ?? 0,
  } as CSSProperties;
  return (
    <span className={css.stamp} style={turn} data-landing={landing !== null || undefined} data-wear={hole % 3}>
      <Drawing className={css.drawing} stroke={1.9} />
    </span>
  );
}
