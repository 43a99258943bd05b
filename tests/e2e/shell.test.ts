import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { _electron, type ElectronApplication, expect, type Page, test } from '@playwright/test';

// The shell around the shop: its folder, its window, its end.

let folder: string;
let shop: string;

test.beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'regulars-e2e-'));
  shop = join(folder, 'shop');
});
test.afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function launch(): Promise<{ app: ElectronApplication; page: Page }> {
  const app = await _electron.launch({ args: ['--log-level=3', '.', '--data', shop] });
  const page = await app.firstWindow();
  await page.waitForSelector('button');
  return { app, page };
}

const now = (page: Page) =>
  page.evaluate(async () => {
    const answer = await window.regulars.call('shop.status', {}, null);
    return answer.ok ? (answer.value as { now: number }).now : Number.NaN;
  });

test('everything lies in the folder that --data names', async () => {
  const { app } = await launch();
  const paths = await app.evaluate(({ app: electron }) => ({
    userData: electron.getPath('userData'),
    sessionData: electron.getPath('sessionData'),
    crashDumps: electron.getPath('crashDumps'),
    name: electron.getName(),
  }));
  expect(paths).toEqual({
    userData: shop,
    sessionData: join(shop, 'browser'),
    crashDumps: join(shop, 'browser', 'crashes'),
    name: 'Regulars',
  });
  await app.close();
});

test('the window comes back where it was, and is never too small', async () => {
  const first = await launch();
  await first.app.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()[0]?.setBounds({ x: 40, y: 30, width: 1100, height: 800 }),
  );
  await first.app.close();
  const second = await launch();
  const window = await second.app.evaluate(({ BrowserWindow }) => {
    const [only] = BrowserWindow.getAllWindows();
    const restored = only?.getNormalBounds();
    only?.setSize(300, 200);
    return { smallest: only?.getMinimumSize(), restored };
  });
  expect(window).toEqual({ smallest: [1024, 720], restored: { x: 40, y: 30, width: 1100, height: 800 } });
  await second.app.close();
  const kept = JSON.parse(readFileSync(join(shop, 'browser', 'window.json'), 'utf8')) as { width: number };
  expect(kept.width).toBeGreaterThanOrEqual(1024);
});

for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  test(`${signal} ends the app well and at once`, async () => {
    const { app } = await launch();
    const program = app.process();
    const ended = new Promise<number | null>((resolve) => program.once('exit', resolve));
    const started = Date.now();
    program.kill(signal);
    expect(await ended).toBe(0);
    expect(Date.now() - started).toBeLessThan(6000);
  });
}

test('closing the window ends the app', async () => {
  const { app } = await launch();
  const ended = new Promise<number | null>((resolve) => app.process().once('exit', resolve));
  await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close());
  expect(await ended).toBe(0);
});

test('the debug menu moves the clock', async () => {
  const { app, page } = await launch();
  const before = await now(page);
  await app.evaluate(({ Menu }) => Menu.getApplicationMenu()?.getMenuItemById('day')?.click());
  const moved = (await now(page)) - before;
  expect(moved).toBeGreaterThanOrEqual(24 * 3_600_000);
  expect(moved).toBeLessThan(24 * 3_600_000 + 60_000);
  await app.close();
});
