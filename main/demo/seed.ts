import { closeBatch, insertBatch, voidBatch } from '../../db/queries/batches.ts';
import { nextNumber } from '../../db/queries/customers.ts';
import { lastEntry } from '../../db/queries/ledger.ts';
import { listPeople } from '../../db/queries/people.ts';
import { findShop, type ShopRow } from '../../db/queries/shop.ts';
import { cutAfter, fitPlan } from '../../db/seed/fit.ts';
import { type HistoryPlan, simulate } from '../../db/seed/history.ts';
import { createSeedIds } from '../../db/seed/ids.ts';
import { Random } from '../../db/seed/random.ts';
import { withRoomyCache } from '../../db/seed/roomyCache.ts';
import { type SeedWords, seedWords } from '../../db/seed/words/words.ts';
import { currencyDigits } from '../../preload/contract/money.ts';
import { ProgramRules, punchCard } from '../../preload/contract/rules.ts';
import { AppError } from '../bridge/errors.ts';
import { settleBatches } from '../ledger/settle.ts';
import { quietSlice } from '../ledger/slices.ts';
import { stateOf } from '../programs/state.ts';
import { createProgram, loadPrograms } from '../programs/versions.ts';
import { formatDay } from '../retention/days.ts';
import type { Shop } from '../shop/open.ts';
import { businessDayNumberOf, offsetAt } from '../shop/time.ts';
import { type SeedProgram, seedProgramOf } from './program.ts';
import { createSeedWriter } from './writer.ts';

export interface SeedOptions {
  readonly customers: number;
  /** How many ledger entries to make; null for as many as these customers bring by themselves, some thirty each. */
  readonly entries: number | null;
  /** UTC ms: the last moment of the history. */
  readonly now: number;
  /** Longest slice of writing, ms; {@link quietSlice} unless a window is waiting. */
  readonly slice?: number;
  readonly signal?: AbortSignal;
  readonly onProgress?: (done: number, total: number | null) => void;
}

/** What was written. `visits` counts visit entries, those taken back too. */
export interface SeedReport {
  readonly customers: number;
  readonly entries: number;
  readonly visits: number;
  readonly rewards: number;
  readonly firstDay: string;
  readonly lastDay: string;
}

/** A small shop has a year and a half behind it; no shop has met more people than this in that time, so a large one has five years. */
const smallShop = 2_000;
const smallDays = 548;
const largeDays = 1_826;
/** Minutes after midnight, and how long the shop is open. */
const opensAt = 7 * 60;
const openMinutes = 12 * 60;
/** From so many entries on the writer's cache grows for as long as the writing lasts; bytes. */
const manyEntries = 200_000;
const roomy = 256 * 1024 * 1024;
const mostPrograms = 2;
const msPerMinute = 60_000;
const msPerDay = 86_400_000;

/** Parts in a thousand: finding the pace, writing, and settling up to the end. */
const progressAt = { fitted: 50, written: 600 } as const;

/**
 * Fills an open shop with made-up customers and their visits up to `now`: under one batch, in slices, so that nothing shows before it is
 * whole. Uses the shop's running programs, or makes a coffee card and a bakery card when it has none. The same shop, numbers and `now`
 * give the same history. Throws CANCELLED when the signal is aborted; what was written by then is voided, programs it has made stay.
 */
export async function seedShop(shop: Shop, options: SeedOptions): Promise<SeedReport> {
  const settings = findShop(shop.read);
  if (!settings) throw new AppError('NO_SHOP');
  const work = () => seed(shop, settings, options);
  return (options.entries ?? 0) >= manyEntries ? withRoomyCache(shop.write, roomy, work) : work();
}

