// `npm start [-- --data DIR]`
import { buildApp } from './build.mjs';
import { ensureDisplay } from './display.mjs';
import { prepareElectron } from './electron.mjs';
import { ROOT, run } from './process.mjs';
import { setUp } from './setup.mjs';

/**
 * @param {string[]} args for the app
 * @returns {Promise<number>} its exit code
 */
export async function start(args) {
  await setUp();
  const electron = await prepareElectron();
  await buildApp();
  const env = { ...electron.env, ...(await ensureDisplay()) };
  const { code } = await run(electron.program, [...switches(), ROOT, ...args], {
    env,
    // A signal to the whole group would end Chromium's helpers first, and the app without a chance to close.
    ownGroup: true,
    cwd: process.env.INIT_CWD ?? ROOT,
  });
  return code;
}

/**
 * Chromium's switches. It refuses to sandbox for root; and without a session bus it complains on every
 * start, which is not worth a person's attention.
 * @returns {string[]}
 */
export function switches() {
  return ['--log-level=3', ...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])];
}
