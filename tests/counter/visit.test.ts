import { describe, expect, test } from 'vitest';
import { counterWith, entriesOf } from '../support/counter.ts';
import { expectSound, hour, minute } from '../support/shop.ts';

describe('a visit on no card', () => {
  test('counts as a visit and nothing else; again only after a while', async () => {
    const { shop, customerId, customer } = await counterWith();
    const said = await shop.ok('counter.visit', { customerId, amount: 1250 });
    expect(said).toMatchObject({ programId: null, earned: 0, parts: [], previousVisitDay: null });
    expect(entriesOf(shop)).toEqual([{ kind: 'visit', stamps: 0, amount: 1250 }]);
    shop.clock.now += 4 * minute;
    expect(await shop.refused('counter.visit', { customerId })).toMatchObject({ code: 'TOO_SOON' });
    shop.clock.now += hour;
    expect(await shop.ok('counter.visit', { customerId })).toMatchObject({ previousVisitDay: null });
    expect(await customer()).toMatchObject({ visitDays: 1, visitsToday: 2 });
    expectSound(shop);
  });

  test('brings a discount nearer, and a stamp joins it', async () => {
    const { shop, customerId, stamped, customer } = await counterWith();
    const discount = {
      kind: 'discount',
      name: 'Often',
      visits: 2,
      withinDays: 30,
      benefit: { name: '5 % off' },
    } as const;
    const { programId } = await shop.ok('programs.create', discount);
    await shop.ok('counter.visit', { customerId });
    expect(await shop.refused('counter.use', { customerId, programId })).toMatchObject({ code: 'NOT_EARNED' });
    await stamped();
    expect(await customer()).toMatchObject({ visitsToday: 1 });
    shop.clock.now += 24 * hour;
    expect(await shop.ok('counter.visit', { customerId })).toMatchObject({ previousVisitDay: '2026-03-10' });
    shop.clock.now += hour;
    // The visit of an hour ago is of today.
    expect(await shop.ok('counter.visit', { customerId })).toMatchObject({ previousVisitDay: '2026-03-10' });
    await shop.ok('counter.use', { customerId, programId });
    expectSound(shop);
  });

  test('keeps to the limit of the day, and a manager lifts it', async () => {
    const { shop, customerId } = await counterWith();
    await shop.ok('shop.update', { visitsPerDay: 1, minutesBetweenVisits: 0, limitMode: 'block' });
    await shop.ok('counter.visit', { customerId });
    expect(await shop.refused('counter.visit', { customerId })).toMatchObject({
      code: 'VISIT_LIMIT',
      params: { limit: 1 },
    });
    await shop.ok('shop.update', { limitMode: 'warn' });
    expect(await shop.ok('counter.visit', { customerId })).toMatchObject({ warning: 'VISIT_LIMIT' });
    expectSound(shop);
  });
});
