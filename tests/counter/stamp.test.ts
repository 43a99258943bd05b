import { v7 as uuidv7 } from 'uuid';
import { describe, expect, test } from 'vitest';
import { counterWith, entriesOf, timelineOf } from '../support/counter.ts';
import { day, expectSound, hour, minute, opening, pins, type TestShop } from '../support/shop.ts';

describe('a stamp', () => {
  test('is a visit and a stamp, and says so', async () => {
    const { shop, stamped, customer, card } = await counterWith();
    const said = await stamped();
    expect(said).toMatchObject({
      before: 0,
      after: 1,
      goal: 5,
      issued: [],
      redeemed: null,
      warning: null,
      undoUntil: opening + 10_000,
    });
    expect(said.entryIds).toHaveLength(2);
    expect(entriesOf(shop).map((entry) => entry.kind)).toEqual(['visit', 'stamp']);
    expect(await customer()).toMatchObject({
      visitDays: 1,
      visitsToday: 1,
      firstVisitDay: '2026-03-10',
      lastVisitDay: '2026-03-10',
    });
    expect(await card()).toMatchObject({ stamps: 1, rewards: [] });
    expectSound(shop);
  });

  test('never needs an amount on a punch card, and keeps one that is given', async () => {
    const { shop, stamped } = await counterWith();
    await stamped();
    shop.clock.now += day;
    await stamped({ amount: 1250 });
    expect(
      entriesOf(shop)
        .filter((entry) => entry.kind === 'visit')
        .map((entry) => entry.amount),
    ).toEqual([null, 1250]);
    expect(
      (
        await shop.ok('customers.get', {
          customerId: (await shop.ok('counter.find', { text: 'maria' }))[0]?.customerId ?? '',
        })
      ).spend,
    ).toBe(1250);
  });

  test('several stamps at once count one visit (F-09)', async () => {
    const { shop, stamped, customer } = await counterWith();
    expect(await stamped({ stamps: 4 })).toMatchObject({ before: 0, after: 4 });
    expect(await customer()).toMatchObject({ visitDays: 1, visitsToday: 1 });
    expect(entriesOf(shop)).toHaveLength(2);
  });

  test('the tenth of a visit is the last (F-09)', async () => {
    const { stamped, refusedStamp, newProgram } = await counterWith();
    const programId = await newProgram({ goal: 50 });
    await stamped({ programId, stamps: 7 });
    expect(await refusedStamp({ programId, stamps: 4, sameVisit: true })).toMatchObject({
      code: 'TOO_MANY_STAMPS',
      params: { cap: 10, left: 3 },
    });
    expect(await stamped({ programId, stamps: 3, sameVisit: true })).toMatchObject({ before: 7, after: 10 });
    expect(await refusedStamp({ programId, sameVisit: true })).toMatchObject({
      code: 'TOO_MANY_STAMPS',
      params: { cap: 10, left: 0 },
    });
  });

  test.each([0, 51, -1, 1.5])('%d stamps is bad input', async (stamps) => {
    const { refusedStamp } = await counterWith();
    expect(await refusedStamp({ stamps })).toMatchObject({ code: 'BAD_INPUT', fields: ['stamps'] });
  });

  test('belongs to the business day of the shop, not of UTC', async () => {
    const { shop, stamped, customer } = await counterWith();
    shop.clock.now = Date.UTC(2026, 2, 10, 22, 30); // 00:30 of the 11th in Bucharest
    await stamped();
    expect(await customer()).toMatchObject({ lastVisitDay: '2026-03-11' });
  });

  test('an archived customer gets none', async () => {
    const { shop, customerId, refusedStamp } = await counterWith();
    await shop.ok('customers.archive', { customerId });
    expect(await refusedStamp()).toMatchObject({ code: 'CUSTOMER_ARCHIVED' });
    await shop.ok('customers.restore', { customerId });
    await shop.ok('counter.stamp', { customerId, programId: shop.programId });
  });

  test('an unknown customer or program is not found', async () => {
    const { refusedStamp } = await counterWith();
    expect(await refusedStamp({ customerId: uuidv7() })).toMatchObject({ code: 'NOT_FOUND' });
    expect(await refusedStamp({ programId: uuidv7() })).toMatchObject({ code: 'NOT_FOUND' });
  });
});

