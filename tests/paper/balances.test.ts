import { expect, test } from 'vitest';
import { openTestShop } from '../support/shop.ts';

test('the list of balances has everybody who has something, by name, with cards and rewards, and nobody else (F-58)', async () => {
  const shop = await openTestShop({ as: 'owner' });
  const { programId } = shop;
  const points = await shop.ok('programs.create', {
    kind: 'points',
    name: 'Beans',
    earn: { per: 'amount', every: 100 },
    rewards: [{ at: 50, name: 'A cookie' }],
  });
  const enrol = async (name: string) => (await shop.ok('customers.enrol', { name })).customerId;
  const zoe = await enrol('Zoe');
  const ana = await enrol('Ana');
  const full = await enrol('Maria');
  await enrol('Nobody');
  const gone = await enrol('Gone');
  for (const customerId of [zoe, gone])
    await shop.ok('counter.stamp', { customerId, programId: programId as never, stamps: 3 });
  await shop.ok('counter.stamp', { customerId: zoe, programId: points.programId, amount: 700, sameVisit: true });
  await shop.ok('counter.stamp', { customerId: full, programId: programId as never, stamps: 5 });
  await shop.ok('counter.stamp', { customerId: ana, programId: programId as never });
  await shop.ok('customers.archive', { customerId: gone });

  const list = await shop.ok('paper.balances', { lines: null });
  expect(list.total).toBe(3);
  expect(list.rows.map(({ name, cards, openRewards }) => ({ name, cards, openRewards }))).toEqual([
    { name: 'Ana', cards: [{ program: 'Coffee card', units: 1, goal: 5 }], openRewards: 0 },
    { name: 'Maria', cards: [], openRewards: 1 },
    {
      name: 'Zoe',
      cards: [
        { program: 'Coffee card', units: 3, goal: 5 },
        { program: 'Beans', units: 7, goal: null },
      ],
      openRewards: 0,
    },
  ]);
  expect(await shop.ok('paper.balances', { lines: 2 })).toMatchObject({ total: 3, rows: [{}, {}] });
  await shop.signIn('manager');
  expect(await shop.refused('paper.balances', { lines: null })).toMatchObject({ code: 'NOT_ALLOWED' });
  expect(await shop.refused('paper.save', { sheet: { kind: 'balances', lines: null } })).toMatchObject({
    code: 'NOT_ALLOWED',
  });
});
