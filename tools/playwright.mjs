// Playwright on the real Electron, with everything it needs around it.
import { ensureDisplay } from './display.mjs';
import { run, tool } from './process.mjs';

/**
 * @param {string} project of playwright.config.ts
 * @param {import('./electron.mjs').Electron} electron
 * @param {{ args?: string[], env?: NodeJS.ProcessEnv }} [options]
 * @returns {Promise<number>} exit code
 */
export async function playwright(project, electron, { args = [], env = {} } = {}) {
  const around = { ...electron.env, ...(await ensureDisplay()), ...env };
  const { code } = await run(
    ...tool('@playwright/test/cli.js', ['test', `--project=${project}`, ...args], { env: around }),
  );
  return code;
}
