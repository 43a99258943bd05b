import { expect, test } from 'vitest';
import { openTestShop, pins, type TestShop } from '../support/shop.ts';

/** What the activity log says of people, from the first line on: action, whom it is about, detail, who gave leave. */
const log = (shop: TestShop) =>
  shop.read((c) =>
    c
      .prepare<[], { action: string; targetId: string | null; detail: string; approvedBy: string | null }>(
        `SELECT a.action, a.targetId, a.detail, p.id AS approvedBy FROM activity a LEFT JOIN person p ON p.key = a.approvedBy
         WHERE a.action LIKE 'people.%' OR a.approvedBy IS NOT NULL ORDER BY a.seq`,
      )
      .all()
      .map(({ detail, ...row }) => ({ ...row, detail: JSON.parse(detail) })),
  );
const line = (
  action: string,
  detail: object = {},
  targetId: string | null = null,
  approvedBy: string | null = null,
) => ({
  action,
  targetId,
  detail,
  approvedBy,
});

test('who came, by what, and who went has its line; who was not there does not go', async () => {
  const shop = await openTestShop({ as: 'owner' });
  const { owner, manager, staff } = shop.people;
  const before = log(shop).length;
  await shop.ok('people.setBadge', { personId: staff, code: 'ANA-0001' });
  await shop.ok('people.badge', { code: 'ANA-0001' });
  await shop.tap('manager');
  for (let i = 0; i < 2; i++) await shop.ok('people.signOut', {});
  for (let i = 0; i < 5; i++) await shop.call('people.signIn', { personId: manager, pin: '0000' });
  await shop.signIn('staff');
  const { customerId } = await shop.ok('customers.enrol', { name: 'Maria' });
  const { entryIds } = await shop.ok('counter.stamp', { customerId, programId: shop.programId });
  const { approval } = await shop.ok('people.approve', { personId: owner, pin: pins.owner });
  const entryId = entryIds[0] ?? '';
  await shop.ok('counter.reverse', { entryId, as: 'void', reason: 'x', approval });
  const wrong = [1, 2, 3, 4].map((n) => line('people.wrongPin', { person: manager, wrong: n }));
  expect(log(shop).slice(before)).toMatchObject([
    line('people.setBadge', { given: true }, staff),
    line('people.badge'),
    line('people.tap'),
    line('people.signOut'),
    ...wrong,
    line('people.lockedOut', { person: manager, minutes: 1 }),
    line('people.signIn'),
    line('people.approve', { person: owner }),
    { action: 'counter.reverse', approvedBy: owner },
  ]);
});

test('what is changed about people has its line, with whom it is about', async () => {
  const shop = await openTestShop({ as: 'owner' });
  const { owner, staff, manager } = shop.people;
  const { code } = await shop.ok('people.makeRecoveryCode', {});
  await shop.ok('people.confirmRecoveryCode', { recoveryCode: code });
  const { customerId } = await shop.ok('customers.enrol', { name: 'Maria' });
  const before = log(shop).length;
  const { personId } = await shop.ok('people.add', { name: 'Dan', role: 'staff', pin: '4321' });
  await shop.ok('people.update', { personId: staff, name: 'Ana', role: 'manager', language: null });
  await shop.ok('people.setBadge', { personId: staff, code: 'ANA-0001' });
  await shop.ok('people.setBadge', { personId: staff, code: null });
  for (const who of [staff, manager, null]) await shop.ok('people.linkCustomer', { customerId, personId: who });
  await shop.ok('people.changePin', { personId: staff, pin: '4444' });
  await shop.ok('people.archive', { personId });
  await shop.call('people.recover', { personId: owner, recoveryCode: '0'.repeat(20), pin: '8888' });
  await shop.ok('people.recover', { personId: owner, recoveryCode: code, pin: '8888' });
  expect(log(shop).slice(before)).toEqual([
    line('people.add', { role: 'staff' }, personId),
    line('people.update', { role: 'manager' }, staff),
    line('people.setBadge', { given: true }, staff),
    line('people.setBadge', { given: false }, staff),
    line('people.linkCustomer', { before: null, person: staff }, customerId),
    line('people.linkCustomer', { before: staff, person: manager }, customerId),
    line('people.linkCustomer', { before: manager, person: null }, customerId),
    line('people.changePin', {}, staff),
    line('people.archive', {}, personId),
    line('people.wrongRecoveryCode', { person: owner }),
    line('people.recover', {}, owner),
  ]);
});

test('each answer says whether the till is trusted', async () => {
  const shop = await openTestShop({ as: 'owner' });
  const { owner, staff } = shop.people;
  await shop.ok('people.setBadge', { personId: owner, code: 'IOANA-01' });
  for (const trustedTill of [true, false]) {
    await shop.ok('shop.update', { trustedTill });
    const { code } = await shop.ok('people.makeRecoveryCode', {});
    await shop.ok('people.confirmRecoveryCode', { recoveryCode: code });
    const recoveryCode = code;
    const answers = [
      await shop.ok('people.badge', { code: 'IOANA-01' }),
      await shop.ok('people.recover', { personId: owner, recoveryCode, pin: pins.owner }),
      await shop.ok('people.session', {}),
      ...(trustedTill ? [await shop.ok('people.tap', { personId: staff })] : []),
      await shop.ok('people.signOut', {}),
      await shop.ok('people.signIn', { personId: owner, pin: pins.owner }),
    ];
    expect(answers.map((answer) => answer.trustedTill)).toEqual(answers.map(() => trustedTill));
  }
});
