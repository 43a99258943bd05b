import type { WriteConnection } from '../../db/open.ts';
import { updateBatchRange } from '../../db/queries/batches.ts';
import { updateCustomerMark } from '../../db/queries/customers.ts';
import { appendEntries, type EntryRow, entriesAtOnce, insertEntryReason, lastEntry } from '../../db/queries/ledger.ts';
import type { PersonRow } from '../../db/queries/people.ts';
import type { SeedVisit } from '../../db/seed/history.ts';
import { makeMark } from '../../db/seed/marks.ts';
import type { SeedEntry } from '../../db/seed/visit.ts';
import { inSlices } from '../ledger/slices.ts';
import { formatDay } from '../retention/days.ts';
import type { Shop } from '../shop/open.ts';
import { businessDayNumberOf, localToInstant } from '../shop/time.ts';
import { createSeedKeys, type SeedKeysParts } from './keys.ts';

/** `now`: nothing is written of a later moment. */
export interface SeedWriterParts extends SeedKeysParts {
  readonly people: readonly PersonRow[];
  /** Longest slice, ms. */
  readonly slice: number;
  readonly signal?: AbortSignal;
  /** Told after each slice; day number. */
  onDay(day: number): void;
}

const msPerMinute = 60_000;
const msPerDay = 86_400_000;
/** A mistake is noticed this long after it was made, ms. */
const noticedAfter = 45_000;
/** From this minute of the day on the second shift works. */
const secondShift = 13 * 60;

/** Writes a made-up history as the till would have written it. */
export function createSeedWriter(shop: Shop, parts: SeedWriterParts) {
  const { settings, words, batchKey, now, random, newId, slice } = parts;
  const keys = createSeedKeys(parts);
  const others = parts.people.filter((person) => person.role !== 'owner');
  const shifts = others.length > 0 ? others : parts.people;
  const inParts = { slice, ...(parts.signal ? { signal: parts.signal } : {}) };

  let last = { seq: 0, recordedAt: 0 };
  let firstSeq = 0;
  let entries = 0;
  let visits = 0;
  let waiting: EntryRow[] = [];
  let day = 0;
  let dayText = '';

  const flush = (write: WriteConnection): void => {
    appendEntries(write, waiting);
    waiting = [];
  };

  const append = (
    write: WriteConnection,
    entry: Pick<EntryRow, 'kind' | 'customerKey' | 'personKey'> & Partial<EntryRow> & { occurredAt: number },
  ): EntryRow => {
    last = { seq: last.seq + 1, recordedAt: Math.max(entry.occurredAt, last.recordedAt) };
    const row: EntryRow = { ...blank, ...entry, ...last, id: newId(entry.occurredAt), businessDay: dayText };
    waiting.push(row);
    entries++;
    if (waiting.length === entriesAtOnce) flush(write);
    return row;
  };
  const blank = {
    cardKey: null,
    programVersionKey: null,
    rewardKey: null,
    visitSeq: null,
    reverses: null,
    fromSeq: null,
    offerKey: null,
    cause: null,
    stamps: 0,
    carry: 0,
    amount: null,
    parts: null,
    sourceTime: null,
    deviceKey: settings.deviceKey,
    requestId: null,
    batchKey,
    clockSuspect: 0,
  };

  const writeVisit = (write: WriteConnection, visit: SeedVisit): void => {
    if (visit.day !== day) {
      day = visit.day;
      dayText = formatDay(day);
    }
    const at = momentOf(visit, settings.timeZone, now);
    const customer = keys.customer(write, visit.customer, at);
    if (visit.entries.length > 0) customer.lastDay = day;
    // Two shifts a day, taken in turns.
    const shift = visit.day * 2 + (visit.minute < secondShift ? 0 : 1);
    const by = {
      customerKey: customer.key,
      personKey: shifts[shift % Math.max(1, shifts.length)]?.key ?? null,
      occurredAt: at,
    };
    const rows: EntryRow[] = [];
    const onCard = (program: number) => ({
      ...by,
      cardKey: keys.card(write, customer, program, at, dayText),
      programVersionKey: keys.program(program).versionKey,
      visitSeq: rows[0]?.seq ?? null,
    });
    const rowOf = (entry: SeedEntry): EntryRow => {
      switch (entry.kind) {
        case 'visit':
          visits++;
          return append(write, { ...by, kind: 'visit', amount: entry.amount });
        case 'stamp':
          return append(write, { ...onCard(entry.program), kind: 'stamp', stamps: entry.stamps });
        case 'issue': {
          const rewardKey = keys.issue(write, customer, entry, at, dayText);
          return append(write, {
            ...onCard(entry.program),
            kind: 'issue',
            stamps: -keys.program(entry.program).goal,
            rewardKey,
          });
        }
        case 'redeem':
          return append(write, { ...onCard(entry.program), kind: 'redeem', rewardKey: keys.redeem(entry) });
        case 'void': {
          const wrong = rows[entry.of];
          if (!wrong) throw new Error('the history takes back an entry that is not there');
          const { seq, stamps, cardKey, programVersionKey, visitSeq } = wrong;
          const row = append(write, {
            ...by,
            occurredAt: Math.min(at + noticedAfter, now),
            kind: 'void',
            reverses: seq,
            stamps: stamps === 0 ? 0 : -stamps,
            cardKey,
            programVersionKey,
            visitSeq,
          });
          // The reason refers to an entry that is there.
          flush(write);
          const whole = visit.entries.some((other) => other.kind === 'void' && other.of === 0);
          insertEntryReason(write, row.seq, whole ? words.voided.visit : words.voided.stamp);
          return row;
        }
      }
    };
    for (const entry of visit.entries) rows.push(rowOf(entry));
  };

  return {
    /** Writes a history that comes in the order of its days. */
    writeVisits: (history: Iterable<SeedVisit>): Promise<void> =>
      inSlices(shop, history, writeVisit, {
        ...inParts,
        before(write) {
          // The till may have written between two slices.
          last = lastEntry(write);
          firstSeq = last.seq + 1;
        },
        after(write) {
          flush(write);
          if (last.seq >= firstSeq) updateBatchRange(write, batchKey, firstSeq, last.seq);
        },
        onSlice: () => parts.onDay(day),
      }),

    /** Marks those who moved or want no calls, and some who are away for a while (F-89). Called after the visits. */
    async writeMarks(): Promise<void> {
      const today = businessDayNumberOf(now, settings.timeZone, settings.dayStartMinutes);
      const marking = (write: WriteConnection, { key, lastDay }: { key: number; lastDay: number }) => {
        const mark = makeMark(random, today - lastDay);
        if (mark) updateCustomerMark(write, key, mark.mark, mark.days === null ? null : formatDay(today + mark.days));
      };
      await inSlices(shop, keys.enrolled, marking, inParts);
    },

    written: () => ({ entries, visits, rewards: keys.rewards() }),
  };
}

/** The instant of a visit. In an hour that the clocks skip it is an hour later; never after `now`. */
function momentOf({ day, minute }: SeedVisit, timeZone: string, now: number): number {
  const wallClock = day * msPerDay + Math.floor(minute * msPerMinute);
  const at = localToInstant(wallClock, timeZone) ?? localToInstant(wallClock + 60 * msPerMinute, timeZone) ?? now;
  return Math.min(at, now);
}
