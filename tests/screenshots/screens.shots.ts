import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CounterCustomer } from '../../preload/contract/counter.ts';
import type { CustomerRow } from '../../preload/contract/customers.ts';
import { type Language, languages } from '../../preload/contract/values.ts';
import { App } from '../e2e/support/app.ts';
import { catalogue } from '../e2e/support/catalogues.ts';
import { resize, settled } from '../e2e/support/page.ts';
import { root } from '../e2e/support/root.ts';
import { newFolder, removeFolder } from '../e2e/support/shops.ts';
import { expect, test } from '../e2e/support/test.ts';
import { palettePng } from './palettePng.ts';

// The pictures of the README, from the demo shop in English; the same in the other languages, for looking at, under test-results/.

const width = 1280;
const height = 800;

const folderOf = (language: Language): string =>
  language === 'en' ? join(root, 'docs/screenshots') : join(root, 'test-results/screenshots', language);

async function take(app: App, language: Language, name: string): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await app.page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await settled(app.page);
    const shot = await app.page.screenshot({ caret: 'hide' });
    const { pixels, ...size } = await app.electron.evaluate(({ nativeImage }, png) => {
      const image = nativeImage.createFromBuffer(Buffer.from(png, 'base64'));
      return { ...image.getSize(), pixels: image.toBitmap().toString('base64') };
    }, shot.toString('base64'));
    const small = palettePng({ ...size, pixels: Buffer.from(pixels, 'base64') });
    writeFileSync(join(folderOf(language), `${name}-${colorScheme}.png`), small);
  }
}

/** The first of the demo shop's regulars whose cards look as wished; those with the most visits come first. */
async function findRegular(app: App, wanted: (cards: CounterCustomer['cards']) => boolean): Promise<CounterCustomer> {
  const asked = { sort: 'visitDays', descending: true, limit: 400 };
  const { value } = (await app.call('customers.list', asked)) as { value: { rows: CustomerRow[] } };
  for (const { customerId } of value.rows) {
    const customer = ((await app.call('counter.open', { customerId })) as { value: CounterCustomer }).value;
    const known = customer.name && customer.likes && customer.phoneEnd && !customer.sameVisitUntil;
    const noRewards = customer.cards.every(({ rewards }) => rewards.length === 0);
    if (known && noRewards && wanted(customer.cards)) return customer;
  }
  throw new Error('the demo shop has no regular like that');
}

for (const language of languages) {
  test(`screens in ${language}`, async () => {
    const words = catalogue(language);
    const say = (key: string): string => words[key] ?? key;
    mkdirSync(folderOf(language), { recursive: true });
    const folder = newFolder();
    const app = await App.start(folder, [`--lang=${language}`]);
    const { page } = app;
    const go = (place: string) =>
      page
        .getByRole('navigation')
        .getByRole('button', { name: say(`app:place.${place}`), exact: true })
        .click();
    try {
      await resize(app, width, height);
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
      await take(app, language, 'first-run');

      await page.getByRole('button', { name: say('demo:enter') }).click();
      const search = page.getByRole('combobox', { name: say('counter:search.label') });
      await expect(search).toBeVisible({ timeout: 60_000 });

      const open = async (number: string, name: string | null) => {
        await search.fill(number);
        await expect(page.getByRole('option').first()).toBeVisible();
        await search.press('Enter');
        await expect(page.getByRole('article').getByRole('heading', { name: name ?? number })).toBeVisible();
      };
      const halfWay = await findRegular(
        app,
        ([card]) => card !== undefined && card.stamps === Math.round(0.7 * (card.goal ?? 0)),
      );
      await open(halfWay.number, halfWay.name);
      await take(app, language, 'counter');
      const nearlyThere = await findRegular(
        app,
        ([card]) => card !== undefined && card.stamps === (card.goal ?? 0) - 1,
      );
      await open(nearlyThere.number, nearlyThere.name);
      await page.keyboard.press('Enter');
      await expect(page.getByRole('button', { name: say('counter:reward.redeem'), exact: true })).toBeVisible();
      await take(app, language, 'card-full');

      await go('customers');
      await expect(page.getByRole('rowheader').nth(5)).toBeVisible();
      await take(app, language, 'customers');
      await go('risk');
      await expect(page.getByRole('list').getByRole('listitem').nth(3)).toBeVisible();
      await take(app, language, 'at-risk');
      await go('programs');
      await expect(page.getByRole('heading', { level: 2 }).first()).toBeVisible();
      await take(app, language, 'programs');
      await go('month');
      await expect(page.getByRole('region', { name: say('month:bridge.title') })).toBeVisible();
      await page.getByRole('button', { name: say('month:previous') }).click();
      await expect(page.locator('[aria-busy="true"]')).toHaveCount(0);
      await page.mouse.move(0, 0);
      await take(app, language, 'month');
    } finally {
      await app.close();
      removeFolder(folder);
    }
  });
}
