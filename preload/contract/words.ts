import type { Language } from './values.ts';
import { z } from './zod.ts';

/** What the app counts and gives, and what a shop may call in its own way (F-13): "bean" for stamp, "premiu" for reward. */
export const things = ['stamp', 'point', 'reward'] as const;
export type Thing = (typeof things)[number];

/** Longer words would break buttons, slips and cards. */
export const mostLetters = 24;
/** The words become part of sentences that are filled in later; these characters mean something there. */
const marksOfSentences = /[\p{Cc}[\]{}<>$]/u;
/** Why a word cannot be taken, or null. The page says it at the field; the contract refuses the same. */
export function faultOfWord(text: string): 'missing' | 'tooLong' | 'signs' | null {
  if (marksOfSentences.test(text)) return 'signs';
  const letters = text.trim().length;
  return letters === 0 ? 'missing' : letters > mostLetters ? 'tooLong' : null;
}
const Said = z
  .string()
  .refine((text) => faultOfWord(text) === null)
  .transform((text) => text.trim());

/** The little words that stand before one of a thing; where a language has none, there is no choice. */
export const articles = { en: ['a', 'an'], id: [], ro: ['o', 'un'] } as const satisfies Record<
  Language,
  readonly string[]
>;

/**
 * A word in the forms its language really has. Indonesian has one. Romanian has three plurals, but the noun is the same in two of them: the
 * "de" of "20 de boabe" belongs to the sentence. Null: the app's own word.
 */
const Words = {
  en: z.strictObject({ one: Said, other: Said, article: z.enum(articles.en) }).nullable(),
  id: z.strictObject({ other: Said }).nullable(),
  ro: z.strictObject({ one: Said, other: Said, article: z.enum(articles.ro) }).nullable(),
};
const ofLanguage = <L extends Language>(language: L) =>
  z.strictObject({ stamp: Words[language], point: Words[language], reward: Words[language] });
export const OwnWords = z.strictObject({ en: ofLanguage('en'), id: ofLanguage('id'), ro: ofLanguage('ro') });
export type OwnWords = z.infer<typeof OwnWords>;

const none = { stamp: null, point: null, reward: null };
/** A shop that says it as the app does. */
export const noOwnWords: OwnWords = { en: none, id: none, ro: none };

/** The forms that sentences ask for. */
export interface Forms {
  readonly one: string;
  readonly other: string;
  /** "a bean", "o boabă". */
  readonly a: string;
  /** Romanian writes the article at the word's end, which nobody can do to a word they do not know: own words take {@link a}. */
  readonly the: string;
  readonly this: string;
  readonly no: string;
}

const english = (one: string, article: string, other = `${one}s`): Forms => ({
  one,
  other,
  a: `${article} ${one}`,
  the: `the ${one}`,
  this: `this ${one}`,
  no: `no ${one}`,
});
const indonesian = (word: string): Forms => ({
  one: word,
  other: word,
  a: word,
  the: word,
  this: `${word} ini`,
  no: `tidak ada ${word}`,
});
const romanian = (one: string, other: string, article: 'o' | 'un', the = `${article} ${one}`): Forms => ({
  one,
  other,
  a: `${article} ${one}`,
  the,
  this: article === 'o' ? `această ${one}` : `acest ${one}`,
  no: article === 'o' ? `nicio ${one}` : `niciun ${one}`,
});

const builtIn: Readonly<Record<Language, Readonly<Record<Thing, Forms>>>> = {
  en: { stamp: english('stamp', 'a'), point: english('point', 'a'), reward: english('reward', 'a') },
  id: { stamp: indonesian('stempel'), point: indonesian('poin'), reward: indonesian('hadiah') },
  ro: {
    stamp: romanian('ștampilă', 'ștampile', 'o', 'ștampila'),
    point: romanian('punct', 'puncte', 'un', 'punctul'),
    reward: romanian('recompensă', 'recompense', 'o', 'recompensa'),
  },
};

/** How a shop calls a thing in a language. */
export function formsOf(own: OwnWords, language: Language, thing: Thing): Forms {
  switch (language) {
    case 'en': {
      const word = own.en[thing];
      return word ? english(word.one, word.article, word.other) : builtIn.en[thing];
    }
    case 'id': {
      const word = own.id[thing];
      return word ? indonesian(word.other) : builtIn.id[thing];
    }
    case 'ro': {
      const word = own.ro[thing];
      return word ? romanian(word.one, word.other, word.article) : builtIn.ro[thing];
    }
  }
}

const mark = /\[(?:(a|the|this|no) )?(stamp|point|reward)(s)?\]/gi;

/**
 * A sentence of the catalogues with the shop's words where it has marks: "Add [a stamp]", "{{count}} [stamps]", "[Rewards]". A mark with
 * a capital begins a sentence.
 */
export function inWords(sentence: string, own: OwnWords, language: Language): string {
  return sentence.replace(mark, (whole, before: string | undefined, thing: string, many: string | undefined) => {
    const forms = formsOf(own, language, thing.toLowerCase() as Thing);
    const said = before ? forms[before.toLowerCase() as 'a' | 'the' | 'this' | 'no'] : many ? forms.other : forms.one;
    const first = whole.charAt(1);
    return first === first.toLowerCase() ? said : capital(said, language);
  });
}

/** Sentences may begin with a word that the shop chose. */
export const capital = (text: string, language: Language): string => {
  const [first = ''] = text;
  return first.toLocaleUpperCase(language) + text.slice(first.length);
};
