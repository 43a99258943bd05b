import type { InputFor } from '../../preload/contract/index.ts';
import { punchCard } from '../../preload/contract/rules.ts';
import { openTestShop, type TestShop } from './shop.ts';

/** A shop with its owner at the till and one customer. */
export async function counterWith(details: Partial<InputFor<'customers.enrol'>> = {}) {
  const shop = await openTestShop({ as: 'owner' });
  const { customerId } = await shop.ok('customers.enrol', { name: 'Maria Ionescu', ...details });
  const { programId } = shop;
  return {
    shop,
    customerId,
    stamp: (more: Partial<InputFor<'counter.stamp'>> = {}, requestId?: string) =>
      shop.call('counter.stamp', { customerId, programId, ...more }, requestId),
    stamped: (more: Partial<InputFor<'counter.stamp'>> = {}, requestId?: string) =>
      shop.ok('counter.stamp', { customerId, programId, ...more }, requestId),
    refusedStamp: (more: Partial<InputFor<'counter.stamp'>> = {}) =>
      shop.refused('counter.stamp', { customerId, programId, ...more }),
    newProgram: async (rules: Partial<Parameters<typeof punchCard>[0]> = {}) =>
      (await shop.ok('programs.create', punchCard({ name: 'More', goal: 10, rewardName: 'A cake', ...rules })))
        .programId,
    card: async (id: string = programId) =>
      (await shop.ok('counter.open', { customerId })).cards.find((card) => card.programId === id),
    customer: () => shop.ok('counter.open', { customerId }),
  };
}

/** The whole ledger in short. */
export const entriesOf = (shop: TestShop) =>
  shop.read((c) =>
    c
      .prepare<[], { kind: string; stamps: number; amount: number | null }>(
        'SELECT kind, stamps, amount FROM entry ORDER BY seq',
      )
      .all(),
  );

/** Live, reversed and reversing entries of a kind, as the timeline tells them: newest first. */
export const timelineOf = async (shop: TestShop, customerId: string) =>
  (await shop.ok('customers.timeline', { customerId, limit: 200 })).items;
