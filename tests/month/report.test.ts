import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { dayNumber } from '../../main/retention/days.ts';
import { riskModel } from '../../main/retention/model/riskModel.ts';
import { visitDaysOf } from '../../main/retention/visitDays.ts';
import { imported, type Row } from '../support/logs.ts';
import { day, openTestShop } from '../support/shop.ts';
import { liveOf, liveShop, type RawEntry, type Report, rawLedger } from './live.ts';

const months = ['2026-03', '2026-04', '2026-05', '2026-06'];
const seeds = [1, 2, 3];

/** Rewards of a month from the raw ledger: every reward's life told by itself. */
function rewardsByHand(entries: readonly RawEntry[], month: string) {
  const live = new Set(liveOf(entries).map((entry) => entry.seq));
  const sum = {
    open_at_start: 0,
    issued: 0,
    voided: 0,
    redeemed: 0,
    expired: 0,
    open_at_end: 0,
    redeemed_value: 0,
    open_value: 0,
  };
  let withoutValue = 0;
  for (const issue of entries.filter((entry) => entry.kind === 'issue')) {
    const issuedIn = issue.businessDay.slice(0, 7);
    if (issuedIn > month) continue;
    if (issuedIn === month) sum.issued++;
    if (!live.has(issue.seq)) {
      if (issuedIn === month) sum.voided++;
      continue;
    }
    const redeemedIn = entries
      .find((entry) => entry.kind === 'redeem' && entry.rewardKey === issue.rewardKey && live.has(entry.seq))
      ?.businessDay.slice(0, 7);
    if (issuedIn < month && (redeemedIn === undefined || redeemedIn >= month)) sum.open_at_start++;
    if (redeemedIn === month) {
      sum.redeemed++;
      sum.redeemed_value += issue.value ?? 0;
    }
    if (redeemedIn === undefined || redeemedIn > month) {
      sum.open_at_end++;
      sum.open_value += issue.value ?? 0;
      if (issue.value === null) withoutValue++;
    }
  }
  return { ...sum, open_without_value: withoutValue };
}

/** First-time customers by the person of their first live visit, and who of them came on a later day. */
function staffByHand(entries: readonly RawEntry[], month: string) {
  const visits = liveOf(entries).filter((entry) => entry.kind === 'visit');
  const lines = new Map<string | null, { first_time: number; came_back: number }>();
  for (const key of new Set(visits.map((visit) => visit.customerKey))) {
    const own = visits
      .filter((visit) => visit.customerKey === key)
      .sort((a, b) => (a.businessDay < b.businessDay ? -1 : a.businessDay > b.businessDay ? 1 : a.seq - b.seq));
    const [first] = own;
    if (!first?.businessDay.startsWith(month)) continue;
    const line = lines.get(first.person) ?? { first_time: 0, came_back: 0 };
    line.first_time++;
    if (own.some((visit) => visit.businessDay > first.businessDay)) line.came_back++;
    lines.set(first.person, line);
  }
  return lines;
}

function moneyByHand(entries: readonly RawEntry[], month: string, before: string) {
  const live = liveOf(entries);
  const of = (name: string) => live.filter((entry) => entry.businessDay.startsWith(name));
  const spent = (list: readonly RawEntry[]) => list.reduce((sum, entry) => sum + (entry.amount ?? 0), 0);
  const visits = of(month).filter((entry) => entry.kind === 'visit');
  const known = new Set(live.filter((e) => e.kind === 'visit' && e.businessDay < month).map((e) => e.customerKey));
  const lastMonth = new Set(
    of(before)
      .filter((e) => e.kind === 'visit')
      .map((e) => e.customerKey),
  );
  return {
    visits: visits.length,
    visits_with_amount: visits.filter((visit) => visit.amount !== null).length,
    income: spent(of(month)),
    returning: spent(of(month).filter((entry) => known.has(entry.customerKey))),
    previous: spent(of(before).filter((entry) => lastMonth.has(entry.customerKey))),
    again: spent(of(month).filter((entry) => lastMonth.has(entry.customerKey))),
  };
}

