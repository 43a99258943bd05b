import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { conclude, nothing, readReport } from '../../tools/report.mjs';

// The line that decides whether a change is good must never call silence a success.
describe('the result line', () => {
  let folder: string;
  let printed: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'regulars-report-'));
    printed = '';
    vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
      printed += String(text);
      return true;
    });
  });
  afterEach(() => {
    vi.restoreAllMocks();
    rmSync(folder, { recursive: true });
  });

  const report = (content: object) => {
    const file = join(folder, 'report.json');
    writeFileSync(file, JSON.stringify({ ...nothing(), ...content }));
    return file;
  };

  test('adds up all suites and comes last', () => {
    const code = conclude({ unit: { ...nothing(), passed: 5 }, e2e: { ...nothing(), passed: 2 } });
    expect(code).toBe(0);
    expect(printed.trimEnd().split('\n').at(-1)).toBe('7 passed, 0 failed');
  });

  test('says what was skipped and why, above, and does not count it', () => {
    const code = conclude({ unit: { ...nothing(), passed: 1, skipped: [{ what: 'power cut', why: 'needs root' }] } });
    expect(code).toBe(0);
    expect(printed.trim().split('\n')).toEqual(['SKIPPED: unit: power cut (needs root)', '1 passed, 0 failed']);
  });

  test('what failed is said by name last of all, and fails', () => {
    const failed = ['stamps › once: expected 1 to be 2', 'stamps › twice: expected 2 to be 4'];
    expect(conclude({ unit: { ...nothing(), passed: 1, failed, skipped: [{ what: 'a', why: 'b' }] } })).toBe(1);
    expect(printed.trim().split('\n').slice(1)).toEqual([
      'FAILED: unit: stamps › once: expected 1 to be 2',
      'FAILED: unit: stamps › twice: expected 2 to be 4',
      '1 passed, 2 failed',
    ]);
  });

  test('nothing at all fails', () => {
    expect(conclude({})).toBe(1);
  });

  test.each([
    ['no report', () => readReport(join(folder, 'none.json'), 0)],
    ['no test', () => readReport(report({}), 0)],
    ['only skipped tests', () => readReport(report({ skipped: [{ what: 'a', why: 'b' }] }), 0)],
    ['a bad end without a failed test', () => readReport(report({ passed: 3 }), 13)],
    ['an error outside the tests', () => readReport(report({ passed: 3, failed: ['worker died'] }), 1)],
  ])('%s counts as one failed', (_what, read) => {
    expect(conclude({ e2e: read() })).toBe(1);
    expect(printed).toMatch(/^FAILED: e2e: /m);
    expect(printed).toMatch(/ 1 failed\n$/);
  });

  test('a sound report is taken as it is', () => {
    expect(readReport(report({ passed: 3 }), 0)).toEqual({ ...nothing(), passed: 3 });
  });
});
