/**
 * Decimals a currency is used with, for those where daily life differs from ISO 4217
 * (the rupiah's sen and the forint's fillér are not in use). Source: Unicode CLDR supplemental currencyData.
 */
const usedDigits: Readonly<Record<string, number>> = {
  IDR: 0,
  HUF: 0,
  LAK: 0,
  MMK: 0,
  COP: 0,
  TWD: 2,
  PKR: 0,
  RSD: 0,
  ALL: 0,
};

/** By what was asked before: a writer takes as long to make as a hundred amounts take to be written. */
const writers = new Map<string, Intl.NumberFormat>();

/** Writes amounts of a currency; with as many decimals as ISO 4217 has for it where no others are given. */
function writerOf(language: string, currency: string, digits?: number): Intl.NumberFormat {
  const of = `${language} ${currency} ${digits}`;
  const known = writers.get(of);
  if (known) return known;
  const decimals = digits === undefined ? {} : { minimumFractionDigits: digits, maximumFractionDigits: digits };
  const made = new Intl.NumberFormat(language, { style: 'currency', currency, ...decimals });
  writers.set(of, made);
  return made;
}

/** How many decimals an amount in this currency has: 2 for RON, 0 for IDR. */
export function currencyDigits(currency: string): number {
  return usedDigits[currency] ?? writerOf('en', currency).resolvedOptions().maximumFractionDigits ?? 2;
}

/** Is this an ISO 4217 code this computer knows? */
export function isCurrency(code: string): boolean {
  return Intl.supportedValuesOf('currency').includes(code);
}

/**
 * "12.50" or "12,50" as the person typed it, to minor units. Null when it is no amount
 * or has more decimals than the currency (so 12.500 is never silently twelve and a half thousand).
 */
export function parseMoney(typed: string, currency: string, decimal: '.' | ',' | 'either' = 'either'): number | null {
  const mark = decimal === 'either' ? '[.,]' : decimal === '.' ? '\\.' : ',';
  const match = new RegExp(`^(\\d{1,11})(?:${mark}(\\d+))?$`).exec(typed.trim());
  if (!match) return null;
  const digits = currencyDigits(currency);
  const fraction = match[2] ?? '';
  if (fraction.length > digits) return null;
  return Number(match[1]) * 10 ** digits + Number(fraction.padEnd(digits, '0') || '0');
}

/** Minor units as the reader's language writes them, with the currency. */
export function formatMoney(minor: number, currency: string, language: string): string {
  const digits = currencyDigits(currency);
  return writerOf(language, currency, digits).format(minor / 10 ** digits);
}
