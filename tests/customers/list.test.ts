import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { fold } from '../../db/fold.ts';
import { type CustomerRow, customerSorts, marks } from '../../preload/contract/customers.ts';
import type { InputFor } from '../../preload/contract/index.ts';
import { punchCard } from '../../preload/contract/rules.ts';
import { day, opening, openTestShop, type TestShop } from '../support/shop.ts';

type Given = Omit<InputFor<'customers.list'>, 'text'>;
type Filter = { readonly [K in keyof Given]-?: Exclude<Given[K], undefined> };

/** What the test knows of a customer, apart from what the list says. */
interface Plain {
  readonly row: CustomerRow;
  /** The order of being made. */
  readonly place: number;
  readonly programs: readonly string[];
}

let shop: TestShop;
let other = '';
const everybody: Plain[] = [];
const tags = ['vip', 'office', 'Student ☕'];
const names = ['Ana', 'ana', 'Ánna', 'Ștefan', 'Stefan Pop', 'Zoe', 'Émile', null, 'Łukasz', 'Bo', '10 Downing', null];

beforeAll(async () => {
  shop = await openTestShop({ as: 'owner', lasting: true });
  other = (await shop.ok('programs.create', punchCard({ name: 'Other', goal: 3, rewardName: 'A cake' }))).programId;
  await shop.ok('shop.update', { visitsPerDay: 50, minutesBetweenVisits: 0 });
  let seed = 11;
  const next = (n: number) => {
    seed = (seed * 48271) % 2147483647;
    return seed % n;
  };
  for (let i = 0; i < 60; i++) {
    const name = names[next(names.length)] ?? null;
    const own = tags.filter(() => next(3) === 0);
    const phones = name === null || next(2) ? [`0722 ${100 + i} ${200 + i}`] : [];
    shop.clock.now = opening;
    const { customerId, number } = await shop.ok('customers.enrol', { name, phones, tags: own });
    const programs = new Set<string>();
    const days = new Set<string>();
    let stamps = [0, 0];
    for (let visit = next(5); visit > 0; visit--) {
      shop.clock.now = opening + next(12) * day;
      const which = next(2);
      await shop.ok('counter.stamp', { customerId, programId: which ? other : shop.programId });
      programs.add(which ? other : shop.programId);
      stamps = stamps.map((n, at) => (at === which ? n + 1 : n));
      days.add(new Date(shop.clock.now).toISOString().slice(0, 10));
    }
    shop.clock.now = opening + 20 * day;
    const mark = next(4) === 0 ? (marks[next(marks.length)] ?? 'none') : 'none';
    if (mark !== 'none') await shop.ok('customers.mark', { customerId, mark });
    const archived = next(6) === 0;
    if (archived) await shop.ok('customers.archive', { customerId });
    const sorted = [...days].sort();
    everybody.push({
      place: i,
      programs: [...programs],
      row: {
        customerId: customerId as CustomerRow['customerId'],
        number,
        name,
        phone: phones[0] ?? null,
        tags: [...own].sort(),
        mark,
        firstVisitDay: sorted[0] ?? null,
        lastVisitDay: sorted.at(-1) ?? null,
        visitDays: days.size,
        openRewards: Math.floor((stamps[0] ?? 0) / 5) + Math.floor((stamps[1] ?? 0) / 3),
        archived,
      },
    });
  }
});
afterAll(() => shop.close());

/** SQLite's order: null first, then numbers, then texts by their bytes. */
function compare(a: string | number | null, b: string | number | null): number {
  if (a === null || b === null) return a === b ? 0 : a === null ? -1 : 1;
  return a < b ? -1 : a > b ? 1 : 0;
}

function plainly(filter: Filter): { total: number; rows: CustomerRow[] } {
  const kept = everybody.filter(
    ({ row, programs }) =>
      (filter.state === 'all' || row.archived === (filter.state === 'archived')) &&
      (filter.tag === null || row.tags.includes(filter.tag)) &&
      (filter.mark === null || row.mark === filter.mark) &&
      (filter.programId === null || programs.includes(filter.programId)) &&
      (!filter.hasOpenReward || row.openRewards > 0) &&
      (filter.seenSince === null || (row.lastVisitDay !== null && row.lastVisitDay >= filter.seenSince)) &&
      (filter.notSeenSince === null || (row.lastVisitDay !== null && row.lastVisitDay < filter.notSeenSince)),
  );
  const key = ({ row }: Plain) => {
    // Who has no name comes after everybody who has one.
    if (filter.sort === 'name') return row.name === null ? `\uffff${row.number}` : fold(row.name);
    return filter.sort === 'number' ? Number(row.number) : row[filter.sort];
  };
  const way = filter.descending ? -1 : 1;
  kept.sort((a, b) => way * (compare(key(a), key(b)) || a.place - b.place));
  return { total: kept.length, rows: kept.slice(filter.offset, filter.offset + filter.limit).map((one) => one.row) };
}

const someDay = fc.option(
  fc.integer({ min: -1, max: 14 }).map((n) => new Date(opening + n * day).toISOString().slice(0, 10)),
);

test('any filter, sort and page answers what a plain list does', async () => {
  const filters: fc.Arbitrary<Filter> = fc.record({
    state: fc.constantFrom('active', 'archived', 'all'),
    tag: fc.option(fc.constantFrom(...tags, 'unknown'), { freq: 2 }),
    mark: fc.option(fc.constantFrom(...marks), { freq: 2 }),
    programId: fc.option(fc.constantFrom(shop.programId, other), { freq: 2 }),
    hasOpenReward: fc.boolean(),
    seenSince: someDay,
    notSeenSince: someDay,
    sort: fc.constantFrom(...customerSorts),
    descending: fc.boolean(),
    offset: fc.integer({ min: 0, max: 70 }),
    limit: fc.integer({ min: 1, max: 80 }),
  });
  await fc.assert(
    fc.asyncProperty(filters, async (filter) => {
      expect(await shop.ok('customers.list', filter)).toEqual(plainly(filter));
    }),
    { numRuns: 600 },
  );
});

test('pages put together are the whole list, each customer once', async () => {
  for (const sort of customerSorts) {
    const pages: string[] = [];
    for (let offset = 0; offset < 70; offset += 7) {
      const { rows } = await shop.ok('customers.list', { state: 'all', sort, offset, limit: 7 });
      pages.push(...rows.map((row) => row.customerId));
    }
    expect(new Set(pages).size).toBe(60);
    expect(pages).toHaveLength(60);
  }
});

test('tags are counted', async () => {
  const counted = await shop.ok('customers.tags', {});
  expect(new Map(counted.map((one) => [one.tag, one.customers]))).toEqual(
    new Map(tags.map((tag) => [tag, everybody.filter(({ row }) => row.tags.includes(tag)).length])),
  );
});
