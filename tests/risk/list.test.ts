import { describe, expect, test } from 'vitest';
import { listVisitDays } from '../../db/queries/visits.ts';
import { dayNumber, formatDay } from '../../main/retention/days.ts';
import { riskModel } from '../../main/retention/model/riskModel.ts';
import { visitDaysFromRows } from '../../main/retention/visitDays.ts';
import { seenOf } from '../../main/risk/seen.ts';
import type { RiskList } from '../../preload/contract/risk.ts';
import { day, opening, openTestShop, type TestShop } from '../support/shop.ts';

const moods = [0.4, 2.2, 0.7, 1, 1.6, 0.5, 1.2, 0.8];

interface Guest {
  readonly name: string;
  readonly gap: number;
  readonly away: number;
  readonly tag?: string;
  readonly amount?: number;
  readonly by?: 'staff' | 'manager';
}

/** A shop four months old at the end: forty who keep their rhythm and whoever else is wanted. Ids by name. */
async function grown(others: readonly Guest[], amounts = true): Promise<{ shop: TestShop; id: Map<string, string> }> {
  const shop = await openTestShop({ as: 'owner' });
  const guests: Guest[] = [
    ...others,
    ...Array.from({ length: 40 }, (_, n) => ({ name: `Guest ${n}`, gap: 4 + (n % 9), away: n % 3 })),
  ];
  const id = new Map<string, string>();
  const plan = new Map<number, Guest[]>();
  for (const [n, guest] of guests.entries()) {
    const { customerId } = await shop.ok('customers.enrol', { name: guest.name, tags: guest.tag ? [guest.tag] : [] });
    id.set(guest.name, customerId);
    for (let ago = guest.away, i = 0; ago < 125; i++) {
      plan.set(ago, [...(plan.get(ago) ?? []), guest]);
      ago += Math.max(1, Math.round(guest.gap * (moods[(3 * i + n) % moods.length] ?? 1)));
    }
  }
  let who = 'owner';
  for (let ago = 125; ago >= 0; ago--) {
    shop.clock.now = opening + (125 - ago) * day;
    for (const guest of plan.get(ago) ?? []) {
      if (who !== (guest.by ?? 'owner')) {
        who = guest.by ?? 'owner';
        await shop.signIn(guest.by ?? 'owner');
      }
      await shop.ok('counter.stamp', {
        ...{ customerId: id.get(guest.name) ?? '', programId: shop.programId, sameVisit: true },
        ...(amounts ? { amount: guest.amount ?? 1000 } : {}),
      });
    }
  }
  await shop.signIn('owner');
  return { shop, id };
}

const vera: Guest = { name: 'Vera', gap: 6, away: 22, tag: 'student', by: 'staff' };
const paul: Guest = { name: 'Paul', gap: 9, away: 28, amount: 9000 };

