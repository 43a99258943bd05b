import type { Language } from '../../preload/contract/values.ts';
import { formsOf, noOwnWords, type OwnWords, things } from '../../preload/contract/words.ts';

/** A shop's own words that no catalogue can hold by chance (F-13). */
export const oddWords: OwnWords = {
  en: {
    stamp: { one: 'zorb', other: 'zorbs', article: 'a' },
    point: { one: 'ixel', other: 'ixels', article: 'an' },
    reward: { one: 'quup', other: 'quups', article: 'a' },
  },
  id: { stamp: { other: 'zorbi' }, point: { other: 'ixeli' }, reward: { other: 'quupi' } },
  ro: {
    stamp: { one: 'boabă', other: 'boabe', article: 'o' },
    point: { one: 'ixel', other: 'ixeli', article: 'un' },
    reward: { one: 'premiu', other: 'premii', article: 'un' },
  },
};

/** What only the app's own words look like, in any form: "stamped", "ștampilele", "hadiahnya". */
const builtIn: Readonly<Record<Language, RegExp>> = {
  en: /\b(stamp|point|reward)/i,
  id: /\b(stempel|distempel|poin\b|poinnya|hadiah)/i,
  ro: /(ștampil|\bpunct|recompens)/i,
};

/** Does a sentence say it as the app does? The words themselves are shown where the owner chooses others. */
export function saysBuiltIn(text: string, language: Language): boolean {
  const shown = things.flatMap((thing) => [
    formsOf(noOwnWords, language, thing).one,
    formsOf(noOwnWords, language, thing).other,
  ]);
  return builtIn[language].test(text) && !shown.includes(text);
}
