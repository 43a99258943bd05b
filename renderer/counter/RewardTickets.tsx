import { IconGift } from '@tabler/icons-react';
import type { CSSProperties, RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import type { CounterCard } from '../../preload/contract/counter.ts';
import { useFormat } from '../app/format.ts';
import { BigButton } from './BigButton.tsx';
import css from './Counter.module.css';
import { inkOf } from './cardLook.ts';
import { askProof } from './store.ts';

interface RewardTicketsProps {
  card: CounterCard;
  /** Set when handing the reward over is the obvious action. */
  primary: RefObject<HTMLButtonElement | null> | null;
  disabled: boolean;
  /** The last stamp brought one: it is torn off the card with a movement. */
  justIssued: boolean;
}

/** Rewards that wait to be handed over, the oldest first, drawn as vouchers. */
export function RewardTickets({ card, primary, disabled, justIssued }: RewardTicketsProps) {
  const { t } = useTranslation('counter');
  const format = useFormat();
  const [first] = card.rewards;
  if (!first) return null;
  return (
    <section className={css.panel} aria-label={t('reward.open', { count: card.rewards.length })}>
      <div
        className={css.ticket}
        data-new={justIssued || undefined}
        style={{ '--ink': inkOf[card.color] } as CSSProperties}
      >
        <IconGift className={css.ticketIcon} aria-hidden />
        <span>
          <strong className={css.ticketName}>{first.name}</strong>
          <span className={css.ticketFacts}>
            {t('reward.since', { when: format.moment(first.issuedAt) })}
            {first.value !== null && ` · ${format.money(first.value)}`}
          </span>
          {card.rewards.length > 1 && (
            <span className={css.ticketFacts}>{t('reward.more', { count: card.rewards.length - 1 })}</span>
          )}
        </span>
      </div>
      <BigButton
        ref={primary ?? undefined}
        quiet={primary === null}
        disabled={disabled}
        icon={<IconGift aria-hidden />}
        {...(primary ? { keyHint: 'Enter' } : {})}
        onClick={() => askProof(first.rewardId)}
      >
        {t('reward.redeem')}
      </BigButton>
    </section>
  );
}
