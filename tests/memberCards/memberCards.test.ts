import { expect, test } from 'vitest';
import type { CardCode } from '../../preload/contract/memberCards.ts';
import { counterWith } from '../support/counter.ts';
import { day, expectSound, opening } from '../support/shop.ts';

const unknown = 'R000005724' as CardCode;

async function withCards() {
  const at = await counterWith();
  const { shop, customerId } = at;
  const [code = unknown] = (await shop.ok('memberCards.issue', { customerIds: [customerId] })).codes;
  const [blank = unknown] = (await shop.ok('memberCards.issueBlank', { count: 1 })).codes;
  return { ...at, code, blank };
}

test('a printed card opens its customer at the counter, numbers go on working', async () => {
  const { shop, customerId, code } = await withCards();
  const found = { customerId, problem: null, replacedOn: null, blank: null };
  expect(await shop.ok('counter.scan', { code })).toEqual(found);
  expect(await shop.ok('counter.scan', { code: `${code.toLowerCase()}\r` })).toEqual(found);
  expect(await shop.ok('counter.scan', { code: '100001' })).toEqual(found);
  // Typed into the search, in parts too.
  for (const text of [code, code.slice(0, 6), `${code.slice(0, 4)} ${code.slice(4, 7)} ${code.slice(7)}`])
    expect((await shop.ok('counter.find', { text })).map((hit) => hit.customerId)).toEqual([customerId]);
});

test('a card is issued once: printed again it is the same one, unless only new ones are wanted', async () => {
  const { shop, customerId, code } = await withCards();
  const other = (await shop.ok('customers.enrol', { name: 'Radu' })).customerId;
  expect((await shop.ok('memberCards.issue', { customerIds: [customerId] })).codes).toEqual([code]);
  const fresh = await shop.ok('memberCards.issue', { customerIds: [customerId, other], onlyNew: true });
  expect(fresh.codes).toHaveLength(1);
  expect(await shop.ok('memberCards.printed', { codes: [...fresh.codes, code, unknown] })).toEqual([
    { code: fresh.codes[0], name: 'Radu', language: 'en' },
    { code, name: 'Maria Ionescu', language: 'en' },
  ]);
  await shop.ok('customers.archive', { customerId: other });
  expect((await shop.ok('memberCards.issue', { customerIds: [other] })).codes).toEqual([]);
});

test('a lost card is replaced in one step, and refused in words from then on', async () => {
  const { shop, customerId, code, stamped } = await withCards();
  shop.clock.now = opening + 3 * day;
  const { issued } = await stamped({ stamps: 5 });
  const next = (await shop.ok('memberCards.replace', { lost: code })).code;
  expect(next).not.toBe(code);
  expect(await shop.ok('counter.scan', { code })).toMatchObject({
    customerId: null,
    problem: 'replaced',
    replacedOn: '2026-03-13',
  });
  expect(await shop.ok('counter.scan', { code: next })).toMatchObject({ customerId });
  // Neither does it prove who somebody is.
  const rewardId = issued[0]?.rewardId ?? '';
  expect(await shop.refused('counter.redeem', { rewardId, proof: { by: 'card', code } })).toMatchObject({
    code: 'CARD_REPLACED',
    params: { on: '2026-03-13' },
  });
  await shop.ok('counter.redeem', { rewardId, proof: { by: 'card', code: next } });
  expect(await shop.ok('memberCards.of', { customerId })).toEqual([
    { code: next, issuedAt: shop.clock.now, replacedOn: null },
    { code, issuedAt: opening, replacedOn: '2026-03-13' },
  ]);
  expect(await shop.refused('memberCards.replace', { lost: code })).toMatchObject({ code: 'CARD_REPLACED' });
  expect((await shop.ok('counter.find', { text: code })).length).toBe(0);
  expectSound(shop);
});

test('a lost card can be replaced by a blank one at hand', async () => {
  const { shop, customerId, code, blank } = await withCards();
  expect(await shop.ok('memberCards.replace', { lost: code, by: blank })).toEqual({ code: blank });
  expect(await shop.ok('counter.scan', { code: blank })).toMatchObject({ customerId });
});

test('a replacement that is refused changes nothing: the old card still works', async () => {
  const { shop, customerId, code } = await withCards();
  expect(await shop.refused('memberCards.replace', { lost: code, by: unknown })).toMatchObject({
    code: 'CARD_UNKNOWN',
  });
  expect(await shop.ok('counter.scan', { code })).toMatchObject({ customerId });
});

test('a blank card is nobody’s until it is attached', async () => {
  const { shop, customerId, blank } = await withCards();
  expect(await shop.ok('counter.scan', { code: blank.toLowerCase() })).toEqual({
    customerId: null,
    problem: 'blank',
    replacedOn: null,
    blank,
  });
  expect(await shop.ok('memberCards.attach', { customerId, code: ` ${blank.toLowerCase()} ` })).toEqual({
    code: blank,
  });
  expect(await shop.ok('counter.scan', { code: blank })).toMatchObject({ customerId, problem: null });
});

test('somebody new can be enrolled with a blank card, or not at all', async () => {
  const { shop, blank, code } = await withCards();
  const { customerId } = await shop.ok('customers.enrol', { name: 'Ion', cardCode: blank });
  expect(await shop.ok('counter.scan', { code: blank })).toMatchObject({ customerId });
  for (const [cardCode, refusal] of [
    [code, 'CARD_TAKEN'],
    [blank, 'CARD_TAKEN'],
    [unknown, 'CARD_UNKNOWN'],
    ['R000005725', 'CARD_MISREAD'],
    ['100001', 'CARD_TAKEN'],
    ['hello', 'CARD_UNKNOWN'],
  ] as const) {
    expect(await shop.refused('customers.enrol', { name: 'Vlad', cardCode })).toMatchObject({
      code: refusal,
      fields: ['code'],
    });
  }
  expect(await shop.ok('counter.find', { text: 'vlad' })).toEqual([]);
});

test('a card whose check digit is wrong was misread, an unknown one is unknown', async () => {
  const { shop } = await withCards();
  expect(await shop.ok('counter.scan', { code: 'R000005725' })).toMatchObject({ problem: 'misread' });
  expect(await shop.ok('counter.scan', { code: unknown })).toMatchObject({ problem: 'unknown' });
  expect(await shop.ok('counter.scan', { code: '4006381333931' })).toMatchObject({ problem: 'unknown' });
});

test('another system’s number goes before a card code that looks the same', async () => {
  const { shop, code } = await withCards();
  const other = (await shop.ok('customers.enrol', { name: 'Imported' })).customerId;
  const { openWriter } = await import('../../db/open.ts');
  await shop.restart(() => {
    const writer = openWriter(shop.database);
    writer.prepare('UPDATE customer SET externalId = ? WHERE id = ?').run(code, other);
    writer.close();
  });
  await shop.signIn('owner');
  expect(await shop.ok('counter.scan', { code })).toMatchObject({ customerId: other });
});

test('five hundred blank cards at once are all different', async () => {
  const { shop } = await withCards();
  const { codes } = await shop.ok('memberCards.issueBlank', { count: 500 });
  expect(new Set(codes).size).toBe(500);
  expect(await shop.refused('memberCards.issueBlank', { count: 501 })).toMatchObject({ code: 'BAD_INPUT' });
});
