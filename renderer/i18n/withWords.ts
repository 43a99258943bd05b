import type { Language } from '../../preload/contract/values.ts';
import { inWords, type OwnWords } from '../../preload/contract/words.ts';

/** A catalogue: sentences in groups. */
export interface Sentences {
  readonly [key: string]: string | Sentences;
}

/** The catalogue as this shop says it: every mark ("[stamps]") is a word (F-13). */
export function withWords<T extends Sentences>(catalogue: T, own: OwnWords, language: Language): T {
  const said = Object.entries(catalogue).map(([key, value]) => [
    key,
    typeof value === 'string' ? inWords(value, own, language) : withWords(value, own, language),
  ]);
  return Object.fromEntries(said) as T;
}
