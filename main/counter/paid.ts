import type { ReadConnection } from '../../db/open.ts';
import { getCard, getReward, type RewardRow } from '../../db/queries/cards.ts';
import { getItem, listEntryItems } from '../../db/queries/items.ts';
import { type EntryRow, getEntry, listLiveOfVisit } from '../../db/queries/ledger.ts';
import { getOffered } from '../../db/queries/offers.ts';
import type { EarnedPart } from '../../preload/contract/earned.ts';
import type { CommandContext } from '../bridge/context.ts';
import { forceOf } from '../programs/cardNow.ts';
import { amountOf, type BoughtItem, earn } from '../programs/engine/earn.ts';
import { stateOf } from '../programs/state.ts';
import { getProgramNow } from '../programs/versions.ts';
import { occasionOf } from './customer.ts';
import { issueEarned } from './issue.ts';
import { isCorrection, isPurchase, leftOut, type Purchase, pays, purchasesOn } from './purchases.ts';
import { settleCard } from './settle.ts';

/** A redeemed amount earns nothing (F-07), whether it is taken off before the purchase is recorded or after. */

/** Minor units a reward or an offer pays of a purchase of this amount; 0 for one that is no money off. */
export function paidBy(
  { kind, value, percent }: Pick<RewardRow, 'kind' | 'value' | 'percent'>,
  bought: number,
): number {
  if (kind === 'amount') return value ?? 0;
  return kind === 'percent' ? Math.round((bought * (percent ?? 0)) / 100) : 0;
}

/** What was bought with a stamp: its own amount and items, or those of the visit it began. */
function boughtAt(read: ReadConnection, stamp: EntryRow): { bought: number | null; items: BoughtItem[] } {
  const visit = stamp.visitSeq === null ? null : getEntry(read, stamp.visitSeq);
  const items = boughtWith(read, stamp.amount === null && visit ? [stamp.seq, visit.seq] : [stamp.seq]);
  return { bought: amountOf({ amount: stamp.amount ?? visit?.amount ?? null, items }), items };
}

/** The reward or offer that was handed over with an entry; null for any other entry. */
function payingBy(read: ReadConnection, { kind, rewardKey, offerKey }: EntryRow) {
  if (offerKey !== null) return getOffered(read, offerKey);
  return kind === 'redeem' && rewardKey !== null ? getReward(read, rewardKey) : null;
}

/**
 * Minor units that rewards and points have paid in this visit and this card has not left out, below zero where it has left out more than was
 * paid. A percentage is off one purchase: the last one on the card before it was used, else the next, which may be the present one of the
 * amount `now`.
 */
function unpaid(read: ReadConnection, parts: readonly EntryRow[], cardKey: number | null, now: number | null): number {
  const purchases = parts.filter((part) => isPurchase(part) && part.cardKey === cardKey);
  const before = (seq: number) => purchases.findLast((one) => one.seq < seq) ?? purchases.find((one) => one.seq > seq);
  let paid = 0;
  for (const part of parts) {
    if (part.kind === 'spend') paid += part.amount ?? 0;
    const paying = payingBy(read, part);
    if (paying) {
      const purchase = before(part.seq);
      paid += paidBy(paying, (purchase ? boughtAt(read, purchase).bought : now) ?? 0);
    }
    if ((part.kind === 'stamp' || isCorrection(part)) && part.cardKey === cardKey) paid -= leftOut(part);
  }
  return paid;
}

/** What has been paid of the next purchase of the visit, minor units. */
export const paidByReward = (...of: Parameters<typeof unpaid>): number => Math.max(0, unpaid(...of));

/**
 * Takes off again what the last purchase of a visit has earned by an amount that is now paid by a reward or points; `paid` says how much
 * that is of a purchase. Every card it was recorded on gets an entry that says so; it is taken back together with what caused it. Answers
 * how it came about.
 */
export function takeOffPaid(
  context: CommandContext,
  customerKey: number,
  visitSeq: number,
  paid: (bought: number) => number,
): EarnedPart[] {
  const parts = listLiveOfVisit(context.read, customerKey, visitSeq);
  const said: EarnedPart[] = [];
  for (const cardKey of cardsBoughtOn(parts)) {
    const last = purchasesOn(parts, cardKey).at(-1);
    const { bought } = last ? boughtAt(context.read, last.stamp) : { bought: null };
    if (!last || bought === null) continue;
    const amount = Math.min(paid(bought), bought - last.leftOut);
    if (amount <= 0) continue;
    said.push(correct(context, parts, last, amount));
    settleCard(context, cardKey, 'void');
  }
  return said;
}

/**
 * Brings the purchases of a visit to what still pays them, once a reward that had paid is no longer used. What was taken off because of it
 * goes with it; but a purchase recorded later never had that part, and gets it, and where two rewards were worth more than was bought, the
 * one that stays now pays more of it. Issues what the cards have earned by it.
 */