const pct = (part: number, whole: number) => (whole === 0 ? null : (100 * part) / whole);
const near = (got: number | null, wanted: number | null) =>
  wanted === null ? expect(got).toBeNull() : expect(got).toBeCloseTo(wanted, 9);

describe('the report of a shop that was run', () => {
  test.each(seeds)('agrees with the ledger told by hand, month by month (history %i)', async (seed) => {
    const shop = await liveShop(seed, 105, { amounts: seed === 3 ? 50 : 92 });
    const entries = rawLedger(shop);
    let previous: Report | null = null;
    for (const [i, month] of months.entries()) {
      const report: Report = await shop.ok('month.report', { month });
      const { rewards, staff, money, figures, best } = report.content;

      expect(rewards.total).toMatchObject(rewardsByHand(entries, month));
      for (const line of [...rewards.lines, rewards.total])
        expect(line.open_at_start + line.issued - line.voided - line.redeemed - line.expired).toBe(line.open_at_end);
      if (previous) expect(rewards.total.open_at_start).toBe(previous.content.rewards.total.open_at_end);

      const byHand = staffByHand(entries, month);
      expect(new Map(staff?.map((line) => [line.name, line.first_time]))).toEqual(
        new Map([...byHand].map(([name, line]) => [name, line.first_time])),
      );
      expect(new Map(staff?.map((line) => [line.name, line.came_back]))).toEqual(
        new Map([...byHand].map(([name, line]) => [name, line.came_back])),
      );
      expect(staff?.reduce((sum, line) => sum + line.first_time, 0)).toBe(figures.new);

      const wanted = moneyByHand(entries, month, months[i - 1] ?? '2026-02');
      expect(money).toMatchObject({ visits: wanted.visits, visits_with_amount: wanted.visits_with_amount });
      const enough = wanted.visits > 0 && wanted.visits_with_amount / wanted.visits >= 0.8;
      if (enough) {
        expect(money.income).toBe(wanted.income);
        near(money.returning_share_pct, pct(wanted.returning, wanted.income));
        near(money.income_per_active, figures.end === 0 ? null : wanted.income / figures.end);
        if (money.revenue_retention_pct !== null) near(money.revenue_retention_pct, pct(wanted.again, wanted.previous));
      } else {
        expect(money).toMatchObject({ income: null, income_per_active: null, returning_share_pct: null });
        expect(best.spend).toBeNull();
      }
      previous = report;
    }
    // The history says something: rewards were earned, handed over and taken back.
    const all = months.map((month) => rewardsByHand(entries, month));
    expect(all.some((line) => line.redeemed > 0) && all.some((line) => line.issued > 0)).toBe(true);
    expect(previous?.content.lastMonth?.figures).toEqual(previous?.content.series.at(-2));
  });

  test('imported first visits are nobody’s, also when the owner imported them', async () => {
    const shop = await openTestShop({ as: 'owner' });
    const file = join(shop.folder, 'log.csv');
    writeFileSync(file, 'customer_id,date\nA,2026-03-02\nA,2026-03-05\nB,2026-03-04\n');
    shop.dialogs.file = file;
    const chosen = await shop.ok('visits.chooseFile', {});
    await shop.ok('visits.import', { file: chosen?.file ?? '' });
    const { content } = await shop.ok('month.report', { month: '2026-03' });
    expect(content.staff).toEqual([
      { personId: null, name: null, first_time: 2, came_back: 1, came_back_pct: 50, still_open: 1 },
    ]);
  });

  test('money is a dash below 80 % of visits with an amount, spend has no best tenth then', async () => {
    const shop = await liveShop(7, 25, { amounts: 0 });
    const { content } = await shop.ok('month.report', { month: '2026-03' });
    expect(content.money).toMatchObject({ visits_with_amount: 0, with_amount_pct: 0, income: null });
    expect(content.best.spend).toBeNull();
  });
});

