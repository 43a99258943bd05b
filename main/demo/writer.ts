import type { WriteConnection } from '../../db/open.ts';
import { updateBatchRange } from '../../db/queries/batches.ts';
import { insertCard, insertReward } from '../../db/queries/cards.ts';
import { insertConsent, insertCustomer, nextNumber, updateCustomerMark } from '../../db/queries/customers.ts';
import { appendEntries, type EntryRow, entriesAtOnce, insertEntryReason, lastEntry } from '../../db/queries/ledger.ts';
import type { PersonRow } from '../../db/queries/people.ts';
import type { ProgramRow } from '../../db/queries/programs.ts';
import type { ShopRow } from '../../db/queries/shop.ts';
import { makeCustomer } from '../../db/seed/customers.ts';
import type { SeedVisit } from '../../db/seed/history.ts';
import { makeMark } from '../../db/seed/marks.ts';
import type { Random } from '../../db/seed/random.ts';
import type { SeedWords } from '../../db/seed/words/words.ts';
import { inSlices, type SliceOptions } from '../ledger/slices.ts';
import { formatDay } from '../retention/days.ts';
import type { Shop } from '../shop/open.ts';
import { businessDayNumberOf, localToInstant } from '../shop/time.ts';

export interface SeedWriterParts {
  readonly settings: ShopRow;
  readonly words: SeedWords;
  /** As the history counts them. */
  readonly programs: readonly ProgramRow[];
  readonly people: readonly PersonRow[];
  readonly batchKey: number;
  /** UTC ms; nothing is written of a later moment. */
  readonly now: number;
  readonly random: Random;
  newId(at: number): string;
  readonly slice: number;
  readonly signal?: AbortSignal;
  /** Told after each slice; day number. */
  onDay(day: number): void;
}

/** What the writer knows of a customer it has enrolled. */
interface Enrolled {
  readonly key: number;
  /** Keys of the cards by program; 0 while there is none. */
  readonly cards: number[];
  /** Day number. */
  lastDay: number;
}

const msPerMinute = 60_000;
const msPerDay = 86_400_000;
/** A mistake is noticed this long after it was made, ms. */
const noticedAfter = 45_000;
/** From this minute of the day on the second shift works. */
const secondShift = 13 * 60;

