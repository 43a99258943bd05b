import i18next, { type TFunction } from 'i18next';
import { initReactI18next } from 'react-i18next';
import { type Language, languages } from '../../preload/contract/values.ts';
import { noOwnWords, type OwnWords } from '../../preload/contract/words.ts';
import { type Sentences, withWords } from './withWords.ts';

/** One namespace a feature, one file a language. English is the original: its keys are the type of every `t`. */
interface English {
  app: typeof import('./en/app.json');
  errors: typeof import('./en/errors.json');
  shop: typeof import('./en/shop.json');
  people: typeof import('./en/people.json');
  counter: typeof import('./en/counter.json');
  customers: typeof import('./en/customers.json');
  memberCards: typeof import('./en/memberCards.json');
  contacts: typeof import('./en/contacts.json');
  merges: typeof import('./en/merges.json');
  privacy: typeof import('./en/privacy.json');
  backups: typeof import('./en/backups.json');
  rescue: typeof import('./en/rescue.json');
  programs: typeof import('./en/programs.json');
  offers: typeof import('./en/offers.json');
  perks: typeof import('./en/perks.json');
  visits: typeof import('./en/visits.json');
  risk: typeof import('./en/risk.json');
  lists: typeof import('./en/lists.json');
  month: typeof import('./en/month.json');
  dayEnd: typeof import('./en/dayEnd.json');
  insights: typeof import('./en/insights.json');
  paper: typeof import('./en/paper.json');
  activity: typeof import('./en/activity.json');
  demo: typeof import('./en/demo.json');
  keys: typeof import('./en/keys.json');
}
export type Namespace = keyof English;

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'app';
    resources: English;
    returnNull: false;
  }
}

/** The `t` of any namespace, for helpers that every feature uses. */
export interface AnyT {
  readonly $TFunctionBrand: unknown;
}

/** The same `t`, typed for helpers: they name the namespace in the key ("errors:CANCELLED"), which works with every `t`. */
export function speaking(t: AnyT): TFunction<['app', 'errors', 'shop', 'people']> {
  return t as TFunction<['app', 'errors', 'shop', 'people']>;
}

const files = import.meta.glob<Sentences>('./*/*.json', { eager: true, import: 'default' });

/** './ro/counter.json' → 'ro', 'counter' and its sentences, in the shop's words. */
function* catalogues(own: OwnWords): Generator<[Language, string, Sentences]> {
  for (const [path, catalogue] of Object.entries(files)) {
    const [, folder, namespace] = /^\.\/(\w+)\/(\w+)\.json$/.exec(path) ?? [];
    const language = languages.find((one) => one === folder);
    if (language && namespace) yield [language, namespace, withWords(catalogue, own, language)];
  }
}

/** Makes i18next ready, synchronously: all catalogues are in the bundle. */
export function startLanguages(language: Language): void {
  const resources: Record<string, Record<string, Sentences>> = {};
  for (const [folder, namespace, sentences] of catalogues(noOwnWords)) {
    resources[folder] ??= {};
    resources[folder][namespace] = sentences;
  }
  void i18next.use(initReactI18next).init({
    resources,
    lng: language,
    fallbackLng: 'en',
    defaultNS: 'app',
    ns: Object.keys(resources.en ?? {}),
    initAsync: false,
    // React shows text as text nodes; escaping twice would print &amp;.
    interpolation: { escapeValue: false },
    returnNull: false,
  });
}

let saidNow = noOwnWords;

/** Says stamp, point and reward as the shop does, in every language: slips and posters speak the customer's. */
export function sayAs(own: OwnWords): void {
  if (own === saidNow) return;
  saidNow = own;
  for (const [language, namespace, sentences] of catalogues(own))
    i18next.addResourceBundle(language, namespace, sentences, true, true, { silent: true });
  // Pages on screen hold sentences of before.
  i18next.emit('languageChanged', i18next.language);
}

/** The sentences about the shop as they would read with these words: a look before they are saved. */
export function sayingAs(own: OwnWords, language: Language): TFunction<'shop'> {
  const shop = withWords(files[`./${language}/shop.json`] ?? {}, own, language);
  const aside = i18next.createInstance();
  void aside.init({
    resources: { [language]: { shop } },
    lng: language,
    initAsync: false,
    interpolation: { escapeValue: false },
  });
  return aside.getFixedT(language, 'shop');
}

/** Shows the page in another language. */
export function speak(language: Language): void {
  document.documentElement.lang = language;
  if (i18next.language !== language) void i18next.changeLanguage(language);
}
