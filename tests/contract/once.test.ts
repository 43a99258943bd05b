import { v7 as uuidv7 } from 'uuid';
import { describe, expect, test } from 'vitest';
import { openKeysOf, writeOpenKeys } from '../../main/keys/files.ts';
import { keyOf } from '../../main/ledger/seal.ts';
import { minute, openTestShop, pins, type TestShop } from '../support/shop.ts';

interface Receipt {
  readonly argsHash: string;
  readonly answer: string;
}
const receiptOf = (shop: TestShop, requestId: string) =>
  shop.read((c) => c.prepare<[string], Receipt>('SELECT * FROM receipt WHERE requestId = ?').get(requestId));
const linesOf = (shop: TestShop, requestId: string) =>
  shop.read((c) => c.prepare<[string], object>('SELECT * FROM activity WHERE requestId = ?').all(requestId));
const personKeyOf = (shop: TestShop, personId: string) =>
  shop.read((c) => c.prepare<[string], number>('SELECT key FROM person WHERE id = ?').pluck().get(personId));

describe('a command', () => {
  test('leaves a receipt of what it was, who asked and what was answered, and one line in the log', async () => {
    const shop = await openTestShop({ as: 'staff' });
    const personKey = personKeyOf(shop, shop.people.staff);
    const { customerId } = await shop.ok('customers.enrol', { name: 'Maria' });
    const request = uuidv7();
    shop.pass(minute);
    const answer = await shop.ok('counter.stamp', { customerId, programId: shop.programId, stamps: 2 }, request);
    const entries = shop.read((c) =>
      c.prepare<[string], number>('SELECT count(*) FROM entry WHERE requestId = ?').pluck().get(request),
    );
    expect(entries).toBeGreaterThan(1);
    const recordedAt = shop.clock.now;
    expect(receiptOf(shop, request)).toEqual({
      requestId: request,
      procedure: 'counter.stamp',
      argsHash: expect.stringMatching(/^[0-9a-f]{64}$/),
      answer: JSON.stringify(answer),
      entries,
      personKey,
      recordedAt,
    });
    expect(linesOf(shop, request)).toMatchObject([
      { action: 'counter.stamp', personKey, role: 'staff', via: 'window', recordedAt, businessDay: '2026-03-10' },
    ]);
  });

  test('asked again is told as a repeat, after a restart too; nobody hears of it a second time', async () => {
    const shop = await openTestShop({ as: 'owner' });
    const request = uuidv7();
    const enrol = () => shop.call('customers.enrol', { name: 'Maria' }, request);
    shop.notices.length = 0;
    const first = await enrol();
    expect(first).toEqual({ ok: true, value: expect.anything() });
    expect(shop.notices).toContainEqual({ about: 'changed', topics: expect.arrayContaining(['customers']) });
    const again = { ...first, repeated: true };
    const left = () => [
      receiptOf(shop, request),
      linesOf(shop, request),
      shop.read((c) => c.prepare('SELECT count(*) FROM customer').pluck().get()),
    ];
    const before = left();
    for (const restart of [false, true]) {
      if (restart) {
        await shop.restart();
        await shop.signIn('owner');
      }
      shop.pass(minute);
      shop.notices.length = 0;
      expect(await enrol()).toEqual(again);
      expect(shop.notices.filter(({ about }) => about === 'changed')).toEqual([]);
      expect(left()).toEqual(before);
    }
  });

  test('under a used id is refused when it is another one, or has other words; other secrets are no other words', async () => {
    const shop = await openTestShop({ as: 'owner' });
    const request = uuidv7();
    const person = { name: 'Dan', role: 'staff', pin: '4321' } as const;
    const added = await shop.ok('people.add', person, request);
    const { personId } = added;
    expect(await shop.refused('people.add', { ...person, name: 'Dana' }, request)).toMatchObject({
      code: 'REQUEST_REUSED',
    });
    expect(await shop.refused('people.archive', { personId }, request)).toMatchObject({ code: 'REQUEST_REUSED' });
    // A hash of six digits would give them away.
    expect(await shop.ok('people.add', { ...person, pin: '9876' }, request)).toEqual(added);
    await shop.ok('people.signIn', { personId, pin: '4321' });
  });

  test('is hashed with the shop’s key: nobody can guess from a receipt what a name was', async () => {
    const shop = await openTestShop({ as: 'owner' });
    const ask = async (at: TestShop, name: string) => {
      const request = uuidv7();
      await at.ok('customers.enrol', { name }, request);
      return receiptOf(at, request)?.argsHash;
    };
    const hash = await ask(shop, 'Maria');
    expect(await ask(shop, 'Maria')).toBe(hash);
    expect(await ask(shop, 'Marta')).not.toBe(hash);
    // The copy of another shop is the same but for its keys.
    const other = await openTestShop();
    await other.restart(() => {
      const keys = openKeysOf(other.folder);
      if (!keys) throw new Error('the shop is sealed');
      writeOpenKeys(other.folder, { ...keys, ledger: keyOf(new Uint8Array(32)) });
    });
    await other.signIn('owner');
    expect(await ask(other, 'Maria')).not.toBe(hash);
  });

  test('that is refused uses up neither its id nor the leave it was given', async () => {
    const shop = await openTestShop({ as: 'staff' });
    const { customerId } = await shop.ok('customers.enrol', { name: 'Maria' });
    const { entryIds } = await shop.ok('counter.stamp', { customerId, programId: shop.programId });
    const { approval } = await shop.ok('people.approve', { personId: shop.people.manager, pin: pins.manager });
    const [entryId = ''] = entryIds;
    const request = uuidv7();
    const reverse = { as: 'void', reason: 'x', approval } as const;
    expect(await shop.refused('counter.reverse', { ...reverse, entryId: uuidv7() }, request)).toMatchObject({
      code: 'NOT_FOUND',
    });
    expect(receiptOf(shop, request)).toBeUndefined();
    await shop.ok('counter.reverse', { ...reverse, entryId }, request);
    // Once is once, also for a leave.
    const next = await shop.ok('counter.stamp', { customerId, programId: shop.programId, sameVisit: true });
    expect(await shop.refused('counter.reverse', { ...reverse, entryId: next.entryIds[0] ?? '' })).toMatchObject({
      code: 'APPROVAL_NEEDED',
    });
    expect(await shop.ok('counter.reverse', { ...reverse, entryId }, request)).toBeDefined();
    const [line] = linesOf(shop, request);
    expect(line).toMatchObject({ approvedBy: personKeyOf(shop, shop.people.manager) });
  });
});
