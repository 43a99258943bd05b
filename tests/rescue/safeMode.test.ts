import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { v7 as uuidv7 } from 'uuid';
import { expect, onTestFinished, test } from 'vitest';
import { openHost } from '../../main/bridge/host.ts';
import { shopFiles } from '../../main/shop/files.ts';
import type { CardCode } from '../../preload/contract/memberCards.ts';
import { hashOfFile } from '../support/content.ts';
import { hostDefaults, opening, openTestShop, pins } from '../support/shop.ts';

/** A customer with a reward and a stamp of the next card. */
async function withMaria() {
  const shop = await openTestShop({ as: 'owner' });
  const { customerId } = await shop.ok('customers.enrol', { name: 'Maria', phones: ['0722 123 456'] });
  await shop.ok('counter.stamp', { customerId, programId: shop.programId, stamps: 6 });
  const [lost = ''] = (await shop.ok('memberCards.issue', { customerIds: [customerId] })).codes;
  const { code } = await shop.ok('memberCards.replace', { lost: lost as CardCode });
  const [blank = ''] = (await shop.ok('memberCards.issueBlank', { count: 1 })).codes;
  return { shop, cards: { lost, code, blank }, folder: shop.folder, file: shop.file, people: shop.people };
}

const bytesIn = (folder: string): string[] =>
  readdirSync(folder).map((name) => `${name} ${hashOfFile(join(folder, name))}`);

test('safe mode opens nothing and writes nothing; it makes a backup, and starts as usual when somebody says so (TRUST.md rule 18)', async () => {
  const { shop, cards, folder, file, people } = await withMaria();
  await shop.host.close();
  const before = hashOfFile(file);
  const journalBefore = bytesIn(shopFiles(folder).journal);
  let left = 0;
  const host = await openHost({ folder, clock: () => opening, ...hostDefaults, safeMode: { left: () => void left++ } });
  onTestFinished(() => host.close());
  const call = (name: string, input: object = {}) => host.call(name, input, uuidv7());
  expect(await call('shop.status')).toMatchObject({
    ok: true,
    value: { state: 'failed', failure: { kind: 'safeMode' } },
  });
  expect(await call('people.list')).toMatchObject({ ok: false, error: { code: 'NO_SHOP' } });
  expect(await call('rescue.backUp')).toEqual({ ok: true, value: { done: true } });
  const { backups, journal } = shopFiles(folder);
  expect(readdirSync(backups).filter((name) => name.endsWith('.db'))).toHaveLength(1);
  expect(hashOfFile(file)).toBe(before);
  expect(bytesIn(journal)).toEqual(journalBefore);
  // The owner sees what is on somebody's card; nobody else, and nothing is written for it.
  const provers = await call('rescue.provers');
  expect(provers).toMatchObject({ ok: true, value: { owners: [{ personId: people.owner, pin: true }] } });
  expect(await call('rescue.find', { text: 'maria' })).toMatchObject({ ok: false, error: { code: 'NOT_SIGNED_IN' } });
  const proof = { by: 'pin', personId: people.owner, pin: '9999' };
  expect(await call('rescue.lookIn', { proof })).toMatchObject({ ok: false, error: { code: 'PIN_WRONG' } });
  expect(await call('rescue.lookIn', { proof: { ...proof, pin: pins.staff } })).toMatchObject({ ok: false });
  expect(await call('rescue.find', { text: 'maria' })).toMatchObject({ ok: false, error: { code: 'NOT_SIGNED_IN' } });
  expect(await call('rescue.lookIn', { proof: { ...proof, pin: pins.owner } })).toMatchObject({ ok: true });
  const find = async (text: string) => {
    const answer = await call('rescue.find', { text });
    return answer.ok ? answer.value : answer.error;
  };
  const nobody = { customers: [], problem: null, replacedOn: null };
  const maria = {
    ...{ number: '100001', name: 'Maria', phoneEnd: '456' },
    cards: [{ name: 'Coffee card', stamps: 1, goal: 5 }],
    rewards: ['A free coffee'],
  };
  expect(await find('maria')).toEqual({ ...nobody, customers: [maria] });
  expect(await find('zzz')).toEqual(nobody);
  // By the card, as it is scanned or typed; a number that is exactly somebody's is nobody else's.
  const typed = cards.code.toLowerCase().replace(/(.{4})/g, '$1 ');
  for (const text of [cards.code, `\u001d${cards.code}\r`, typed, '100001'])
    expect([text, await find(text)]).toEqual([text, { ...nobody, customers: [maria] }]);
  expect(await find(cards.lost)).toEqual({ ...nobody, problem: 'replaced', replacedOn: '2026-03-10' });
  expect(await find(cards.blank)).toEqual({ ...nobody, problem: 'blank' });
  const last = Number(cards.code.at(-1));
  expect(await find(cards.code.slice(0, -1) + ((last + 1) % 10))).toEqual({ ...nobody, problem: 'misread' });
  expect(hashOfFile(file)).toBe(before);
  // The way back to it is there as well.
  expect(await call('rescue.list')).toMatchObject({ ok: true, value: [{ why: 'asked', where: 'here' }] });
  expect(left).toBe(0);

  expect(await call('shop.lookAgain')).toMatchObject({ ok: true });
  expect(left).toBe(1);
  expect(await call('shop.status')).toMatchObject({ ok: true, value: { state: 'ready' } });
  for (const [name, input] of [
    ['rescue.backUp', {}],
    ['rescue.provers', {}],
    ['rescue.find', { text: 'maria' }],
  ] as const)
    expect(await call(name, input)).toMatchObject({ ok: false, error: { code: 'SHOP_EXISTS' } });

  // Somebody at work is not thrown out by whoever looks again.
  expect(await call('people.signIn', { personId: people.owner, pin: pins.owner })).toMatchObject({ ok: true });
  expect(await call('shop.lookAgain')).toMatchObject({ ok: true });
  expect(left).toBe(1);
  expect(await call('shop.status')).toMatchObject({ ok: true, value: { state: 'ready' } });
  expect(await call('customers.enrol', { name: 'Mariana' })).toMatchObject({ ok: true });
});
