import { expect, test } from 'vitest';
import { day, expectSound, openTestShop } from '../support/shop.ts';

test('a talk is noted with who, when and what came of it, latest first', async () => {
  const shop = await openTestShop({ as: 'staff' });
  const { customerId } = await shop.ok('customers.enrol', { name: 'Maria' });
  await shop.ok('contacts.log', { customerId, channel: 'phone', outcome: 'noAnswer', day: '2026-03-08' });
  shop.clock.now += day;
  await shop.signIn('manager');
  await shop.ok('contacts.log', { customerId, channel: 'whatsapp', outcome: 'willCome', note: ' On Friday \n' });
  expect(await shop.ok('contacts.list', { customerId })).toMatchObject([
    { channel: 'whatsapp', outcome: 'willCome', note: 'On Friday', businessDay: '2026-03-11', byName: 'Mihai' },
    { channel: 'phone', outcome: 'noAnswer', note: null, businessDay: '2026-03-08', byName: 'Ana' },
  ]);
  expectSound(shop);
});

test('what cannot be is refused at its field and changes nothing', async () => {
  const shop = await openTestShop({ as: 'owner' });
  const { customerId } = await shop.ok('customers.enrol', { name: 'Maria' });
  const log = { customerId, channel: 'sms', outcome: 'sent' } as const;
  expect(await shop.refused('contacts.log', { ...log, day: '2026-03-11' })).toMatchObject({
    code: 'BAD_INPUT',
    fields: ['day'],
  });
  expect(await shop.refused('contacts.log', { ...log, note: 'x'.repeat(501) })).toMatchObject({
    code: 'BAD_INPUT',
    fields: ['note'],
  });
  const stranger = '01890000-0000-7000-8000-000000000000';
  expect(await shop.refused('contacts.log', { ...log, customerId: stranger })).toMatchObject({ code: 'NOT_FOUND' });
  expect(await shop.refused('contacts.remove', { contactId: stranger })).toMatchObject({ code: 'NOT_FOUND' });
  expect(await shop.ok('contacts.list', { customerId })).toEqual([]);
});

test('a contact noted by mistake is taken back by a manager; what was said is never in the activity log', async () => {
  const shop = await openTestShop({ as: 'owner' });
  const { customerId } = await shop.ok('customers.enrol', { name: 'Maria' });
  const secret = 'has moved in with her sister';
  const { contactId } = await shop.ok('contacts.log', {
    ...{ customerId, channel: 'phone', outcome: 'reached', note: secret },
  });
  await shop.signIn('staff');
  expect(await shop.refused('contacts.remove', { contactId })).toMatchObject({ code: 'NOT_ALLOWED' });
  await shop.signIn('manager');
  await shop.ok('contacts.remove', { contactId });
  expect(await shop.ok('contacts.list', { customerId })).toEqual([]);
  const log = shop.read((read) =>
    read
      .prepare<[string], { action: string; detail: string }>('SELECT action, detail FROM activity WHERE targetId = ?')
      .all(customerId),
  );
  expect(log.map((row) => row.action)).toEqual(['customers.enrol', 'contacts.log', 'contacts.remove']);
  expect(JSON.stringify(log)).not.toContain(secret);
});
