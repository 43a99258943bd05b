import { Text } from '@mantine/core';
import { type RefObject, useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import type { CounterCard, CounterCustomer } from '../../preload/contract/counter.ts';
import { BigButton } from './BigButton.tsx';
import { BlockedPanel, isLiftable } from './BlockedPanel.tsx';
import css from './Counter.module.css';
import { RedeemPanel } from './RedeemPanel.tsx';
import { RewardTickets } from './RewardTickets.tsx';
import { StampPanel } from './StampPanel.tsx';
import { close, type Opened, useCounter } from './store.ts';

interface ActionsProps {
  customer: CounterCustomer;
  card: CounterCard;
  opened: Opened;
  /** The one obvious button; Enter presses it. */
  primary: RefObject<HTMLButtonElement | null>;
}

interface Situation {
  /** Something else has the obvious button: a proof to give, a block to lift. */
  waits: boolean;
  /** Rewards to hand over. */
  rewards: number;
  /** This card was just stamped or redeemed. */
  finished: boolean;
  /** The last stamp filled the card. */
  issuedNow: boolean;
}

/** The one obvious thing: an old reward comes before the stamp, a new one before goodbye. */
function nextStep({ waits, rewards, finished, issuedNow }: Situation): 'redeem' | 'stamp' | 'leave' | null {
  if (waits) return null;
  if (issuedNow || (rewards > 0 && !finished)) return 'redeem';
  return finished ? 'leave' : 'stamp';
}

/** What can be done with the card on top, the obvious thing first. */
export function Actions({ customer, card, opened, primary }: ActionsProps) {
  const { t } = useTranslation('counter');
  const { blocked, redeeming, done, stamped, shown } = useCounter();
  const reward = card.rewards.find((open) => open.rewardId === redeeming);
  const finished = done === card.programId;
  const issuedNow = finished && (shown?.confirmation.issued.length ?? 0) > 0 && card.rewards.length > 0;
  const waits = blocked !== null && isLiftable(blocked.error.code);
  const mayStamp = card.state === 'running' && !customer.archived;
  const next = nextStep({ waits: reward !== undefined || waits, rewards: card.rewards.length, finished, issuedNow });

  // Ready for Enter as soon as the person is on screen. After an action the search field has the focus.
  useEffect(() => {
    if (!finished && (next === 'stamp' || next === 'redeem')) primary.current?.focus();
  }, [next, finished, primary]);

  if (reward)
    return (
      <div className={css.actions}>
        <RedeemPanel key={reward.rewardId} customer={customer} reward={reward} code={opened.code} primary={primary} />
      </div>
    );
  return (
    <div className={css.actions}>
      {blocked && <BlockedPanel blocked={blocked} primary={primary} />}
      {card.rewards.length > 0 && (
        <RewardTickets
          card={card}
          primary={next === 'redeem' ? primary : null}
          disabled={customer.archived}
          justIssued={issuedNow}
        />
      )}
      {next === 'leave' && (
        <BigButton ref={primary} keyHint="Enter" onClick={close}>
          {t('next')}
        </BigButton>
      )}
      {mayStamp && !waits && (
        <StampPanel
          card={card}
          primary={next === 'stamp' ? primary : null}
          served={finished}
          again={finished && stamped}
        />
      )}
      {card.state !== 'running' && <Text c="dimmed">{t(`state.${card.state}`, { program: card.name })}</Text>}
      {customer.archived && <Text c="dimmed">{t('archivedHelp')}</Text>}
      {next !== 'leave' && finished && (
        <BigButton quiet onClick={close}>
          {t('next')}
        </BigButton>
      )}
    </div>
  );
}
