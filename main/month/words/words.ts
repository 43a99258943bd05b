import type { Language } from '../../../preload/contract/values.ts';
import { inWords, type OwnWords } from '../../../preload/contract/words.ts';
import { en } from './en.ts';
import { id } from './id.ts';
import { ro } from './ro.ts';

export type MonthWord = keyof typeof en;
export type MonthWords = Readonly<Record<MonthWord, string>>;

const monthWords: Readonly<Record<Language, MonthWords>> = { en, id, ro };

/** The words of a month's tables in a language, with what the shop calls a reward (F-13). */
export function monthWordsOf(language: Language, own: OwnWords): MonthWords {
  const said = Object.entries(monthWords[language]).map(([name, text]) => [name, inWords(text, own, language)]);
  return Object.fromEntries(said) as MonthWords;
}
