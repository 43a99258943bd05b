import { copyFileSync, rmSync } from 'node:fs';
import { v7 as uuidv7 } from 'uuid';
import { describe, expect, test } from 'vitest';
import { contentHash } from '../support/content.ts';
import { counterWith, timelineOf } from '../support/counter.ts';
import { choose, imported, type Row } from '../support/logs.ts';
import { day, expectSound, openTestShop, type TestShop } from '../support/shop.ts';

const numberOf = async (shop: TestShop, customerId: string) =>
  (await shop.ok('customers.get', { customerId: customerId as never })).number;

async function erase(shop: TestShop, customerId: string) {
  const typed = await numberOf(shop, customerId);
  return shop.ok('privacy.erase', { customerId: customerId as never, typed });
}

describe('an erased person (F-75)', () => {
  test('is nowhere to be found: search, list, record, scan, card, timeline of others', async () => {
    const { shop, customerId, stamped } = await counterWith({ phones: ['0722 123 456'], email: 'maria@example.com' });
    const { customerId: otherId } = await shop.ok('customers.enrol', { name: 'Ion Pop' });
    const { entryIds } = await stamped();
    await shop.ok('counter.move', { entryId: entryIds[0] as never, toCustomerId: otherId, reason: 'was not Maria' });
    const number = await numberOf(shop, customerId);
    const [code = ''] = (await shop.ok('memberCards.issue', { customerIds: [customerId] })).codes;
    await shop.ok('people.linkCustomer', { customerId, personId: shop.people.staff as never });
    await erase(shop, customerId);

    for (const text of ['maria', 'ionescu', '0722', '123456', 'maria@', number, code])
      expect(await shop.ok('counter.find', { text })).toEqual([]);
    for (const state of ['active', 'archived', 'all'] as const)
      expect((await shop.ok('customers.list', { state })).rows.map((row) => row.name)).not.toContain('Maria Ionescu');
    expect((await shop.ok('customers.list', { state: 'all' })).total).toBe(1);
    for (const name of ['customers.get', 'customers.timeline', 'privacy.of', 'counter.open', 'contacts.list'] as const)
      expect(await shop.refused(name, { customerId })).toMatchObject({ code: 'NOT_FOUND' });
    expect(await shop.refused('customers.restore', { customerId })).toMatchObject({ code: 'NOT_FOUND' });
    for (const scanned of [number, code])
      expect(await shop.ok('counter.scan', { code: scanned })).toMatchObject({ customerId: null, problem: 'unknown' });
    const moved = await timelineOf(shop, otherId);
    expect(moved.find(({ other }) => other !== null)?.other).toMatchObject({ name: null, number });
    expect(JSON.stringify(moved)).not.toContain('was not Maria');
    const lines = (await shop.ok('activity.list', { customerId })).lines;
    expect(lines[0]).toMatchObject({ action: 'privacy.erase', detail: { records: 1 }, target: { name: number } });
    expect(JSON.stringify(lines)).not.toContain('Maria');
    // Who works here no longer is this customer, and the shop stands as it should.
    expect(shop.read((c) => c.prepare('SELECT count(*) AS n FROM person WHERE customerKey IS NOT NULL').get())).toEqual(
      { n: 0 },
    );
    expectSound(shop);
  });

  test('is asked for by their number; another changes nothing, and the same request again does nothing more', async () => {
    const { shop, customerId } = await counterWith();
    const before = shop.read((c) => contentHash(c));
    for (const typed of ['', 'Maria Ionescu', '100002', 'yes'])
      expect(await shop.refused('privacy.erase', { customerId, typed })).toMatchObject({
        code: 'BAD_INPUT',
        fields: ['typed'],
      });
    expect(shop.read((c) => contentHash(c))).toBe(before);
    const request = uuidv7();
    await shop.ok('privacy.erase', { customerId, typed: ' 100001 ' }, request);
    const after = shop.read((c) => contentHash(c));
    expect(await shop.call('privacy.erase', { customerId, typed: ' 100001 ' }, request)).toMatchObject({ ok: true });
    expect(shop.read((c) => contentHash(c))).toBe(after);
    expect(await shop.refused('privacy.erase', { customerId, typed: '100001' })).toMatchObject({ code: 'NOT_FOUND' });
  });

  test('takes the records merged into theirs along; the merge cannot be undone any more, nor the merged one erased alone', async () => {
    const { shop, customerId } = await counterWith();
    const { customerId: twiceId } = await shop.ok('customers.enrol', { name: 'Maria Twice', phones: ['0733 111 222'] });
    const { customerId: onceId } = await shop.ok('customers.enrol', { name: 'Maria Once' });
    const undone = await shop.ok('merges.merge', { keepId: customerId, mergeId: onceId });
    await shop.ok('merges.undo', { merge: undone.merge });
    const { merge } = await shop.ok('merges.merge', { keepId: customerId, mergeId: twiceId });
    const merged = await numberOf(shop, twiceId);
    expect(await shop.refused('privacy.erase', { customerId: twiceId, typed: merged })).toMatchObject({
      code: 'CUSTOMER_MERGED',
    });
    await erase(shop, customerId);
    expect(await shop.refused('customers.get', { customerId: twiceId })).toMatchObject({ code: 'NOT_FOUND' });
    expect(await shop.refused('merges.undo', { merge })).toMatchObject({ code: 'NOT_FOUND' });
    // The other of a merge that was undone goes on, and what that merge remembered of both is gone.
    expect(await shop.ok('customers.get', { customerId: onceId })).toMatchObject({ name: 'Maria Once' });
    expect(shop.read((c) => c.prepare('SELECT DISTINCT changes FROM mergeRecord').all())).toEqual([{ changes: '{}' }]);
    expectSound(shop);
  });

  test('past months keep every figure, and a closed month says the same as before', async () => {
    const shop = await openTestShop({ as: 'owner' });
    const ids: string[] = [];
    for (let i = 0; i < 6; i++) ids.push((await shop.ok('customers.enrol', { name: `Customer ${i}` })).customerId);
    for (let d = 0; d < 75; d++) {
      for (const [i, customerId] of ids.entries())
        if (d % (3 + i) === 0)
          await shop.ok('counter.stamp', {
            customerId: customerId as never,
            programId: shop.programId as never,
            amount: 1000,
          });
      shop.pass(day);
    }
    await shop.ok('month.close', { month: '2026-04' });
    const figures = async () => {
      const summary = await shop.ok('month.summary', { from: '2026-03', to: '2026-05' });
      const reports = [];
      for (const month of ['2026-03', '2026-04', '2026-05']) reports.push(await shop.ok('month.report', { month }));
      return JSON.parse(JSON.stringify({ summary, reports })) as unknown;
    };
    const before = await figures();
    for (const customerId of ids.slice(0, 3)) await erase(shop, customerId);
    expect(await figures()).toEqual(before);
    expectSound(shop);
  });
});

