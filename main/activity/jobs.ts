import { stringify } from 'csv-stringify/sync';
import { type ActivityFilter, lastLine, listActivity, listTillEntries, namePerson } from '../../db/queries/activity.ts';
import { customerNumber, getCustomer } from '../../db/queries/customers.ts';
import type { Finding } from '../../preload/contract/activity.ts';
import type { CustomerId, EntryId } from '../../preload/contract/values.ts';
import type { JobContext } from '../background/jobs.ts';
import { keyOf } from '../ledger/seal.ts';
import { harmlessCell } from '../shop/csvCell.ts';
import { offsetAt } from '../shop/time.ts';
import { checkLog } from './chain.ts';
import { findUnusual, type Hours } from './unusual.ts';

/** Entries of a finding that are shown. */
const shown = 100;
/** Lines of the log that are written at a time. */
const atOnce = 5000;

/** What strikes the eye at the till since a moment (F-34), with names. */
export function unusualEntries(
  { read, checkCancelled }: JobContext,
  { since, timeZone, hours }: { since: number; timeZone: string; hours: Hours | null },
): Finding[] {
  const rows = listTillEntries(read, since);
  checkCancelled();
  const minuteOf = (at: number) => Math.floor((at + offsetAt(at, timeZone)) / 60_000) % 1440;
  const nameOf = (key: number | null) => (key === null ? null : namePerson(read, key));
  return findUnusual(rows, hours, minuteOf).map((of) => {
    const customer = of.customerKey === null ? null : getCustomer(read, of.customerKey);
    return {
      kind: of.kind,
      person: nameOf(of.personKey),
      customer: customer && (customer.name ?? customerNumber(customer)),
      day: of.day,
      count: of.count,
      of: of.of,
      entries: of.entries
        .slice(-shown)
        .reverse()
        .map((entry) => {
          const { id, name, ...rest } = getCustomer(read, entry.customerKey);
          return {
            entryId: entry.id as EntryId,
            at: entry.at,
            kind: entry.kind,
            stamps: entry.stamps,
            person: nameOf(entry.personKey),
            customer: { customerId: id as CustomerId, name, number: customerNumber(rest) },
          };
        }),
    };
  });
}

/** What a look at the whole log found. */
export interface WholeLog {
  /** Lines there are. */
  readonly lines: number;
  /** Those that are not as they were written, or are missing. */
  readonly bad: readonly number[];
}

/** Every line of the log against its seal. */
export function checkWholeLog(
  { read, progress, checkCancelled }: JobContext,
  { secret }: { secret: Uint8Array },
): WholeLog {
  const key = keyOf(secret);
  const lines = lastLine(read)?.seq ?? 0;
  const bad: number[] = [];
  for (let from: number | null = 1; from !== null; ) {
    checkCancelled();
    const part = checkLog(read, key, from, atOnce);
    bad.push(...part.bad);
    from = part.next;
    progress(Math.min(lines, (from ?? lines + 1) - 1), lines);
  }
  return { lines, bad };
}

/**
 * The log as CSV in parts, newest first: times are the shop's own, words those of the program. The last column says whether the line is as it
 * was written. Answers how many lines it wrote, and the first bad one of the whole log.
 */
export async function activityCsv(
  context: JobContext,
  { filter, timeZone, secret }: { filter: ActivityFilter; timeZone: string; secret: Uint8Array },
): Promise<{ lines: number; firstBad: number | null }> {
  const { read, part, checkCancelled } = context;
  const { bad } = checkWholeLog(context, { secret });
  const isBad = new Set(bad);
  const local = (at: number) => new Date(at + offsetAt(at, timeZone)).toISOString().slice(0, 19).replace('T', ' ');
  await part(
    stringify(
      [
        [
          'seq',
          'time',
          'business_day',
          'person',
          'role',
          'via',
          'action',
          'about',
          'about_id',
          'approved_by',
          'reason',
          'detail',
          'as_written',
        ],
      ],
      { record_delimiter: '\r\n' },
    ),
  );
  let written = 0;
  for (let before: number | null = null; ; ) {
    checkCancelled();
    const rows = listActivity(read, filter, { before, limit: atOnce });
    const records = rows.map((row) => [
      row.seq,
      local(row.recordedAt),
      row.businessDay,
      harmlessCell(row.personName ?? ''),
      row.role,
      row.via,
      row.action,
      harmlessCell(row.customerName ?? row.targetPersonName ?? row.programName ?? ''),
      row.targetId,
      harmlessCell(row.approvedByName ?? ''),
      harmlessCell(row.reason ?? ''),
      row.detail,
      isBad.has(row.seq) ? 'no' : 'yes',
    ]);
    await part(stringify(records, { record_delimiter: '\r\n' }));
    written += rows.length;
    const last = rows.at(-1);
    if (!last || rows.length < atOnce) return { lines: written, firstBad: bad[0] ?? null };
    before = last.seq;
  }
}
