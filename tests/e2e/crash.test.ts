import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { App } from './support/app.ts';
import { catalogue } from './support/catalogues.ts';
import { headless } from './support/headless.ts';
import { hold, isHeld } from './support/hold.ts';
import { scan } from './support/keys.ts';
import { expectLargeTargets, look } from './support/page.ts';
import { asOwner, customerIdOf, databaseOf, people, team } from './support/shops.ts';
import { expect, test } from './support/test.ts';

test.setTimeout(120_000);

/** The page's process ends as after a fault. */
const breakPage = (app: App) =>
  app.electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.forcefullyCrashRenderer());

/** What stands on the page that was loaded again, as main reads it: Playwright has lost its hold of it. A page that is still being loaded says nothing. */
const textOf = (app: App): Promise<string> =>
  app.electron.evaluate(({ BrowserWindow }) => {
    const said = BrowserWindow.getAllWindows()[0]?.webContents.executeJavaScript('document.body.innerText');
    const nothing = new Promise<string>((resolve) => setTimeout(resolve, 1_000, ''));
    return Promise.race([said as Promise<string>, nothing]);
  });

test('the page ends while a stamp is on its way: loaded again, it shows the answer of the first one, with nothing doubled', async ({
  app,
  folder,
}) => {
  const { counter } = app;
  await counter.open('mari', people.maria.name);
  await hold(app, 'counter.stamp', 'after');
  await counter.stamp.click();
  await isHeld(app);
  await breakPage(app);
  await expect.poll(() => textOf(app), { timeout: 30_000 }).toContain('Your last step (Counter) was saved, once.');
  const text = await textOf(app);
  expect(text).toContain('1 stamp added.');
  expect(text).toContain(people.maria.name);
  expect(text).toContain('5');
  await app.close();
  headless('verify', '--data', folder);
  expect(stampsOf(folder)).toBe(5);
});

test('the page ends before main has heard of a stamp: it says that nothing was saved', async ({ app, folder }) => {
  const { counter } = app;
  await counter.open('mari', people.maria.name);
  await hold(app, 'counter.stamp', 'before');
  await counter.stamp.click();
  await isHeld(app);
  await breakPage(app);
  await expect
    .poll(() => textOf(app), { timeout: 30_000 })
    .toContain('Your last step (Counter) was not saved. Please do it again.');
  await app.close();
  expect(stampsOf(folder)).toBe(4);
});

test('what became of the last step, for everybody: saved or not, in light and dark, with large letters', async ({
  app,
}) => {
  const { counter, page } = app;
  const told = page.getByRole('complementary', { name: 'What became of the last step' });
  for (const [when, said] of [
    ['before', 'Your last step (Counter) was not saved. Please do it again.'],
    ['after', 'Your last step (Counter) was saved, once.'],
  ] as const) {
    await counter.open('mari', people.maria.name);
    await hold(app, 'counter.stamp', when);
    await counter.stamp.click();
    await isHeld(app);
    // To the page it is the same as a crash, and Playwright keeps its hold of it.
    await page.reload();
    await expect(told).toContainText(said);
    await expectLargeTargets(page, said);
    await look(app, said);
    await told.getByRole('button', { name: 'Close' }).click();
    await expect(told).toBeHidden();
  }
});

/** Maria's stamps, as another program reads the shop. */
function stampsOf(folder: string): number {
  const lines = headless('churn-list', '--data', folder, '--all', '--format', 'json');
  const rows = JSON.parse(lines) as { customer_id: string; visits: number }[];
  return rows.find((row) => row.customer_id === people.maria.number)?.visits ?? -1;
}

const crashFile = (folder: string) => join(folder, 'logs', 'crashes.json');
function crashedLately(folder: string, times: number): void {
  mkdirSync(join(folder, 'logs'), { recursive: true });
  writeFileSync(crashFile(folder), JSON.stringify(Array.from({ length: times }, () => Date.now() - 1000)));
}

/** Main processes of the app on this data folder. */
function processesOn(folder: string): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => {
      try {
        // Chromium writes its command line anew, in one piece.
        const text = readFileSync(`/proc/${pid}/cmdline`, 'utf8');
        return text.includes(folder) && !text.includes('--type=');
      } catch {
        return false;
      }
    });
}

