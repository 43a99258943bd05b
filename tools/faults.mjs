// `npm run test:faults [-- GROUP or FILE …]` and `npm run torture`: the tests that break things on purpose, with more faults than `npm test` has
// time for. What cannot run on this machine is printed as SKIPPED and never counted as passed.
import { buildApp } from './build.mjs';
import { prepareElectron } from './electron.mjs';
import { makePackage } from './package.mjs';
import { playwright } from './playwright.mjs';
import { PlainError, run, say, tool } from './process.mjs';
import { conclude, nothing, readReport, reportFile } from './report.mjs';
import { setUp } from './setup.mjs';

/** @typedef {'ci' | 'torture'} Scale */

/**
 * What runs together: files, and how much of what they count by themselves (kills, changes of the ledger with a tool, histories, calls).
 * @type {Record<string, { where: string[], counts: Record<Scale, Record<string, string>> }>}
 */
const groups = {
  faults: { where: ['tests/faults'], counts: { ci: {}, torture: {} } },
  crash: {
    where: ['tests/crash'],
    counts: { ci: { REGULARS_KILLS: '100' }, torture: { REGULARS_KILLS: '20000' } },
  },
  ledger: {
    where: ['tests/ledger'],
    counts: {
      ci: { REGULARS_TAMPERS: '160', REGULARS_RUNS: '3000' },
      torture: { REGULARS_TAMPERS: '2000', REGULARS_RUNS: '2000000' },
    },
  },
  contract: {
    where: ['tests/contract'],
    counts: { ci: { REGULARS_RUNS: '150' }, torture: { REGULARS_RUNS: '20000' } },
  },
  logs: {
    where: ['tests/visits'],
    counts: { ci: { REGULARS_RUNS: '20000' }, torture: { REGULARS_RUNS: '1000000' } },
  },
  backups: {
    where: ['tests/backups', 'tests/headless/restore'],
    counts: { ci: { REGULARS_RUNS: '5000' }, torture: { REGULARS_RUNS: '1000000' } },
  },
};

/** In the real Electron: what the page may not do, and no network at all. */
const probes = ['security', 'probes', 'namespace', 'offline'].map((name) => `tests/e2e/${name}.test.ts`);

/** @param {Scale} scale @returns {(args: string[]) => Promise<number>} */
const faultsAt = (scale) => async (args) => {
  await setUp();
  const asked = (/** @type {string} */ group) => args.length === 0 || args.includes(group);
  const files = args.filter((word) => !Object.hasOwn(groups, word) && word !== 'window');
  /** @type {Record<string, import('./report.mjs').Report>} */
  const reports = {};
  const timed = async (
    /** @type {string} */ name,
    /** @type {() => Promise<import('./report.mjs').Report>} */ work,
  ) => {
    const started = performance.now();
    reports[name] = await work();
    say(`${name}: ${((performance.now() - started) / 1000).toFixed(0)} s`);
  };
  // First what people install, which the probes of the package look at; then what it is made of.
  if (asked('window')) await timed('window', inTheWindow);
  for (const [name, { where, counts }] of Object.entries(groups))
    if (asked(name)) await timed(name, () => broken(name, where, { ...counts[scale], REGULARS_FAULTS: scale }));
  if (files.length > 0) await timed('files', () => broken('files', files, { REGULARS_FAULTS: scale }));
  return conclude(reports);
};

/**
 * @param {string} name
 * @param {string[]} where
 * @param {Record<string, string>} env
 */
async function broken(name, where, env) {
  const file = reportFile(name);
  const words = ['run', '--project=unit', '--reporter=default', '--reporter=./tools/reporters/vitest.mjs', ...where];
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
