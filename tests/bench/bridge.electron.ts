import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from '@playwright/test';
import { punchCard } from '../../preload/contract/rules.ts';
import { App } from '../e2e/support/app.ts';
import { inShop, newFolder } from '../e2e/support/shops.ts';
import { line, median, ms } from './support/figures.ts';

// One stamp from the page through preload, ipc and dispatcher to the disk and back, against a bare ipcRenderer.invoke that echoes the
// same input in a window of its own, both in the same run of the same app. In tens, because a page's clock is coarse.
const rounds = 500;

test('one stamp over the bridge', async () => {
  const folder = newFolder();
  await inShop(folder, async ({ call }) => {
    await call('shop.create', {
      name: 'Bench',
      language: 'en',
      currency: 'EUR',
      timeZone: 'Europe/Bucharest',
      owner: { name: 'Owner', pin: '1234' },
      program: punchCard({ name: 'Card', goal: 10, rewardName: 'Coffee' }),
    });
    for (let i = 0; i < rounds; i++) await call('customers.enrol', { name: `Person ${i}` });
  });
  const app = await App.start(folder);
  await app.call('people.tap', {
    personId: ((await app.call('people.list', {})).value as { personId: string }[])[0]?.personId,
  });

  const stamps = await app.page.evaluate(async (count) => {
    const ask = async (name: string, input: unknown) => {
      const answer = await window.regulars.call(name, input, crypto.randomUUID());
      if (!answer.ok) throw new Error(`${name}: ${answer.error.code}`);
      return answer.value;
    };
    const [program] = (await ask('programs.list', {})) as { programId: string }[];
    const ids: (string | undefined)[] = [];
    for (let i = 0; i < count; i++) {
      const [hit] = (await ask('counter.find', { text: `Person ${i}`, limit: 1 })) as { customerId: string }[];
      ids.push(hit?.customerId);
    }
    const times: number[] = [];
    for (let i = 0; i < count; i += 10) {
      const start = performance.now();
      for (const customerId of ids.slice(i, i + 10))
        await ask('counter.stamp', { customerId, programId: program?.programId });
      times.push((performance.now() - start) / 10);
    }
    return times;
  }, rounds);

  const preloadFolder = mkdtempSync(join(tmpdir(), 'regulars-echo-'));
  const preload = join(preloadFolder, 'echo.cjs');
  writeFileSync(
    preload,
    "const { contextBridge, ipcRenderer } = require('electron'); contextBridge.exposeInMainWorld('echo', (x) => ipcRenderer.invoke('bench-echo', x));",
  );
  const echoes = await app.electron.evaluate(
    async ({ BrowserWindow, ipcMain }, { script, count }) => {
      ipcMain.handle('bench-echo', (_event, value: unknown) => value);
      const window = new BrowserWindow({ show: false, webPreferences: { preload: script, sandbox: true } });
      await window.loadURL('about:blank');
      const times = (await window.webContents.executeJavaScript(`(async () => {
        const times = [];
        const input = { customerId: '01990000-0000-7000-8000-000000000000', programId: '01990000-0000-7000-8000-000000000000', sameVisit: true };
        for (let i = 0; i < ${count}; i += 10) {
          const start = performance.now();
          for (let j = 0; j < 10; j++) await window.echo(input);
          times.push((performance.now() - start) / 10);
        }
        return times;
      })()`)) as number[];
      window.destroy();
      return times;
    },
    { script: preload, count: rounds },
  );
  await app.close();

  const warm = (times: number[]) => times.slice(3);
  line('one stamp from the page and back, median', ms(median(warm(stamps))));
  line('bare ipcRenderer.invoke echo, median', ms(median(warm(echoes))));
  line('stamp over the bridge minus echo, medians', ms(median(warm(stamps)) - median(warm(echoes))), '≤ 1 ms');
  for (const made of [folder, preloadFolder]) rmSync(made, { recursive: true, force: true });
});
