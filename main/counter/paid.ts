import type { ReadConnection } from '../../db/open.ts';
import { getCard, getReward, type RewardRow } from '../../db/queries/cards.ts';
import { getItem, listEntryItems } from '../../db/queries/items.ts';
import { type EntryRow, getEntry, listLiveOfVisit } from '../../db/queries/ledger.ts';
import { getOffered } from '../../db/queries/offers.ts';
import type { EarnedPart } from '../../preload/contract/earned.ts';
import type { CommandContext } from '../bridge/context.ts';
import { forceOf } from '../programs/cardNow.ts';
import { amountOf, type BoughtItem, earn } from '../programs/engine/earn.ts';
import { getProgramNow } from '../programs/versions.ts';
import { occasionOf } from './customer.ts';
import { settleCard } from './reversal.ts';

/** A redeemed amount earns nothing (F-07), whether it is taken off before the purchase is recorded or after. */

/** Minor units a reward or an offer pays of a purchase of this amount; 0 for one that is no money off. */
export function paidBy(
  { kind, value, percent }: Pick<RewardRow, 'kind' | 'value' | 'percent'>,
  bought: number,
): number {
  if (kind === 'amount') return value ?? 0;
  return kind === 'percent' ? Math.round((bought * (percent ?? 0)) / 100) : 0;
}

const partsOf = ({ parts }: EntryRow): EarnedPart[] => (parts === null ? [] : (JSON.parse(parts) as EarnedPart[]));

/** Minor units that an entry has left out because a reward had paid them. */
const leftOut = (entry: EntryRow): number =>
  partsOf(entry).reduce((sum, { why, amount }) => sum + (why === 'paidByReward' ? (amount ?? 0) : 0), 0);

const isTakenOff = (entry: EntryRow): boolean => entry.kind === 'adjust' && entry.cause === 'paidByReward';

const isPurchase = ({ kind, cause }: EntryRow): boolean => kind === 'stamp' && cause === null;

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
 * Minor units that rewards and points have paid in this visit, less what this card has left out already. A percentage is off one purchase:
 * the last one on the card before it was used, else the next, which may be the present one of the amount `now`.
 */
export function paidByReward(
  read: ReadConnection,
  parts: readonly EntryRow[],
  cardKey: number | null,
  now: number | null,
): number {
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
    if ((part.kind === 'stamp' || isTakenOff(part)) && part.cardKey === cardKey) paid -= leftOut(part);
  }
  return Math.max(0, paid);
}

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
  const { read, ledger } = context;
  const parts = listLiveOfVisit(read, customerKey, visitSeq);
  const stamps = parts.filter(isPurchase);
  const last = new Map(stamps.map((entry) => [entry.cardKey, entry]));
  const said: EarnedPart[] = [];
  for (const [cardKey, stamp] of last) {
    if (cardKey === null) continue;
    const { bought, items } = boughtAt(read, stamp);
    if (bought === null) continue;
    const before = parts.filter((part) => isTakenOff(part) && part.cardKey === cardKey && part.seq > stamp.seq);
    const out = [stamp, ...before].reduce((sum, entry) => sum + leftOut(entry), 0);
    const amount = Math.min(paid(bought), bought - out);
    if (amount <= 0) continue;
    const now = [stamp, ...before].reduce(
      (sum, entry) => ({ units: sum.units + entry.stamps, carry: sum.carry + entry.carry }),
      { units: 0, carry: 0 },
    );
    const card = getCard(read, cardKey);
    const { rules, versionKey } = forceOf(getProgramNow(read, card.programKey), card);
    const earned = earn(rules, card.carry - now.carry, {
      ...occasionOf({ ...context, now: stamp.occurredAt ?? context.now }, customerKey),
      amount: bought,
      items,
      stamps: null,
      paidByReward: out + amount,
      before: stamps
        .filter((entry) => entry.cardKey === cardKey && entry.seq < stamp.seq)
        .reduce((sum, entry) => sum + entry.stamps, 0),
    });
    // A visit that is no longer large enough earns nothing; one that counts visits or things does not earn by the amount.
    const then = 'blocked' in earned ? { units: 0, carry: 0 } : rules.earn.per === 'amount' ? earned : now;
    const part: EarnedPart = { why: 'paidByReward', name: null, units: Math.min(0, then.units - now.units), amount };
    ledger.append({
      kind: 'adjust',
      cause: 'paidByReward',
      customerKey,
      cardKey,
      programVersionKey: versionKey,
      visitSeq,
      stamps: part.units,
      carry: then.carry - now.carry,
      parts: [part],
    });
    settleCard(context, cardKey, 'void');
    said.push(part);
  }
  return said;
}

function boughtWith(read: ReadConnection, seqs: readonly number[]): BoughtItem[] {
  return seqs.flatMap((seq) =>
    listEntryItems(read, seq).map(({ itemKey, quantity, amount }) => {
      const { id, category } = getItem(read, itemKey);
      return { itemId: id, category, quantity, amount };
    }),
  );
}
