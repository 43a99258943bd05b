import { test as base } from '@playwright/test';
import type { Role } from '../../../preload/contract/kinds.ts';
import { App } from './app.ts';
import { copyShop, firstRun, makers, newFolder, removeFolder, type ShopName } from './shops.ts';

export { expect } from '@playwright/test';

interface Options {
  /** The shop in the data folder before the start; null for none. */
  shop: ShopName | null;
  /** Who signs in before the test begins; null for nobody. */
  as: Role | null;
  /** Switches on the command line. */
  args: readonly string[];
}

interface Fixtures {
  /** A data folder of this test's own. */
  folder: string;
  /** Starts the app on the data folder; whatever still runs at the end of the test is closed. */
  start(options?: { args?: readonly string[]; as?: Role }): Promise<App>;
  /** The app, started and signed in as the options say. */
  app: App;
}

interface WorkerFixtures {
  /** A folder with this shop, made once and copied from then on. */
  prepared(name: ShopName): Promise<string>;
}

export const test = base.extend<Options & Fixtures, WorkerFixtures>({
  shop: ['cafe', { option: true }],
  as: ['owner', { option: true }],
  args: [[], { option: true }],

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

  folder: async ({ shop, prepared }, use) => {
    const folder = shop === null ? newFolder() : copyShop(await prepared(shop));
    await use(folder);
    removeFolder(folder);
  },

  start: async ({ folder, args }, use) => {
    const apps: App[] = [];
    await use(async (options = {}) => {
      const app = await App.start(folder, [...args, ...(options.args ?? [])]);
      apps.push(app);
      if (options.as) await app.signIn(options.as);
      return app;
    });
    for (const app of apps) await app.close();
  },

  app: async ({ start, as }, use) => {
    await use(await start(as === null ? {} : { as }));
  },
});
