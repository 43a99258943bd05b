import type { Language } from '../../preload/contract/values.ts';

/** Currency of the places where the zone alone tells it; the rest of Europe pays in euros, the rest of the world chooses. */
const byZone: Readonly<Record<string, string>> = {
  'Europe/Bucharest': 'RON',
  'Europe/Chisinau': 'MDL',
  'Europe/London': 'GBP',
  'Europe/Zurich': 'CHF',
  'Europe/Budapest': 'HUF',
  'Europe/Warsaw': 'PLN',
  'Europe/Prague': 'CZK',
  'Europe/Sofia': 'EUR',
  'Europe/Belgrade': 'RSD',
  'Europe/Stockholm': 'SEK',
  'Europe/Copenhagen': 'DKK',
  'Europe/Oslo': 'NOK',
  'Europe/Istanbul': 'TRY',
  'Europe/Kyiv': 'UAH',
  'Asia/Jakarta': 'IDR',
  'Asia/Makassar': 'IDR',
  'Asia/Jayapura': 'IDR',
  'Asia/Pontianak': 'IDR',
  'Asia/Singapore': 'SGD',
  'Asia/Kuala_Lumpur': 'MYR',
  'Asia/Tokyo': 'JPY',
  'Asia/Kolkata': 'INR',
  'Asia/Calcutta': 'INR',
  'Asia/Dili': 'USD',
  'Pacific/Auckland': 'NZD',
  'Africa/Johannesburg': 'ZAR',
};
const byLanguage: Readonly<Record<Language, string>> = { en: 'EUR', id: 'IDR', ro: 'RON' };

/** A first guess the owner can change: where the computer stands says more than what it speaks. */
export function guessCurrency(timeZone: string, language: Language): string {
  const known = byZone[timeZone];
  if (known) return known;
  if (timeZone.startsWith('Europe/')) return language === 'ro' ? 'RON' : 'EUR';
  if (timeZone.startsWith('Australia/')) return 'AUD';
  if (timeZone.startsWith('America/')) return 'USD';
  return byLanguage[language];
}

/** Currencies offered first. */
const common = ['RON', 'IDR', 'EUR', 'USD', 'GBP'];

interface Choice {
  readonly value: string;
  readonly label: string;
}

/** Every currency this computer knows, the common ones first: "RON · Romanian Leu". */
export function currencyChoices(language: Language): Choice[] {
  const names = new Intl.DisplayNames(language, { type: 'currency' });
  const rest = Intl.supportedValuesOf('currency').filter((code) => !common.includes(code));
  return [...common, ...rest].map((value) => ({ value, label: `${value} · ${names.of(value) ?? value}` }));
}

/** "GMT+7" at this moment. */
function offset(timeZone: string): string {
  const parts = new Intl.DateTimeFormat('en', { timeZone, timeZoneName: 'shortOffset' }).formatToParts();
  return parts.find(({ type }) => type === 'timeZoneName')?.value ?? '';
}

/** The choices of a day: hundreds of offsets take a tenth of a second, and clocks are set forward and back at night. */
let made: { readonly of: string; readonly choices: readonly Choice[] } | null = null;

/** Every time zone this computer knows, and `own` if it goes by an older name: "Asia/Jakarta (GMT+7)". */
export function zoneChoices(own: string): readonly Choice[] {
  const of = `${own} ${new Date().toDateString()}`;
  if (made?.of !== of) {
    const zones = [...new Set([...Intl.supportedValuesOf('timeZone'), own])].sort();
    made = {
      of,
      choices: zones.map((value) => ({ value, label: `${value.replaceAll('_', ' ')} (${offset(value)})` })),
    };
  }
  return made.choices;
}
