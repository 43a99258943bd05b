import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { shopDatabase } from '../support/database.ts';
import { findMarkers } from '../support/scan.ts';
import { readPdf } from './support/paper.ts';
import { asOwner, customerIdOf, newFolder, people, removeFolder } from './support/shops.ts';
import { expect, test } from './support/test.ts';

// It looks at every file in the folder, the browser's own too: those of one shop.
test.use({ apart: true });
test.setTimeout(120_000);

/** Somebody whose words stand nowhere else, and who has been through the window in every way that leaves words. */
const marker = { name: 'Zwxqvorn Marker', phone: '0721987654', note: 'Zqnote about a dog' };
const markers = ['Zwxqvorn', 'zwxqvorn', '721987654', 'Zqnote'];

test('a customer takes a copy along, as a page and as a file (F-75)', async ({ folder, start }) => {
  await asOwner(folder, async ({ call }) => {
    const customerId = await customerIdOf(call, people.maria.number);
    const endsOn = new Date(Date.now() + 5 * 86_400_000).toISOString().slice(0, 10);
    await call('offers.make', {
      customerId,
      benefit: { name: 'A cake for two', kind: 'percent', percent: 50 },
      endsOn,
    });
    const { perkId } = await call('perks.create', { name: 'Window seat', best: null });
    await call('perks.pick', { perkId, customerId, picked: true });
  });
  const app = await start({ as: 'owner' });
  const { record, page } = app;
  const elsewhere = newFolder();
  await app.go('Customers');
  await app.customers.row(people.maria.name).click();
  await expect(record.name(people.maria.name)).toBeVisible();

  const pdf = join(elsewhere, 'page.pdf');
  await app.answerFileDialogs(pdf);
  await record.copy('Page to read (PDF)');
  await expect(app.notice(/page\.pdf/)).toBeVisible({ timeout: 30_000 });
  const { text, info } = readPdf(pdf);
  expect(info.Title).toBe('Cafenea Luna – What we know about you');
  for (const words of [
    people.maria.name,
    people.maria.phone,
    people.maria.number,
    'Coffee card',
    'History',
    'A cake for two · 50% off',
    'Window seat',
    'given by us',
  ])
    expect(text).toContain(words);

  const json = join(elsewhere, 'data.json');
  await app.answerFileDialogs(json);
  const begun = performance.now();
  await record.copy('Data file (JSON)');
  await expect(app.notice('Saved: data.json')).toBeVisible();
  expect(performance.now() - begun).toBeLessThan(10_000);
  expect(JSON.parse(readFileSync(json, 'utf8'))).toMatchObject({
    record: { name: people.maria.name },
    offers: [{ benefit: { name: 'A cake for two' }, state: 'open' }],
    perks: [{ name: 'Window seat' }],
  });
  await page.keyboard.press('Escape');
  removeFolder(elsewhere);
});

test('an erased customer is nowhere in the shop’s folder: not in the browser’s files, logs or names either (F-75, R17)', async ({
  folder,
  start,
}) => {
  let app = await start({ as: 'owner' });
  const { counter, record, page } = app;
  await counter.search.fill(marker.name);
  await page.getByRole('region', { name: 'Customers found' }).getByRole('button', { name: 'New customer' }).click();
  await counter.enrolment.getByRole('textbox', { name: 'Phone' }).fill(marker.phone);
  await counter.enrolment.getByRole('button', { name: 'Enrol' }).click();
  await expect(counter.customer(marker.name)).toBeVisible();
  await counter.stamp.click();
  await expect(counter.confirmation).toContainText('1 stamp added.');
  await app.go('Customers');
  await app.customers.openOnly('zwxqvorn', marker.name);
  await record.edit.click();
  await page.getByRole('dialog').getByRole('textbox', { name: 'Notes' }).fill(marker.note);
  await page.getByRole('dialog').getByRole('button', { name: 'Save', exact: true }).click();
  await expect(record.about).toContainText(marker.note);
  await app.close();

  // Nobody reads it without the key. The control: it is there, and only in the shop's own file.
  expect(findMarkers(folder, markers)).toEqual([]);
  const { key } = shopDatabase(folder);
  const before = findMarkers(folder, markers, key);
  expect(before.filter((hit) => !/^(regulars\.db|backups)/.test(hit))).toEqual([]);
  expect(before).toContain('regulars.db: Zwxqvorn');

  app = await start({ as: 'owner' });
  await app.go('Customers');
  await app.customers.openOnly('zwxqvorn', marker.name);
  await app.record.eraseOpen.click();
  const erase = app.record.eraseDialog(marker.name);
  await expect(erase).toContainText('for up to 30 days');
  await erase.getByRole('textbox').fill('100001');
  await erase.getByRole('button', { name: 'Erase for good' }).click();
  await expect(erase).toContainText('Nothing was erased.');
  await erase.getByRole('textbox').fill('100009');
  const begun = performance.now();
  await erase.getByRole('button', { name: 'Erase for good' }).click();
  await expect(app.notice('Number 100009 is erased.')).toBeVisible();
  expect(performance.now() - begun).toBeLessThan(10_000);
  await expect(app.customers.title).toBeVisible();
  await app.go('Counter');
  await app.counter.search.fill('zwxqvorn');
  await expect(app.page.getByText('Nobody found')).toBeVisible();
  await app.close();
  // Backups from before are said to hold the person for thirty days.
  expect(findMarkers(folder, markers, key).filter((hit) => !hit.startsWith('backups'))).toEqual([]);
});

test('a manager sees nothing of it', async ({ start }) => {
  const app = await start({ as: 'manager' });
  await app.go('Customers');
  await app.customers.row(people.maria.name).click();
  await expect(app.record.name(people.maria.name)).toBeVisible();
  await expect(app.record.eraseOpen).toBeHidden();
});

test('the words that ask for consent stand beside the boxes, and a consent remembers its own', async ({ app }) => {
  const { record, page } = app;
  await app.go('Settings');
  await page.getByRole('tab', { name: 'Data' }).click();
  await page.getByRole('button', { name: 'Save as a new wording' }).click();
  await expect(page.getByText('Write the words first.')).toBeVisible();
  const words = 'May Cafenea Luna write to you, once a month at most? You can say no again at any time.';
  await page.getByRole('textbox', { name: 'The words' }).fill(words);
  await page.getByRole('button', { name: 'Save as a new wording' }).click();
  await expect(page.getByText(/^Wording 1, since/)).toBeVisible();

  await app.go('Customers');
  await app.customers.row(people.maria.name).click();
  await record.edit.click();
  await expect(page.getByText(words)).toBeVisible();
  await page.getByRole('checkbox', { name: 'WhatsApp' }).check();
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(record.about).toContainText(/WhatsApp.*agreed on .*, to wording 1/);
});
