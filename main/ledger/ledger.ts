import type { WriteConnection } from '../../db/open.ts';
import { updateCardBalance, updateRewardState } from '../../db/queries/cards.ts';
import { refreshCustomerCounts } from '../../db/queries/customers.ts';
import { appendEntry, type EntryKind, type EntryRow, insertEntryReason, lastEntry } from '../../db/queries/ledger.ts';

/** What a caller says of a new entry; the ledger adds place, id, time, device and author. */
export interface NewEntry {
  readonly kind: Exclude<EntryKind, 'void' | 'return'>;
  readonly customerKey: number;
  readonly cardKey?: number;
  readonly programVersionKey?: number;
  readonly rewardKey?: number;
  readonly visitSeq?: number;
  readonly stamps?: number;
  readonly amount?: number | null;
}

/** Appends entries in the transaction of one command and keeps balances, rewards and visit counts with them. */
export interface Ledger {
  append(entry: NewEntry): EntryRow;
  /** A new entry that takes a live one back, with the reason a person gave. */
  reverse(entry: EntryRow, as: 'void' | 'return', reason: string | null): EntryRow;
  /** Entries appended so far. */
  readonly appended: readonly EntryRow[];
  /** Brings the counts of every touched customer up to date; the dispatcher calls it before commit. */
  finish(): void;
}

export function openLedger(
  write: WriteConnection,
  by: {
    now: number;
    today: string;
    deviceKey: number;
    personKey: number | null;
    requestId: string;
    clockSuspect: (lastRecordedAt: number) => boolean;
    newId: () => string;
  },
): Ledger {
  const appended: EntryRow[] = [];
  let last: { seq: number; recordedAt: number } | null = null;

  const add = (
    entry: Omit<
      EntryRow,
      | 'seq'
      | 'id'
      | 'occurredAt'
      | 'recordedAt'
      | 'sourceTime'
      | 'deviceKey'
      | 'personKey'
      | 'requestId'
      | 'batchKey'
      | 'clockSuspect'
    >,
  ): EntryRow => {
    last ??= lastEntry(write);
    const row: EntryRow = {
      ...entry,
      seq: last.seq + 1,
      id: by.newId(),
      occurredAt: by.now,
      // The order of the ledger never goes back, even when the clock does.
      recordedAt: Math.max(by.now, last.recordedAt),
      sourceTime: null,
      deviceKey: by.deviceKey,
      personKey: by.personKey,
      requestId: by.requestId,
      batchKey: null,
      clockSuspect: by.clockSuspect(last.recordedAt) ? 1 : 0,
    };
    appendEntry(write, row);
    if (row.cardKey !== null && row.stamps !== 0) updateCardBalance(write, row.cardKey, row.stamps);
    last = row;
    appended.push(row);
    return row;
  };

  return {
    appended,
    append(entry) {
      const row = add({
        kind: entry.kind,
        customerKey: entry.customerKey,
        cardKey: entry.cardKey ?? null,
        programVersionKey: entry.programVersionKey ?? null,
        rewardKey: entry.rewardKey ?? null,
        visitSeq: entry.visitSeq ?? null,
        reverses: null,
        stamps: entry.stamps ?? 0,
        amount: entry.amount ?? null,
        businessDay: by.today,
      });
      if (row.kind === 'redeem' && row.rewardKey !== null) updateRewardState(write, row.rewardKey, 'redeemed');
      return row;
    },
    reverse(entry, as, reason) {
      const row = add({
        kind: as,
        customerKey: entry.customerKey,
        cardKey: entry.cardKey,
        programVersionKey: entry.programVersionKey,
        rewardKey: entry.rewardKey,
        visitSeq: entry.visitSeq,
        reverses: entry.seq,
        stamps: entry.stamps === 0 ? 0 : -entry.stamps,
        amount: null,
        // A reversal counts from the day it is about, whenever it is recorded.
        businessDay: entry.businessDay,
      });
      if (reason !== null) insertEntryReason(write, row.seq, reason);
      if (entry.rewardKey !== null && entry.kind === 'redeem') updateRewardState(write, entry.rewardKey, 'open');
      if (entry.rewardKey !== null && entry.kind === 'issue') updateRewardState(write, entry.rewardKey, 'voided');
      return row;
    },
    finish() {
      for (const key of new Set(appended.map((entry) => entry.customerKey))) refreshCustomerCounts(write, key);
    },
  };
}
