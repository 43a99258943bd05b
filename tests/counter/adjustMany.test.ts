import { expect, test } from 'vitest';
import { counterWith } from '../support/counter.ts';
import { expectSound } from '../support/shop.ts';

test('a million stamps by a slip of the finger are refused at once, and nothing is changed', async () => {
  const { shop, customerId, card } = await counterWith();
  const by = (units: number) => ({ customerId, programId: shop.programId, units, reason: 'counted anew' });
  expect(await shop.refused('counter.adjust', by(1_000_000))).toMatchObject({ code: 'BAD_INPUT', fields: ['units'] });
  expect(await shop.refused('counter.adjust', by(51))).toMatchObject({ code: 'BAD_INPUT', fields: ['units'] });
  expect(await card()).toMatchObject({ stamps: 0, rewards: [] });
  await shop.ok('counter.adjust', by(50));
  expect((await card())?.rewards).toHaveLength(10);
  expectSound(shop);
});
