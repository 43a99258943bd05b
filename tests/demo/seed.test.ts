import { setImmediate as nextTurn } from 'node:timers/promises';
import { v7 as uuidv7 } from 'uuid';
import { describe, expect, onTestFinished, test } from 'vitest';
import { inTransaction } from '../../db/open.ts';
import { openInlineBackground } from '../../main/background/inline.ts';
import { type SeedOptions, seedShop } from '../../main/demo/seed.ts';
import { createProgram, loadPrograms } from '../../main/programs/versions.ts';
import { fillShop } from '../../main/shop/firstRun.ts';
import { createShop, type Shop } from '../../main/shop/open.ts';
import { businessDayOf } from '../../main/shop/time.ts';
import { ProgramRules, punchCard } from '../../preload/contract/rules.ts';
import { contentHash } from '../support/content.ts';
import { faultsOf, noFaults, opening, testFolder } from '../support/shop.ts';

const bucharest = { language: 'ro', currency: 'RON', timeZone: 'Europe/Bucharest', dayStartMinutes: 0 } as const;

/** A shop as `init` makes it: without people and programs. */
function emptyShop(place: Partial<Omit<Parameters<typeof fillShop>[1], 'now' | 'newId'>> = {}): Shop {
  const shop = createShop(testFolder(), Date.now, (write) =>
    fillShop(write, { name: 'Test', ...bucharest, ...place, now: opening, newId: uuidv7 }),
  );
  onTestFinished(() => shop.close());
  return shop;
}

async function seeded(options: Partial<SeedOptions> = {}, shop = emptyShop()) {
  const report = await seedShop(shop, { customers: 120, entries: null, now: opening, ...options });
  expect(faultsOf(shop.read)).toEqual(noFaults);
  return { shop, report };
}

const one = (shop: Shop, sql: string): number => (shop.read.prepare(sql).get() as { n: number }).n;
/** Of the shop itself only what the test made it with differs. */
// Seals are made with a key of each shop.
const made = (shop: Shop) => contentHash(shop.read, ['shop.id', 'device.id', 'seal']);

test('the same shop and moment give the same rows, another moment others', async () => {
  const first = await seeded({ entries: 4000 });
  const second = await seeded({ entries: 4000 });
  const later = await seeded({ entries: 4000, now: opening + 3_600_000 });
  expect(second.report).toEqual(first.report);
  expect(made(second.shop)).toBe(made(first.shop));
  expect(made(later.shop)).not.toBe(made(first.shop));
});

test.each([
  [500, 9000],
  [120, 300],
  [2500, 6000],
])('%d customers and %d entries are made to the last one', async (customers, entries) => {
  const { shop, report } = await seeded({ customers, entries });
  expect(report).toMatchObject({ customers, entries, lastDay: '2026-03-10' });
  expect(one(shop, 'SELECT count(*) AS n FROM entry')).toBe(entries);
  expect(one(shop, 'SELECT count(*) AS n FROM customer WHERE pendingBatchKey IS NULL')).toBe(customers);
  expect(one(shop, "SELECT count(*) AS n FROM entry WHERE kind = 'visit'")).toBe(report.visits);
});

test.each([
  ['Europe/Bucharest', 0],
  ['Asia/Jakarta', 300],
  ['America/New_York', 720],
])(
  'every entry of a shop in %s whose day starts at minute %d lies in its opening hours and before now',
  async (timeZone, dayStartMinutes) => {
    const { shop } = await seeded({}, emptyShop({ timeZone, dayStartMinutes }));
    const rows = shop.read
      .prepare<[], { occurredAt: number; recordedAt: number; businessDay: string }>(
        'SELECT occurredAt, recordedAt, businessDay FROM entry ORDER BY seq',
      )
      .all();
    expect(rows.length).toBeGreaterThan(2000);
    let before = 0;
    for (const row of rows) {
      expect(row.occurredAt).toBeLessThanOrEqual(opening);
      expect(businessDayOf(row.occurredAt, timeZone, dayStartMinutes)).toBe(row.businessDay);
      expect(row.recordedAt).toBeGreaterThanOrEqual(before);
      before = row.recordedAt;
    }
  },
);

test('the programs of the shop are stamped by their own rules; without one the café’s two are made', async () => {
  const shop = emptyShop({ currency: 'EUR' });
  inTransaction(shop.write, () => {
    for (const card of [
      punchCard({ name: 'Three', goal: 3, rewardName: 'A cake', minimumSpend: 500 }),
      punchCard({ name: 'Later', goal: 4, rewardName: 'A tart', startsOn: '2026-05-01' }),
    ])
      createProgram(shop.write, ProgramRules.parse(card), uuidv7, opening);
  });
  await seeded({}, shop);
  expect(loadPrograms(shop.read).map((program) => program.latest.rules.name)).toEqual(['Three', 'Later']);
  expect(one(shop, "SELECT count(*) AS n FROM entry WHERE kind = 'issue' AND stamps = -3")).toBeGreaterThan(50);
  expect(one(shop, "SELECT count(*) AS n FROM entry WHERE kind = 'issue' AND stamps <> -3")).toBe(0);
  expect(
    one(
      shop,
      "SELECT count(*) AS n FROM liveEntry e JOIN entry v ON v.seq = e.visitSeq WHERE e.kind = 'stamp' AND coalesce(v.amount, 0) < 500",
    ),
  ).toBe(0);

  const { shop: other } = await seeded();
  expect(loadPrograms(other.read).map(({ latest }) => latest.rules)).toMatchObject([
    { goal: 10, minimumSpend: null },
    { goal: 6, minimumSpend: null },
  ]);
});

