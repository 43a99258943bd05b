import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { stripVTControlCharacters } from 'node:util';

/**
 * A failure on one line: the colours, the pictures of code and all lines after the first few are in the log above.
 * @param {string} what
 * @param {string | undefined} why
 * @returns {string}
 */
export function failure(what, why = 'no reason given') {
  const plain = stripVTControlCharacters(why)
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean);
  return `${what}: ${plain.slice(0, 4).join(' ')}`;
}

/**
 * Leaves a suite's report where `npm test` looks for it; without REGULARS_REPORT nobody does.
 * @param {import('../report.mjs').Report} report
 */
export function writeReport(report) {
  const file = process.env.REGULARS_REPORT;
  if (!file) return;
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, JSON.stringify(report, null, 2));
}
