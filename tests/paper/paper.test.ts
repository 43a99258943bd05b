import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Sheet } from '../../preload/contract/paper.ts';
import { openTestShop, type TestShop } from '../support/shop.ts';

const cardsOf = async (shop: TestShop): Promise<Sheet> => ({
  kind: 'memberCards',
  codes: (await shop.ok('memberCards.issueBlank', { count: 3 })).codes,
  names: false,
});

describe('a sheet', () => {
  test('is saved where the person says, whole', async () => {
    const shop = await openTestShop({ as: 'owner' });
    const sheet = await cardsOf(shop);
    shop.printer.pdf = new TextEncoder().encode('%PDF-1.7 cards');
    shop.dialogs.target = join(shop.folder, 'cards.pdf');
    expect(await shop.ok('paper.save', { sheet })).toEqual({ saved: 'cards.pdf' });
    expect(readFileSync(shop.dialogs.target, 'utf8')).toBe('%PDF-1.7 cards');
    expect(shop.printer.asked).toEqual([sheet]);
    shop.dialogs.target = null;
    expect(await shop.ok('paper.save', { sheet })).toEqual({ saved: null });
  });

  test('that cannot be made is an error in words, and no file', async () => {
    const shop = await openTestShop({ as: 'owner' });
    shop.dialogs.target = join(shop.folder, 'cards.pdf');
    expect(await shop.refused('paper.save', { sheet: await cardsOf(shop) })).toMatchObject({ code: 'FILE_WRITE' });
    expect(() => readFileSync(join(shop.folder, 'cards.pdf'))).toThrow();
  });

  test('goes to the printer that was named; a printer that fails says so', async () => {
    const shop = await openTestShop({ as: 'owner' });
    const sheet = await cardsOf(shop);
    shop.printer.outcome = 'printed';
    expect(await shop.ok('paper.print', { sheet, printer: 'Till' })).toEqual({ printed: true });
    expect(shop.printer.printed).toEqual([{ sheet, printer: 'Till' }]);
    shop.printer.outcome = 'cancelled';
    expect(await shop.ok('paper.print', { sheet })).toEqual({ printed: false });
    shop.printer.outcome = 'failed';
    expect(await shop.refused('paper.print', { sheet, printer: 'Till' })).toMatchObject({ code: 'PRINTER_FAILED' });
  });

  test('is only for who may see what is on it', async () => {
    const shop = await openTestShop({ as: 'owner' });
    shop.printer.outcome = 'printed';
    const sheet = await cardsOf(shop);
    const month: Sheet = { kind: 'month', month: '2026-03' };
    await shop.signIn('manager');
    expect(await shop.refused('paper.print', { sheet: month })).toMatchObject({ code: 'NOT_ALLOWED' });
    await shop.tap('staff');
    expect(await shop.refused('paper.save', { sheet })).toMatchObject({ code: 'PIN_NEEDED' });
    expect(shop.printer.printed).toEqual([]);
  });
});

describe('the logo', () => {
  const png = Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
    'base64',
  );
  const chosen = (shop: TestShop, bytes: Uint8Array): string => {
    const file = join(shop.folder, 'logo');
    writeFileSync(file, bytes);
    shop.dialogs.file = file;
    return file;
  };

  test('is kept in the shop and shown as it was', async () => {
    const shop = await openTestShop({ as: 'owner' });
    expect(await shop.ok('paper.logo', {})).toEqual({ picture: null });
    chosen(shop, png);
    expect(await shop.ok('paper.chooseLogo', {})).toEqual({ chosen: true });
    const picture = `data:image/png;base64,${png.toString('base64')}`;
    expect(await shop.ok('paper.logo', {})).toEqual({ picture });
    await shop.restart();
    await shop.signIn('owner');
    expect(await shop.ok('paper.logo', {})).toEqual({ picture });
    await shop.ok('paper.removeLogo', {});
    expect(await shop.ok('paper.logo', {})).toEqual({ picture: null });
  });

  test.each([
    ['too large', Buffer.concat([png.subarray(0, 33), Buffer.alloc(600_000), png.subarray(33)]), 'PICTURE_TOO_LARGE'],
    ['cut off', png.subarray(0, 40), 'PICTURE_KIND'],
    ['a text', Buffer.from('<svg onload="alert(1)"/>'), 'PICTURE_KIND'],
    ['empty', Buffer.alloc(0), 'PICTURE_KIND'],
  ])('that is %s is refused, and the old one stays', async (_what, bytes, code) => {
    const shop = await openTestShop({ as: 'owner' });
    chosen(shop, png);
    await shop.ok('paper.chooseLogo', {});
    chosen(shop, bytes);
    expect(await shop.refused('paper.chooseLogo', {})).toMatchObject({ code });
    expect((await shop.ok('paper.logo', {})).picture).toContain(png.toString('base64'));
  });

  test('that is not there is refused; a closed dialog changes nothing', async () => {
    const shop = await openTestShop({ as: 'owner' });
    shop.dialogs.file = join(shop.folder, 'nowhere.png');
    expect(await shop.refused('paper.chooseLogo', {})).toMatchObject({ code: 'FILE_UNREADABLE' });
    shop.dialogs.file = null;
    expect(await shop.ok('paper.chooseLogo', {})).toEqual({ chosen: false });
  });
});

test('slips are set up by the owner, and a setting that does not exist is refused', async () => {
  const shop = await openTestShop({ as: 'owner' });
  const settings = { slipPrinter: 'Till', slipPaper: '58', slipAfterStamp: 'always' } as const;
  expect(await shop.ok('shop.update', settings)).toMatchObject(settings);
  expect(await shop.refused('shop.update', { slipPaper: '57' as never })).toMatchObject({
    code: 'BAD_INPUT',
    fields: ['slipPaper'],
  });
  expect(await shop.ok('shop.update', { slipPrinter: null })).toMatchObject({ ...settings, slipPrinter: null });
});