/** Writes a made-up history as the till would have: customers, cards and rewards when they first come up, and an entry for each step. */
export function createSeedWriter(shop: Shop, parts: SeedWriterParts) {
  const { settings, words, programs, batchKey, now, random, newId, slice, signal } = parts;
  const atHome = settings.currency === words.shop.currency;
  const thisYear = new Date(now).getUTCFullYear();
  const owners = parts.people.filter((person) => person.role === 'owner');
  const others = parts.people.filter((person) => person.role !== 'owner');
  const shifts = others.length > 0 ? others : owners;

  const enrolled: Enrolled[] = [];
  /** Keys of the rewards not handed over yet, by their place in the history. */
  const openRewards = new Map<number, number>();
  const written = { entries: 0, visits: 0, rewards: 0 };

  let last = { seq: 0, recordedAt: 0 };
  let firstSeq = 0;
  let number = 0;
  let waiting: EntryRow[] = [];
  let day = 0;
  let dayText = '';

  const flush = (write: WriteConnection): void => {
    appendEntries(write, waiting);
    waiting = [];
  };

  const options: SliceOptions = {
    slice,
    before(write) {
      // The till may have written between two slices.
      last = lastEntry(write);
      firstSeq = last.seq + 1;
      number = nextNumber(write);
    },
    after(write) {
      flush(write);
      if (last.seq >= firstSeq) updateBatchRange(write, batchKey, firstSeq, last.seq);
    },
    ...(signal ? { signal } : {}),
    onSlice: () => parts.onDay(day),
  };

  const enrol = (write: WriteConnection, n: number, at: number): Enrolled => {
    const { consents, ...fields } = makeCustomer(random, words, n, { atHome, thisYear });
    const key = insertCustomer(write, { ...fields, id: newId(at), number, externalId: null, createdAt: at, pendingBatchKey: batchKey });
    for (const channel of consents) insertConsent(write, key, { channel, given: 1, at, source: 'till' });
    number = nextNumber(write);
    const customer = { key, cards: programs.map(() => 0), lastDay: 0 };
    enrolled[n] = customer;
    return customer;
  };

  const cardOf = (write: WriteConnection, customer: Enrolled, program: number, at: number): number => {
    let card = customer.cards[program];
    if (!card) {
      card = insertCard(write, { id: newId(at), customerKey: customer.key, programKey: programOf(program).key, openedAt: at });
      customer.cards[program] = card;
    }
    return card;
  };

  const programOf = (program: number): ProgramRow => {
    const row = programs[program];
    if (!row) throw new Error(`the history stamps a program ${program} that is not there`);
    return row;
  };

  const rewardOf = (write: WriteConnection, customer: Enrolled, of: { kind: 'issue' | 'redeem'; program: number; reward: number }, at: number): number => {
    const known = openRewards.get(of.reward);
    if (of.kind === 'redeem') {
      if (known === undefined) throw new Error('the history redeems a reward that is not open');
      openRewards.delete(of.reward);
      return known;
    }
    const key = insertReward(write, {
      id: newId(at),
      customerKey: customer.key,
      cardKey: cardOf(write, customer, of.program, at),
      programVersionKey: programOf(of.program).versionKey,
      issuedAt: at,
    });
    openRewards.set(of.reward, key);
    written.rewards++;
    return key;
  };

  const writeVisit = (write: WriteConnection, visit: SeedVisit): void => {
    if (visit.day !== day) {
      day = visit.day;
      dayText = formatDay(day);
    }
    const at = momentOf(visit, settings, now);
    const customer = enrolled[visit.customer] ?? enrol(write, visit.customer, at);
    if (visit.entries.length > 0) customer.lastDay = day;
    // Two shifts a day, taken in turns.
    const who = shifts[(visit.day * 2 + (visit.minute < secondShift ? 0 : 1)) % Math.max(1, shifts.length)];
    const rows: EntryRow[] = [];
    const add = (entry: Pick<EntryRow, 'kind'> & Partial<EntryRow>, occurredAt = at): EntryRow => {
      last = { seq: last.seq + 1, recordedAt: Math.max(occurredAt, last.recordedAt) };
      const row: EntryRow = {
        seq: last.seq,
        id: newId(occurredAt),
        kind: entry.kind,
        customerKey: customer.key,
        cardKey: entry.cardKey ?? null,
        programVersionKey: entry.programVersionKey ?? null,
        rewardKey: entry.rewardKey ?? null,
        visitSeq: entry.visitSeq ?? null,
        reverses: entry.reverses ?? null,
        stamps: entry.stamps ?? 0,
        amount: entry.amount ?? null,
        businessDay: dayText,
        occurredAt,
        recordedAt: last.recordedAt,
        sourceTime: null,
        deviceKey: settings.deviceKey,
        personKey: who?.key ?? null,
        requestId: null,
        batchKey,
        clockSuspect: 0,
      };
      rows.push(row);
      waiting.push(row);
      written.entries++;
      if (waiting.length === entriesAtOnce) flush(write);
      return row;
    };
    const onCard = (program: number) => ({
      cardKey: cardOf(write, customer, program, at),
      programVersionKey: programOf(program).versionKey,
      visitSeq: rows[0]?.seq ?? null,
    });

    for (const entry of visit.entries) {
      switch (entry.kind) {
        case 'visit':
          add(entry);
          written.visits++;
          break;
        case 'stamp':
          add({ kind: 'stamp', stamps: entry.stamps, ...onCard(entry.program) });
          break;
        case 'issue':
          add({ kind: 'issue', stamps: -programOf(entry.program).goal, rewardKey: rewardOf(write, customer, entry, at), ...onCard(entry.program) });
          break;
        case 'redeem':
          add({ kind: 'redeem', rewardKey: rewardOf(write, customer, entry, at), ...onCard(entry.program) });
          break;
        case 'void': {
          const wrong = rows[entry.of];
          if (!wrong) throw new Error('the history takes back an entry that is not there');
          const { cardKey, programVersionKey, visitSeq } = wrong;
          const row = add(
            { kind: 'void', reverses: wrong.seq, stamps: wrong.stamps === 0 ? 0 : -wrong.stamps, cardKey, programVersionKey, visitSeq },
            Math.min(at + noticedAfter, now),
          );
          flush(write);
          insertEntryReason(write, row.seq, visit.entries.some((e) => e.kind === 'void' && e.of === 0) ? words.voided.visit : words.voided.stamp);
        }
      }
    }
  };

  return {
    /** Writes a history that comes in the order of its days. */
    writeVisits: (history: Iterable<SeedVisit>): Promise<void> => inSlices(shop, history, writeVisit, options),

    /** Marks those who moved or want no calls, and some who are away for a while (F-89). Called after the visits. */
    async writeMarks(): Promise<void> {
      const today = businessDayNumberOf(now, settings.timeZone, settings.dayStartMinutes);
      await inSlices(
        shop,
        enrolled,
        (write, { key, lastDay }) => {
          const mark = makeMark(random, today - lastDay);
          if (mark) updateCustomerMark(write, key, mark.mark, mark.days === null ? null : formatDay(today + mark.days));
        },
        { slice, ...(signal ? { signal } : {}) },
      );
    },

    written: () => ({ ...written }),
  };
}

/** The instant of a visit. In an hour that the clocks skip it is an hour later; never after `now`. */
function momentOf({ day, minute }: SeedVisit, { timeZone }: ShopRow, now: number): number {
  const wallClock = day * msPerDay + Math.floor(minute * msPerMinute);
  const at = localToInstant(wallClock, timeZone) ?? localToInstant(wallClock + 60 * msPerMinute, timeZone) ?? now;
  return Math.min(at, now);
}
