import {
  type CardRow,
  findOpenCard,
  getCard,
  getReward,
  insertCard,
  insertReward,
  lastRewardKey,
  updateRewardLap,
  updateRewardLaps,
} from '../../db/queries/cards.ts';
import { insertEntryItem, listEntryItems } from '../../db/queries/items.ts';
import {
  type EntryRow,
  findEntryReason,
  getEntry,
  insertEntryReason,
  listLiveVisitsOnDay,
} from '../../db/queries/ledger.ts';
import { getOffered, insertOffer } from '../../db/queries/offers.ts';
import type { Cause } from '../../preload/contract/earned.ts';
import type { CommandContext } from '../bridge/context.ts';
import { getProgramNow } from '../programs/versions.ts';
import type { NewEntry } from './ledger.ts';
import { refreshCard } from './refreshCard.ts';

/** What relocating has done. */
export interface Relocated {
  /** The new entries by the place of the old ones. */
  readonly made: ReadonlyMap<number, EntryRow>;
  /** Cards that lost and cards that gained something. */
  readonly from: readonly number[];
  readonly to: readonly number[];
  /** Redemptions of rewards and offers that stay: taken back, and not written anew. */
  readonly loose: readonly EntryRow[];
}

interface Relocating {
  readonly reason?: string | null;
  /** What an entry brings to whom it goes; asked when all have been taken back and those before it are written anew. */
  readonly unitsOf?: (entry: EntryRow) => Pick<EntryRow, 'stamps' | 'parts'>;
}

/**
 * Takes live entries of one customer back and writes them anew for another (F-21, F-27): the same day, moment, amount, person, rules,
 * items and reasons; only whose they are is different. A reward or offer whose making goes along
 * becomes a row of its own with the same dates. The caller settles the cards.
 */
export function relocate(
  context: CommandContext,
  entries: readonly EntryRow[],
  customerKey: number,
  { reason = null, unitsOf = (entry) => entry }: Relocating = {},
): Relocated {
  const { read, write, ledger } = context;
  const inOrder = [...entries].sort((a, b) => a.seq - b.seq);
  const issued = new Set(inOrder.map(({ kind, rewardKey }) => (kind === 'issue' ? rewardKey : null)));
  const offered = new Set(inOrder.map(({ cause, offerKey }) => (cause === 'offerMade' ? offerKey : null)));
  const stays = ({ rewardKey, offerKey }: EntryRow) =>
    (rewardKey !== null && !issued.has(rewardKey)) || (offerKey !== null && !offered.has(offerKey));
  const loose = inOrder.filter(stays);
  const cards = openCards(
    context,
    inOrder.filter((entry) => !stays(entry)),
    customerKey,
  );
  const before = new Map([...cards].flatMap(([from, to]) => [from, to].map((key) => [key, getCard(read, key).lap])));
  const lastReward = lastRewardKey(read);

  for (const entry of inOrder.toReversed()) ledger.reverse(entry, 'move', entry === inOrder[0] ? reason : null);

  const made = new Map<number, EntryRow>();
  const rewards = new Map<number, number>();
  const offers = new Map<number, number>();
  const laps = new Map<number, number>();
  for (const entry of inOrder) {
    if (stays(entry)) continue;
    const cardKey = entry.cardKey === null ? null : (cards.get(entry.cardKey) ?? null);
    if (entry.kind === 'issue' && entry.rewardKey !== null && cardKey !== null) {
      const key = copyReward(context, entry.rewardKey, { customerKey, cardKey });
      rewards.set(entry.rewardKey, key);
      const first = entry.fromSeq === null ? null : getEntry(read, entry.fromSeq);
      // One that comes back to whom it was first issued to is of the same lap as then.
      if (first?.customerKey === customerKey && first.rewardKey !== null)
        laps.set(key, getReward(read, first.rewardKey).lap);
    }
    if (entry.cause === 'offerMade' && entry.offerKey !== null)
      offers.set(entry.offerKey, copyOffer(context, entry.offerKey, customerKey));
    const offerKey = entry.offerKey === null ? null : (offers.get(entry.offerKey) ?? null);
    const rewardKey = entry.rewardKey === null ? null : (rewards.get(entry.rewardKey) ?? null);
    const { kind, programVersionKey, cause, carry, amount, businessDay, occurredAt, sourceTime } = entry;
    const { stamps, parts } = unitsOf(entry);
    const row = ledger.append({
      // Reversals are not live.
      kind: kind as NewEntry['kind'],
      customerKey,
      cardKey,
      programVersionKey,
      rewardKey,
      offerKey,
      visitSeq: entry.visitSeq === null ? null : visitOf(context, entry.visitSeq, made, customerKey, businessDay),
      cause: cause as Cause | null,
      stamps,
      carry,
      amount,
      businessDay,
      moved: {
        fromSeq: entry.fromSeq ?? entry.seq,
        occurredAt,
        // Who imports a log has served nobody.
        personKey: entry.batchKey === null ? entry.personKey : null,
        sourceTime,
        parts,
      },
    });
    for (const item of listEntryItems(read, entry.seq)) insertEntryItem(write, row.seq, item);
    const said = findEntryReason(read, entry.seq);
    if (said !== null) insertEntryReason(write, row.seq, said);
    made.set(entry.seq, row);
  }

  // What follows asks each card by which rules it goes: by those it began under, also where it was opened only now.
  for (const key of [...cards].flat()) refreshCard(write, key);
  for (const [from, to] of cards) keepLaps(context, { from, to, before, lastReward });
  for (const [key, lap] of laps) updateRewardLap(write, key, lap);
  const from = [...new Set(inOrder.flatMap(({ cardKey }) => cardKey ?? []))];
  return { made, from, to: [...cards.values()], loose };
}