describe('who sees what', () => {
  test('figures of single people are the owner’s; staff gets no report', async () => {
    const shop = await liveShop(4, 10);
    expect((await shop.ok('month.report', { month: '2026-03' })).content.staff).not.toBeNull();
    await shop.signIn('manager');
    expect((await shop.ok('month.report', { month: '2026-03' })).content.staff).toBeNull();
    expect((await shop.refused('month.close', { month: '2026-02' })).code).toBe('NOT_ALLOWED');
    await shop.signIn('staff');
    expect((await shop.refused('month.report', { month: '2026-03' })).code).toBe('NOT_ALLOWED');
  });

  test('a month that has not begun is refused', async () => {
    const shop = await openTestShop({ as: 'owner' });
    expect(await shop.refused('month.report', { month: '2026-04' })).toMatchObject({
      code: 'BAD_INPUT',
      fields: ['month'],
    });
  });
});

/** Every number in it, however deep. */
const numbersIn = (value: unknown): number[] =>
  typeof value === 'number'
    ? [value]
    : value !== null && typeof value === 'object'
      ? Object.values(value).flatMap(numbersIn)
      : [];

describe('small shops', () => {
  test('an empty shop has zeros and dashes, never NaN', async () => {
    const shop = await openTestShop({ as: 'owner' });
    const report = await shop.ok('month.report', { month: '2026-03' });
    expect(report).toMatchObject({ closing: null, canClose: false, now: null });
    const { content } = report;
    expect(content).toMatchObject({ firstDay: null, lastMonth: null, lastYear: null, staff: [] });
    expect(content.figures).toMatchObject({ start: 0, end: 0, retention_pct: null, churn_pct: null });
    expect(content.frequency).toMatchObject({ visits: 0, visits_per_visitor: null, median_days_between: null });
    expect(content.best).toEqual({ visits: null, spend: null });
    expect(content.money).toMatchObject({ income: null, with_amount_pct: null });
    expect(content.captured).toEqual({ days: 0, receipts: 0, visits: 0, captured_pct: null });
    expect(content.cohorts.cohorts).toEqual([{ month: '2026-03', size: 0, later: [] }]);
    expect(numbersIn(content).every(Number.isFinite)).toBe(true);
  });

  test('one customer', async () => {
    const shop = await openTestShop({ as: 'owner' });
    const { customerId } = await shop.ok('customers.enrol', { name: 'Maria' });
    await shop.ok('counter.stamp', { customerId, programId: shop.programId as never, amount: 0 });
    const { content } = await shop.ok('month.report', { month: '2026-03' });
    expect(content.figures).toMatchObject({ start: 0, new: 1, end: 1, retention_pct: null });
    expect(content.staff).toMatchObject([
      { name: 'Ioana', first_time: 1, came_back: 0, came_back_pct: 0, still_open: 1 },
    ]);
    expect(content.money).toMatchObject({ income: 0, income_per_active: 0, returning_share_pct: null });
    expect(content.lastMonth).toBeNull();
    expect(content.series.map((m) => m.month)).toEqual(['2026-03']);
  });
});

describe('visits captured', () => {
  test('compares visits and receipts of the counted days only', async () => {
    const shop = await openTestShop({ as: 'manager' });
    const { customerId } = await shop.ok('customers.enrol', { name: 'Maria' });
    const stamp = () => shop.ok('counter.stamp', { customerId, programId: shop.programId as never });
    await stamp();
    await shop.ok('month.setReceipts', { day: '2026-03-10', receipts: 4 });
    shop.clock.now += day;
    await shop.signIn('manager');
    await stamp();
    const captured = async () => (await shop.ok('month.report', { month: '2026-03' })).content.captured;
    expect(await captured()).toEqual({ days: 1, receipts: 4, visits: 1, captured_pct: 25 });
    await shop.ok('month.setReceipts', { day: '2026-03-11', receipts: 0 });
    expect(await captured()).toEqual({ days: 2, receipts: 4, visits: 2, captured_pct: 50 });
    expect(await shop.ok('month.receipts', { month: '2026-03' })).toEqual([
      { day: '2026-03-11', receipts: 0 },
      { day: '2026-03-10', receipts: 4 },
    ]);
    await shop.ok('month.setReceipts', { day: '2026-03-10', receipts: null });
    expect(await captured()).toEqual({ days: 1, receipts: 0, visits: 1, captured_pct: null });
    expect(await shop.refused('month.setReceipts', { day: '2026-03-12', receipts: 1 })).toMatchObject({
      fields: ['day'],
    });
  });
});

