import { Button } from '@mantine/core';
import { IconGift } from '@tabler/icons-react';
import { type CSSProperties, type RefObject, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CounterCard, OpenReward } from '../../preload/contract/counter.ts';
import { useFormat } from '../app/format.ts';
import { BigButton } from './BigButton.tsx';
import css from './Counter.module.css';
import { inkOf } from './cardLook.ts';
import { worthWords } from './cardWords.ts';
import { askFor } from './store.ts';

interface RewardTicketsProps {
  card: CounterCard;
  /** Set when handing the reward over is the obvious action. */
  primary: RefObject<HTMLButtonElement | null> | null;
  disabled: boolean;
  /** The last stamp brought one: it is torn off the card with a movement. */
  justIssued: boolean;
}

/** Tickets shown before the rest is folded away. */
const ticketsAtOnce = 3;

/** What runs out first is used first; of those that never do the oldest. */
const inOrderOfUse = (a: OpenReward, b: OpenReward): number =>
  (a.expiresOn ?? '9').localeCompare(b.expiresOn ?? '9') || a.issuedAt - b.issuedAt;

const claim = ({ rewardId }: OpenReward) => askFor({ what: 'reward', rewardId });

/** Rewards that wait to be handed over, each drawn as a voucher; the first has the obvious button. */
export function RewardTickets({ card, primary, disabled, justIssued }: RewardTicketsProps) {
  const { t } = useTranslation('counter');
  const [all, setAll] = useState(false);
  const [first, ...others] = card.rewards.toSorted(inOrderOfUse);
  if (!first) return null;
  const shown = all ? others : others.slice(0, ticketsAtOnce - 1);
  const ink = { '--ink': inkOf[card.color] } as CSSProperties;
  return (
    <section className={css.panel} style={ink} aria-label={t('reward.open', { count: card.rewards.length })}>
      <div className={css.ticket} data-new={justIssued || undefined}>
        <IconGift className={css.ticketIcon} aria-hidden />
        <span>
          <strong className={css.ticketName}>{first.name}</strong>
          <TicketFacts reward={first} />
        </span>
      </div>
      <BigButton
        ref={primary ?? undefined}
        quiet={primary === null}
        disabled={disabled}
        icon={<IconGift aria-hidden />}
        {...(primary ? { keyHint: 'Enter' } : {})}
        onClick={() => claim(first)}
      >
        {t('reward.redeem')}
      </BigButton>
      {shown.map((reward) => (
        <div key={reward.rewardId} className={css.stub}>
          <span>
            <strong className={css.stubName}>{reward.name}</strong>
            <TicketFacts reward={reward} />
          </span>
          <Button
            variant="default"
            size="md"
            flex="none"
            disabled={disabled}
            aria-label={t('reward.redeemOne', { reward: reward.name })}
            onClick={(event) => {
              if (event.detail < 2) claim(reward);
            }}
          >
            {t('reward.redeem')}
          </Button>
        </div>
      ))}
      {shown.length < others.length && (
        <Button variant="subtle" size="sm" onClick={() => setAll(true)}>
          {t('reward.more', { count: others.length - shown.length })}
        </Button>
      )}
    </section>
  );
}

function TicketFacts({ reward }: { reward: OpenReward }) {
  const { t } = useTranslation('counter');
  const format = useFormat();
  const worth = worthWords(t, format, reward);
  return (
    <>
      <span className={css.ticketFacts}>
        {t('reward.since', { when: format.moment(reward.issuedAt) })}
        {worth !== null && ` · ${worth}`}
      </span>
      {reward.expiresOn !== null && (
        <span className={css.ticketFacts}>{t('reward.until', { day: format.day(reward.expiresOn) })}</span>
      )}
    </>
  );
}
