// `npm run test:faults [-- GROUP or FILE …]` and `npm run torture [-- --minutes N GROUP or FILE …]`: the tests that break things on purpose, with
// more faults than `npm test` has time for. How many stands beside each test (tests/support/counts.ts); what was done is printed, with the seed.
// What cannot run on this machine is printed as SKIPPED and never counted as passed.
import { faultNeeds, tryToEnsure } from './apt.mjs';
import { buildApp } from './build.mjs';
import { prepareElectron } from './electron.mjs';
import { makePackage } from './package.mjs';
import { playwright } from './playwright.mjs';
import { PlainError, run, say, tool } from './process.mjs';
import { conclude, nothing, readReport, reportFile } from './report.mjs';
import { setUp } from './setup.mjs';

/** What a word after the command stands for; `window` is the real Electron. @type {Record<string, string[]>} */
const groups = {
  faults: ['tests/faults/', 'tests/keys/locked'],
  crash: ['tests/crash/'],
  ledger: ['tests/ledger/'],
  contract: ['tests/contract/'],
  logs: ['tests/visits/'],
  backups: ['tests/backups/', 'tests/headless/restore'],
};

/** In the real Electron: what the page may not do, and no network at all. */
const probes = ['security', 'probes', 'namespace', 'offline'].map((name) => `tests/e2e/${name}.test.ts`);

/** @param {'ci' | 'torture'} scale @returns {(args: string[]) => Promise<number>} */
const faultsAt = (scale) => async (args) => {
  const { words, minutes } = takeMinutes(args);
  await setUp();
  await tryToEnsure(faultNeeds);
  const asked = words.length > 0 ? words : ['window', ...Object.keys(groups)];
  const files = asked.filter((word) => word !== 'window').flatMap((word) => groups[word] ?? [word]);
  /** @type {Record<string, import('./report.mjs').Report>} */
  const reports = {};
  // First what people install, which the probes of the package look at; then what it is made of, one file on each core.
  if (asked.includes('window')) reports.window = await timed('window', inTheWindow);
  if (files.length > 0)
    reports.faults = await timed('faults', () =>
      broken(files, { REGULARS_FAULTS: scale, ...(minutes === null ? {} : { REGULARS_MINUTES: minutes }) }),
    );
  return conclude(reports);
};

/** @param {string[]} args @returns {{ words: string[], minutes: string | null }} */
function takeMinutes(args) {
  const at = args.findIndex((word) => /^--minutes(=|$)/.test(word));
  if (at < 0) return { words: args, minutes: null };
  const inline = args[at]?.split('=')[1];
  const minutes = inline ?? args[at + 1] ?? '';
  if (!(Number(minutes) > 0)) throw new PlainError('--minutes wants a number: how long each count may take.');
  return { words: args.toSpliced(at, inline === undefined ? 2 : 1), minutes };
}

/**
 * @template T
 * @param {string} name
 * @param {() => Promise<T>} work
 */
async function timed(name, work) {
  const started = performance.now();
  const result = await work();
  say(`${name}: ${((performance.now() - started) / 1000).toFixed(0)} s`);
  return result;
}

/**
 * @param {string[]} files
 * @param {Record<string, string>} env
 */
async function broken(files, env) {
  const file = reportFile('faults');
  const words = ['run', '--project=unit', '--reporter=default', '--reporter=./tools/reporters/vitest.mjs', ...files];
  const { code } = await run(...tool('vitest/vitest.mjs', words, { env: { ...env, REGULARS_REPORT: file } }));
  return readReport(file, code);
}

/** @returns {Promise<import('./report.mjs').Report>} */
async function inTheWindow() {
  try {
    const electron = await prepareElectron();
    await buildApp();
    await makePackage(['--dir']);
    const file = reportFile('window');
    const args = ['--reporter=list,./tools/reporters/playwright.mjs', ...probes];
    return readReport(file, await playwright('e2e', electron, { args, env: { REGULARS_REPORT: file } }));
  } catch (error) {
    if (!(error instanceof PlainError)) throw error;
    if (error.cannotBeHad) return { ...nothing(), skipped: [{ what: 'the app in a window', why: error.message }] };
    return { ...nothing(), failed: [error.message] };
  }
}

export const testFaults = faultsAt('ci');
export const torture = faultsAt('torture');
