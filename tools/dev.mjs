// `npm run dev`: the page reloads by itself, a change in main or preload restarts the app.
import { forgetBuild } from './build.mjs';
import { ensureDisplay } from './display.mjs';
import { prepareElectron } from './electron.mjs';
import { run, tool } from './process.mjs';
import { setUp } from './setup.mjs';

/**
 * @param {string[]} args for the app
 * @returns {Promise<number>}
 */
export async function dev(args) {
  await setUp();
  const electron = await prepareElectron();
  forgetBuild();
  const env = { ...electron.env, ...(await ensureDisplay()) };
  const root = process.getuid?.() === 0 ? ['--noSandbox'] : [];
  const own = ['dev', '--watch', ...root, '--', '--log-level=3', ...args];
  const { code } = await run(...tool('electron-vite/bin/electron-vite.js', own, { env }));
  return code;
}
