import { describe, expect, test } from 'vitest';
import { openWriter } from '../../db/open.ts';
import { openInlineBackground } from '../../main/background/inline.ts';
import { dayNumber, formatDay } from '../../main/retention/days.ts';
import { riskModel } from '../../main/retention/model/riskModel.ts';
import { regularsToActOn } from '../../main/retention/rhythm.ts';
import { visitDaysOf } from '../../main/retention/visitDays.ts';
import { randomNumbers } from '../retention/model/simulate.ts';
import { imported, type Row } from '../support/logs.ts';
import { day, openTestShop, type TestShop } from '../support/shop.ts';

/** Two hundred regulars with rhythms of 3 to 12 days from June 2025 on, a few of whom leave every week, up to 9 March 2026. */
function someLog(until = '2026-03-09'): Row[] {
  const random = randomNumbers(7);
  const first = dayNumber('2025-06-01');
  const last = dayNumber(until);
  return Array.from({ length: 200 }, (_, n) => {
    const gap = 3 + (n % 10);
    const leaves = random() < 0.5 ? first + random() * 280 : last + 1;
    const rows: Row[] = [];
    for (let at = first + random() * 40; at <= Math.min(last, leaves); at += gap * (0.6 + 0.8 * random()))
      rows.push([`P${n}`, formatDay(Math.floor(at))]);
    return rows;
  }).flat();
}

const log = someLog();
const keys = new Map([...new Set(log.map(([who]) => who))].map((who, i) => [who, i + 1]));
const visits = visitDaysOf(log.map(([who, at]) => [keys.get(who) ?? 0, dayNumber(at)] as const));
const range = { from: '2025-06', to: '2026-03' };

const shopWithPast = async (): Promise<TestShop> => {
  const shop = await openTestShop({ as: 'owner' });
  await imported(shop, log);
  return shop;
};

/** Visits as the shop has them, under its own keys. */
const visitsOf = (shop: TestShop) =>
  shop.read((read) =>
    read
      .prepare<[], { customerKey: number; businessDay: string }>(
        "SELECT customerKey, businessDay FROM entry WHERE kind = 'visit'",
      )
      .all()
      .map((row) => [row.customerKey, dayNumber(row.businessDay)] as const),
  );

describe('looking back', () => {
  test('the bands of each evening are those of a model that knew nothing later', async () => {
    const shop = await shopWithPast();
    const { bands, windowDays, asOf } = await shop.ok('insights.risk', range);
    expect(bands.map(({ day: evening }) => evening)).toEqual([
      ...['2025-06-30', '2025-07-31', '2025-08-31', '2025-09-30', '2025-10-31', '2025-11-30', '2025-12-31'],
      ...['2026-01-31', '2026-02-28', asOf],
    ]);
    for (const at of bands) {
      const model = riskModel(visits, { asOf: dayNumber(at.day) });
      const regulars = regularsToActOn(model.rows, windowDays, [
        'on_rhythm',
        'due',
        'overdue',
        'at_risk',
        'probably_lost',
      ]);
      expect(at.regulars).toBe(regulars.length);
      for (const [band, count] of Object.entries(at.bands))
        expect(count).toBe(regulars.filter((row) => row.band === band).length);
      if (model.stage < 2) expect(at.expectedActive).toBeNull();
      else expect(at.expectedActive).toBeCloseTo(model.expectedActive, 3);
    }
  });

  test('six past months at most, none whose weeks still run, and something to say', async () => {
    const shop = await shopWithPast();
    const { cuts, total, weeks } = await shop.ok('insights.risk', range);
    expect(weeks).toBe(4);
    expect(cuts.map((cut) => cut.day)).toEqual([
      ...['2025-08-31', '2025-09-30', '2025-10-31', '2025-11-30', '2025-12-31', '2026-01-31'],
    ]);
    expect(total?.named).toBeGreaterThanOrEqual(10);
    expect(total?.risk.auc).toBeGreaterThan(0.6);
    // Asked again, and for other months: the same evenings.
    expect(await shop.ok('insights.risk', { from: '2026-01', to: '2026-03' })).toMatchObject({ cuts, total });
  });

  test('days the owner marked closed are nobody’s absence, looking back as on the list', async () => {
    // Two days without anybody: too few in a row to be read from the log.
    const closed = ['2026-01-14', '2026-01-15'];
    const shop = await openTestShop({ as: 'owner' });
    await imported(
      shop,
      log.filter(([, at]) => !closed.includes(at)),
    );
    const before = await shop.ok('insights.risk', range);
    await shop.ok('risk.addClosure', { firstDay: closed[0] ?? '', lastDay: closed[1] ?? '' });
    const after = await shop.ok('insights.risk', range);
    const known = visitDaysOf([...visitsOf(shop)]);
    const closedDays = closed.map(dayNumber);
    for (const [i, at] of after.bands.entries()) {
      const model = riskModel(known, { asOf: dayNumber(at.day), closedDays });
      if (model.stage >= 2) expect(at.expectedActive).toBeCloseTo(model.expectedActive, 3);
      // Evenings before the closure knew nothing of it.
      if (at.day < '2026-01-14') expect(at).toEqual(before.bands[i]);
    }
    expect(after.bands.at(-1)?.expectedActive).not.toEqual(before.bands.at(-1)?.expectedActive);

    const background = openInlineBackground(shop.database);
    const day = '2026-03-09';
    const named = (await background.run('nameList', { day, windowDays: null, weeks: 4 }))?.named ?? [];
    const { rows } = riskModel(known, { asOf: dayNumber(day), closedDays });
    expect(named.length).toBeGreaterThan(0);
    for (const { customerKey, risk } of named)
      expect(risk).toBeCloseTo(rows.find(({ key }) => key === customerKey)?.pNoVisit ?? Number.NaN, 6);
    await background.close();
  });

  test('says how far it is, and stops when it is told to', async () => {
    const shop = await shopWithPast();
    const background = openInlineBackground(shop.database);
    const params = { ...range, asOf: '2026-03-09', windowDays: null, weeks: 4 };
    const seen: [number, number | null][] = [];
    const end = new AbortController();
    const stopped = background.run('riskHistory', params, {
      signal: end.signal,
      onProgress(done, total) {
        seen.push([done, total]);
        if (done === 3) end.abort();
      },
    });
    await expect(stopped).rejects.toMatchObject({ data: { code: 'CANCELLED' } });
    expect(seen).toEqual([0, 1, 2, 3].map((done) => [done, 10]));
    await background.close();
  });

  test('an empty shop and one of a single visit: nothing to say, no figure made up', async () => {
    const shop = await openTestShop({ as: 'owner' });
    const nothing = { bands: [], cuts: [], total: null, lists: [] };
    expect(await shop.ok('insights.risk', range)).toMatchObject(nothing);
    await imported(shop, [['A', '2026-03-01']]);
    const { bands, cuts, total } = await shop.ok('insights.risk', range);
    expect(bands).toMatchObject([{ regulars: 0, expectedActive: null }]);
    expect({ cuts, total }).toEqual({ cuts: [], total: null });
  });
});

