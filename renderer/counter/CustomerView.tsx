import { Skeleton } from '@mantine/core';
import type { RefObject } from 'react';
import type { ProgramId } from '../../preload/contract/values.ts';
import { useAsk } from '../app/client.ts';
import { ErrorText } from '../app/errors.tsx';
import { Actions } from './Actions.tsx';
import { CardChoice } from './CardChoice.tsx';
import css from './Counter.module.css';
import { CustomerHead } from './CustomerHead.tsx';
import { isPunchCard, type PunchCard } from './cardLook.ts';
import { NoCard } from './NoCard.tsx';
import { StampCard } from './StampCard.tsx';
import { type Opened, useCounter } from './store.ts';

interface CustomerViewProps {
  opened: Opened;
  primary: RefObject<HTMLButtonElement | null>;
}

/** The card that is on top: the chosen one, else one with a reward to hand over, else the first that can be stamped. */
export function cardOnTop(cards: readonly PunchCard[], chosen: ProgramId | null): PunchCard | undefined {
  return (
    cards.find((card) => card.programId === chosen) ??
    cards.find((card) => card.rewards.length > 0) ??
    cards.find((card) => card.state === 'running') ??
    cards[0]
  );
}

/** A person at the counter: who it is, the card, what to do. */
export function CustomerView({ opened, primary }: CustomerViewProps) {
  const { data: customer, error } = useAsk('counter.open', { customerId: opened.customerId });
  const { programId, shown, redeeming } = useCounter();
  if (error) return <ErrorText error={error} />;
  if (!customer) return <Skeleton height="20rem" radius="lg" />;
  const cards = customer.cards.filter(isPunchCard);
  const card = cardOnTop(cards, programId);
  const confirmed =
    card && shown && !shown.undone && shown.confirmation.customerId === customer.customerId ? shown.confirmation : null;
  const landed =
    confirmed && confirmed.programId === card?.programId && confirmed.after === card.stamps && shown
      ? Math.min(shown.stamps, Math.max(confirmed.after, 0))
      : 0;
  // The stamp that fills a card is the moment to look at: it stays full until the next thing is done.
  const justFilled =
    confirmed && confirmed.programId === card?.programId && confirmed.issued.length > 0 && card.stamps === 0;
  const drawn = card && justFilled ? { ...card, stamps: card.goal } : card;
  return (
    <article className={css.customer}>
      <div className={css.left}>
        <CustomerHead customer={customer} hidePhone={redeeming !== null} />
        {cards.length > 1 && card && <CardChoice cards={cards} chosen={card.programId} />}
        {drawn ? <StampCard card={drawn} justStamped={justFilled ? (shown?.stamps ?? 1) : landed} /> : <NoCard />}
      </div>
      {card && <Actions key={card.programId} customer={customer} card={card} opened={opened} primary={primary} />}
    </article>
  );
}
