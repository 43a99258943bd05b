import { v7 as uuidv7 } from 'uuid';
import { describe, expect, test } from 'vitest';
import { counterWith } from '../support/counter.ts';
import { expectSound, openTestShop } from '../support/shop.ts';

describe('a badge (F-19)', () => {
  test('signs in as a tap would, whoever was there before, and never as a PIN', async () => {
    const shop = await openTestShop({ as: 'owner' });
    await shop.ok('people.setBadge', { personId: shop.people.staff, code: ' ANA-0001\n' });
    expect((await shop.ok('people.list', {})).map(({ role, hasBadge }) => [role, hasBadge])).toEqual([
      ['owner', false],
      ['manager', false],
      ['staff', true],
    ]);
    expect(await shop.ok('people.badge', { code: 'ANA-0001' })).toMatchObject({
      person: { role: 'staff' },
      proof: 'tap',
    });
    expect(await shop.refused('customers.list', {})).toMatchObject({ code: 'PIN_NEEDED' });
    await shop.ok('people.signOut', {});
    expect(await shop.ok('people.badge', { code: 'ANA-0001' })).toMatchObject({ proof: 'tap' });
    // Who has given the PIN keeps it when their own badge passes the scanner.
    await shop.signIn('staff');
    expect(await shop.ok('people.badge', { code: 'ANA-0001' })).toMatchObject({ proof: 'pin' });
    // As scanners send it that frame what they read.
    expect(await shop.ok('people.badge', { code: ' \u0002 ANA-\u001d0001 \u0003\r\n' })).toMatchObject({
      proof: 'pin',
    });
    expect(await shop.refused('people.badge', { code: 'ana-0001' })).toMatchObject({ code: 'BADGE_UNKNOWN' });
  });

  test('says only whose PIN is needed where the till is not trusted', async () => {
    const shop = await openTestShop({ as: 'owner' });
    await shop.ok('people.setBadge', { personId: shop.people.staff, code: 'ANA-0001' });
    await shop.ok('shop.update', { trustedTill: false });
    await shop.ok('people.signOut', {});
    expect(await shop.refused('people.badge', { code: 'ANA-0001' })).toMatchObject({
      code: 'PIN_NEEDED',
      params: { personId: shop.people.staff },
    });
    expect(await shop.ok('people.session', {})).toMatchObject({ person: null });
  });

  test('belongs to one person and is no customer’s card; it ends with the job', async () => {
    const shop = await openTestShop({ as: 'owner' });
    const { number } = await shop.ok('customers.enrol', { name: 'Maria' });
    const { staff, manager } = shop.people;
    await shop.ok('people.setBadge', { personId: staff, code: 'ANA-0001' });
    for (const code of ['ANA-0001', number])
      expect(await shop.refused('people.setBadge', { personId: manager, code })).toMatchObject({
        code: 'BADGE_TAKEN',
        fields: ['code'],
      });
    expect(await shop.refused('people.setBadge', { personId: manager, code: '123' })).toMatchObject({
      code: 'BAD_INPUT',
    });
    for (const code of ['ANA-0001', 'ANA-0002']) await shop.ok('people.setBadge', { personId: staff, code });
    expect(await shop.refused('people.badge', { code: 'ANA-0001' })).toMatchObject({ code: 'BADGE_UNKNOWN' });
    await shop.ok('people.archive', { personId: staff });
    expect(await shop.refused('people.badge', { code: 'ANA-0002' })).toMatchObject({ code: 'BADGE_UNKNOWN' });
    await shop.ok('people.setBadge', { personId: manager, code: 'ANA-0002' });
    await shop.ok('people.setBadge', { personId: manager, code: null });
    expect(await shop.refused('people.badge', { code: 'ANA-0002' })).toMatchObject({ code: 'BADGE_UNKNOWN' });
  });
});

