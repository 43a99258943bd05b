// Playwright's part of the result line.
import { writeReport } from './write.mjs';

export default class RegularsReporter {
  /** @type {import('../report.mjs').Report} */
  #report = { passed: 0, failed: 0, skipped: [], broken: [] };
  /** @type {import('@playwright/test/reporter').Suite | null} */
  #suite = null;

  /**
   * @param {import('@playwright/test/reporter').FullConfig} _config
   * @param {import('@playwright/test/reporter').Suite} suite
   */
  onBegin(_config, suite) {
    this.#suite = suite;
  }

  /** An error outside any test. @param {import('@playwright/test/reporter').TestError} error */
  onError(error) {
    this.#report.broken.push(error.message ?? 'error outside a test');
  }

  onEnd() {
    for (const test of this.#suite?.allTests() ?? []) {
      const what = test.titlePath().filter(Boolean).slice(1).join(' › ');
      const outcome = test.outcome();
      // A test that a full stop left unrun looks skipped too, but has no annotation and no result.
      const note = test.annotations.find(({ type }) => type === 'skip' || type === 'fixme');
      if (outcome === 'expected') this.#report.passed += 1;
      else if (outcome !== 'skipped') this.#report.failed += 1;
      else if (note) this.#report.skipped.push({ what, why: note.description ?? 'no reason given' });
      else this.#report.broken.push(`${what}: was not run`);
    }
    writeReport(this.#report);
  }
}
