// `npm test [-- types lint unit e2e]`: all suites, or the ones named. Electron is fetched and compiled
// while the others run.
import path from 'node:path';
import { ensure, keyringNeeds, readerNeeds, tryToEnsure } from './apt.mjs';
import { buildApp } from './build.mjs';
import { prepareElectron } from './electron.mjs';
import { playwright } from './playwright.mjs';
import { PlainError, run, say, tool } from './process.mjs';
import { conclude, nothing, readReport, reportFile } from './report.mjs';
import { setUp } from './setup.mjs';

/** In this order. @type {Record<string, (electron: Promise<import('./electron.mjs').Electron>) => Promise<import('./report.mjs').Report>>} */
const suites = {
  // Two projects at a time with one checker each: by itself each of them takes four, which look up most things four times.
  types: () => oneTest('typescript/bin/tsc', ['-b', '--force', '--checkers', '1', '--builders', '2']),
  lint: () => oneTest('@biomejs/biome/bin/biome', ['check', '--error-on-warnings', '.']),
  unit,
  e2e,
};

/**
 * @param {string[]} args names of suites; none: all
 * @returns {Promise<number>} 0 when nothing failed and everything ran
 */
export async function test(args) {
  const unknown = args.filter((name) => !Object.hasOwn(suites, name));
  if (unknown.length > 0)
    throw new PlainError(`There is no suite ${unknown.join(', ')}; there are ${Object.keys(suites).join(', ')}.`);
  await setUp();
  const electron = prepareElectron();
  electron.catch(() => {}); // told by the suite that needs it
  /** @type {Record<string, import('./report.mjs').Report>} */
  const reports = {};
  for (const [name, runSuite] of Object.entries(suites)) {
    if (args.length > 0 && !args.includes(name)) continue;
    const started = performance.now();
    reports[name] = await runSuite(electron);
    say(`${name}: ${((performance.now() - started) / 1000).toFixed(1)} s`);
  }
  return conclude(reports);
}

/**
 * A check without tests of its own counts as one.
 * @param {string} script
 * @param {string[]} args
 * @returns {Promise<import('./report.mjs').Report>}
 */
async function oneTest(script, args) {
  const { code } = await run(...tool(script, args));
  return code === 0
    ? { ...nothing(), passed: 1 }
    : { ...nothing(), failed: [`${path.basename(script)} ended with exit code ${code}`] };
}

/** @returns {Promise<import('./report.mjs').Report>} */
async function unit() {
  const file = reportFile('unit');
  const args = ['run', '--project=unit', '--reporter=default', '--reporter=./tools/reporters/vitest.mjs'];
  const { code } = await run(...tool('vitest/vitest.mjs', args, { env: { REGULARS_REPORT: file } }));
  return readReport(file, code);
}

/**
 * @param {Promise<import('./electron.mjs').Electron>} preparing
 * @returns {Promise<import('./report.mjs').Report>}
 */
async function e2e(preparing) {
  try {
    const electron = await preparing;
    await ensure(readerNeeds);
    await tryToEnsure(keyringNeeds);
    await buildApp();
    const file = reportFile('e2e');
    const args = ['--reporter=list,./tools/reporters/playwright.mjs'];
    const code = await playwright('e2e', electron, { args, env: { REGULARS_REPORT: file } });
    return readReport(file, code);
  } catch (error) {
    if (!(error instanceof PlainError)) throw error;
    if (error.cannotBeHad) return { ...nothing(), skipped: [{ what: 'the app in a window', why: error.message }] };
    return { ...nothing(), failed: [error.message] };
  }
}
