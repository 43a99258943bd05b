// One result for all suites: what each counted, what this machine could not do, and the last line.
import { existsSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { ROOT } from './process.mjs';

/**
 * What a suite came to.
 * @typedef {object} Report
 * @property {number} passed
 * @property {string[]} failed a line each, which test (or what else) and why
 * @property {{ what: string, why: string }[]} skipped what this machine cannot do
 */

/** Where a suite's reporter (tools/reporters) writes. @param {string} suite @returns {string} */
export function reportFile(suite) {
  const file = path.join(ROOT, 'test-results/reports', `${suite}.json`);
  rmSync(file, { force: true });
  return file;
}

/**
 * Reads what a reporter wrote. A suite that left no report, ran no test, or ended badly without saying
 * why has failed: silence is never success.
 * @param {string} file
 * @param {number} code exit code of the program
 * @returns {Report}
 */
export function readReport(file, code) {
  if (!existsSync(file)) return { ...nothing(), failed: [`ended without a report (exit code ${code})`] };
  /** @type {Report} */
  const report = JSON.parse(readFileSync(file, 'utf8'));
  if (report.passed + report.failed.length === 0) report.failed.push('ran no tests');
  if (code !== 0 && report.failed.length === 0) report.failed.push(`ended with exit code ${code}`);
  return report;
}

/** @returns {Report} */
export function nothing() {
  return { passed: 0, failed: [], skipped: [] };
}

/**
 * Prints the end of `npm test`: what was skipped, then what failed, so that the last lines say everything
 * where only those are kept.
 * @param {Record<string, Report>} suites
 * @returns {number} exit code
 */
export function conclude(suites) {
  let passed = 0;
  let failed = 0;
  const skips = [];
  const failures = [];
  for (const [suite, report] of Object.entries(suites)) {
    passed += report.passed;
    failed += report.failed.length;
    for (const { what, why } of report.skipped) skips.push(`SKIPPED: ${suite}: ${what} (${why})`);
    for (const what of report.failed) failures.push(`FAILED: ${suite}: ${what}`);
  }
  process.stdout.write(`${['', ...skips, ...failures].join('\n')}\n${passed} passed, ${failed} failed\n`);
  return failed === 0 && passed > 0 ? 0 : 1;
}
