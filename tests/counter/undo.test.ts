import { v7 as uuidv7 } from 'uuid';
import { describe, expect, test } from 'vitest';
import { counterWith, entriesOf, timelineOf } from '../support/counter.ts';
import { day, expectSound, hour, minute } from '../support/shop.ts';

const known = { by: 'known' } as const;

describe('undo on the confirmation (F-20)', () => {
  test('takes back the stamp and the visit; both stay on the timeline, marked', async () => {
    const { shop, customerId, stamped, customer, card } = await counterWith();
    const undo = uuidv7();
    await stamped({ stamps: 3 }, undo);
    const said = await shop.ok('counter.undo', { undo });
    expect(said).toMatchObject({ customerId });
    expect(said.entryIds).toHaveLength(2);
    expect(await card()).toMatchObject({ stamps: 0 });
    expect(await customer()).toMatchObject({ visitDays: 0, visitsToday: 0, firstVisitDay: null, lastVisitDay: null });
    const items = await timelineOf(shop, customerId);
    expect(items.filter((item) => !['void'].includes(item.kind)).every((item) => item.voided)).toBe(true);
    expect(items).toHaveLength(4);
    expectSound(shop);
  });

  test('takes back the rewards it brought', async () => {
    const { shop, stamped, card } = await counterWith();
    const undo = uuidv7();
    const { issued } = await stamped({ stamps: 10 }, undo);
    expect(issued).toHaveLength(2);
    await shop.ok('counter.undo', { undo });
    expect(await card()).toMatchObject({ stamps: 0, rewards: [] });
    for (const { rewardId } of issued) {
      expect(await shop.refused('counter.redeem', { rewardId, proof: known })).toMatchObject({
        code: 'REWARD_NOT_OPEN',
        params: { state: 'voided' },
      });
    }
    expectSound(shop);
  });

  test('takes back a redemption: the reward is open again, once', async () => {
    const { shop, stamped, card, customer } = await counterWith();
    const { issued } = await stamped({ stamps: 5 });
    const rewardId = issued[0]?.rewardId ?? '';
    shop.clock.now += day;
    const undo = uuidv7();
    await shop.ok('counter.redeem', { rewardId, proof: known }, undo);
    expect(await customer()).toMatchObject({ visitDays: 2 });
    await shop.ok('counter.undo', { undo });
    expect(await customer()).toMatchObject({ visitDays: 1 });
    expect((await card())?.rewards).toHaveLength(1);
    await shop.ok('counter.redeem', { rewardId, proof: known });
    expect(await shop.refused('counter.redeem', { rewardId, proof: known })).toMatchObject({ code: 'REWARD_NOT_OPEN' });
    expectSound(shop);
  });

  test('takes back a reward bought with points: the points are there again', async () => {
    const { shop, customerId, card } = await counterWith();
    const { programId } = await shop.ok('programs.create', {
      kind: 'points',
      name: 'Points',
      earn: { per: 'visit', units: 12 },
      rewards: [{ at: 10, name: 'A cookie' }],
    });
    await shop.ok('counter.stamp', { customerId, programId });
    const programRewardId = (await card(programId))?.cardRewards[0]?.programRewardId;
    if (!programRewardId) throw new Error('no reward');
    const undo = uuidv7();
    const spend = { on: 'reward', programRewardId } as const;
    await shop.ok('counter.spend', { customerId, programId, spend, proof: known }, undo);
    expect(await card(programId)).toMatchObject({ stamps: 2 });
    await shop.ok('counter.undo', { undo });
    expect(await card(programId)).toMatchObject({ stamps: 12, rewards: [] });
    expectSound(shop);
  });

  test('for ten seconds, not a millisecond more', async () => {
    for (const [later, code] of [
      [10_000, null],
      [10_001, 'UNDO_TOO_LATE'],
      [day, 'UNDO_TOO_LATE'],
    ] as const) {
      const { shop, stamped } = await counterWith();
      const undo = uuidv7();
      await stamped({}, undo);
      shop.pass(later);
      const answer = await shop.call('counter.undo', { undo });
      expect(answer.ok ? null : answer.error.code).toBe(code);
    }
  });

  test.each([-day, -hour, hour, day])('whatever is done to the computer’s clock meanwhile: %d ms', async (jump) => {
    const { shop, stamped } = await counterWith();
    const [soon, late] = [uuidv7(), uuidv7()];
    await stamped({}, soon);
    shop.clock.now += jump;
    shop.pass(9_999);
    await shop.ok('counter.undo', { undo: soon });
    await stamped({}, late);
    shop.clock.now -= jump;
    shop.pass(10_001);
    expect(await shop.refused('counter.undo', { undo: late })).toMatchObject({ code: 'UNDO_TOO_LATE' });
  });

  test('not after a restart: nobody stands before that confirmation any more', async () => {
    const { shop, stamped } = await counterWith();
    const undo = uuidv7();
    await stamped({}, undo);
    await shop.restart();
    await shop.signIn('owner');
    expect(await shop.refused('counter.undo', { undo })).toMatchObject({ code: 'UNDO_TOO_LATE' });
  });

  test('without a PIN, by the same person only', async () => {
    const { shop, stamped } = await counterWith();
    await shop.tap('staff');
    const [mine, theirs] = [uuidv7(), uuidv7()];
    await stamped({}, mine);
    await shop.ok('counter.undo', { undo: mine });
    await stamped({}, theirs);
    await shop.tap('manager');
    expect(await shop.refused('counter.undo', { undo: theirs })).toMatchObject({ code: 'NOT_ALLOWED' });
    await shop.signIn('owner');
    expect(await shop.refused('counter.undo', { undo: theirs })).toMatchObject({ code: 'NOT_ALLOWED' });
    await shop.tap('staff');
    await shop.ok('counter.undo', { undo: theirs });
    expectSound(shop);
  });

  test('once: a second undo finds it voided, the same undo again answers the same', async () => {
    const { shop, stamped } = await counterWith();
    const undo = uuidv7();
    await stamped({}, undo);
    const request = uuidv7();
    const first = await shop.ok('counter.undo', { undo }, request);
    expect(await shop.call('counter.undo', { undo }, request)).toEqual({ ok: true, value: first, repeated: true });
    expect(await shop.refused('counter.undo', { undo })).toMatchObject({ code: 'ALREADY_VOIDED' });
    expect(entriesOf(shop)).toHaveLength(4);
  });

  test('of nothing, of an undo, of an edit: nothing to undo', async () => {
    const { shop, customerId, stamped } = await counterWith();
    const [undo, undone, edit] = [uuidv7(), uuidv7(), uuidv7()];
    await stamped({}, undo);
    await shop.ok('counter.undo', { undo }, undone);
    await shop.ok('customers.update', { customerId, name: 'Maria Pop' }, edit);
    for (const nothing of [uuidv7(), undone, edit]) {
      expect(await shop.refused('counter.undo', { undo: nothing })).toMatchObject({ code: 'NOTHING_TO_UNDO' });
    }
  });

  test('leaves the visit to whatever joined it meanwhile', async () => {
    const { shop, stamped, newProgram, customer, card } = await counterWith();
    const other = await newProgram();
    const undo = uuidv7();
    await stamped({}, undo);
    shop.clock.now += 1000;
    await stamped({ programId: other });
    await shop.ok('counter.undo', { undo });
    expect(await card()).toMatchObject({ stamps: 0 });
    expect(await card(other)).toMatchObject({ stamps: 1 });
    expect(await customer()).toMatchObject({ visitsToday: 1, visitDays: 1 });
    expectSound(shop);
  });

  test('of what joined a visit leaves the visit', async () => {
    const { shop, stamped, customer, card } = await counterWith();
    await stamped();
    shop.clock.now += minute;
    const undo = uuidv7();
    await stamped({ sameVisit: true, stamps: 2 }, undo);
    await shop.ok('counter.undo', { undo });
    expect(await card()).toMatchObject({ stamps: 1 });
    expect(await customer()).toMatchObject({ visitsToday: 1 });
  });

  test('of stamps whose reward has been handed over: the customer owes (F-22)', async () => {
    const { shop, stamped, card } = await counterWith();
    const undo = uuidv7();
    const { issued } = await stamped({ stamps: 7 }, undo);
    await shop.ok('counter.redeem', { rewardId: issued[0]?.rewardId ?? '', proof: known });
    await shop.ok('counter.undo', { undo });
    expect(await card()).toMatchObject({ stamps: -5, rewards: [] });
    // The next stamps pay it back before anything new is earned.
    shop.clock.now += hour;
    expect(await stamped({ stamps: 9 })).toMatchObject({ before: -5, after: 4, issued: [] });
    expectSound(shop);
  });
});

// Found by tests/ledger/model.test.ts: it answered "done" with nothing done.
describe('undo again, when only what stays is left', () => {
  test('the visit that others joined', async () => {
    const { shop, stamped, newProgram } = await counterWith();
    const other = await newProgram();
    const undo = uuidv7();
    await stamped({}, undo);
    await stamped({ programId: other });
    await shop.ok('counter.undo', { undo });
    expect(await shop.refused('counter.undo', { undo })).toMatchObject({ code: 'ALREADY_VOIDED' });
  });

  test('the reward that later stamps pay for', async () => {
    const { shop, stamped, card } = await counterWith();
    await stamped({ stamps: 4 });
    const undo = uuidv7();
    await stamped({ stamps: 1, sameVisit: true }, undo);
    await stamped({ stamps: 2, sameVisit: true });
    await shop.ok('counter.undo', { undo });
    expect(await card()).toMatchObject({ stamps: 1, rewards: [{ name: 'A free coffee' }] });
    expect(await shop.refused('counter.undo', { undo })).toMatchObject({ code: 'ALREADY_VOIDED' });
    expectSound(shop);
  });
});
