import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

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
