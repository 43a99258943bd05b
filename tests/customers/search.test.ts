import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fold, searchWords } from '../../db/fold.ts';
import type { InputFor } from '../../preload/contract/index.ts';
import { imported } from '../support/logs.ts';
import { openTestShop, type TestShop } from '../support/shop.ts';

describe('letters as the search compares them', () => {
  test.each([
    ['Ștefan', 'stefan'],
    ['Ştefan', 'stefan'],
    ['Țuțea', 'tutea'],
    ['Ţuţea', 'tutea'],
    ['ĂÂÎ', 'aai'],
    ['Łukasz Đorđević', 'lukasz dordevic'],
    ['Straße', 'strasse'],
    ['Ærø', 'aero'],
    ['İstanbul', 'istanbul'],
    ['Ｆｕｌｌ', 'full'],
    ['e\u0301', 'e'],
  ])('%s is %s', (text, folded) => {
    expect(fold(text)).toBe(folded);
  });

  test('words end at everything that is no part of a name, number or address', () => {
    expect(searchWords(' Ana-Maria  O’Neil, "ana@x.ro" (2) ')).toEqual(['ana-maria', 'o', 'neil', 'ana@x.ro', '2']);
    expect(searchWords('"; DROP TABLE entry; --')).toEqual(['drop', 'table', 'entry', '--']);
    expect(searchWords('')).toEqual([]);
  });
});

describe('search at the counter (F-23)', () => {
  let shop: TestShop;
  const find = async (text: string) => (await shop.ok('counter.find', { text })).map((hit) => hit.name ?? hit.number);
  const enrol = (details: InputFor<'customers.enrol'>) => shop.ok('customers.enrol', details);

  beforeAll(async () => {
    shop = await openTestShop({ as: 'owner', lasting: true });
    await enrol({ name: 'Ștefan Mureșanu', phones: ['0722 123 456'], email: 'Stefan.M@Example.ro' });
    await enrol({ name: 'Ştefania Ţuţea', phones: ['+40 733 987 654', '021 555 0101'] });
    await enrol({ name: 'Ana', phones: ['0744 000 111'] });
    await enrol({ name: 'Ana-Maria Pop' });
    await enrol({ name: 'Ioana Anastasiu' });
    await enrol({ name: 'Łukasz Wójcik', email: 'lukasz@wojcik.pl' });
    await enrol({ name: 'Li Wu' });
    await enrol({ name: 'Max 0815' });
    await enrol({ phones: ['0799 777 888'] });
  });
  afterAll(() => shop.close());

  test.each([
    ['stefan', ['Ștefan Mureșanu', 'Ştefania Ţuţea']],
    ['ștefan mur', ['Ștefan Mureșanu']],
    ['ŞTEFAN', ['Ștefan Mureșanu', 'Ştefania Ţuţea']],
    ['mures', ['Ștefan Mureșanu']],
    ['mureşanu stefan', ['Ștefan Mureșanu']],
    ['tutea', ['Ştefania Ţuţea']],
    ['resan', ['Ștefan Mureșanu']],
    ['wojcik', ['Łukasz Wójcik']],
    ['wu', ['Li Wu']],
    ['li', ['Li Wu']],
    ['li w', ['Li Wu']],
    ['0815', ['Max 0815']],
    ['stefan.m@example.ro', ['Ștefan Mureșanu']],
    ['example', ['Ștefan Mureșanu']],
    ['wojcik.pl', ['Łukasz Wójcik']],
  ])('%j finds %j', async (text, names) => {
    expect((await find(text)).sort()).toEqual([...names].sort());
  });

  test.each([
    '0722123456',
    '0722 123 456',
    '0722-123-456',
    '0722.123.456',
    '(0722) 123 456',
    '123456',
    '123 456',
    '22123',
    '456',
    '0722 12',
    '0722 123 4',
    '+40722123456',
    '+40 722 123 456',
    '+40 722 12',
    '40722',
  ])('the phone as %j', async (text) => {
    expect(await find(text)).toContain('Ștefan Mureșanu');
    const { rows } = await shop.ok('customers.list', { text });
    expect(rows.map((row) => row.name)).toContain('Ștefan Mureșanu');
  });

  test('a number of another system with signs in it', async () => {
    await imported(shop, [['2024-001', '2026-01-05', '', 'From the old till', '']]);
    expect(await find('2024-001')).toEqual(['From the old till']);
    expect(await find('2024-0')).toEqual(['From the old till']);
  });

  test('a second phone, and one without a name, are found too', async () => {
    expect(await find('021 555')).toEqual(['Ştefania Ţuţea']);
    expect(await find('0799 777')).toHaveLength(1);
  });

  test('the whole name comes first, then names that begin so, then the others', async () => {
    const found = await find('ana');
    expect(found[0]).toBe('Ana');
    expect(found[1]).toBe('Ana-Maria Pop');
    expect(found).toContain('Ioana Anastasiu');
  });

  test('a card number finds its one customer first', async () => {
    const { number } = (await shop.ok('counter.find', { text: 'wojcik' }))[0] ?? { number: '' };
    expect((await find(number))[0]).toBe('Łukasz Wójcik');
    const { customerId } = await shop.ok('counter.scan', { code: number });
    expect(customerId).not.toBeNull();
  });

  test.each(['a', 'l', 'Ș'])('one letter %j shows names that begin with it', async (text) => {
    const found = await find(text);
    expect(found.length).toBeGreaterThan(0);
    for (const name of found) expect(fold(name).startsWith(fold(text))).toBe(true);
  });

  test.each([
    '',
    '   ',
    '%',
    '_',
    '*',
    '"',
    "'",
    '^',
    '"a" OR "b"',
    'NEAR(a b)',
    'a* AND',
    '\\',
    '\u0000',
    '-',
    '((((',
    'x'.repeat(100),
    '💇',
    'ana" OR rowid > 0 --',
  ])('%j breaks nothing', async (text) => {
    expect(await shop.call('counter.find', { text })).toMatchObject({ ok: true });
    expect(await shop.call('customers.list', { text })).toMatchObject({ ok: true });
    expect(await shop.call('customers.likely', { name: text, phone: text.slice(0, 40), email: text })).toMatchObject({
      ok: true,
    });
  });

  test('shows enough to pick the right person, and no more (F-26)', async () => {
    const [hit] = await shop.ok('counter.find', { text: 'mures' });
    expect(Object.keys(hit ?? {}).sort()).toEqual(['customerId', 'lastVisitDay', 'name', 'number', 'phoneEnd']);
    expect(hit?.phoneEnd).toBe('456');
  });

  test('follows what is edited, archived and restored', async () => {
    const { customerId } = await enrol({ name: 'Gheorghe Vechi', phones: ['0711 111 111'] });
    await shop.ok('customers.update', { customerId, name: 'Gheorghe Nou', phones: ['0712 222 222'] });
    expect(await find('vechi')).toEqual([]);
    expect(await find('0711 111')).toEqual([]);
    expect(await find('nou')).toEqual(['Gheorghe Nou']);
    await shop.ok('customers.archive', { customerId });
    expect(await find('nou')).toEqual([]);
    expect((await shop.ok('customers.list', { text: 'nou', state: 'archived' })).total).toBe(1);
    await shop.ok('customers.restore', { customerId });
    expect(await find('nou')).toEqual(['Gheorghe Nou']);
  });
});

