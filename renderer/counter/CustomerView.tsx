import { Skeleton } from '@mantine/core';
import type { RefObject } from 'react';
import type { Confirmation, CounterCard } from '../../preload/contract/counter.ts';
import type { ProgramId } from '../../preload/contract/values.ts';
import { useAsk } from '../app/client.ts';
import { ErrorText } from '../app/errors.tsx';
import { Actions } from './Actions.tsx';
import { CardChoice } from './CardChoice.tsx';
import { CardFacts, RunningNow } from './CardFacts.tsx';
import css from './Counter.module.css';
import { CustomerHead } from './CustomerHead.tsx';
import { punchCardLook } from './cardLook.ts';
import { NoCard } from './NoCard.tsx';
import { PointsCard } from './PointsCard.tsx';
import { StampCard } from './StampCard.tsx';
import { type Opened, useCounter } from './store.ts';

interface CustomerViewProps {
  opened: Opened;
  primary: RefObject<HTMLButtonElement | null>;
}

/** The card that is on top: the chosen one, else one with a reward to hand over, else the first that can be stamped. */
export function cardOnTop(cards: readonly CounterCard[], chosen: ProgramId | null): CounterCard | null {
  return (
    cards.find((card) => card.programId === chosen) ??
    cards.find((card) => card.rewards.length > 0) ??
    cards.find((card) => card.state === 'running') ??
    cards[0] ??
    null
  );
}

/** A person at the counter: who it is, the card, what to do. */
export function CustomerView({ opened, primary }: CustomerViewProps) {
  const { data: customer, error } = useAsk('counter.open', { customerId: opened.customerId });
  const { programId, shown, asking } = useCounter();
  if (error) return <ErrorText error={error} />;
  if (!customer) return <Skeleton height="20rem" radius="lg" />;
  const { cards } = customer;
  const card = cardOnTop(cards, programId);
  const confirmed = shown && !shown.undone ? shown.confirmation : null;
  const theirs =
    confirmed?.customerId === customer.customerId && confirmed.programId === card?.programId ? confirmed : null;
  // Discounts and specials alone need no card.
  const cardless = card === null && customer.benefits.length + customer.joinable.length > 0;
  return (
    <article className={css.customer}>
      <div className={css.left}>
        <CustomerHead customer={customer} hidePhone={asking !== null && asking.what !== 'choice'} />
        {cards.length > 1 && card && <CardChoice cards={cards} chosen={card.programId} />}
        {card && <RunningNow card={card} />}
        {card ? <Drawn card={card} confirmed={theirs} /> : !cardless && <NoCard />}
        {card && <CardFacts card={card} />}
      </div>
      <Actions key={card?.programId ?? 'none'} customer={customer} card={card} opened={opened} primary={primary} />
    </article>
  );
}

function Drawn({ card, confirmed }: { card: CounterCard; confirmed: Confirmation | null }) {
  const look = punchCardLook(card);
  if (!look) return <PointsCard card={card} />;
  // The stamp that fills a card is the moment to look at: it stays full until the next thing is done.
  const justFilled = confirmed !== null && confirmed.issued.length > 0 && card.stamps === 0;
  const landed = confirmed?.after === card.stamps ? Math.min(confirmed.earned, Math.max(confirmed.after, 0)) : 0;
  return justFilled ? (
    <StampCard card={{ ...look, stamps: look.goal }} justStamped={confirmed.earned} />
  ) : (
    <StampCard card={look} justStamped={landed} />
  );
}