describe('the own card (F-33)', () => {
  test('is stamped, redeemed, taken back and given back by somebody else only', async () => {
    const { shop, customerId, stamped, refusedStamp } = await counterWith();
    const undone = uuidv7();
    const { issued, entryIds } = await stamped({ stamps: 6 });
    await stamped({ sameVisit: true }, undone);
    await shop.ok('people.linkCustomer', { customerId, personId: shop.people.manager });
    expect(await shop.ok('people.staffOf', { customerId })).toEqual({ personId: shop.people.manager });
    const before = shop.read((c) => c.prepare('SELECT count(*) AS n FROM entry').get());
    await shop.signIn('manager');
    expect(await refusedStamp({ sameVisit: true })).toMatchObject({ code: 'OWN_CARD' });
    expect(
      await shop.refused('counter.redeem', { rewardId: issued[0]?.rewardId ?? '', proof: { by: 'known' } }),
    ).toMatchObject({ code: 'OWN_CARD' });
    expect(
      await shop.refused('counter.reverse', { entryId: entryIds[0] ?? '', as: 'void', reason: 'x' }),
    ).toMatchObject({ code: 'OWN_CARD' });
    expect(shop.read((c) => c.prepare('SELECT count(*) AS n FROM entry').get())).toEqual(before);
    // Another customer is no trouble, and neither is a colleague.
    const { customerId: other } = await shop.ok('customers.enrol', { name: 'Ion' });
    await shop.ok('counter.stamp', { customerId: other, programId: shop.programId });
    await shop.tap('staff');
    await stamped({ sameVisit: true });
    expectSound(shop);
  });

  test('nobody says it of themselves or takes it back; staff not at all', async () => {
    const { shop, customerId } = await counterWith();
    const { manager, owner } = shop.people;
    await shop.signIn('manager');
    expect(await shop.refused('people.linkCustomer', { customerId, personId: manager })).toMatchObject({
      code: 'OWN_LINK',
    });
    await shop.ok('people.linkCustomer', { customerId, personId: owner });
    await shop.signIn('owner');
    expect(await shop.refused('people.linkCustomer', { customerId, personId: null })).toMatchObject({
      code: 'OWN_LINK',
    });
    expect(await shop.refused('people.linkCustomer', { customerId, personId: manager })).toMatchObject({
      code: 'OWN_LINK',
    });
    await shop.signIn('staff');
    expect(await shop.refused('people.linkCustomer', { customerId, personId: null })).toMatchObject({
      code: 'NOT_ALLOWED',
    });
    await shop.signIn('manager');
    await shop.ok('people.linkCustomer', { customerId, personId: null });
    expect(await shop.ok('people.staffOf', { customerId })).toEqual({ personId: null });
    const log = shop.read((c) =>
      c.prepare<[], { targetId: string }>("SELECT targetId FROM activity WHERE action = 'people.linkCustomer'").all(),
    );
    expect(log).toEqual([{ targetId: customerId }, { targetId: customerId }]);
  });

  test('is not that of a record that went into another one', async () => {
    const { shop, customerId } = await counterWith();
    const { customerId: mergeId } = await shop.ok('customers.enrol', { name: 'Maria P.' });
    await shop.ok('merges.merge', { keepId: customerId, mergeId });
    expect(
      await shop.refused('people.linkCustomer', { customerId: mergeId, personId: shop.people.staff }),
    ).toMatchObject({ code: 'CUSTOMER_MERGED' });
  });

  test('one customer for a person: a new one takes the place of the old', async () => {
    const { shop, customerId, stamped, refusedStamp } = await counterWith();
    const { customerId: second } = await shop.ok('customers.enrol', { name: 'Maria P.' });
    await shop.ok('people.linkCustomer', { customerId, personId: shop.people.staff });
    await shop.ok('people.linkCustomer', { customerId: second, personId: shop.people.staff });
    expect(await shop.ok('people.staffOf', { customerId })).toEqual({ personId: null });
    await shop.tap('staff');
    await stamped();
    await shop.signIn('owner');
    await shop.ok('people.linkCustomer', { customerId, personId: shop.people.staff });
    await shop.tap('staff');
    expect(await refusedStamp({ sameVisit: true })).toMatchObject({ code: 'OWN_CARD' });
  });
});
