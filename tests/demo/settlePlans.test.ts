import { expect, onTestFinished, test } from 'vitest';
import {
  listCustomersOfBatch,
  listPendingCustomers,
  rebuildCards,
  rebuildRewards,
  showPendingCustomer,
} from '../../db/queries/batches.ts';
import { refreshCustomerCounts } from '../../db/queries/customers.ts';
import { openShop } from '../../main/shop/open.ts';
import { explaining, type Planned, slowSteps } from '../support/plans.ts';
import { copyTestShop, opening } from '../support/shop.ts';

test('settling one of 100,000 customers looks at that one’s rows only', async () => {
  const opened = await openShop((await copyTestShop()).folder, () => opening);
  if (opened.state !== 'open') throw new Error(opened.state);
  onTestFinished(() => opened.shop.close());
  const seen: Planned[] = [];
  const write = explaining(opened.shop.write, seen);
  rebuildRewards(write, 1);
  rebuildCards(write, 1);
  refreshCustomerCounts(write, 1);
  showPendingCustomer(write, 1);
  listPendingCustomers(write, 1, 0, 100);
  listCustomersOfBatch(write, 1, 1, 100);
  expect(seen.length).toBeGreaterThanOrEqual(6);
  expect(seen.flatMap(slowSteps)).toEqual([]);
});
