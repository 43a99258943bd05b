import { Text } from '@mantine/core';
import { IconCoins } from '@tabler/icons-react';
import { type RefObject, useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import type { CounterCard, CounterCustomer } from '../../preload/contract/counter.ts';
import { BenefitList } from './BenefitList.tsx';
import { BigButton } from './BigButton.tsx';
import { BlockedPanel, isLiftable } from './BlockedPanel.tsx';
import css from './Counter.module.css';
import { OfferTickets } from './OfferTickets.tsx';
import { PerkList } from './PerkList.tsx';
import { ProofPanel } from './ProofPanel.tsx';
import { ReturnButton } from './ReturnButton.tsx';
import { RewardTickets } from './RewardTickets.tsx';
import { SpendPanel } from './SpendPanel.tsx';
import { StampPanel } from './StampPanel.tsx';
import { askFor, close, noCard, type Opened, useCounter } from './store.ts';
import { VisitPanel } from './VisitPanel.tsx';

interface ActionsProps {
  customer: CounterCustomer;
  /** The card on top; null where the customer has none. */
  card: CounterCard | null;
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
  const { blocked, asking, done, stamped, shown } = useCounter();
  const rewards = card?.rewards.length ?? 0;
  const finished = done === (card?.programId ?? noCard);
  const issuedNow = finished && (shown?.confirmation.issued.length ?? 0) > 0 && rewards > 0;
  const waits = blocked !== null && isLiftable(blocked.error);
  const mayStamp = card?.state === 'running' && !card.usedUp && !customer.archived;
  const asks = asking !== null && isOf(asking, customer, card);
  const next = nextStep({ waits: asks || waits, rewards, finished, issuedNow });

  // Ready for Enter as soon as the person is on screen. After an action the search field has the focus.
  const asksForAmount = next === 'stamp' && card?.per === 'amount';
  useEffect(() => {
    if (!finished && !asksForAmount && (next === 'stamp' || next === 'redeem')) primary.current?.focus();
  }, [next, finished, asksForAmount, primary]);

  if (asks)
    return (
      <div className={css.actions}>
        {asking.what === 'choice' ? (
          card && <SpendPanel card={card} />
        ) : (
          <ProofPanel
            key={JSON.stringify(asking)}
            customer={customer}
            card={card}
            claim={asking}
            code={opened.code}
            primary={primary}
          />
        )}
      </div>
    );
  return (
    <div className={css.actions}>
      {blocked && <BlockedPanel blocked={blocked} card={card} primary={primary} />}
      <OfferTickets customer={customer} />
      {card && rewards > 0 && (
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
      {card && canSpend(card) && !customer.archived && !waits && (
        <BigButton
          quiet
          icon={<IconCoins aria-hidden />}
          onClick={() => askFor({ what: 'choice', programId: card.programId })}
        >
          {t('spend.open')}
        </BigButton>
      )}
      {card && mayStamp && !waits && (
        <StampPanel
          card={card}
          primary={next === 'stamp' ? primary : null}
          served={finished}
          again={finished && stamped}
        />
      )}
      {card === null && !customer.archived && !finished && !waits && (
        <VisitPanel primary={next === 'stamp' ? primary : null} />
      )}
      <PerkList customer={customer} />
      <BenefitList customer={customer} />
      {card && card.state !== 'running' && <Text c="dimmed">{t(`state.${card.state}`, { program: card.name })}</Text>}
      {customer.archived && <Text c="dimmed">{t('archivedHelp')}</Text>}
      {customer.lastVisitDay !== null && <ReturnButton customerId={customer.customerId} />}
      {next !== 'leave' && finished && (
        <BigButton quiet onClick={close}>
          {t('next')}
        </BigButton>
      )}
    </div>
  );
}

/** Is that what is being asked about of this customer, on this card? */
function isOf(
  asking: NonNullable<ReturnType<typeof useCounter.getState>['asking']>,
  customer: CounterCustomer,
  card: CounterCard | null,
): boolean {
  if (asking.what === 'offer') return customer.offers.some(({ offerId }) => offerId === asking.offerId);
  return asking.what === 'reward'
    ? (card?.rewards.some(({ rewardId }) => rewardId === asking.rewardId) ?? false)
    : card?.programId === asking.programId;
}

/** Points can be taken off as money, or reach for a reward. Also when the program no longer runs: what was earned stays. */
function canSpend(card: CounterCard): boolean {
  if (card.kind !== 'points' || card.stamps <= 0 || card.usedUp) return false;
  return card.pointValue !== null || card.cardRewards.some(({ reached }) => reached);
}
