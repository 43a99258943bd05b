import { createHmac } from 'node:crypto';
import { migrate } from '../../db/migrate.ts';
import { schemaVersion } from '../../db/migrations/index.ts';
import type { ReadConnection, WriteConnection } from '../../db/open.ts';
import {
  type ActivityRow,
  findMac,
  insertLine,
  lastLine,
  listStoredLines,
  type StoredLine,
  sealLine,
} from '../../db/queries/activity.ts';
import { findShop } from '../../db/queries/shop.ts';
import type { LedgerKey } from '../ledger/seal.ts';
import { businessDayOf } from '../shop/time.ts';

/** The schema version from which on every line has its seal. */
const firstChained = 21;
/** Lines that are read at a time. */
const atOnce = 1000;
const noMac = new Uint8Array(32);

/**
 * The columns a line is sealed by, in their order. A line holds nothing that an erasure has to reach: ids, codes and counts only, and what a
 * person typed as a reason lies beside it. So a seal is for good. A test compares the list with the table.
 */
export const sealedColumns = [
  'seq',
  'recordedAt',
  'businessDay',
  'personKey',
  'role',
  'via',
  'action',
  'targetId',
  'requestId',
  'approvedBy',
  'detail',
] as const satisfies readonly (keyof StoredLine)[];

type Unsealed = Omit<StoredLine, 'mac'>;

const macOf = (line: Unsealed, before: Uint8Array, key: LedgerKey): Buffer =>
  createHmac('sha256', key.object)
    .update('activity\0')
    .update(before)
    .update(JSON.stringify(sealedColumns.map((name) => line[name])))
    .digest();

/** Appends a line to the log, sealed with the one before it; inside the transaction that it tells of. Answers it as it is stored. */
export function appendActivity(write: WriteConnection, key: LedgerKey, row: ActivityRow): StoredLine {
  const last = lastLine(write);
  const unsealed = { ...row, seq: (last?.seq ?? 0) + 1 };
  const line = { ...unsealed, mac: macOf(unsealed, last?.mac ?? noMac, key) };
  insertLine(write, line);
  return line;
}

/** Brings a database up to date; a log from before it was chained is sealed as it stands, and says so itself. */
export function migrateAndSeal(write: WriteConnection, key: LedgerKey, now: number): void {
  migrate(write, schemaVersion, (version) => {
    if (version === firstChained) sealOldLog(write, key, now);
  });
}

function sealOldLog(write: WriteConnection, key: LedgerKey, now: number): void {
  const lines = lastLine(write)?.seq ?? 0;
  const shop = findShop(write);
  if (lines === 0 || !shop) return;
  let before: Uint8Array = noMac;
  for (let from = 1; from <= lines; from += atOnce)
    for (const line of listStoredLines(write, from, from + atOnce - 1)) {
      before = macOf(line, before, key);
      sealLine(write, line.seq, before);
    }
  appendActivity(write, key, {
    recordedAt: now,
    businessDay: businessDayOf(now, shop.timeZone, shop.dayStartMinutes),
    personKey: null,
    role: null,
    via: 'window',
    action: 'activity.seal',
    targetId: null,
    requestId: null,
    approvedBy: null,
    detail: JSON.stringify({ lines }),
  });
}

/** What a look at a part of the log found. */
export interface LogCheck {
  /** Lines that are not as they were written, or are missing, by their place; of a longer gap the first. */
  readonly bad: readonly number[];
  /** The next line to look at; null at the end. */
  readonly next: number | null;
}

/** Checks the lines from `from` on, `count` of them: each by its own words and by the seal of the one before it. */
export function checkLog(read: ReadConnection, key: LedgerKey, from: number, count: number): LogCheck {
  const end = Math.min(from + count - 1, lastLine(read)?.seq ?? 0);
  const bad: number[] = [];
  let before = from === 1 ? noMac : findMac(read, from - 1);
  let expected = from;
  for (let at = from; at <= end; at += atOnce)
    for (const line of listStoredLines(read, at, Math.min(at + atOnce - 1, end))) {
      if (line.seq !== expected) bad.push(expected);
      if (!follows(line, before ?? noMac, key)) bad.push(line.seq);
      before = line.mac;
      expected = line.seq + 1;
    }
  return { bad, next: end < from + count - 1 ? null : end + 1 };
}

/** Is this line as it was written behind a line with that seal? */
export const follows = (line: StoredLine, before: Uint8Array, key: LedgerKey): boolean =>
  line.mac !== null && Buffer.compare(line.mac, macOf(line, before, key)) === 0;

/** The first bad one of the last so many lines; null when they are as they were written. */
export function firstBadOfLast(read: ReadConnection, key: LedgerKey, count: number): number | null {
  const from = Math.max(1, (lastLine(read)?.seq ?? 0) - count + 1);
  return checkLog(read, key, from, Number.POSITIVE_INFINITY).bad[0] ?? null;
}
