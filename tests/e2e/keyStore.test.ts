import { existsSync, readFileSync } from 'node:fs';
import { shopFiles } from '../../main/shop/files.ts';
import { findMarkers } from '../support/scan.ts';
import type { App } from './support/app.ts';
import { Keyring, whyNoKeyring } from './support/keyring.ts';
import { expectLargeTargets, look } from './support/page.ts';
import { asOwner, keepRecoveryCode, people } from './support/shops.ts';
import { test as base, expect } from './support/test.ts';

// The computer's own place for secrets, in an account of its own: GNOME's keyring.

const test = base.extend<{ newKeyring(): Promise<Keyring> }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixtures it needs from this pattern
  newKeyring: async ({}, use) => {
    const keyrings: Keyring[] = [];
    await use(async () => {
      const keyring = await Keyring.start();
      keyrings.push(keyring);
      return keyring;
    });
    for (const keyring of keyrings) await keyring.end();
  },
});

test.use({ apart: true });
test.setTimeout(120_000);
const why = whyNoKeyring();
test.skip(why !== null, why ?? '');

/** Locks the key in Settings, where the keyring is a place for it. */
async function seal(app: App): Promise<void> {
  const backend = await app.electron.evaluate(({ safeStorage }) => safeStorage.getSelectedStorageBackend());
  expect(backend).toBe('gnome_libsecret');
  await openSettings(app);
  await app.keys.section.getByRole('button', { name: 'Lock the key…' }).click();
  await expect(app.page.getByRole('dialog')).toContainText('This computer can keep the key for you.');
  await app.keys.lock.click();
  await expect(app.notice('The key is locked.')).toBeVisible();
  await expect(app.keys.section).toContainText('This computer keeps the key.');
  await app.close();
}

async function openSettings(app: App): Promise<void> {
  await app.go('Settings');
  await app.settings.tab('Backups').click();
}

/** Types the code from the paper, where the computer has lost the key. */
async function openByCode(app: App, code: string): Promise<void> {
  await expect(app.keys.start).toBeVisible();
  await expect(app.page.getByText('This computer no longer has the key of your shop.')).toBeVisible();
  await app.keys.code.fill(code);
  await app.keys.open.click();
  await app.signIn('owner');
}

test('the keyring keeps the key, and starts ask for nothing; when it is lost the code opens, and the next one keeps it', async ({
  folder,
  start,
  newKeyring,
}) => {
  const code = await asOwner(folder, ({ call }) => keepRecoveryCode(call));
  const { key } = shopFiles(folder);
  const [, line = ''] = readFileSync(key, 'latin1').trim().split(':');
  const secret = Buffer.from(line, 'base64url').subarray(0, 96);
  const forms = (['base64url', 'base64', 'hex'] as const).map((form) => secret.toString(form).slice(0, 60));
  expect(findMarkers(folder, forms)).toContain(`key: ${forms[0]}`);
  let keyring = await newKeyring();
  await seal(await start({ as: 'owner', keyring }));
  expect(existsSync(key)).toBe(false);
  expect(findMarkers(folder, forms)).toEqual([]);

  let app = await start({ as: 'owner', keyring });
  await app.counter.open('mari', people.maria.name);
  await app.counter.stamp.click();
  await expect(app.counter.confirmation).toContainText('1 stamp added.');
  await app.close();
  await keyring.end();

  keyring = await newKeyring();
  app = await start({ keyring });
  await openByCode(app, code);
  await app.counter.open('mari', people.maria.name);
  await expect(app.counter.card('5 of 10 stamps')).toBeVisible();
  await app.close();
  // PINs are mixed with what the box holds: everybody's still fits.
  app = await start({ as: 'staff', keyring });
  await app.close();
});

test('a start without the keyring takes the code and says in Settings how it stands; with it the shop opens by itself again', async ({
  folder,
  start,
  newKeyring,
}) => {
  const code = await asOwner(folder, ({ call }) => keepRecoveryCode(call));
  const keyring = await newKeyring();
  await seal(await start({ as: 'owner', keyring }));
  let app = await start();
  await openByCode(app, code);
  await openSettings(app);
  await expect(app.keys.section).toContainText('Only the recovery code opens the shop');
  await app.keys.section.getByRole('button', { name: 'Choose how it opens…' }).click();
  await expect(app.keys.password).toBeVisible();
  await expectLargeTargets(app.page, 'a key without a keeper');
  await look(app, 'a key without a keeper');
  await app.close();
  app = await start({ as: 'owner', keyring });
  await openSettings(app);
  await expect(app.keys.section).toContainText('This computer keeps the key.');
  await app.close();
});
