import { type CountryCode, parsePhoneNumberFromString } from 'libphonenumber-js';
import { digitsOf } from '../../db/fold.ts';
import type { Phone } from '../../db/queries/customers.ts';

/** The country a national number belongs to, as the shop's currency tells it; a shop paid in euro writes +40, +49 … */
const countries: Readonly<Record<string, CountryCode>> = {
  RON: 'RO',
  IDR: 'ID',
  GBP: 'GB',
  USD: 'US',
  PLN: 'PL',
  HUF: 'HU',
  CZK: 'CZ',
  BGN: 'BG',
  MDL: 'MD',
  SGD: 'SG',
  MYR: 'MY',
  AUD: 'AU',
  CHF: 'CH',
  SEK: 'SE',
  NOK: 'NO',
  DKK: 'DK',
  CAD: 'CA',
  NZD: 'NZ',
  INR: 'IN',
  JPY: 'JP',
  PHP: 'PH',
  THB: 'TH',
  VND: 'VN',
  TRY: 'TR',
  RSD: 'RS',
};
/** Where the currency is shared, the zone tells the country. */
const zones: Readonly<Record<string, CountryCode>> = {
  'Europe/Bucharest': 'RO',
  'Europe/Berlin': 'DE',
  'Europe/Paris': 'FR',
  'Europe/Madrid': 'ES',
  'Europe/Rome': 'IT',
  'Europe/Vienna': 'AT',
  'Europe/Amsterdam': 'NL',
  'Europe/Brussels': 'BE',
  'Europe/Dublin': 'IE',
  'Europe/Lisbon': 'PT',
  'Europe/Athens': 'GR',
  'Asia/Jakarta': 'ID',
};

/** A phone as typed with its E.164 form, null when it cannot be read. Null for fewer than three digits: that is no phone. */
export function readPhone(typed: string, shop: { currency: string; timeZone: string }): Phone | null {
  const text = typed.trim();
  if (digitsOf(text).length < 3 || !/^[\d\s+()./x-]+$/i.test(text)) return null;
  const country = zones[shop.timeZone] ?? countries[shop.currency];
  const parsed = parsePhoneNumberFromString(text, country ? { defaultCountry: country } : undefined);
  return { typed: text, e164: parsed?.isPossible() ? parsed.number : null };
}

/** Last three digits: enough to tell two people apart, too few to call one. */
export function phoneEnd(typed: string | null): string | null {
  const digits = typed === null ? '' : digitsOf(typed);
  return digits.length >= 3 ? digits.slice(-3) : null;
}
