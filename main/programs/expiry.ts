import type { ReadConnection } from '../../db/open.ts';
import { getCard, hasRunOut, listCardsRunOut, listRewardsRunOut, type RewardRow } from '../../db/queries/cards.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { dayNumber, formatDay } from '../retention/days.ts';
import { lotsOf } from './cardNow.ts';
import { getProgramNow } from './versions.ts';

/** What expiry works with: a command's context, or that of the background job. `read` sees what `ledger` has written. */
export interface ExpiryContext {
  readonly read: ReadConnection;
  readonly ledger: Ledger;
  readonly today: string;
}

/** It is gone from the day after the last on which it counted, whenever that is written down. */
const dayAfter = (day: string): string => formatDay(dayNumber(day) + 1);

/**
 * Writes down what has run out on a card by today, one entry for each last day (F-15). Again it finds nothing left to do. The ledger's
 * `finish` then puts the next due day on the card, also where new rules have given it a longer life.
 */
export function expireCard({ read, ledger, today }: ExpiryContext, cardKey: number): void {
  const card = getCard(read, cardKey);
  const program = getProgramNow(read, card.programKey);
  const { lots, carryUntil } = lotsOf(read, card, program);
  const due = new Map<string, { units: number; carry: number }>();
  const add = (lastDay: string | null, units: number, carry: number) => {
    if (lastDay === null || lastDay >= today) return;
    const known = due.get(lastDay) ?? { units: 0, carry: 0 };
    due.set(lastDay, { units: known.units + units, carry: known.carry + carry });
  };
  for (const lot of lots) add(lot.expiresOn, lot.units, 0);
  add(carryUntil, 0, card.carry);
  for (const [lastDay, { units, carry }] of [...due].sort(([a], [b]) => a.localeCompare(b)))
    ledger.append({
      kind: 'expire',
      customerKey: card.customerKey,
      cardKey,
      programVersionKey: card.programVersionKey,
      stamps: units === 0 ? 0 : -units,
      carry: carry === 0 ? 0 : -carry,
      businessDay: dayAfter(lastDay),
    });
}

/** Writes down that an open reward has run out by today (F-16); nothing when it has not. */
export function expireReward({ ledger, today }: ExpiryContext, reward: RewardRow): void {
  if (reward.state !== 'open' || reward.expiresOn === null || reward.expiresOn >= today) return;
  ledger.append({
    kind: 'expire',
    customerKey: reward.customerKey,
    cardKey: reward.cardKey,
    programVersionKey: reward.programVersionKey,
    rewardKey: reward.key,
    businessDay: dayAfter(reward.expiresOn),
  });
}

/** Everything of one customer that has run out by today, before a command looks at it. */
export function expireOf(context: ExpiryContext, customerKey: number): void {
  if (!hasRunOut(context.read, customerKey, context.today)) return;
  for (const cardKey of listCardsRunOut(context.read, customerKey, context.today)) expireCard(context, cardKey);
  for (const reward of listRewardsRunOut(context.read, customerKey, context.today)) expireReward(context, reward);
}
