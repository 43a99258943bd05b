import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { expect, test } from 'vitest';
import { openWriter } from '../../db/open.ts';
import { CustomerCopy } from '../../preload/contract/privacy.ts';
import { counterWith } from '../support/counter.ts';
import { minute, testFolder } from '../support/shop.ts';

test('a copy says everything, as JSON, in one file with no name in its own (F-75)', async () => {
  const { shop, customerId, stamped } = await counterWith({
    phones: ['0722 123 456'],
    email: 'Maria@Example.com',
    notes: 'Comes with a dog',
    likes: 'oat milk',
    tags: ['early'],
    consents: ['sms'],
    ownFields: { Shoes: '38' },
  });
  shop.pass(minute);
  await shop.ok('customers.update', { customerId, name: 'Maria Ionescu', notes: 'Comes with a dog', consents: [] });
  const { entryIds } = await stamped({ stamps: 6 });
  await shop.ok('counter.reverse', { entryId: entryIds[0] as never, as: 'void', reason: 'the wrong Maria' });
  await shop.ok('contacts.log', { customerId, channel: 'sms', outcome: 'sent', note: 'about the cake' });
  const cake = { kind: 'percent', name: 'A cake for the wait', percent: 50, cost: 700 } as const;
  await shop.ok('offers.make', { customerId, benefit: cake, endsOn: '2026-03-31' });
  const { perkId } = await shop.ok('perks.create', { name: 'Window seat', best: null });
  await shop.ok('perks.pick', { perkId, customerId, picked: true });
  // Off since: she was given it all the same.
  await shop.ok('perks.change', { perkId, best: null, off: true });
  await shop.ok('perks.create', { name: 'Nothing of hers', best: null });
  const [code] = (await shop.ok('memberCards.issue', { customerIds: [customerId] })).codes;

  const folder = testFolder();
  shop.dialogs.target = join(folder, 'copy.json');
  expect(await shop.ok('privacy.saveCopy', { customerId })).toEqual({ saved: 'copy.json' });
  expect(readdirSync(folder)).toEqual(['copy.json']);
  const { format, version, shop: name, savedOn, ...copy } = JSON.parse(readFileSync(shop.dialogs.target, 'utf8'));
  expect([format, version, name, savedOn]).toEqual(['regulars customer copy', 1, 'Cafenea Luna', '2026-03-10']);
  expect(CustomerCopy.parse(copy)).toEqual(await shop.ok('privacy.of', { customerId }));
  expect(copy).toMatchObject({
    record: { name: 'Maria Ionescu', notes: 'Comes with a dog', visitDays: 0 },
    memberCards: [{ code }],
    cards: [{ program: 'Coffee card', balance: 0 }],
    offers: [{ benefit: { name: 'A cake for the wait', percent: 50 }, endsOn: '2026-03-31', state: 'open' }],
    perks: [{ name: 'Window seat', pickedAt: shop.clock.now, months: [] }],
    contacts: [{ note: 'about the cake' }],
    worksHere: false,
  });
  // What it costs is the shop's business.
  expect(JSON.stringify(copy.offers)).not.toContain('700');
  // Given at the till, and taken back a minute later: both words are there.
  expect(copy.consents.map(({ given }: { given: boolean }) => given)).toEqual([true, false]);
  expect(copy.timeline.some(({ reason }: { reason: string | null }) => reason === 'the wrong Maria')).toBe(true);
  const log = await shop.ok('activity.list', { kind: 'privacy' });
  expect(log.lines.map(({ action, target }) => [action, target?.id])).toEqual([['privacy.saveCopy', customerId]]);
});

test('a copy of one who was merged has the offers and perks of both, and the months among the best tenth', async () => {
  const { shop, customerId } = await counterWith();
  const { customerId: twiceId } = await shop.ok('customers.enrol', { name: 'Maria Twice' });
  const { customerId: otherId } = await shop.ok('customers.enrol', { name: 'Ion Pop' });
  for (const [id, name] of [
    [customerId, 'A coffee'],
    [twiceId, 'A cake'],
    [otherId, 'A tea'],
  ] as const)
    await shop.ok('offers.make', { customerId: id, benefit: { name }, endsOn: '2026-03-31' });
  const { perkId } = await shop.ok('perks.create', { name: 'Window seat', best: 'visits' });
  await shop.ok('perks.pick', { perkId, customerId: twiceId, picked: true });
  const write = openWriter(shop.database);
  write.exec(`INSERT INTO perkList (perkKey, month, day, recordedAt) VALUES (1, '2026-01', '2025-12-31', 1), (1, '2026-02', '2026-01-31', 1);
    INSERT INTO perkHolder (customerKey, perkKey, month)
      SELECT c.key, 1, l.month FROM customer c JOIN perkList l WHERE c.name = 'Maria Ionescu' OR (c.name = 'Maria Twice' AND l.month = '2026-02')`);
  write.close();
  await shop.ok('merges.merge', { keepId: customerId, mergeId: twiceId });
  const { offers, perks } = await shop.ok('privacy.of', { customerId });
  expect(offers.map(({ benefit }) => benefit.name).sort()).toEqual(['A cake', 'A coffee']);
  expect(perks).toEqual([{ name: 'Window seat', pickedAt: shop.clock.now, months: ['2026-01', '2026-02'] }]);
});

test('the suggested name holds a number, not a name; a closed dialog writes nothing', async () => {
  const { shop, customerId } = await counterWith();
  expect(await shop.ok('privacy.saveCopy', { customerId })).toEqual({ saved: null });
  expect((await shop.ok('activity.list', { kind: 'privacy' })).lines).toEqual([]);
  shop.printer.pdf = new Uint8Array([1]);
  shop.dialogs.target = join(testFolder(), 'page.pdf');
  expect(await shop.ok('paper.save', { sheet: { kind: 'customerCopy', customerId } })).toEqual({
    saved: basename(shop.dialogs.target),
  });
  expect((await shop.ok('activity.list', { kind: 'paper' })).lines[0]?.detail).toEqual({
    sheet: 'customerCopy',
    customer: customerId,
  });
});

test('nobody but the owner with a PIN takes data of a customer out, on paper neither', async () => {
  const { shop, customerId } = await counterWith();
  for (const role of ['manager', 'staff'] as const) {
    await shop.signIn(role);
    expect(await shop.refused('privacy.saveCopy', { customerId })).toMatchObject({ code: 'NOT_ALLOWED' });
    expect(await shop.refused('privacy.of', { customerId })).toMatchObject({ code: 'NOT_ALLOWED' });
    expect(await shop.refused('privacy.erase', { customerId, typed: '100001' })).toMatchObject({ code: 'NOT_ALLOWED' });
    expect(await shop.refused('paper.save', { sheet: { kind: 'customerCopy', customerId } })).toMatchObject({
      code: 'NOT_ALLOWED',
    });
  }
  await shop.tap('owner');
  expect(await shop.refused('privacy.of', { customerId })).toMatchObject({ code: 'PIN_NEEDED' });
});
