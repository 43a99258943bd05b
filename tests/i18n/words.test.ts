import i18next from 'i18next';
import { describe, expect, test } from 'vitest';
import { type Language, languages } from '../../preload/contract/values.ts';
import { formsOf, inWords, noOwnWords, type OwnWords, things } from '../../preload/contract/words.ts';
import { type Sentences, withWords } from '../../renderer/i18n/withWords.ts';
import { oddWords, saysBuiltIn } from '../support/oddWords.ts';
import { filesIn, textOf } from '../support/sources.ts';

/** Sentences that mean something else by the word. */
const notTheirs = [
  // A difference between two percentages.
  'month:compare.note',
  // The sign ";".
  'visits:choose.separatorText',
];

type Line = readonly [key: string, sentence: string];
const lines = (catalogue: Sentences, path: string): Line[] =>
  Object.entries(catalogue).flatMap(([key, value]) =>
    typeof value === 'string' ? [[`${path}${key}`, value] as const] : lines(value, `${path}${key}.`),
  );
const catalogues = (language: Language): [string, Sentences][] =>
  filesIn(`renderer/i18n/${language}`, ['.json']).map((path) => [
    path.replace(/^.*\/|\.json$/g, ''),
    JSON.parse(textOf(path)) as Sentences,
  ]);
/** What a sentence says itself, without what is filled in. */
const itself = (sentence: string) => sentence.replace(/\{\{.*?\}\}|\$t\(.*?\)/g, '');

describe.each(languages)("a shop's own words in %s (F-13)", (language) => {
  test('leave no sentence with the word of the app', () => {
    const left = catalogues(language).flatMap(([name, catalogue]) =>
      lines(withWords(catalogue, oddWords, language), `${name}:`).filter(
        ([key, sentence]) => saysBuiltIn(itself(sentence), language) && !notTheirs.includes(key),
      ),
    );
    expect(left).toEqual([]);
  });

  test("every mark is known, in the app's own words and in others", () => {
    for (const own of [noOwnWords, oddWords]) {
      const left = catalogues(language).flatMap(([name, catalogue]) =>
        lines(withWords(catalogue, own, language), `${name}:`).filter(([, sentence]) => /\[\w/.test(itself(sentence))),
      );
      expect(left).toEqual([]);
    }
  });

  test('there is something to find: the sentences of the app have its words', () => {
    const found = catalogues(language).flatMap(([name, catalogue]) =>
      lines(withWords(catalogue, noOwnWords, language), name).filter(([, sentence]) => saysBuiltIn(sentence, language)),
    );
    expect(found.length).toBeGreaterThan(100);
  });
});

test('Romanian says "de" from twenty on, whatever the word', async () => {
  const instance = i18next.createInstance();
  const shop = withWords(JSON.parse(textOf('renderer/i18n/ro/shop.json')) as Sentences, oddWords, 'ro');
  await instance.init({ resources: { ro: { shop } }, lng: 'ro', defaultNS: 'shop' });
  const say = (count: number) => instance.t('words.say.stamp', { count });
  expect([0, 1, 2, 19, 20, 100, 101, 119, 120].map(say)).toEqual([
    '0 boabe',
    '1 boabă',
    '2 boabe',
    '19 boabe',
    '20 de boabe',
    '100 de boabe',
    '101 boabe',
    '119 boabe',
    '120 de boabe',
  ]);
});

test('articles, the Romanian end of a word, capitals', () => {
  expect(inWords('Add [a point]. [A reward]! [Stamps]', oddWords, 'en')).toBe('Add an ixel. A quup! Zorbs');
  expect(inWords('Acordă [the reward]', noOwnWords, 'ro')).toBe('Acordă recompensa');
  expect(inWords('Acordă [the reward]', oddWords, 'ro')).toBe('Acordă un premiu');
  expect(inWords('[This reward], [no stamp]', oddWords, 'ro')).toBe('Acest premiu, nicio boabă');
  expect(inWords('[This reward]', noOwnWords, 'ro')).toBe('Această recompensă');
});

test('a shop may have words in one language and none in another', () => {
  const mixed: OwnWords = { ...noOwnWords, ro: oddWords.ro };
  expect(things.map((thing) => formsOf(mixed, 'en', thing).other)).toEqual(['stamps', 'points', 'rewards']);
  expect(things.map((thing) => formsOf(mixed, 'ro', thing).other)).toEqual(['boabe', 'ixeli', 'premii']);
});
