import { v7 as uuidv7 } from 'uuid';
import { describe, expect, test } from 'vitest';
import { counterWith, entriesOf } from '../support/counter.ts';
import { day, expectSound, hour, minute, opening } from '../support/shop.ts';

/** A customer who has just filled a card. */
async function withReward(details: Parameters<typeof counterWith>[0] = {}) {
  const at = await counterWith(details);
  const { issued } = await at.stamped({ stamps: 5 });
  const rewardId = issued[0]?.rewardId ?? '';
  return { ...at, rewardId };
}
const known = { by: 'known' } as const;

describe('a reward', () => {
  test('is handed over once, ever', async () => {
    const { shop, rewardId, card, customerId } = await withReward();
    shop.clock.now += day;
    const said = await shop.ok('counter.redeem', { rewardId, proof: known });
    expect(said).toMatchObject({
      customerId,
      before: 0,
      after: 0,
      redeemed: { rewardId, name: 'A free coffee' },
      issued: [],
    });
    expect((await card())?.rewards).toEqual([]);
    for (let i = 0; i < 3; i++) {
      expect(await shop.refused('counter.redeem', { rewardId, proof: known })).toMatchObject({
        code: 'REWARD_NOT_OPEN',
        params: { state: 'redeemed' },
      });
    }
    expect(entriesOf(shop).filter((entry) => entry.kind === 'redeem')).toHaveLength(1);
    expectSound(shop);
  });

  test.each([2, 20, 50])('clicked %i times at once is handed over once', async (times) => {
    const { shop, rewardId } = await withReward();
    const same = uuidv7();
    const again = await Promise.all(
      Array.from({ length: times }, () => shop.call('counter.redeem', { rewardId, proof: known }, same)),
    );
    expect(again.filter((answer) => answer.ok && !answer.repeated)).toHaveLength(1);
    expect(again.every((answer) => answer.ok)).toBe(true);
    const others = await Promise.all(
      Array.from({ length: times }, () => shop.call('counter.redeem', { rewardId, proof: known })),
    );
    expect(others.every((answer) => !answer.ok && answer.error.code === 'REWARD_NOT_OPEN')).toBe(true);
    expect(entriesOf(shop).filter((entry) => entry.kind === 'redeem')).toHaveLength(1);
    expectSound(shop);
  });

  test('keeps who handed it over and when', async () => {
    const { shop, rewardId } = await withReward();
    await shop.signIn('staff');
    shop.clock.now += hour;
    await shop.ok('counter.redeem', { rewardId, proof: known });
    const row = shop.read((c) =>
      c
        .prepare(
          "SELECT p.name, e.recordedAt, e.occurredAt FROM entry e JOIN person p ON p.key = e.personKey WHERE e.kind = 'redeem'",
        )
        .get(),
    );
    expect(row).toEqual({ name: 'Ana', recordedAt: opening + hour, occurredAt: opening + hour });
  });

  test('asks for the PIN even on a trusted till', async () => {
    const { shop, rewardId } = await withReward();
    await shop.tap('staff');
    expect(await shop.refused('counter.redeem', { rewardId, proof: known })).toMatchObject({ code: 'PIN_NEEDED' });
    await shop.ok('people.signOut', {});
    expect(await shop.refused('counter.redeem', { rewardId, proof: known })).toMatchObject({ code: 'NOT_SIGNED_IN' });
  });

  test('of an unknown id is not found, of an archived customer not handed over', async () => {
    const { shop, rewardId, customerId } = await withReward();
    expect(await shop.refused('counter.redeem', { rewardId: uuidv7(), proof: known })).toMatchObject({
      code: 'NOT_FOUND',
    });
    await shop.ok('customers.archive', { customerId });
    expect(await shop.refused('counter.redeem', { rewardId, proof: known })).toMatchObject({
      code: 'CUSTOMER_ARCHIVED',
    });
  });

  test('inside the visit belongs to it; on another day coming for it is a visit of its own', async () => {
    const { shop, rewardId, customer, stamped } = await withReward();
    shop.clock.now += 5 * minute;
    await shop.ok('counter.redeem', { rewardId, proof: known });
    expect(await customer()).toMatchObject({ visitsToday: 1, visitDays: 1 });
    shop.clock.now += day;
    const next = await stamped({ stamps: 5 });
    shop.clock.now += day;
    await shop.ok('counter.redeem', { rewardId: next.issued[0]?.rewardId ?? '', proof: known });
    expect(await customer()).toMatchObject({ visitsToday: 1, visitDays: 3 });
    expectSound(shop);
  });
});

describe('without a scanned card the person proves who they are (F-17)', () => {
  const both = { phones: ['0722 123 456', '0733 999 888'], birthday: { month: 2, day: 29, year: null } };

  test('by the last three digits of any of their phones', async () => {
    const { shop, rewardId, customer } = await withReward(both);
    expect((await customer()).canProveBy).toEqual(['phone', 'birthday']);
    expect(await shop.refused('counter.redeem', { rewardId, proof: { by: 'phone', digits: '457' } })).toMatchObject({
      code: 'IDENTITY_WRONG',
    });
    expect(await shop.refused('counter.redeem', { rewardId, proof: known })).toMatchObject({ code: 'IDENTITY_NEEDED' });
    await shop.ok('counter.redeem', { rewardId, proof: { by: 'phone', digits: '888' } });
  });

  test('by the birthday', async () => {
    const { shop, rewardId } = await withReward(both);
    expect(
      await shop.refused('counter.redeem', { rewardId, proof: { by: 'birthday', month: 2, day: 28 } }),
    ).toMatchObject({
      code: 'IDENTITY_WRONG',
    });
    await shop.ok('counter.redeem', { rewardId, proof: { by: 'birthday', month: 2, day: 29 } });
  });

  test('by the card, which must be theirs', async () => {
    const { shop, rewardId, customer } = await withReward(both);
    const other = await shop.ok('customers.enrol', { name: 'Ion' });
    for (const code of [other.number, '999999', '', 'x'.repeat(200)]) {
      expect(await shop.refused('counter.redeem', { rewardId, proof: { by: 'card', code } })).toMatchObject({
        code: 'IDENTITY_WRONG',
      });
    }
    const { number } = await customer();
    await shop.ok('counter.redeem', { rewardId, proof: { by: 'card', code: `\u0002${number}\r\n` } });
  });

  test('"known" is enough only for somebody with neither on record', async () => {
    const { shop, rewardId, customer } = await withReward();
    expect((await customer()).canProveBy).toEqual([]);
    await shop.ok('counter.redeem', { rewardId, proof: known });
    for (const details of [{ phones: ['0722 123 456'] }, { birthday: { month: 5, day: 1, year: 1990 } }]) {
      const other = await withReward(details);
      expect(await other.shop.refused('counter.redeem', { rewardId: other.rewardId, proof: known })).toMatchObject({
        code: 'IDENTITY_NEEDED',
      });
    }
  });

  test('a wrong proof changes nothing: the reward stays open', async () => {
    const { shop, rewardId, card } = await withReward(both);
    await shop.refused('counter.redeem', { rewardId, proof: { by: 'phone', digits: '000' } });
    expect((await card())?.rewards).toHaveLength(1);
    expect(entriesOf(shop).some((entry) => entry.kind === 'redeem')).toBe(false);
  });
});