describe('the old file again', () => {
  const log: Row[] = [
    ['0001', '2026-01-05', '10', 'Maria Ionescu', '0722123456'],
    ['0001', '2026-01-12', '12', 'Maria Ionescu', '0722123456'],
    ['0002', '2026-01-06', '8', 'Ion Pop', ''],
  ];

  test('leaves an erased person out, counted and said; with a row of theirs that is new, too', async () => {
    const shop = await openTestShop({ as: 'owner' });
    expect(await imported(shop, log)).toMatchObject({ customersNew: 2, visitsNew: 3, erased: 0 });
    const { customerId } = await shop.ok('counter.scan', { code: '0001' });
    await erase(shop, customerId ?? '');
    const longer: Row[] = [
      ...log,
      ['0001', '2026-01-19', '9', 'Maria Ionescu', ''],
      ['0003', '2026-01-07', '5', 'Ana', ''],
    ];
    const file = await choose(shop, longer);
    const plan = { rows: 5, customersNew: 1, visitsNew: 1, duplicates: 1, erased: 3, errorCount: 0 };
    expect(await shop.ok('visits.dryRun', { file })).toMatchObject(plan);
    expect(await shop.ok('visits.import', { file })).toMatchObject(plan);
    expect(await shop.ok('counter.scan', { code: '0001' })).toMatchObject({ customerId: null });
    expect(await shop.ok('counter.find', { text: 'maria' })).toEqual([]);
    expect(await imported(shop, longer)).toMatchObject({ visitsNew: 0, duplicates: 2, erased: 3 });
    expectSound(shop);
  });

  test('knows the number only by the shop’s key: it stands nowhere, and a plain hash of it neither', async () => {
    const shop = await openTestShop({ as: 'owner' });
    await imported(shop, log);
    const { customerId } = await shop.ok('counter.scan', { code: '0001' });
    await erase(shop, customerId ?? '');
    const hashes = shop.read((c) =>
      c.prepare<[], { externalHash: Buffer }>('SELECT externalHash FROM customer WHERE externalHash IS NOT NULL').all(),
    );
    expect(hashes).toHaveLength(1);
    expect(hashes[0]?.externalHash.length).toBe(32);
  });
});

test('an older file put in the place of the shop’s: the journal erases the person again', async () => {
  const { shop, customerId, stamped } = await counterWith({ phones: ['0722 123 456'] });
  await stamped();
  const older = `${shop.folder}/older`;
  await shop.restart(() => copyFileSync(shop.file, older));
  await shop.signIn('owner');
  await erase(shop, customerId);
  await shop.restart(() => {
    copyFileSync(older, shop.file);
    rmSync(older);
  });
  expect(await shop.ok('shop.status', {})).toMatchObject({
    state: 'failed',
    failure: { kind: 'behind', lost: { entries: 0, changes: 1 } },
  });
  await shop.ok('shop.bringBack', {});
  await shop.signIn('owner');
  expect(await shop.ok('counter.find', { text: 'maria' })).toEqual([]);
  expect(await shop.refused('customers.get', { customerId })).toMatchObject({ code: 'NOT_FOUND' });
  // And that is that: the next start misses nothing.
  await shop.restart();
  expect(await shop.ok('shop.status', {})).toMatchObject({ state: 'ready' });
  expectSound(shop);
});