export function settlePaid(context: CommandContext, customerKey: number, visitSeq: number): void {
  const { read, today } = context;
  const parts = listLiveOfVisit(read, customerKey, visitSeq);
  for (const cardKey of cardsBoughtOn(parts)) {
    const off = unpaid(read, parts, cardKey, null);
    let rest = off;
    for (const purchase of purchasesOn(parts, cardKey).reverse()) {
      const room = (boughtAt(read, purchase.stamp).bought ?? 0) - purchase.leftOut;
      const amount = Math.max(-purchase.leftOut, Math.min(room, rest));
      if (amount === 0) continue;
      correct(context, parts, purchase, amount);
      rest -= amount;
    }
    if (rest === off) continue;
    const program = getProgramNow(read, getCard(read, cardKey).programKey);
    if (stateOf(program, today) === 'running') issueEarned(context, program, { customerKey, cardKey, visitSeq });
  }
}

const cardsBoughtOn = (parts: readonly EntryRow[]): number[] => [
  ...new Set(parts.filter(isPurchase).flatMap(({ cardKey }) => cardKey ?? [])),
];

/** What a purchase has earned becomes what it earns when `amount` more of it was paid, or less of it. */
function correct(context: CommandContext, parts: readonly EntryRow[], of: Purchase, amount: number): EarnedPart {
  const { read, ledger } = context;
  const { customerKey, cardKey, visitSeq, seq, occurredAt } = of.stamp;
  if (cardKey === null) throw new Error(`purchase ${seq} is on no card`);
  const now = [of.stamp, ...of.corrections].reduce(
    (sum, entry) => ({ units: sum.units + entry.stamps, carry: sum.carry + entry.carry }),
    { units: 0, carry: 0 },
  );
  const card = getCard(read, cardKey);
  const { rules, versionKey } = forceOf(getProgramNow(read, card.programKey), card);
  const { bought, items } = boughtAt(read, of.stamp);
  const earned = earn(rules, card.carry - now.carry, {
    ...occasionOf({ ...context, now: occurredAt ?? context.now }, customerKey),
    amount: bought,
    items,
    stamps: null,
    paidByReward: of.leftOut + amount,
    before: parts
      .filter((part) => isPurchase(part) && part.cardKey === cardKey && part.seq < seq)
      .reduce((sum, part) => sum + part.stamps, 0),
  });
  // A visit that is no longer large enough earns nothing; one that counts visits or things does not earn by the amount.
  const then = 'blocked' in earned ? { units: 0, carry: 0 } : rules.earn.per === 'amount' ? earned : now;
  // By new rules less may be earned than by those of then: what is given back takes nothing off, and what is taken off gives nothing.
  const units = amount > 0 ? Math.min(0, then.units - now.units) : Math.max(0, then.units - now.units);
  const part: EarnedPart = { why: 'paidByReward', name: null, units, amount };
  ledger.append({
    kind: 'adjust',
    cause: 'paidByReward',
    customerKey,
    cardKey,
    programVersionKey: versionKey,
    visitSeq,
    stamps: units,
    carry: then.carry - now.carry,
    parts: [part],
  });
  return part;
}

/** What was taken off a purchase because of this entry (F-07): it does not stand without the reward that paid, nor without the purchase. */
export function takenOffBy(read: ReadConnection, entry: EntryRow): readonly EntryRow[] {
  const { customerKey, cardKey, visitSeq, seq } = entry;
  if (visitSeq === null) return [];
  const parts = listLiveOfVisit(read, customerKey, visitSeq);
  if (pays(entry)) return takenOffFor(parts, entry);
  return purchasesOn(parts, cardKey).find(({ stamp }) => stamp.seq === seq)?.corrections ?? [];
}

/**
 * What was taken off for a reward was written just before it, in the same request, once a card. A move or a merge writes several rewards of
 * a visit anew in one request, in their order.
 */
function takenOffFor(parts: readonly EntryRow[], { seq, requestId }: EntryRow): readonly EntryRow[] {
  const earlier = parts.filter((one) => one.seq < seq);
  const since = earlier.findLast(pays)?.seq ?? 0;
  const found = new Map<number | null, EntryRow>();
  for (const one of earlier)
    if (one.seq > since && one.requestId === requestId && isCorrection(one) && leftOut(one) > 0)
      found.set(one.cardKey, one);
  return [...found.values()];
}

function boughtWith(read: ReadConnection, seqs: readonly number[]): BoughtItem[] {
  return seqs.flatMap((seq) =>
    listEntryItems(read, seq).map(({ itemKey, quantity, amount }) => {
      const { id, category } = getItem(read, itemKey);
      return { itemId: id, category, quantity, amount };
    }),
  );
}
