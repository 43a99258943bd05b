// Playwright's part of the result line.
import { failure, writeReport } from './write.mjs';

export default class RegularsReporter {
  /** @type {import('../report.mjs').Report} */
  #report = { passed: 0, failed: [], skipped: [] };
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
    this.#report.failed.push(failure('error outside a test', error.message));
  }

  onEnd() {
    for (const test of this.#suite?.allTests() ?? []) {
      const what = test.titlePath().filter(Boolean).slice(1).join(' › ');
      const outcome = test.outcome();
      // A test that a full stop left unrun looks skipped too, but has no annotation and no result.
      const note = test.annotations.find(({ type }) => type === 'skip' || type === 'fixme');
      if (outcome === 'expected') this.#report.passed += 1;
      else if (outcome !== 'skipped') this.#report.failed.push(failure(what, test.results.at(-1)?.error?.message));
      else if (note) this.#report.skipped.push({ what, why: note.description ?? 'no reason given' });
      else this.#report.failed.push(failure(what, 'was not run'));
    }
    writeReport(this.#report);
  }
}