/** The customer's card for each card that something is taken from; one that is missing is opened as of the first day it has something of. */
function openCards(
  { read, write, newId, now }: CommandContext,
  inOrder: readonly EntryRow[],
  customerKey: number,
): Map<number, number> {
  const cards = new Map<number, number>();
  for (const { cardKey } of inOrder) {
    if (cardKey === null || cards.has(cardKey)) continue;
    const { programKey } = getCard(read, cardKey);
    const known: CardRow | null = findOpenCard(read, customerKey, programKey);
    const days = inOrder.filter((one) => one.cardKey === cardKey).map((one) => one.businessDay);
    const openedOn = days.sort()[0] ?? '';
    const programVersionKey = getProgramNow(read, programKey).latest.key;
    const card = { id: newId(), customerKey, programKey, programVersionKey, openedAt: now, openedOn };
    cards.set(cardKey, known?.key ?? insertCard(write, card));
  }
  return cards;
}

function copyReward(
  { read, write, newId }: CommandContext,
  key: number,
  of: { customerKey: number; cardKey: number },
): number {
  const { programRewardKey, lap, issuedAt, expiresOn } = getReward(read, key);
  return insertReward(write, { ...of, id: newId(), programRewardKey, lap, issuedAt, expiresOn });
}

const copyOffer = ({ read, write, newId }: CommandContext, key: number, customerKey: number): number =>
  insertOffer(write, { ...getOffered(read, key), id: newId(), customerKey });

/** The visit an entry belongs to: the one that went along, or the other customer's own of that day. */
function visitOf(
  { read }: CommandContext,
  visitSeq: number,
  made: ReadonlyMap<number, EntryRow>,
  customerKey: number,
  businessDay: string,
): number | null {
  return made.get(visitSeq)?.seq ?? listLiveVisitsOnDay(read, customerKey, businessDay).at(-1)?.seq ?? null;
}

/**
 * An interim reward comes once in each lap, so what counts is how many laps ago it came. Full cards that go to another card move its laps
 * on and the old card's back; every reward keeps its distance.
 */
function keepLaps(
  { read, write }: CommandContext,
  of: { from: number; to: number; before: ReadonlyMap<number, number>; lastReward: number },
): void {
  const { from, to, before, lastReward } = of;
  const moved = (key: number) => getCard(read, key).lap - (before.get(key) ?? 0);
  updateRewardLaps(write, { cardKey: from, by: moved(from), fromKey: 0, toKey: lastReward });
  updateRewardLaps(write, { cardKey: to, by: moved(to), fromKey: 0, toKey: lastReward });
  const between = getCard(read, to).lap - (before.get(from) ?? 0);
  updateRewardLaps(write, { cardKey: to, by: between, fromKey: lastReward + 1, toKey: Number.MAX_SAFE_INTEGER });
}