/** What Regulars said to developers; nothing while it had nothing to say. */
function logOf(folder: string): string {
  const log = join(folder, 'logs', 'regulars.log');
  return existsSync(log) ? readFileSync(log, 'utf8') : '';
}

test('a page that hangs: the person decides; waiting changes nothing, loading it again ends as after a crash', async ({
  app,
  folder,
}) => {
  app.touch();
  await app.counter.open('mari', people.maria.name);
  /** As Chromium says it, with the answer that the person gives. Answers what they were asked. */
  const hangs = (response: number) =>
    app.electron.evaluate(({ BrowserWindow, dialog }, answer) => {
      const asked: { message: string; buttons?: string[] }[] = [];
      dialog.showMessageBox = (async (_window: unknown, options: (typeof asked)[number]) => {
        asked.push(options);
        return { response: answer, checkboxChecked: false };
      }) as unknown as typeof dialog.showMessageBox;
      BrowserWindow.getAllWindows()[0]?.emit('unresponsive');
      return asked;
    }, response);
  expect(await hangs(0)).toMatchObject([
    { message: 'This page does not answer', buttons: ['Wait', 'Load the page again'] },
  ]);
  await expect(app.counter.card('4 of 10 stamps')).toBeVisible();
  expect(logOf(folder)).toContain('PAGE_HANGS');
  expect(logOf(folder)).not.toContain('PAGE_GONE');
  await app.counter.stamp.click();
  await expect(app.counter.card('5 of 10 stamps')).toBeVisible();
  await hangs(1);
  await expect.poll(() => logOf(folder)).toContain('PAGE_GONE');
  await expect.poll(() => textOf(app), { timeout: 30_000 }).toContain('Counter');
  await app.close();
  expect(stampsOf(folder)).toBe(5);
});

test('Windows ends the session, and a helper of Chromium breaks off: all lies in the file, and the till goes on', async ({
  app,
  folder,
}) => {
  app.touch();
  const { counter } = app;
  await counter.open('mari', people.maria.name);
  await counter.stamp.click();
  await expect(counter.card('5 of 10 stamps')).toBeVisible();
  const log = `${databaseOf(folder)}-wal`;
  expect(statSync(log).size).toBeGreaterThan(0);
  await app.electron.evaluate(({ BrowserWindow }) => void BrowserWindow.getAllWindows()[0]?.emit('session-end'));
  expect(statSync(log).size).toBe(0);
  const helper = await app.electron.evaluate(
    ({ app }) => app.getAppMetrics().find(({ type }) => type === 'Utility')?.pid,
  );
  process.kill(helper ?? 0, 'SIGKILL');
  await expect.poll(() => logOf(folder)).toMatch(/CHILD_GONE.*"type":"Utility"/);
  await counter.open('mari', people.maria.name);
  await expect(counter.card('5 of 10 stamps')).toBeVisible();
});

