import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Role } from '../../../preload/contract/kinds.ts';
import type { Language } from '../../../preload/contract/values.ts';
import type { App } from './app.ts';
import { isChromiums, removeFolder } from './shops.ts';

/**
 * A running app between two tests of a worker: no shop is open, nothing of the last one is left in its folder, and the page is loaded anew for
 * the next. Starting Electron takes longer than most journeys.
 */
export class Spare {
  #app: App | null = null;
  #folder: string | null = null;

  /** The folder that the app has open. */
  get folder(): string | null {
    return this.#folder;
  }

  /** The same, emptied for the next shop; null when there is none. */
  lend(): string | null {
    const folder = this.#folder;
    if (folder === null) return null;
    for (const name of readdirSync(folder)) {
      if (name === 'logs') for (const log of readdirSync(join(folder, name))) rmSync(join(folder, name, log));
      else if (!isChromiums(name)) rmSync(join(folder, name), { recursive: true });
    }
    return folder;
  }

  /**
   * The app, on what lies in its folder now, on a system of this language, with somebody signed in. Null when there is none for this folder and
   * these switches; then it has ended.
   */
  async take(
    folder: string,
    switches: readonly string[],
    as: Role | null,
    language: Language = 'en',
  ): Promise<App | null> {
    const app = this.#app;
    if (!app || folder !== this.#folder) return null;
    this.#app = null;
    this.#folder = null;
    if (switches.length === 0) return app.takeOver(as, language);
    await app.close();
    return null;
  }

  /** Keeps an app for the next test. False when it cannot be. */
  async keep(app: App, folder: string): Promise<boolean> {
    if (this.#app || !(await app.handOn())) return false;
    this.#app = app;
    this.#folder = folder;
    return true;
  }

  async end(): Promise<void> {
    await this.#app?.close();
    if (this.#folder !== null) removeFolder(this.#folder);
  }
}