test('a shop can be seeded again: other customers beside the first', async () => {
  const { shop } = await seeded({ entries: 3000 });
  await seeded({ entries: 2000 }, shop);
  expect(one(shop, 'SELECT count(*) AS n FROM entry')).toBe(5000);
  expect(one(shop, 'SELECT count(*) AS n FROM customer')).toBe(240);
  expect(one(shop, 'SELECT count(DISTINCT name) AS n FROM customer')).toBeGreaterThan(200);
});

test('cancelled half-way nothing is shown, and the whole check finds nothing wrong', async () => {
  const shop = emptyShop();
  const stop = new AbortController();
  const seeding = seedShop(shop, { customers: 400, entries: null, now: opening, slice: 1, signal: stop.signal });
  const outcome = seeding.then(
    () => null,
    (error: unknown) => error,
  );
  while (one(shop, 'SELECT count(*) AS n FROM entry') < 1000) await nextTurn();
  stop.abort();
  expect(await outcome).toMatchObject({ data: { code: 'CANCELLED' } });
  expect(one(shop, 'SELECT count(*) AS n FROM liveEntry')).toBe(0);
  expect(one(shop, 'SELECT count(*) AS n FROM customer WHERE pendingBatchKey IS NULL')).toBe(0);
  expect(faultsOf(shop.read)).toEqual(noFaults);
  await seeded({ entries: 3000 }, shop);
  expect(one(shop, 'SELECT count(*) AS n FROM liveEntry')).toBeGreaterThan(2900);
});

test('progress goes from nothing to all without going back', async () => {
  const seen: number[] = [];
  await seeded({ slice: 5, entries: 5000, onProgress: (done, total) => void seen.push(done / (total ?? 1)) });
  expect(seen.length).toBeGreaterThan(4);
  expect(seen).toEqual([...seen].sort((a, b) => a - b));
  expect(seen.at(-1)).toBe(1);
});

describe.each([
  ['en', 'GBP', 'Europe/London'],
  ['id', 'IDR', 'Asia/Jakarta'],
  ['ro', 'RON', 'Europe/Bucharest'],
] as const)('400 customers of a café in %s', (language, currency, timeZone) => {
  test('are believable: every band, months that live, rewards mostly redeemed', async () => {
    const { shop } = await seeded({ customers: 400 }, emptyShop({ language, currency, timeZone }));
    const background = openInlineBackground(shop.file);
    onTestFinished(() => background.close());
    const asOf = '2026-03-10';
    const risk = await background.run('listRisk', {
      ...{ asOf, windowDays: null, weeks: 4, bands: ['overdue', 'at_risk'] },
      ...{ tag: null, programId: null, servedBy: null },
    });
    for (const n of Object.values(risk.counts)) {
      expect(n).toBeGreaterThan(3);
      expect(n).toBeLessThan(200);
    }
    expect(risk.rows.length).toBeGreaterThan(5);
    expect(risk.newcomers.length).toBeGreaterThan(3);
    expect(risk.marked).toBeGreaterThan(5);

    const { months } = await background.run('summarizeMonths', {
      from: '2024-10',
      to: '2026-02',
      asOf,
      windowDays: null,
    });
    const mature = months.filter((month) => month.mature);
    expect(mature.length).toBeGreaterThan(12);
    for (const month of mature) {
      expect(month.retention_pct).toBeGreaterThan(65);
      expect(month.retention_pct).toBeLessThan(97);
      expect(month.new).toBeGreaterThan(2);
      expect(month.lost).toBeGreaterThan(2);
      expect(month.visitors).toBeGreaterThan(60);
    }
    expect(mature.reduce((sum, month) => sum + month.won_back, 0)).toBeGreaterThan(20);
    expect(new Set(mature.map((month) => month.new)).size).toBeGreaterThan(5);

    const share = (sql: string) => one(shop, `SELECT ${sql} AS n`);
    const redeemed = share("(SELECT avg(state = 'redeemed') FROM reward)");
    expect(redeemed).toBeGreaterThan(0.7);
    expect(redeemed).toBeLessThan(0.97);
    const withAmount = share("(SELECT avg(amount IS NOT NULL) FROM liveEntry WHERE kind = 'visit')");
    expect(withAmount).toBeGreaterThan(0.85);
    expect(withAmount).toBeLessThan(0.95);
    expect(share("(SELECT count(*) FROM entry WHERE kind = 'void')")).toBeGreaterThan(5);
    expect(share('(SELECT count(*) FROM entryReason)')).toBe(share("(SELECT count(*) FROM entry WHERE kind = 'void')"));
    expect(
      share(
        '(SELECT count(*) FROM card c JOIN program p ON p.key = c.programKey WHERE p.key = (SELECT max(key) FROM program))',
      ),
    ).toBeGreaterThan(100);
    expect(share('(SELECT count(*) FROM customer WHERE name IS NULL)')).toBeGreaterThan(8);
  });
});
