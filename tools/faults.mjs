// `npm run test:faults [-- WORD]` and `npm run torture`: the tests that break things on purpose, with more faults than `npm test` has time
// for. What cannot run on this machine is printed as SKIPPED and never counted as passed.
import { run, tool } from './process.mjs';
import { conclude, readReport, reportFile } from './report.mjs';
import { setUp } from './setup.mjs';

/** How many of what a file counts by itself: kills, changes of the ledger with a tool, histories. @type {Record<string, Record<string, string>>} */
const counts = {
  ci: { REGULARS_KILLS: '100', REGULARS_TAMPERS: '160', REGULARS_RUNS: '5000' },
  torture: { REGULARS_KILLS: '20000', REGULARS_TAMPERS: '2000', REGULARS_RUNS: '2000000' },
};

/** @param {'ci' | 'torture'} scale @returns {(args: string[]) => Promise<number>} */
const faultsAt = (scale) => async (args) => {
  await setUp();
  const file = reportFile('faults');
  const where = args.length > 0 ? args : ['tests/faults', 'tests/crash', 'tests/ledger'];
  const words = [
    'run',
    '--project=unit',
    '--no-file-parallelism',
    '--reporter=default',
    '--reporter=./tools/reporters/vitest.mjs',
  ];
  const env = { ...counts[scale], REGULARS_FAULTS: scale, REGULARS_REPORT: file };
  const { code } = await run(...tool('vitest/vitest.mjs', [...words, ...where], { env }));
  return conclude({ faults: readReport(file, code) });
};

export const testFaults = faultsAt('ci');
export const torture = faultsAt('torture');