async function seed(shop: Shop, settings: ShopRow, options: SeedOptions): Promise<SeedReport> {
  const { customers, entries, now, slice = quietSlice, signal, onProgress } = options;
  const words = seedWords[settings.language];
  const name = seedName(shop, settings, options);
  const idNow = createSeedIds(new Random(`${name}/ids now`));
  const programs = readyPrograms(shop, settings, words, now, () => idNow(now));
  const batchKey = shop.transaction((write) =>
    insertBatch(write, { id: idNow(now), kind: 'seed', fileHash: null, personKey: null, openedAt: now }),
  );
  let report: SeedReport;
  try {
    const natural = planHistory(settings, words, name, options, programs);
    const plan = entries === null ? natural : await fitPlan(natural, entries, signal);
    const days = plan.lastDay - plan.firstDay + 1;
    onProgress?.(progressAt.fitted, 1000);
    const writer = createSeedWriter(shop, {
      settings,
      words,
      programs,
      people: listPeople(shop.read),
      batchKey,
      now,
      random: new Random(`${name}/customers`),
      newId: createSeedIds(new Random(`${name}/ids`)),
      slice,
      ...(signal ? { signal } : {}),
      onDay: (day) => onProgress?.(along(progressAt.fitted, progressAt.written, (day - plan.firstDay) / days), 1000),
    });
    const history = simulate(plan);
    await writer.writeVisits(entries === null ? history : cutAfter(history, entries));
    await writer.writeMarks();
    signal?.throwIfAborted();
    shop.transaction((write) => closeBatch(write, batchKey, now), { batchKey });
    report = { customers, ...writer.written(), firstDay: formatDay(plan.firstDay), lastDay: formatDay(plan.lastDay) };
  } catch (error) {
    shop.transaction((write) => voidBatch(write, batchKey, now), { batchKey });
    await settleBatches(shop, () => now, undefined, slice);
    throw signal?.aborted ? new AppError('CANCELLED') : error;
  }
  // Closed is closed: what goes wrong from here on is made good by the next start.
  const settled = (done: number, total: number) => onProgress?.(along(progressAt.written, 1000, done / total), 1000);
  await settleBatches(shop, () => now, settled, slice);
  return report;
}

const along = (from: number, to: number, share: number): number => Math.round(from + (to - from) * Math.min(1, share));

/** Names the random numbers: a second seeding of a shop brings other people and other ids. */
function seedName({ read }: Shop, { language }: ShopRow, { customers, entries, now }: SeedOptions): string {
  return [language, customers, entries ?? 'natural', now, lastEntry(read).seq, nextNumber(read)].join('/');
}

/** The punch cards the history stamps, at most two; made when none is running. */
function readyPrograms(
  shop: Shop,
  settings: ShopRow,
  words: SeedWords,
  now: number,
  newId: () => string,
): SeedProgram[] {
  const today = formatDay(businessDayNumberOf(now, settings.timeZone, settings.dayStartMinutes));
  const running = () =>
    loadPrograms(shop.write)
      .filter((program) => stateOf(program, today) === 'running')
      .flatMap((program) => seedProgramOf(program) ?? [])
      .slice(0, mostPrograms);
  return shop.transaction((write) => {
    if (running().length === 0) {
      for (const { rewardValue, ...rules } of words.programs) {
        // What a coffee costs in another currency is not known here.
        const value = settings.currency === words.shop.currency ? rewardValue : null;
        createProgram(write, ProgramRules.parse(punchCard({ ...rules, rewardValue: value })), newId, now);
      }
    }
    return running();
  });
}

function planHistory(
  { timeZone, dayStartMinutes, currency }: ShopRow,
  words: SeedWords,
  name: string,
  { customers, now }: SeedOptions,
  programs: readonly SeedProgram[],
): HistoryPlan {
  const lastDay = businessDayNumberOf(now, timeZone, dayStartMinutes);
  // A shop whose day starts later opens later, so that its opening hours are one business day.
  const opens = Math.max(opensAt, dayStartMinutes);
  const digits = currencyDigits(currency);
  return {
    seed: name,
    customers,
    visitors: customers,
    firstDay: lastDay - (customers <= smallShop ? smallDays : largeDays) + 1,
    lastDay,
    opensAt: opens,
    closesAt: Math.min(opens + openMinutes, 24 * 60),
    nowMinute: Math.floor((now + offsetAt(now, timeZone) - lastDay * msPerDay) / msPerMinute),
    pace: 1,
    programs: programs.map(({ goal, minimumSpend }) => ({ goal, minimumSpend })),
    price:
      currency === words.shop.currency
        ? words.price
        : { usual: digits === 0 ? 500 : 4.5 * 10 ** digits, step: digits === 0 ? 10 : 10 ** (digits - 1) },
    fill: { more: 0, visits: 1 },
  };
}