describe('lists as they were named', () => {
  const listsOf = async (shop: TestShop) => (await shop.ok('insights.risk', range)).lists;
  const next = async (shop: TestShop, days: number): Promise<void> => {
    shop.clock.now += days * day;
    await shop.restart();
    await shop.signIn('owner');
    // What is kept is kept in the background: a task in turn after it.
    await shop.ok('insights.overview', range);
    await new Promise((resolve) => setTimeout(resolve, 50));
  };

  test('kept once a month from the days before, scored when their weeks have passed', async () => {
    const shop = await shopWithPast();
    expect(await listsOf(shop)).toEqual([]);
    await next(shop, 1);
    const [list, ...others] = await listsOf(shop);
    expect(others).toEqual([]);
    const today = (await shop.ok('shop.status', {})).today ?? '';
    expect(list).toMatchObject({ month: today.slice(0, 7), day: formatDay(dayNumber(today) - 1), stayedAway: null });
    const named = shop.read((read) =>
      read.prepare<[], { customerKey: number; risk: number }>('SELECT customerKey, risk FROM namedCustomer').all(),
    );
    expect(list?.named).toBe(named.length);
    expect(list?.said).toBeCloseTo(
      named.reduce((sum, one) => sum + one.risk, 0),
      12,
    );
    await next(shop, 1);
    expect(await listsOf(shop)).toEqual([list]);

    // Three of them come again, one of these twice.
    const back = named
      .slice(0, 3)
      .map(({ customerKey }) =>
        shop.read(
          (read) =>
            read.prepare<[number], { id: string }>('SELECT id FROM customer WHERE key = ?').get(customerKey)?.id,
        ),
      );
    for (const customerId of [...back, back[0]]) {
      shop.clock.now += day;
      await shop.ok('counter.stamp', { customerId: customerId as never, programId: shop.programId });
    }
    await next(shop, 30);
    const scored = (await listsOf(shop)).find(({ month }) => month === list?.month);
    expect(scored).toEqual({ ...list, stayedAway: named.length - 3 });
  });

  test('leaves out who is marked', async () => {
    const shop = await shopWithPast();
    const background = openInlineBackground(shop.database);
    const named = () => background.run('nameList', { day: '2026-03-09', windowDays: null, weeks: 4 });
    const first = (await named())?.named[0]?.customerKey ?? 0;
    const customerId = shop.read(
      (read) => read.prepare<[number], { id: string }>('SELECT id FROM customer WHERE key = ?').get(first)?.id,
    );
    await shop.ok('customers.mark', { customerId: customerId as never, mark: 'away', until: null });
    expect((await named())?.named.map(({ customerKey }) => customerKey)).not.toContain(first);
    await background.close();
  });

  test('holds no name, and never changes', async () => {
    const shop = await shopWithPast();
    await next(shop, 1);
    const columns = shop.read((read) =>
      read.prepare<[], { name: string }>("SELECT name FROM pragma_table_info('namedCustomer')").all(),
    );
    expect(columns.map(({ name }) => name)).toEqual(['month', 'customerKey', 'risk']);
    await shop.restart(() => {
      const writer = openWriter(shop.database);
      expect(() => writer.prepare('UPDATE namedCustomer SET risk = 0').run()).toThrow(/never changes/);
      writer.close();
    });
  });
});