describe('programs that do not run issue nothing (F-05)', () => {
  test.each([
    ['paused', async (shop: TestShop, programId: string) => void (await shop.ok('programs.pause', { programId }))],
    ['ended', async (shop: TestShop, programId: string) => void (await shop.ok('programs.end', { programId }))],
  ])('%s', async (state, stop) => {
    const { shop, stamped, refusedStamp, customer } = await counterWith();
    const { issued } = await stamped({ stamps: 5 });
    await stop(shop, shop.programId);
    expect(await refusedStamp({ sameVisit: true })).toMatchObject({ code: 'PROGRAM_NOT_RUNNING', params: { state } });
    // What was earned stays: it is shown and can be handed over.
    expect((await customer()).cards).toHaveLength(1);
    await shop.ok('counter.redeem', { rewardId: issued[0]?.rewardId ?? '', proof: { by: 'known' } });
    expectSound(shop);
  });

  test('planned for tomorrow, over since yesterday', async () => {
    const { shop, newProgram, refusedStamp, stamped } = await counterWith();
    const programId = await newProgram({ startsOn: '2026-03-11', endsOn: '2026-03-11' });
    expect(await refusedStamp({ programId })).toMatchObject({
      code: 'PROGRAM_NOT_RUNNING',
      params: { state: 'planned' },
    });
    shop.clock.now += day;
    await stamped({ programId });
    shop.clock.now += day;
    expect(await refusedStamp({ programId })).toMatchObject({ code: 'PROGRAM_NOT_RUNNING', params: { state: 'over' } });
  });

  test('a paused one goes on after the pause with the stamps it had', async () => {
    const { shop, stamped } = await counterWith();
    await stamped({ stamps: 3 });
    await shop.ok('programs.pause', { programId: shop.programId });
    await shop.ok('programs.resume', { programId: shop.programId });
    shop.clock.now += day;
    expect(await stamped()).toMatchObject({ before: 3, after: 4 });
  });
});

describe('minimum spend (F-07)', () => {
  test('9.99 at minimum 10 is blocked with the reason; 10 is enough; no amount is asked for', async () => {
    const { shop, newProgram, refusedStamp, stamped } = await counterWith();
    const programId = await newProgram({ minimumSpend: 1000 });
    expect(await refusedStamp({ programId, amount: 999 })).toMatchObject({
      code: 'MINIMUM_SPEND',
      params: { minimum: 1000 },
    });
    expect(await refusedStamp({ programId })).toMatchObject({ code: 'AMOUNT_NEEDED', params: { minimum: 1000 } });
    expect(entriesOf(shop)).toEqual([]);
    expect(await stamped({ programId, amount: 1000 })).toMatchObject({ after: 1 });
  });

  test('a redeemed amount earns nothing: coming for the reward alone brings no stamp', async () => {
    const { shop, stamped, card } = await counterWith();
    const { issued } = await stamped({ stamps: 5 });
    shop.clock.now += day;
    await shop.ok('counter.redeem', { rewardId: issued[0]?.rewardId ?? '', proof: { by: 'known' } });
    expect(await card()).toMatchObject({ stamps: 0, rewards: [] });
  });
});

describe('a full card (F-08)', () => {
  test('7 stamps on a 5-card give 1 reward and 2 stamps', async () => {
    const { shop, stamped, card } = await counterWith();
    const said = await stamped({ stamps: 7 });
    expect(said).toMatchObject({ before: 0, after: 2, issued: [{ name: 'A free coffee', value: 1200 }] });
    expect(await card()).toMatchObject({ stamps: 2, rewards: [{ rewardId: said.issued[0]?.rewardId }] });
    expect(entriesOf(shop).map(({ kind, stamps }) => [kind, stamps])).toEqual([
      ['visit', 0],
      ['stamp', 7],
      ['issue', -5],
    ]);
    expectSound(shop);
  });

  test('10 stamps give 2 rewards at once', async () => {
    const { stamped } = await counterWith();
    const said = await stamped({ stamps: 10 });
    expect(said.after).toBe(0);
    expect(said.issued).toHaveLength(2);
    expect(new Set(said.issued.map((reward) => reward.rewardId)).size).toBe(2);
  });

  test('what is left is carried to the next visits', async () => {
    const { shop, stamped } = await counterWith();
    await stamped({ stamps: 7 });
    shop.clock.now += day;
    expect(await stamped({ stamps: 2 })).toMatchObject({ before: 2, after: 4, issued: [] });
    shop.clock.now += day;
    expect(await stamped({ stamps: 2 })).toMatchObject({ before: 4, after: 1, issued: [{ name: 'A free coffee' }] });
  });
});

