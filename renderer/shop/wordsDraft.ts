import { type Language, languages } from '../../preload/contract/values.ts';
import { articles, faultOfWord, type OwnWords, type Thing, things } from '../../preload/contract/words.ts';

/** A word while it is typed. Indonesian has the one form `other`. */
export interface WordDraft {
  readonly one: string;
  readonly other: string;
  /** Null: guessed from the word. */
  readonly article: string | null;
}
export type WordsDraft = Readonly<Record<Language, Readonly<Record<Thing, WordDraft>>>>;
export type WordField = 'one' | 'other';
export type WordFault = Exclude<ReturnType<typeof faultOfWord>, null>;

const perThing = <T>(of: (thing: Thing) => T): Record<Thing, T> => ({
  stamp: of('stamp'),
  point: of('point'),
  reward: of('reward'),
});

export function draftOf(words: OwnWords): WordsDraft {
  const inLanguage = (language: Language) =>
    perThing((thing): WordDraft => {
      const word: { one?: string; other: string; article?: string } | null = words[language][thing];
      return { one: word?.one ?? '', other: word?.other ?? '', article: word?.article ?? null };
    });
  return { en: inLanguage('en'), id: inLanguage('id'), ro: inLanguage('ro') };
}

/** Fields of a word in a language. */
export const fieldsIn = (language: Language): readonly WordField[] =>
  language === 'id' ? ['other'] : ['one', 'other'];

const isEmpty = (word: WordDraft, language: Language) => fieldsIn(language).every((field) => word[field].trim() === '');

/** What is wrong with a field; null also where the whole word is empty and the app's own is meant. */
export const faultOf = (word: WordDraft, field: WordField, language: Language): WordFault | null =>
  isEmpty(word, language) ? null : faultOfWord(word[field]);

/** Is anything wrong in any language? */
export const hasFault = (draft: WordsDraft): Language | null =>
  languages.find((language) =>
    things.some((thing) => fieldsIn(language).some((field) => faultOf(draft[language][thing], field, language))),
  ) ?? null;

/** The article that most such words have; the owner puts it right where it is not so. */
export function articleOf({ one, article }: Pick<WordDraft, 'one' | 'article'>, language: Language): string {
  if (article !== null) return article;
  const word = one.trim().toLowerCase();
  if (language === 'ro') return /[ăea]$/.test(word.split(' ')[0] ?? '') ? 'o' : 'un';
  return /^[aeiou]/.test(word) ? 'an' : 'a';
}

/** What is saved and previewed. A word with a fault is left out: the preview then says the app's own. */
export function wordsOf(draft: WordsDraft): OwnWords {
  const word = (language: Language, thing: Thing) => {
    const { one, other, article } = draft[language][thing];
    const wrong = fieldsIn(language).some((field) => faultOfWord(draft[language][thing][field]) !== null);
    return wrong ? null : { one: one.trim(), other: other.trim(), article: articleOf({ one, article }, language) };
  };
  const oneOf = <T extends string>(among: readonly [T, ...T[]], value: string): T =>
    among.find((candidate) => candidate === value) ?? among[0];
  return {
    en: perThing((thing) => {
      const said = word('en', thing);
      return said && { ...said, article: oneOf(articles.en, said.article) };
    }),
    id: perThing((thing) => {
      const said = word('id', thing);
      return said && { other: said.other };
    }),
    ro: perThing((thing) => {
      const said = word('ro', thing);
      return said && { ...said, article: oneOf(articles.ro, said.article) };
    }),
  };
}
