// `npm run screenshots`: writes docs/screenshots/*.png by driving the real app.
import { buildApp } from './build.mjs';
import { prepareElectron } from './electron.mjs';
import { playwright } from './playwright.mjs';
import { setUp } from './setup.mjs';

/**
 * @param {string[]} args for Playwright
 * @returns {Promise<number>}
 */
export async function screenshots(args) {
  await setUp();
  const electron = await prepareElectron();
  await buildApp();
  return playwright('screenshots', electron, { args });
}
