import i18next, { type TFunction } from 'i18next';
import { initReactI18next } from 'react-i18next';
import type { Language } from '../../preload/contract/values.ts';

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
  programs: typeof import('./en/programs.json');
  visits: typeof import('./en/visits.json');
  risk: typeof import('./en/risk.json');
  month: typeof import('./en/month.json');
  dayEnd: typeof import('./en/dayEnd.json');
  insights: typeof import('./en/insights.json');
  paper: typeof import('./en/paper.json');
  activity: typeof import('./en/activity.json');
  demo: typeof import('./en/demo.json');
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

const files = import.meta.glob<Record<string, unknown>>('./*/*.json', { eager: true, import: 'default' });

/** './ro/counter.json' → resources.ro.counter */
function gather(): Record<string, Record<string, Record<string, unknown>>> {
  const resources: Record<string, Record<string, Record<string, unknown>>> = {};
  for (const [path, catalogue] of Object.entries(files)) {
    const [, language, namespace] = /^\.\/(\w+)\/(\w+)\.json$/.exec(path) ?? [];
    if (!language || !namespace) continue;
    resources[language] ??= {};
    resources[language][namespace] = catalogue;
  }
  return resources;
}

/** Makes i18next ready, synchronously: all catalogues are in the bundle. */
export function startLanguages(language: Language): void {
  const resources = gather();
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

/** Shows the page in another language. */
export function speak(language: Language): void {
  document.documentElement.lang = language;
  if (i18next.language !== language) void i18next.changeLanguage(language);
}
