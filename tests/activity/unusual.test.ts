import { expect, test } from 'vitest';
import { counterWith } from '../support/counter.ts';
import { imported } from '../support/logs.ts';
import { day, hour, minute, openTestShop } from '../support/shop.ts';

const kinds = (findings: readonly { kind: string }[]) => findings.map((finding) => finding.kind).sort();

test('an ordinary month, and a large import, are nothing unusual', async () => {
  const shop = await openTestShop({ as: 'owner' });
  const rows = Array.from({ length: 60 }, () => ['C1', '2026-03-09', '9.50', 'Maria', ''] as const);
  await imported(shop, rows);
  for (let n = 0; n < 25; n++) {
    const { customerId } = await shop.ok('customers.enrol', { name: `Customer ${n}` });
    await shop.ok('counter.stamp', { customerId, programId: shop.programId });
  }
  expect(await shop.ok('activity.unusual', {})).toEqual([]);
});

test('five entries for one customer in a day, with the entries behind it', async () => {
  const { shop, stamped } = await counterWith();
  for (let n = 0; n < 4; n++) await stamped({ sameVisit: true });
  expect(await shop.ok('activity.unusual', {})).toEqual([]);
  await stamped({ sameVisit: true });
  const [finding] = await shop.ok('activity.unusual', {});
  expect(finding).toMatchObject({ kind: 'manyEvents', customer: 'Maria Ionescu', day: '2026-03-10', count: 5 });
  expect(finding?.entries.filter((entry) => entry.kind === 'stamp')).toHaveLength(5);
  // A month later it is past.
  shop.pass(31 * day);
  expect(await shop.ok('activity.unusual', {})).toEqual([]);
});

test('more than a fifth of one person’s stamps to one customer, once there are enough', async () => {
  const { shop, customerId, stamped } = await counterWith();
  await shop.tap('staff');
  for (let n = 0; n < 5; n++) {
    await stamped();
    shop.pass(day);
  }
  for (let n = 0; n < 14; n++) {
    const { customerId: other } = await shop.ok('customers.enrol', { name: `Customer ${n}` });
    await shop.ok('counter.stamp', { customerId: other, programId: shop.programId });
  }
  await shop.signIn('owner');
  expect(await shop.ok('activity.unusual', {})).toEqual([]);
  await shop.tap('staff');
  await stamped();
  await shop.signIn('owner');
  const [finding] = await shop.ok('activity.unusual', {});
  expect(finding).toMatchObject({ kind: 'oneCustomer', person: 'Ana', customer: 'Maria Ionescu', count: 6, of: 20 });
  expect(finding?.entries.every((entry) => entry.customer.customerId === customerId)).toBe(true);
});

test('outside the hours the shop has said, also past midnight', async () => {
  const { shop, stamped } = await counterWith();
  await stamped();
  expect(await shop.ok('activity.unusual', {})).toEqual([]);
  // It is eleven in the morning.
  await shop.ok('shop.update', { opensAt: 12 * 60, closesAt: 20 * 60 });
  expect(await shop.ok('activity.unusual', {})).toMatchObject([{ kind: 'outsideHours', person: 'Ioana', count: 1 }]);
  await shop.ok('shop.update', { opensAt: 18 * 60, closesAt: 2 * 60 });
  expect(kinds(await shop.ok('activity.unusual', {}))).toEqual(['outsideHours']);
  await shop.ok('shop.update', { opensAt: 8 * 60, closesAt: 20 * 60 });
  expect(await shop.ok('activity.unusual', {})).toEqual([]);
  shop.pass(12 * hour + minute);
  await stamped();
  expect(await shop.ok('activity.unusual', {})).toMatchObject([{ kind: 'outsideHours', day: '2026-03-10', count: 1 }]);
});

test('stamps set by hand, and exceptions a manager allowed', async () => {
  const { shop, customerId } = await counterWith();
  const opening = await shop.call('customers.enrol', {
    name: 'Ion',
    opening: { programId: shop.programId, stamps: 3 },
  });
  expect(opening.ok).toBe(true);
  expect(await shop.ok('activity.unusual', {})).toMatchObject([{ kind: 'adjustment', person: 'Ioana', count: 1 }]);
  const { entryIds } = await shop.ok('counter.stamp', { customerId, programId: shop.programId });
  await shop.signIn('staff');
  const { approval } = await shop.ok('people.approve', { personId: shop.people.manager, pin: '222222' });
  await shop.ok('counter.reverse', { entryId: entryIds[0] ?? '', as: 'void', reason: 'x', approval });
  await shop.signIn('manager');
  expect(kinds(await shop.ok('activity.unusual', {}))).toEqual(['adjustment', 'override']);
});

test('what the program takes off by itself because a reward has paid is nobody’s correction', async () => {
  const { shop, customerId } = await counterWith();
  const earn = { per: 'amount', every: 1000, carryOver: true } as const;
  const rules = { kind: 'points', name: 'Beans', earn, pointValue: 100 } as const;
  const { programId } = await shop.ok('programs.create', rules);
  await shop.ok('counter.stamp', { customerId, programId, amount: 20_000 });
  const spend = { on: 'amount', points: 15 } as const;
  const { parts } = await shop.ok('counter.spend', { customerId, programId, spend, proof: { by: 'known' } });
  expect(parts).toMatchObject([{ why: 'paidByReward', units: -2 }]);
  expect(await shop.ok('activity.unusual', {})).toEqual([]);
  await shop.ok('counter.adjust', { customerId, programId, units: 1, reason: 'by hand' });
  expect(kinds(await shop.ok('activity.unusual', {}))).toEqual(['adjustment']);
});

test('stamps without an amount where amounts are usual', async () => {
  const { shop, customerId } = await counterWith();
  const stamp = (amount: number | null) => shop.ok('counter.stamp', { customerId, programId: shop.programId, amount });
  for (let n = 0; n < 20; n++) {
    await stamp(1000);
    shop.pass(day);
  }
  await shop.tap('staff');
  for (let n = 0; n < 3; n++) {
    await stamp(null);
    shop.pass(day);
  }
  await shop.signIn('owner');
  const findings = await shop.ok('activity.unusual', { days: 60 });
  expect(findings.find((finding) => finding.kind === 'noAmount')).toMatchObject({ person: 'Ana', count: 3, of: 3 });
});