describe('the list through the front door', () => {
  test('figures of the model, most at stake first; in money where amounts are recorded', async () => {
    const { shop } = await grown([vera, paul]);
    const list = await shop.ok('risk.list', {});
    expect(list).toMatchObject({ stage: 2, weeks: 4, order: 'spend', marked: 0, counts: { on_rhythm: 40, new: 0 } });
    // Paul's coffee costs nine times as much: his visits weigh more.
    expect(list.rows.map((row) => row.name)).toEqual(['Paul', 'Vera']);
    const asOf = dayNumber(list.asOf);
    const visits = shop.read((read) => visitDaysFromRows(listVisitDays(read, list.asOf)));
    const model = riskModel(visits, { asOf });
    for (const row of list.rows) {
      const judged = model.rows.find((one) => formatDay(one.lastDay) === row.lastVisitDay && one.visits === row.visits);
      expect(row.figures?.noVisit).toBeCloseTo(judged?.pNoVisit ?? -1, 6);
      expect(row.figures?.unusual).toBeCloseTo(judged?.unusual ?? -1, 6);
      expect(row.band).toBe(judged?.band);
      expect(row.figures?.noVisitThen).toBeLessThan(row.figures?.noVisit ?? 0);
      expect(row.gaps?.shortest).toBeLessThan(row.usualGapDays ?? 0);
      expect(row.gaps?.longest).toBeGreaterThan(row.usualGapDays ?? 0);
    }
    const [first, second] = list.rows;
    expect(first?.spendPerVisit).toBeGreaterThan(5 * (second?.spendPerVisit ?? 0));
    const order = [...list.rows].sort((a, b) => b.visitsAtStake - a.visitsAtStake);
    expect(order.map((row) => row.name)).toEqual(['Vera', 'Paul']);

    await shop.ok('shop.update', { riskWeeks: 13 });
    const far = await shop.ok('risk.list', {});
    expect(far.weeks).toBe(13);
    for (const [i, row] of far.rows.entries())
      expect(row.figures?.noVisit).toBeLessThan(list.rows[i]?.figures?.noVisit ?? 0);
  });

  test('without amounts in visits; narrowed by tag, program and who served; a talk stands on the row for two weeks', async () => {
    const { shop, id } = await grown([vera, paul], false);
    const names = async (filter: object) => (await shop.ok('risk.list', filter)).rows.map((row) => row.name);
    const list = await shop.ok('risk.list', {});
    expect(list.order).toBe('visits');
    expect(list.rows.map((row) => [row.name, row.spendPerVisit])).toEqual([
      ['Vera', null],
      ['Paul', null],
    ]);
    expect(await names({ tag: 'student' })).toEqual(['Vera']);
    expect(await names({ tag: 'nobody' })).toEqual([]);
    expect(await names({ programId: shop.programId })).toEqual(['Vera', 'Paul']);
    for (const how of ['last', 'most'] as const) {
      expect(await names({ servedBy: { personId: shop.people.staff, how } })).toEqual(['Vera']);
      expect(await names({ servedBy: { personId: shop.people.owner, how } })).toEqual(['Paul']);
      expect(await names({ servedBy: { personId: shop.people.manager, how } })).toEqual([]);
    }
    await shop.ok('contacts.log', {
      ...{ customerId: id.get('Vera') ?? '', channel: 'phone', outcome: 'willCome' },
    });
    const contactOf = async (name: string) =>
      (await shop.ok('risk.list', { bands: ['overdue', 'at_risk', 'probably_lost'] })).rows.find(
        (row) => row.name === name,
      )?.contact;
    expect(await contactOf('Vera')).toEqual({ day: list.asOf, channel: 'phone', outcome: 'willCome' });
    expect(await contactOf('Paul')).toBe(null);
    shop.clock.now += 13 * day;
    await shop.signIn('owner');
    expect(await contactOf('Vera')).toMatchObject({ outcome: 'willCome' });
    shop.clock.now += day;
    await shop.signIn('owner');
    expect(await contactOf('Vera')).toBe(null);
  });

  test('days marked closed are nobody’s absence, and taken back they are again', async () => {
    const { shop } = await grown([vera, paul]);
    const risk = (list: RiskList, name: string) => list.rows.find((row) => row.name === name)?.figures?.noVisit ?? 0;
    const evening = await shop.ok('risk.list', {});
    // Two days without anybody: too few to be found by themselves.
    shop.clock.now += 2 * day;
    await shop.signIn('owner');
    const before = await shop.ok('risk.list', {});
    expect(before.closedDays).toBe(evening.closedDays);
    expect(risk(before, 'Vera')).toBeGreaterThan(risk(evening, 'Vera') + 0.01);
    const today = dayNumber(before.asOf);
    const { closureId } = await shop.ok('risk.addClosure', { firstDay: formatDay(today - 1), lastDay: before.asOf });
    expect(await shop.ok('risk.closures', {})).toMatchObject([{ closureId, lastDay: before.asOf }]);
    const closed = await shop.ok('risk.list', {});
    expect(closed.closedDays).toBe(before.closedDays + 2);
    expect(risk(closed, 'Vera')).toBeCloseTo(risk(evening, 'Vera'), 5);
    await shop.ok('risk.removeClosure', { closureId });
    const again = await shop.ok('risk.list', {});
    expect(again.closedDays).toBe(before.closedDays);
    expect(risk(again, 'Vera')).toBeCloseTo(risk(before, 'Vera'), 5);
    expect(await shop.refused('risk.removeClosure', { closureId })).toMatchObject({ code: 'NOT_FOUND' });
    for (const lastDay of [formatDay(today - 1), formatDay(today + 366)])
      expect(await shop.refused('risk.addClosure', { firstDay: before.asOf, lastDay })).toMatchObject({
        code: 'BAD_DAYS',
      });
  });

  test('a young shop has no figures on its rows', async () => {
    const shop = await openTestShop({ as: 'owner' });
    const { customerId } = await shop.ok('customers.enrol', { name: 'Maria' });
    for (let i = 0; i < 4; i++) {
      shop.clock.now += 3 * day;
      await shop.signIn('owner');
      await shop.ok('counter.stamp', { customerId, programId: shop.programId });
    }
    shop.clock.now += 8 * day;
    await shop.signIn('owner');
    const list = await shop.ok('risk.list', {});
    expect(list.stage).toBe(0);
    expect(list.rows).toMatchObject([{ name: 'Maria', band: 'overdue', figures: null, usualGapDays: 3 }]);
  });
});

describe('how much of the business is seen (F-90)', () => {
  const days = (from: number, to: number, receipts: number, visits: number) =>
    Array.from({ length: to - from + 1 }, (_, i) => ({ day: formatDay(from + i), receipts, visits }));
  const since = 20_000;

  test.each([
    ['falls by 15 points', 100, 62, 47, true],
    ['falls by less', 100, 62, 48, false],
    ['rises', 100, 40, 62, false],
  ])('%s', (_, receipts, before, now, fell) => {
    const counted = [...days(since - 20, since - 1, receipts, before), ...days(since, since + 9, receipts, now)];
    expect(seenOf(counted, formatDay(since))).toEqual({ now_pct: now, before_pct: before, fell });
  });

  test('few counted days say nothing', () => {
    const counted = [...days(since - 20, since - 1, 100, 90), ...days(since, since + 3, 100, 10)];
    expect(seenOf(counted, formatDay(since))).toEqual({ now_pct: null, before_pct: 90, fell: false });
    expect(seenOf([], formatDay(since))).toEqual({ now_pct: null, before_pct: null, fell: false });
    expect(seenOf(days(since, since + 9, 0, 0), formatDay(since)).now_pct).toBe(null);
  });

  test('counted at the till, told on the list', async () => {
    const { shop } = await grown([vera]);
    const today = dayNumber((await shop.ok('risk.list', {})).asOf);
    const visitsOf = (businessDay: string) =>
      shop.read(
        (read) =>
          read
            .prepare<[string], { n: number }>(
              "SELECT count(*) AS n FROM liveEntry WHERE kind = 'visit' AND businessDay = ?",
            )
            .get(businessDay)?.n ?? 0,
      );
    for (let ago = 0; ago < 60; ago++) {
      const businessDay = formatDay(today - ago);
      await shop.ok('month.setReceipts', { day: businessDay, receipts: visitsOf(businessDay) * (ago < 28 ? 2 : 1) });
    }
    expect((await shop.ok('risk.list', {})).seen).toEqual({ now_pct: 50, before_pct: 100, fell: true });
  });
});