test.describe('main itself breaks off', () => {
  test.use({ as: null });
  test.skip(process.platform !== 'linux', 'looks for the new process in /proc');

  test('the shop is closed, and Regulars starts anew by itself', async ({ app, folder }) => {
    await expect(app.who.question).toBeVisible();
    const first = app.electron.process().pid ?? 0;
    await app.electron.evaluate(() => {
      setTimeout(() => {
        throw new Error('Ana Pop 0722123456');
      });
    });
    const others = () => processesOn(folder).filter((pid) => pid !== first && pid !== process.pid);
    await expect.poll(() => others().length, { timeout: 30_000 }).toBeGreaterThan(0);
    await expect.poll(() => processesOn(folder).includes(first), { timeout: 30_000 }).toBe(false);
    const log = readFileSync(join(folder, 'logs', 'regulars.log'), 'utf8');
    expect(log).toContain('UNCAUGHT_EXCEPTION');
    expect(log).not.toMatch(/Ana|0722/);
    // Whatever that one does, it is ours to end.
    for (const pid of others()) process.kill(pid, 'SIGTERM');
    await expect.poll(() => others().length, { timeout: 30_000 }).toBe(0);
    headless('verify', '--data', folder);
  });

  test('after three times it opens nothing, says so, offers a backup and a report, and starts as usual when told to (TRUST.md rule 18)', async ({
    folder,
    start,
  }) => {
    const code = await asOwner(folder, async ({ call }) => {
      const customerId = await customerIdOf(call, people.maria.number);
      return (await call('memberCards.issue', { customerIds: [customerId] })).codes[0] ?? '';
    });
    crashedLately(folder, 3);
    const app = await start();
    const { page } = app;
    await expect(page.getByRole('heading', { name: 'Regulars has stopped several times' })).toBeVisible();
    await look(app, 'safe mode');
    expect((await app.call('people.list', {})).error?.code).toBe('NO_SHOP');
    await page.getByRole('button', { name: 'Make a backup' }).click();
    await expect(app.notice('The backup is made and checked.')).toBeVisible();
    await page.getByRole('button', { name: 'Look somebody up' }).click();
    await page.getByLabel(`PIN of ${team.owner.name}`).fill(team.owner.pin);
    await page.getByRole('button', { name: 'Show' }).click();
    await page.getByLabel('Name, phone or card number').fill('mari');
    await page.getByRole('button', { name: 'Show' }).click();
    await expect(page.getByText('Coffee card: 4 of 10')).toBeVisible();
    await look(app, 'safe mode, looking somebody up');
    // Her card scanned, and then one of which a figure was misread; the field has what was scanned.
    await page.getByLabel('Name, phone or card number').fill('somebody else');
    await page.getByRole('button', { name: 'Show' }).click();
    await expect(page.getByText('Nobody fits.')).toBeVisible();
    await scan(app, code);
    await expect(page.getByText('Coffee card: 4 of 10')).toBeInViewport({ ratio: 1 });
    await expect(page.getByLabel('Name, phone or card number')).toHaveValue(code);
    await scan(app, `${code.slice(0, -1)}${(Number(code.at(-1)) + 1) % 10}`);
    await expect(page.getByText('This is not a whole card number.')).toBeInViewport({ ratio: 1 });
    await page.getByRole('button', { name: 'Go back to a backup instead' }).click();
    await expect(page.getByRole('region', { name: 'Bring a backup back' })).toBeVisible();
    await expect(page.getByRole('button', { name: /^Restore the backup of/ })).toBeVisible();
    const report = join(folder, 'report.json');
    await app.answerFileDialogs(report);
    await page.getByRole('button', { name: 'Save a report' }).click();
    await expect(app.notice('Saved: report.json')).toBeVisible();
    expect(JSON.parse(readFileSync(report, 'utf8'))).toMatchObject({ failure: { kind: 'safeMode' } });
    await page.getByRole('button', { name: 'Start as usual' }).click();
    await expect(app.who.question).toBeVisible();
    expect(existsSync(crashFile(folder))).toBe(false);
  });

  test('the third crash of the page in a few minutes starts safe mode', async ({ folder, start }) => {
    crashedLately(folder, 2);
    const app = await start();
    await expect(app.who.question).toBeVisible();
    const first = app.electron.process().pid ?? 0;
    const others = () => processesOn(folder).filter((pid) => pid !== first && pid !== process.pid);
    await breakPage(app).catch(() => undefined);
    await expect.poll(() => others().length, { timeout: 30_000 }).toBeGreaterThan(0);
    await sleep(2_000);
    for (const pid of others()) process.kill(pid, 'SIGTERM');
    await expect.poll(() => others().length, { timeout: 30_000 }).toBe(0);
    expect(JSON.parse(readFileSync(crashFile(folder), 'utf8'))).toHaveLength(3);
  });

  for (const language of ['id', 'ro'] as const) {
    test(`safe mode speaks ${language}`, async ({ folder, start }) => {
      crashedLately(folder, 3);
      const { page } = await start({ language });
      const words = catalogue(language);
      await expect(page.getByRole('heading', { name: words['app:failure.safeMode.title'] ?? '' })).toBeVisible();
      await expect(page.getByRole('button', { name: words['rescue:report.save'] ?? '' })).toBeVisible();
    });
  }
});
