import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { v7 as uuidv7 } from 'uuid';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { openWriter } from '../../db/open.ts';
import { changesBetween } from '../../main/month/closing.ts';
import { day, minute, openTestShop, type TestShop } from '../support/shop.ts';

/** Moves the clock to 11:00 of a day in Bucharest and signs the owner in. */
async function on(shop: TestShop, businessDay: string): Promise<void> {
  shop.clock.now = Date.parse(`${businessDay}T09:00:00Z`);
  await shop.signIn('owner');
}

/** Two customers in March 2026, one of whom comes again in April, which is the month to close. */
async function shopInMay() {
  const shop = await openTestShop({ as: 'owner' });
  const enrol = async (name: string) => (await shop.ok('customers.enrol', { name })).customerId;
  const stamp = (customerId: Awaited<ReturnType<typeof enrol>>, stamps = 1) =>
    shop.ok('counter.stamp', { customerId, programId: shop.programId as never, stamps, amount: 1500 });
  const [maria, ion] = [await enrol('Maria'), await enrol('Ion')];
  await stamp(maria);
  await stamp(ion);
  await on(shop, '2026-04-12');
  const visit = await stamp(maria, 5);
  await on(shop, '2026-05-03');
  return { shop, maria, ion, stamp, visit };
}

const imported = async (shop: TestShop, lines: string) => {
  const file = join(shop.folder, `${uuidv7()}.csv`);
  writeFileSync(file, `customer_id,date\n${lines}\n`);
  shop.dialogs.file = file;
  const chosen = await shop.ok('visits.chooseFile', {});
  return shop.ok('visits.import', { file: chosen?.file ?? '' });
};

describe('closing a month', () => {
  test('freezes the figures as they are', async () => {
    const { shop, ion, stamp } = await shopInMay();
    const before = await shop.ok('month.report', { month: '2026-04' });
    expect(before).toMatchObject({ canClose: true, closing: null });
    const closed = await shop.ok('month.close', { month: '2026-04' });
    expect(closed).toMatchObject({
      canClose: false,
      closing: { closedAt: shop.clock.now, closedBy: 'Ioana' },
      now: null,
      changes: [],
      reasons: [],
    });
    expect(closed.content.figures).toEqual(before.content.figures);
    expect(closed.content.asOf).toBe('2026-05-02');
    // What the shop does from now on, today and later, is no change of April.
    await stamp(ion);
    await on(shop, '2026-06-20');
    await stamp(ion);
    expect(await shop.ok('month.report', { month: '2026-04' })).toEqual(closed);
    expect(shop.notices).toContainEqual({ about: 'changed', topics: ['months'] });
  });

  test('a visit voided later shows beside it, with the reason', async () => {
    const { shop, visit } = await shopInMay();
    const closed = await shop.ok('month.close', { month: '2026-04' });
    await shop.ok('counter.reverse', { entryId: visit.entryIds[0] as never, as: 'void', reason: 'the wrong person' });
    const report = await shop.ok('month.report', { month: '2026-04' });
    expect(report.content).toEqual(closed.content);
    expect(report.now?.figures.visitors).toBe(0);
    expect(report.changes).toContainEqual({ figure: 'figures.visitors', delivered: 1, now: 0 });
    expect(report.changes).toContainEqual({ figure: 'rewards.total.voided', delivered: 0, now: 1 });
    expect(report.changes).toContainEqual({ figure: 'money.income', delivered: 1500, now: null });
    // The visit, its stamps and the reward that they had become.
    expect(report.reasons).toEqual([{ kind: 'voided', count: 3 }]);
  });

  test('an import about its days shows beside it; one about other days does not', async () => {
    const { shop } = await shopInMay();
    await shop.ok('month.close', { month: '2026-04' });
    shop.clock.now += minute;
    await imported(shop, 'A1,2026-05-03');
    expect(await shop.ok('month.report', { month: '2026-04' })).toMatchObject({ now: null, changes: [], reasons: [] });
    shop.clock.now += minute;
    await imported(shop, 'A2,2026-04-20\nA2,2026-02-20');
    const report = await shop.ok('month.report', { month: '2026-04' });
    expect(report.reasons).toEqual([{ kind: 'imported', count: 1 }]);
    expect(report.changes).toContainEqual({ figure: 'figures.visitors', delivered: 1, now: 2 });
  });

  test('a visit stamped while the clock was set back shows beside it as late', async () => {
    const { shop, ion, stamp } = await shopInMay();
    await shop.ok('month.close', { month: '2026-04' });
    await on(shop, '2026-04-20');
    await stamp(ion);
    await on(shop, '2026-05-04');
    const report = await shop.ok('month.report', { month: '2026-04' });
    expect(report.changes).toContainEqual({ figure: 'figures.visitors', delivered: 1, now: 2 });
    // The visit and its stamp.
    expect(report.reasons).toEqual([{ kind: 'late', count: 2 }]);
  });

  test('a new name of a program is no change', async () => {
    const { shop } = await shopInMay();
    const closed = await shop.ok('month.close', { month: '2026-04' });
    const renamed = structuredClone(closed.content);
    for (const line of renamed.rewards.lines) Object.assign(line, { program: 'Another name' });
    expect(changesBetween(closed.content, renamed)).toEqual([]);
  });

  test('is refused while it runs, when it is empty and when it is closed; a repeat gets the same answer', async () => {
    const { shop } = await shopInMay();
    expect((await shop.refused('month.close', { month: '2026-05' })).code).toBe('MONTH_RUNNING');
    expect((await shop.refused('month.close', { month: '2026-02' })).code).toBe('MONTH_EMPTY');
    const request = uuidv7();
    const first = await shop.ok('month.close', { month: '2026-04' }, request);
    expect(await shop.ok('month.close', { month: '2026-04' }, request)).toEqual(first);
    expect((await shop.refused('month.close', { month: '2026-04' })).code).toBe('MONTH_CLOSED');
  });

  test('is possible from the day after its last', async () => {
    const { shop } = await shopInMay();
    await on(shop, '2026-04-30');
    expect((await shop.ok('month.report', { month: '2026-04' })).canClose).toBe(false);
    expect((await shop.refused('month.close', { month: '2026-04' })).code).toBe('MONTH_RUNNING');
    await on(shop, '2026-05-01');
    expect((await shop.ok('month.close', { month: '2026-04' })).content.asOf).toBe('2026-04-30');
  });

  test('a closed month can be neither changed nor written over in the file', async () => {
    const { shop } = await shopInMay();
    await shop.ok('month.close', { month: '2026-04' });
    await shop.restart(() => {
      const write = openWriter(shop.database);
      try {
        expect(() => write.exec("UPDATE monthClosing SET content = '{}'")).toThrow(/never changes/);
        expect(() =>
          write.exec("INSERT OR REPLACE INTO monthClosing SELECT month, 0, NULL, 0, '{}' FROM monthClosing"),
        ).toThrow(/never changes/);
      } finally {
        write.close();
      }
    });
  });
});

