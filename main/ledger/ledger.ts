import type { WriteConnection } from '../../db/open.ts';
import { updateCardSums, updateRewardState } from '../../db/queries/cards.ts';
import { addVisitDay, refreshOpenRewards, refreshVisitCounts } from '../../db/queries/customers.ts';
import {
  appendEntry,
  type EntryKind,
  type EntryRow,
  insertEntryReason,
  lastEntry,
  type ReversalKind,
} from '../../db/queries/ledger.ts';
import type { Cause, EarnedPart } from '../../preload/contract/earned.ts';
import { refreshCard } from './refreshCard.ts';

/** What a caller says of a new entry; the ledger adds place, id, time, device and author. */
export interface NewEntry {
  readonly kind: Exclude<EntryKind, ReversalKind>;
  readonly customerKey: number;
  readonly cardKey?: number | null;
  readonly programVersionKey?: number | null;
  readonly rewardKey?: number | null;
  readonly offerKey?: number | null;
  readonly visitSeq?: number | null;
  readonly cause?: Cause | null;
  readonly stamps?: number;
  readonly carry?: number;
  readonly amount?: number | null;
  readonly parts?: readonly EarnedPart[];
  /** The day it is about, when that is not today. */
  readonly businessDay?: string;
  /** For an entry that was first written for another customer: which one, and what stays as it was. */
  readonly moved?: Pick<EntryRow, 'fromSeq' | 'occurredAt' | 'personKey' | 'sourceTime' | 'parts'>;
}

/** Appends entries in the transaction of one command and keeps balances, rewards and visit counts with them. */
export interface Ledger {
  append(entry: NewEntry): EntryRow;
  /** A new entry that takes a live one back, with the reason a person gave. */
  reverse(entry: EntryRow, as: ReversalKind, reason: string | null): EntryRow;
  /** Entries appended so far. */
  readonly appended: readonly EntryRow[];
  /** Brings what is counted of every touched card and customer up to date; the dispatcher calls it before commit. */
  finish(): void;
}

export function openLedger(
  write: WriteConnection,
  by: {
    now: number;
    today: string;
    deviceKey: number;
    personKey: number | null;
    /** One of the two explains every entry. */
    requestId: string | null;
    batchKey?: number;
    clockSuspect: (lastRecordedAt: number) => boolean;
    newId: () => string;
  },
): Ledger {
  const appended: EntryRow[] = [];
  let last: { seq: number; recordedAt: number } | null = null;

  const add = (
    entry: Omit<EntryRow, 'seq' | 'id' | 'recordedAt' | 'deviceKey' | 'requestId' | 'batchKey' | 'clockSuspect'>,
  ): EntryRow => {
    last ??= lastEntry(write);
    const row: EntryRow = {
      ...entry,
      seq: last.seq + 1,
      id: by.newId(),
      // The order of the ledger never goes back, even when the clock does.
      recordedAt: Math.max(by.now, last.recordedAt),
      deviceKey: by.deviceKey,
      requestId: by.requestId,
      batchKey: by.batchKey ?? null,
      clockSuspect: by.clockSuspect(last.recordedAt) ? 1 : 0,
    };
    appendEntry(write, row);
    if (row.cardKey !== null && (row.stamps !== 0 || row.carry !== 0))
      updateCardSums(write, row.cardKey, { stamps: row.stamps, carry: row.carry, laps: lapsOf(row) });
    last = row;
    appended.push(row);
    return row;
  };

  return {
    appended,
    append(entry) {
      const { moved } = entry;
      const row = add({
        kind: entry.kind,
        customerKey: entry.customerKey,
        cardKey: entry.cardKey ?? null,
        programVersionKey: entry.programVersionKey ?? null,
        rewardKey: entry.rewardKey ?? null,
        offerKey: entry.offerKey ?? null,
        visitSeq: entry.visitSeq ?? null,
        reverses: null,
        cause: entry.cause ?? null,
        stamps: entry.stamps ?? 0,
        carry: entry.carry ?? 0,
        amount: entry.amount ?? null,
        parts: entry.parts && entry.parts.length > 0 ? JSON.stringify(entry.parts) : null,
        businessDay: entry.businessDay ?? by.today,
        fromSeq: null,
        // Of what was noted on paper only the day is known.
        occurredAt: entry.cause === 'paper' ? null : by.now,
        personKey: by.personKey,
        sourceTime: null,
        ...moved,
      });
      if (row.rewardKey !== null && row.kind === 'redeem') updateRewardState(write, row.rewardKey, 'redeemed');
      if (row.rewardKey !== null && row.kind === 'expire') updateRewardState(write, row.rewardKey, 'expired');
      return row;
    },
    reverse(entry, as, reason) {
      const row = add({
        kind: as,
        customerKey: entry.customerKey,
        cardKey: entry.cardKey,
        programVersionKey: entry.programVersionKey,
        rewardKey: entry.rewardKey,
        offerKey: entry.offerKey,
        visitSeq: entry.visitSeq,
        reverses: entry.seq,
        fromSeq: null,
        cause: entry.cause,
        stamps: opposite(entry.stamps),
        carry: opposite(entry.carry),
        amount: null,
        parts: null,
        // A reversal counts from the day it is about, whenever it is recorded.
        businessDay: entry.businessDay,
        occurredAt: by.now,
        personKey: by.personKey,
        sourceTime: null,
      });
      if (reason !== null) insertEntryReason(write, row.seq, reason);
      if (entry.rewardKey !== null && entry.kind === 'issue')
        updateRewardState(write, entry.rewardKey, as === 'move' ? 'moved' : 'voided');
      else if (entry.rewardKey !== null) updateRewardState(write, entry.rewardKey, 'open');
      return row;
    },
    finish() {
      for (const key of new Set(appended.map((entry) => entry.cardKey))) if (key !== null) refreshCard(write, key);
      for (const key of customersOf(appended.filter(({ rewardKey }) => rewardKey !== null)))
        refreshOpenRewards(write, key);
      // Visits lie on no card.
      const visits = appended.filter(({ cardKey }) => cardKey === null);
      const [first] = visits;
      // What a stamp usually is: the only one, and of a new day. Everything else is counted anew.
      if (visits.length === 1 && first?.kind === 'visit' && addVisitDay(write, first.customerKey, first.businessDay))
        return;
      for (const key of customersOf(visits)) refreshVisitCounts(write, key);
    },
  };
}

const customersOf = (entries: readonly EntryRow[]): Set<number> => new Set(entries.map((entry) => entry.customerKey));

const opposite = (change: number): number => (change === 0 ? 0 : -change);

/** A full card, or a reward bought with points, is a lap; taking its issue back takes the lap back. */
function lapsOf({ kind, stamps, rewardKey, reverses }: EntryRow): number {
  if (rewardKey === null) return 0;
  if (kind === 'issue' && stamps < 0) return 1;
  return reverses !== null && stamps > 0 ? -1 : 0;
}
