// Vitest's part of the result line. Its own JSON leaves out why a test was skipped and errors outside tests.
import { failure, writeReport } from './write.mjs';

export default class RegularsReporter {
  /**
   * @param {ReadonlyArray<import('vitest/node').TestModule>} modules
   * @param {ReadonlyArray<import('vitest').SerializedError>} errors outside of any test
   */
  onTestRunEnd(modules, errors) {
    /** @type {import('../report.mjs').Report} */
    const report = { passed: 0, failed: [], skipped: [] };
    for (const error of errors) report.failed.push(failure('error outside a test', error.message));
    for (const module of modules) {
      const tests = [...module.children.allTests()];
      for (const test of tests) count(report, test);
      if (!module.ok() && !tests.some((test) => test.result().state === 'failed')) {
        report.failed.push(failure(module.relativeModuleId, module.errors()[0]?.message ?? 'did not finish'));
      }
    }
    writeReport(report);
  }
}

/**
 * @param {import('../report.mjs').Report} report
 * @param {import('vitest/node').TestCase} test
 */
function count(report, test) {
  const result = test.result();
  if (result.state === 'passed') report.passed += 1;
  else if (result.state === 'failed') report.failed.push(failure(named(test), result.errors[0]?.message));
  else if (result.state === 'skipped')
    report.skipped.push({ what: test.fullName, why: result.note ?? 'no reason given' });
  else report.failed.push(failure(named(test), 'did not finish'));
}

/** @param {import('vitest/node').TestCase} test */
function named(test) {
  return `${test.module.relativeModuleId} > ${test.fullName}`;
}
