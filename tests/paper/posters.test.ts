import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Sheet } from '../../preload/contract/paper.ts';
import { punchCard } from '../../preload/contract/rules.ts';
import { counterWith } from '../support/counter.ts';
import { day } from '../support/shop.ts';

test('a poster is remembered with its rules, and other rules ask for a new one (F-86)', async () => {
  const { shop, stamped } = await counterWith();
  const { programId } = shop;
  shop.printer.outcome = 'printed';
  shop.printer.pdf = new Uint8Array([1]);
  const poster = (language: 'en' | 'ro'): Sheet => ({
    kind: 'poster',
    programId: programId as Extract<Sheet, { kind: 'poster' }>['programId'],
    language,
    size: 'A4',
  });
  const posters = async () => (await shop.ok('paper.posters', {}))[0];
  expect(await posters()).toMatchObject({ prints: [], sincePrinted: null });

  await shop.ok('paper.print', { sheet: poster('en') });
  shop.dialogs.target = join(shop.folder, 'poster.pdf');
  await shop.ok('paper.save', { sheet: poster('ro') });
  expect((await posters())?.prints).toEqual([
    { language: 'en', size: 'A4', printedOn: '2026-03-10', reprint: false },
    { language: 'ro', size: 'A4', printedOn: '2026-03-10', reprint: false },
  ]);

  shop.clock.now += day;
  const rules = punchCard({ name: 'Coffee card', goal: 6, rewardName: 'A free coffee' });
  await shop.ok('programs.change', { programId, version: 1, rules });
  expect((await posters())?.prints.map(({ reprint }) => reprint)).toEqual([true, true]);
  await shop.ok('paper.print', { sheet: poster('en') });
  expect((await posters())?.prints).toEqual([
    { language: 'ro', size: 'A4', printedOn: '2026-03-10', reprint: true },
    { language: 'en', size: 'A4', printedOn: '2026-03-11', reprint: false },
  ]);

  // A printer that fails has printed nothing.
  shop.printer.outcome = 'failed';
  await shop.refused('paper.print', { sheet: poster('ro') });
  expect((await posters())?.prints[0]?.reprint).toBe(true);

  await stamped();
  expect(await posters()).toMatchObject({
    lately: { enrolled: 1, visits: 1, per100: 100 },
    sincePrinted: { from: '2026-03-10', enrolled: 1, visits: 1, per100: 100 },
  });
});

test('a slip says what the counter says, in the customer’s language (F-30)', async () => {
  const { shop, customerId, stamped } = await counterWith({ language: 'ro' });
  await stamped({ stamps: 7 });
  const { card: atCounter } = { card: (await shop.ok('counter.open', { customerId })).cards[0] };
  await shop.tap('staff');
  expect(await shop.ok('paper.slip', { customerId, programId: shop.programId })).toEqual({
    name: 'Maria Ionescu',
    number: '100001',
    language: 'ro',
    card: atCounter,
  });
});

test('a printer that is off never takes a stamp back', async () => {
  const { shop, customerId, stamped, card } = await counterWith();
  await stamped();
  const { programId } = shop;
  const sheet = { kind: 'slip', customerId, programId, paper: '80' } as Sheet;
  expect(await shop.refused('paper.print', { sheet, printer: 'Till' })).toMatchObject({ code: 'PRINTER_FAILED' });
  expect((await card())?.stamps).toBe(1);
});