describe('closing by itself', () => {
  /** What the file says is closed, and by whom. */
  const closings = (shop: TestShop) =>
    shop.read((read) =>
      read
        .prepare<[], { month: string; personKey: number | null }>(
          'SELECT month, personKey FROM monthClosing ORDER BY month',
        )
        .all(),
    );
  const settled = () => new Promise((resolve) => setTimeout(resolve, 50));
  const restartOn = async (shop: TestShop, businessDay: string) => {
    shop.clock.now = Date.parse(`${businessDay}T09:00:00Z`);
    await shop.restart();
    await settled();
  };

  test('happens seven days after the end, once, and says so in the log', async () => {
    const { shop } = await shopInMay();
    await restartOn(shop, '2026-05-07');
    // March was over for a week long ago.
    expect(closings(shop)).toEqual([{ month: '2026-03', personKey: null }]);
    await restartOn(shop, '2026-05-08');
    await restartOn(shop, '2026-05-09');
    expect(closings(shop).map((row) => row.month)).toEqual(['2026-03', '2026-04']);
    const logged = shop.read((read) =>
      read
        .prepare<[], { detail: string }>("SELECT detail FROM activity WHERE action = 'month.close' ORDER BY seq")
        .all(),
    );
    expect(logged.map((row) => JSON.parse(row.detail))).toEqual([
      { month: '2026-03', byItself: true },
      { month: '2026-04', byItself: true },
    ]);
    await shop.signIn('owner');
    const report = await shop.ok('month.report', { month: '2026-04' });
    expect(report).toMatchObject({ closing: { closedBy: null }, now: null, changes: [] });
    expect(report.content).toMatchObject({ asOf: '2026-05-07', figures: { month: '2026-04', complete: true } });
  });

  test('also when nobody opened the app for a long time, and not for imported months', async () => {
    const { shop } = await shopInMay();
    await imported(shop, 'A1,2026-01-05\nA1,2026-02-05\nA1,2026-05-01');
    await restartOn(shop, '2026-12-24');
    expect(closings(shop).map((row) => row.month)).toEqual(['2026-03', '2026-04']);
  });

  test('leaves a month alone that the owner has closed', async () => {
    const { shop } = await shopInMay();
    await shop.ok('month.close', { month: '2026-04' });
    await restartOn(shop, '2026-06-01');
    expect(closings(shop).filter((row) => row.month === '2026-04')).toMatchObject([{ personKey: 1 }]);
  });

  test('happens when the day changes while the app is open', async () => {
    // Only the host's own timers: it looks at the day now and then.
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    onTestFinished(() => void vi.useRealTimers());
    const { shop } = await shopInMay();
    vi.advanceTimersByTime(minute);
    expect(closings(shop)).toEqual([]);
    shop.clock.now += 10 * day;
    vi.advanceTimersByTime(minute);
    await settled();
    expect(closings(shop).map((row) => row.month)).toEqual(['2026-03', '2026-04']);
  });
});