describe('money to come, and what customers cost', () => {
  /** Forty regulars every week or two since January 2025, 10 lei a visit; half of them stop in December. */
  const rows = Array.from({ length: 40 }, (_, n) =>
    Array.from({ length: 60 }, (__, i): Row => {
      const at = Date.UTC(2025, 0, 1 + (n % 7) + i * (7 + (n % 8)));
      return [`P${n}`, new Date(at).toISOString().slice(0, 10), '10.00'];
    }).filter(([, at]) => at < (n % 2 ? '2025-12-01' : '2026-03-09')),
  ).flat();

  test('the months to come: visits expected of everybody, at what they bring', async () => {
    const shop = await openTestShop({ as: 'owner' });
    await imported(shop, rows);
    const { money, figures } = (await shop.ok('month.report', { month: '2026-02' })).content;
    const keys = new Map([...new Set(rows.map(([who]) => who))].map((who, i) => [who, i + 1]));
    const visits = visitDaysOf(rows.map(([who, at]) => [keys.get(who) ?? 0, dayNumber(at)] as const));
    const model = riskModel(visits, { asOf: dayNumber('2026-02-28'), weeks: 52 });
    // Everybody pays the same: the model of amounts is the plain mean, 1000 minor units.
    const wanted = model.rows.reduce((sum, row) => sum + row.expectedVisits * 1000, 0);
    expect(Math.abs((money.expected_value ?? 0) / wanted - 1)).toBeLessThan(1e-3);
    expect(money.expected_value_per_active).toBeCloseTo((money.expected_value ?? 0) / figures.end, 6);
  });

  test('nothing is expected of a young shop, nor where visits carry no amounts', async () => {
    const young = await openTestShop({ as: 'owner' });
    await imported(
      young,
      rows.filter(([, at]) => at > '2026-02-10'),
    );
    expect((await young.ok('month.report', { month: '2026-02' })).content.money.expected_value).toBeNull();
    const silent = await openTestShop({ as: 'owner' });
    await imported(
      silent,
      rows.map(([who, at]): Row => [who, at]),
    );
    const { money } = (await silent.ok('month.report', { month: '2026-02' })).content;
    expect(money).toMatchObject({ income: null, expected_value: null, expected_value_per_active: null });
  });

  test('costs over those who were won and kept, also of a closed month, whose figures stay', async () => {
    const shop = await openTestShop({ as: 'owner' });
    await imported(shop, rows);
    const month = '2026-01';
    const empty = { winning: null, keeping: null, per_new: null, per_kept: null };
    expect((await shop.ok('month.report', { month })).costs).toEqual(empty);
    await shop.ok('month.close', { month });
    await shop.ok('month.setCosts', { month, winning: 5_000, keeping: 12_345 });
    const report = await shop.ok('month.report', { month });
    const { kept } = report.content.figures;
    expect(kept).toBeGreaterThan(10);
    // Nobody was won: nothing to divide by, and no figure made up.
    expect(report.costs).toEqual({ winning: 5_000, keeping: 12_345, per_new: null, per_kept: 12_345 / kept });
    expect(report.now).toBeNull();
    await shop.ok('month.setCosts', { month, winning: null, keeping: null });
    expect((await shop.ok('month.report', { month })).costs).toEqual(empty);
    expect(await shop.refused('month.setCosts', { month: '2026-04', winning: 1, keeping: null })).toMatchObject({
      code: 'BAD_INPUT',
      fields: ['month'],
    });
    expect((await shop.refused('month.setCosts', { month, winning: -1, keeping: null })).code).toBe('BAD_INPUT');
  });
});