describe('limits (F-12), where the shop warns', () => {
  test('a second stamp on the same card inside ten minutes waits for "same visit"', async () => {
    const { shop, stamped, refusedStamp, customer } = await counterWith();
    await stamped();
    shop.clock.now += 5 * minute;
    expect(await refusedStamp()).toMatchObject({ code: 'TOO_SOON', params: { until: opening + 10 * minute } });
    expect((await customer()).sameVisitUntil).toBe(opening + 10 * minute);
    expect(await stamped({ sameVisit: true })).toMatchObject({ before: 1, after: 2, warning: null });
    expect(await customer()).toMatchObject({ visitsToday: 1, visitDays: 1 });
    shop.clock.now = opening + 10 * minute;
    expect((await customer()).sameVisitUntil).toBeNull();
    await stamped();
    expect(await customer()).toMatchObject({ visitsToday: 2, visitDays: 1 });
    expectSound(shop);
  });

  test('stamps for another program join the visit', async () => {
    const { shop, stamped, newProgram, customer } = await counterWith();
    const other = await newProgram();
    await stamped();
    shop.clock.now += minute;
    expect(await stamped({ programId: other, amount: 700 })).toMatchObject({ before: 0, after: 1 });
    expect(await customer()).toMatchObject({ visitsToday: 1 });
    expect(entriesOf(shop).filter((entry) => entry.kind === 'visit')).toHaveLength(1);
    // A later part of the visit brings its own amount.
    expect(entriesOf(shop).map((entry) => entry.amount)).toEqual([null, null, 700]);
  });

  test('the fourth visit of a day is warned of and logged', async () => {
    const { shop, stamped } = await counterWith();
    for (let i = 0; i < 3; i++) {
      expect((await stamped()).warning).toBeNull();
      shop.clock.now += hour;
    }
    expect((await stamped()).warning).toBe('VISIT_LIMIT');
    const logged = shop.read((c) =>
      c
        .prepare<[], { detail: string }>("SELECT detail FROM activity WHERE action = 'counter.stamp' ORDER BY seq DESC")
        .get(),
    );
    expect(JSON.parse(logged?.detail ?? '')).toMatchObject({ warning: 'VISIT_LIMIT' });
  });

  test('the limit is of a day: the next one begins anew', async () => {
    const { shop, stamped } = await counterWith();
    for (let i = 0; i < 3; i++) {
      await stamped();
      shop.clock.now += hour;
    }
    shop.clock.now = opening + day;
    expect((await stamped()).warning).toBeNull();
  });

  test('a visit that was undone counts for no limit', async () => {
    const { shop, stamped } = await counterWith();
    const request = uuidv7();
    await stamped({}, request);
    await shop.ok('counter.undo', { undo: request });
    expect(await stamped()).toMatchObject({ before: 0, after: 1 });
  });
});

describe('limits (F-12), where the shop blocks', () => {
  async function blocking() {
    const at = await counterWith();
    await at.shop.ok('shop.update', { limitMode: 'block' });
    await at.shop.signIn('staff');
    const approve = async () =>
      (await at.shop.ok('people.approve', { personId: at.shop.people.manager, pin: pins.manager })).approval;
    return { ...at, approve };
  }

  test('inside the window only a manager lets it through', async () => {
    const { shop, stamped, refusedStamp, approve } = await blocking();
    await stamped();
    expect(await refusedStamp({ sameVisit: true })).toMatchObject({ code: 'TOO_SOON', params: { mode: 'block' } });
    expect(await refusedStamp({ override: { approval: uuidv7(), reason: 'asked' } })).toMatchObject({
      code: 'APPROVAL_NEEDED',
    });
    const approval = await approve();
    expect(await stamped({ override: { approval, reason: 'forgot the second coffee' } })).toMatchObject({
      before: 1,
      after: 2,
    });
    const row = shop.read((c) =>
      c
        .prepare<[], { role: string; by: string; detail: string }>(
          "SELECT a.role, p.role AS by, a.detail FROM activity a JOIN person p ON p.key = a.approvedBy WHERE a.action = 'counter.stamp'",
        )
        .get(),
    );
    expect(row).toMatchObject({ role: 'staff', by: 'manager' });
    expect(JSON.parse(row?.detail ?? '')).toMatchObject({ lifted: true });
  });

  test('the fourth visit is refused, and goes through once with an approval', async () => {
    const { shop, customerId, stamped, refusedStamp, approve } = await blocking();
    for (let i = 0; i < 3; i++) {
      await stamped();
      shop.clock.now += hour;
    }
    expect(await refusedStamp()).toMatchObject({ code: 'VISIT_LIMIT', params: { limit: 3 } });
    const override = { approval: await approve(), reason: 'brings the whole office' };
    await stamped({ override });
    // The reason stays with the visit, and the owner reads it in the log.
    const [visit] = (await timelineOf(shop, customerId)).filter(({ kind }) => kind === 'visit');
    expect(visit).toMatchObject({ reason: 'brings the whole office' });
    shop.clock.now += hour;
    expect(await refusedStamp({ override })).toMatchObject({ code: 'APPROVAL_NEEDED' });
    expectSound(shop);
  });

  test('an approval that led to a refusal is not spent', async () => {
    const { shop, stamped, refusedStamp, approve, customerId } = await blocking();
    await stamped({ stamps: 10 });
    const override = { approval: await approve(), reason: 'one more' };
    expect(await refusedStamp({ override })).toMatchObject({ code: 'TOO_MANY_STAMPS' });
    shop.clock.now += hour;
    await shop.ok('counter.stamp', { customerId, programId: shop.programId, override });
  });
});

