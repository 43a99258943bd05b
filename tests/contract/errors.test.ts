import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { errorCodes } from '../../preload/contract/errors.ts';
import { languages } from '../../preload/contract/values.ts';
import { rowErrors } from '../../preload/contract/visits.ts';

const root = join(import.meta.dirname, '../..');
const catalogue = (language: string, name: string) =>
  JSON.parse(readFileSync(join(root, 'renderer/i18n', language, `${name}.json`), 'utf8')) as Record<string, unknown>;

/** All sources below a folder, as one text. */
function sources(folder: string): string {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => readFileSync(join(root, folder, file), 'utf8'))
    .join('\n');
}

describe.each(languages)('in %s', (language) => {
  test.each(errorCodes)('%s has a sentence that says what happened', (code) => {
    const sentence = catalogue(language, 'errors')[code];
    expect(sentence).toEqual(expect.any(String));
    const text = String(sentence);
    expect(text.length).toBeGreaterThan(5);
    expect(text).toMatch(/[.!?]$/);
    if (language !== 'en') expect(text).not.toBe(catalogue('en', 'errors')[code]);
  });

  test('every reason why a row of a log is not taken has words', () => {
    const words = JSON.stringify(catalogue(language, 'visits'));
    expect(rowErrors.filter((code) => !words.includes(`"${code}"`))).toEqual([]);
  });
});

test('main can answer every code that is declared', () => {
  const main = sources('main');
  expect(errorCodes.filter((code) => !main.includes(`'${code}'`))).toEqual([]);
});

test('a sentence fills in only what main sends with that code', () => {
  const main = sources('main');
  const unknown = errorCodes.flatMap((code) => {
    const text = String(catalogue('en', 'errors')[code]);
    const placeholders = [...text.matchAll(/\{\{(\w+)/g)].map((match) => match[1] ?? '');
    return placeholders
      .filter((name) => !new RegExp(`'${code}'[^;]*\\b${name}\\b`).test(main))
      .map((name) => `${code}: ${name}`);
  });
  expect(unknown).toEqual([]);
});