describe('a scanned code', () => {
  test('names exactly one customer, whatever the scanner puts around it', async () => {
    const shop = await openTestShop({ as: 'staff' });
    const { customerId, number } = await shop.ok('customers.enrol', { name: 'Maria' });
    for (const code of [number, ` ${number}\r`, `\u0002${number}\u0003\n`, `\t${number}\t`]) {
      expect(await shop.ok('counter.scan', { code })).toMatchObject({ customerId });
    }
    for (const code of [
      '',
      '0',
      number.slice(0, -1),
      `${number}0`,
      `${number} `.repeat(2),
      '9'.repeat(200),
      'NaN',
      '1e5',
      `-${number}`,
    ]) {
      expect(await shop.ok('counter.scan', { code })).toMatchObject({ customerId: null, problem: 'unknown' });
    }
  });

  test('finds an archived customer too, who is then shown as such', async () => {
    const shop = await openTestShop({ as: 'owner' });
    const { customerId, number } = await shop.ok('customers.enrol', { name: 'Maria' });
    await shop.ok('customers.archive', { customerId });
    expect(await shop.ok('counter.scan', { code: number })).toMatchObject({ customerId });
    expect(await shop.ok('counter.open', { customerId })).toMatchObject({ archived: true });
  });
});

describe('likely the same person (F-24)', () => {
  test('the same phone in any form, the same e-mail, nearly the same name; the phone tells most', async () => {
    const shop = await openTestShop({ as: 'owner' });
    const a = await shop.ok('customers.enrol', {
      name: 'Ștefan Mureșanu',
      phones: ['0722 123 456'],
      email: 'stefan@example.ro',
    });
    const b = await shop.ok('customers.enrol', { name: 'Ana' });
    const likely = async (of: InputFor<'customers.likely'>) =>
      (await shop.ok('customers.likely', of)).map((one) => [one.customerId, one.why]);
    expect(await likely({ phone: '+40722123456' })).toEqual([[a.customerId, 'phone']]);
    expect(await likely({ phone: '0722-123-456', name: 'Stefan Muresanu', email: 'STEFAN@example.ro ' })).toEqual([
      [a.customerId, 'phone'],
    ]);
    expect(await likely({ email: ' Stefan@Example.RO' })).toEqual([[a.customerId, 'email']]);
    expect(await likely({ name: 'muresanu stefan' })).toEqual([[a.customerId, 'name']]);
    expect(await likely({ name: 'ANA' })).toEqual([[b.customerId, 'name']]);
    expect(await likely({ name: 'An' })).toEqual([]);
    expect(await likely({ name: 'Somebody Else', phone: '0722 123 457', email: 'other@example.ro' })).toEqual([]);
    expect(await likely({})).toEqual([]);
    await shop.ok('customers.archive', { customerId: a.customerId });
    expect(await likely({ phone: '0722123456' })).toEqual([]);
  });
});
