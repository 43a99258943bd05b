import { test as base } from '@playwright/test';
import type { Role } from '../../../preload/contract/kinds.ts';
import type { Language } from '../../../preload/contract/values.ts';
import { App } from './app.ts';
import type { Keyring } from './keyring.ts';
import { fillFolder, firstRun, makers, newFolder, removeFolder, type ShopName } from './shops.ts';
import { Spare } from './spare.ts';

export { expect } from '@playwright/test';

interface Options {
  /** The shop in the data folder before the start; null for none. */
  shop: ShopName | null;
  /** Who signs in before the test begins; null for nobody. */
  as: Role | null;
  /** Switches on the command line. */
  args: readonly string[];
  /** A process that this test starts and ends itself: for what is about the process, or about every file in its folder. */
  apart: boolean;
  /** Whether things move on screen; without, a test need not wait for them. */
  moves: boolean;
}

interface Fixtures {
  /** A data folder of this test's own. */
  folder: string;
  /** What was started here. */
  apps: App[];
  /** Starts the app on the data folder; whatever still runs at the end of the test is closed. */
  start(options?: { args?: readonly string[]; as?: Role; language?: Language; keyring?: Keyring }): Promise<App>;
  /** Closes the shop but not the process, for what happens to its folder without a window; `start()` opens it there again. */
  leave(app: App): Promise<void>;
  /** The app, started and signed in as the options say. */
  app: App;
}

interface WorkerFixtures {
  /** A folder with this shop, made once and copied from then on. */
  prepared(name: ShopName): Promise<string>;
  /** The process that the last test left running. */
  spare: Spare;
}

export const test = base.extend<Options & Fixtures, WorkerFixtures>({
  shop: ['cafe', { option: true }],
  as: ['owner', { option: true }],
  args: [[], { option: true }],
  apart: [false, { option: true }],
  moves: [false, { option: true }],

  prepared: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixtures it needs from this pattern
    async ({}, use) => {
      const made = new Map<string, Promise<string>>();
      const folders: string[] = [];
      await use((name) => {
        // Its days count back from today: after midnight it is yesterday's shop.
        const of = `${name} ${new Date().toLocaleDateString('sv', { timeZone: firstRun.timeZone })}`;
        const present = made.get(of);
        if (present) return present;
        const folder = newFolder();
        folders.push(folder);
        const making = makers[name](folder).then(() => folder);
        made.set(of, making);
        return making;
      });
      for (const folder of folders) removeFolder(folder);
    },
    { scope: 'worker' },
  ],

  spare: [
    // biome-ignore lint/correctness/noEmptyPattern: as above
    async ({}, use) => {
      const spare = new Spare();
      await use(spare);
      await spare.end();
    },
    { scope: 'worker' },
  ],

  folder: async ({ shop, prepared, spare, apart }, use) => {
    const folder = (apart ? null : spare.lend()) ?? newFolder();
    if (shop !== null) fillFolder(folder, await prepared(shop));
    await use(folder);
    if (folder !== spare.folder) removeFolder(folder);
  },

  apps: async ({ folder, spare, apart }, use, testInfo) => {
    const apps: App[] = [];
    await use(apps);
    const last = apps.pop();
    for (const app of apps) await app.close();
    if (last && !(!apart && testInfo.status === testInfo.expectedStatus && (await spare.keep(last, folder))))
      await last.close();
  },

  start: ({ apps, folder, args, spare, moves }, use) =>
    use(async (options = {}) => {
      const switches = [...args, ...(options.args ?? [])];
      const { as = null, language, keyring } = options;
      const running = await spare.take(folder, switches, as, language);
      const spoken = language ? [`--lang=${language}`] : [];
      const app = running ?? (await App.start(folder, [...switches, ...spoken], keyring));
      apps.push(app);
      await app.page.emulateMedia({ reducedMotion: moves ? 'no-preference' : 'reduce' });
      if (as && !running) await app.signIn(as);
      return app;
    }),

  leave: ({ apps, folder, spare }, use) =>
    use(async (app) => {
      apps.splice(apps.indexOf(app), 1);
      if (!(await spare.keep(app, folder))) await app.close();
    }),

  app: async ({ start, as }, use) => {
    await use(await start(as === null ? {} : { as }));
  },
});