describe('the same request again (double clicks, retries)', () => {
  test.each([2, 7, 50])('%i times at once is one stamp', async (times) => {
    const { shop, stamp, customer, card } = await counterWith();
    const request = uuidv7();
    const answers = await Promise.all(Array.from({ length: times }, () => stamp({ stamps: 2 }, request)));
    const [first] = answers;
    expect(first?.ok).toBe(true);
    expect(answers.filter((answer) => answer.ok && answer.repeated)).toHaveLength(times - 1);
    for (const answer of answers) expect(answer.ok && answer.value).toEqual(first?.ok && first.value);
    expect(entriesOf(shop)).toHaveLength(2);
    expect(await card()).toMatchObject({ stamps: 2 });
    expect(await customer()).toMatchObject({ visitDays: 1 });
    expectSound(shop);
  });

  test('announces once', async () => {
    const { shop, stamp } = await counterWith();
    const request = uuidv7();
    shop.notices.length = 0;
    for (let i = 0; i < 5; i++) await stamp({}, request);
    expect(shop.notices.filter((notice) => notice.about === 'changed')).toHaveLength(1);
  });

  test('after a restart it still gets its first answer', async () => {
    const { shop, stamped, customerId } = await counterWith();
    const request = uuidv7();
    const first = await stamped({ stamps: 3 }, request);
    await shop.restart();
    await shop.signIn('owner');
    const again = await shop.call('counter.stamp', { customerId, programId: shop.programId, stamps: 3 }, request);
    expect(again).toEqual({ ok: true, value: first, repeated: true });
    expect(entriesOf(shop)).toHaveLength(2);
  });

  test('with other words under the same id it is refused, whoever asks', async () => {
    const { shop, stamped, customerId } = await counterWith();
    const request = uuidv7();
    await stamped({}, request);
    const { programId } = shop;
    for (const input of [
      { customerId, programId, stamps: 2 },
      { customerId, programId, sameVisit: true },
    ]) {
      expect(await shop.refused('counter.stamp', input, request)).toMatchObject({ code: 'REQUEST_REUSED' });
    }
    expect(await shop.refused('customers.archive', { customerId }, request)).toMatchObject({ code: 'REQUEST_REUSED' });
    expect(entriesOf(shop)).toHaveLength(2);
  });

  test('a refused request leaves nothing: the same id may then be used', async () => {
    const { shop, stamped, stamp, customerId } = await counterWith();
    await stamped();
    const request = uuidv7();
    expect(await stamp({}, request)).toMatchObject({ ok: false, error: { code: 'TOO_SOON' } });
    shop.clock.now += hour;
    expect(await stamp({}, request)).toMatchObject({ ok: true });
    expect(await shop.ok('counter.open', { customerId })).toMatchObject({ visitsToday: 2 });
  });

  test('two requests at once are two stamps', async () => {
    const { shop, newProgram, stamp } = await counterWith();
    const other = await newProgram();
    const answers = await Promise.all([stamp(), stamp({ programId: other })]);
    expect(answers.every((answer) => answer.ok)).toBe(true);
    expect(entriesOf(shop).filter((entry) => entry.kind === 'stamp')).toHaveLength(2);
    expect(entriesOf(shop).filter((entry) => entry.kind === 'visit')).toHaveLength(1);
  });
});
