import { v7 as uuidv7 } from 'uuid';
import { expect, test } from 'vitest';
import { minute, openTestShop } from '../support/shop.ts';

test('what became of a command is told to whoever gave it: the first answer, or that it was not done (TRUST.md rule 18)', async () => {
  const shop = await openTestShop({ as: 'owner' });
  const { customerId } = await shop.ok('customers.enrol', { name: 'Maria' });
  const requestId = uuidv7() as never;
  expect(await shop.ok('shop.outcome', { requestId })).toBeNull();
  const answer = await shop.ok('counter.stamp', { customerId, programId: shop.programId as never }, requestId);
  shop.pass(minute);
  expect(await shop.ok('shop.outcome', { requestId })).toEqual({ procedure: 'counter.stamp', answer, age: minute });
  // Nobody hears of what somebody else did.
  await shop.signIn('staff');
  expect(await shop.ok('shop.outcome', { requestId })).toBeNull();
  await shop.restart();
  await shop.signIn('owner');
  expect(await shop.ok('shop.outcome', { requestId })).toMatchObject({ answer });
});
