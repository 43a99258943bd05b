// One result for all suites: what each counted, what this machine could not do, and the last line.
import { existsSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { ROOT } from './process.mjs';

/**
 * What a suite came to.
 * @typedef {object} Report
 * @property {number} passed
 * @property {number} failed
 * @property {{ what: string, why: string }[]} skipped what this machine cannot do
 * @property {string[]} broken failures that no test stands for: each counts as one failed
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
  if (!existsSync(file)) return { ...nothing(), broken: [`ended without a report (exit code ${code})`] };
  /** @type {Report} */
  const report = JSON.parse(readFileSync(file, 'utf8'));
  if (report.passed + report.failed === 0 && report.broken.length === 0) report.broken.push('ran no tests');
  if (code !== 0 && report.failed + report.broken.length === 0) report.broken.push(`ended with exit code ${code}`);
  return report;
}

/** @returns {Report} */
export function nothing() {
  return { passed: 0, failed: 0, skipped: [], broken: [] };
}

/**
 * Prints the end of `npm test`.
 * @param {Record<string, Report>} suites
 * @returns {number} exit code
 */
export function conclude(suites) {
  let passed = 0;
  let failed = 0;
  const lines = [''];
  for (const [suite, report] of Object.entries(suites)) {
    passed += report.passed;
    failed += report.failed + report.broken.length;
    for (const { what, why } of report.skipped) lines.push(`SKIPPED: ${suite}: ${what} (${why})`);
    for (const why of report.broken) lines.push(`FAILED: ${suite}: ${why}`);
  }
  process.stdout.write(`${lines.join('\n')}\n${passed} passed, ${failed} failed\n`);
  return failed === 0 && passed > 0 ? 0 : 1;
}
