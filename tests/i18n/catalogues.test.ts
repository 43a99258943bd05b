import { describe, expect, test } from 'vitest';
import { contract } from '../../preload/contract/index.ts';
import { languages } from '../../preload/contract/values.ts';
import { filesIn, textOf } from '../support/sources.ts';

type Catalogue = Readonly<Record<string, string>>;

/** Every text of a catalogue under its whole key, 'fields.name'. */
function flat(value: unknown, path = ''): [string, string][] {
  if (typeof value === 'string') return [[path, value]];
  if (typeof value !== 'object' || value === null) throw new Error(`${path} is neither text nor group`);
  return Object.entries(value).flatMap(([key, inner]) => flat(inner, path === '' ? key : `${path}.${key}`));
}

const names = (language: string) =>
  filesIn(`renderer/i18n/${language}`, ['.json']).map((path) => path.replace(/^.*\/|\.json$/g, ''));
const read = (language: string, name: string): Catalogue =>
  Object.fromEntries(flat(JSON.parse(textOf(`renderer/i18n/${language}/${name}.json`))));

/** Forms a language has for a number, in Intl's words. */
const forms = (language: string) => new Intl.PluralRules(language).resolvedOptions().pluralCategories;
const suffix = /_(zero|one|two|few|many|other)$/;

/** Keys that English writes in one form for one and another for more. */
const plurals = (english: Catalogue) =>
  Object.keys(english)
    .filter((key) => key.endsWith('_one') && key.replace(suffix, '_other') in english)
    .map((key) => key.replace(suffix, ''));

/** Keys as they must be in a language. */
function expectedKeys(english: Catalogue, language: string): string[] {
  const bases = plurals(english);
  const plain = Object.keys(english).filter((key) => !(suffix.test(key) && bases.includes(key.replace(suffix, ''))));
  return [...plain, ...bases.flatMap((base) => forms(language).map((form) => `${base}_${form}`))].sort();
}

/** What an owner's own card is called is for the owner to say. */
const meantEmpty = ['shop:template.own.reward'];

const placeholders = (text: string) => new Set([...text.matchAll(/\{\{\s*([\w.]+)/g)].map((match) => match[1] ?? ''));
const tags = (text: string) => [...text.matchAll(/<\/?(\w+)\s*\/?>/g)].map((match) => match[1] ?? '').sort();

test('the forms are those that PRODUCT.md speaks of', () => {
  expect([...forms('en')].sort()).toEqual(['one', 'other']);
  expect([...forms('id')]).toEqual(['other']);
  expect([...forms('ro')].sort()).toEqual(['few', 'one', 'other']);
});

test('there is a catalogue for every feature, in every language', () => {
  const wanted = ['app', 'errors', ...Object.keys(contract)].sort();
  for (const language of languages) expect(names(language).sort()).toEqual(wanted);
});

describe.each(languages)('%s', (language) => {
  describe.each(names('en'))('%s', (name) => {
    const english = read('en', name);
    const catalogue = read(language, name);

    test('has every key in every form the language has, and no other', () => {
      expect(Object.keys(catalogue).sort()).toEqual(expectedKeys(english, language));
    });

    test('has a text for each', () => {
      const empty = Object.keys(catalogue).filter((key) => catalogue[key]?.trim() === '');
      expect(empty.filter((key) => !meantEmpty.includes(`${name}:${key}`))).toEqual([]);
    });

    test('fills in the same things, with the same marks around them', () => {
      const bases = plurals(english);
      const wrong = Object.entries(catalogue).flatMap(([key, text]) => {
        const base = key.replace(suffix, '');
        const plural = suffix.test(key) && bases.includes(base);
        const originals = plural ? [`${base}_one`, `${base}_other`] : [key];
        const wanted = new Set(originals.flatMap((original) => [...placeholders(english[original] ?? '')]));
        const found = placeholders(text);
        // A form for one thing may leave the number out: "one stamp".
        const missing = [...wanted].filter((one) => !found.has(one) && !(plural && one === 'count'));
        const unknown = [...found].filter((one) => !wanted.has(one) && !(plural && one === 'count'));
        const marks = plural ? tags(english[`${base}_other`] ?? '') : tags(english[key] ?? '');
        const otherMarks = JSON.stringify(tags(text)) !== JSON.stringify(marks);
        return [
          ...missing.map((one) => `${key} lacks ${one}`),
          ...unknown.map((one) => `${key} has ${one}`),
          ...(otherMarks ? [`${key}: other marks`] : []),
        ];
      });
      expect(wrong).toEqual([]);
    });

    test('leaves nothing in English by mistake', () => {
      if (language === 'en') return;
      // Sentences: single words and names may be the same in two languages.
      const same = Object.entries(catalogue).filter(
        ([key, text]) => text === english[key] && /[a-z]{2,} [a-z]{2,} [a-z]{2,}/.test(text),
      );
      expect(same).toEqual([]);
    });
  });
});

describe('Romanian', () => {
  test('is written with the comma below, never the cedilla', () => {
    const wrong = names('ro').flatMap((name) =>
      Object.entries(read('ro', name))
        .filter(([, text]) => /[şţŞŢ]/.test(text))
        .map(([key]) => `${name}:${key}`),
    );
    expect(wrong).toEqual([]);
  });

  test('says "de" between a number from twenty on and the thing it counts', () => {
    const wrong = names('ro').flatMap((name) =>
      Object.entries(read('ro', name))
        .filter(
          ([key, text]) =>
            key.endsWith('_other') &&
            `${key.replace(suffix, '')}_few` in read('ro', name) &&
            /\{\{\s*count[^}]*\}\}\s+\p{L}/u.test(text),
        )
        .filter(([, text]) => !/\{\{\s*count[^}]*\}\}\s+(de|mai|dintre|din|au|sunt|nu)\s/u.test(text))
        .map(([key, text]) => `${name}:${key} ${text}`),
    );
    expect(wrong).toEqual([]);
  });
});

test('Indonesian says "Anda" with a capital', () => {
  const wrong = names('id').flatMap((name) =>
    Object.entries(read('id', name))
      .filter(([, text]) => /\banda\b/.test(text))
      .map(([key]) => `${name}:${key}`),
  );
  expect(wrong).toEqual([]);
});
