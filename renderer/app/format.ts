import { create } from 'zustand';
import { formatMoney } from '../../preload/contract/money.ts';
import type { Language } from '../../preload/contract/values.ts';

/** How this person reads and this shop counts. */
export interface Locale {
  readonly language: Language;
  readonly currency: string;
  readonly timeZone: string;
  /** The shop's business day now, YYYY-MM-DD. */
  readonly today: string;
}

/** English as written outside the United States: 3 Nov 2025 cannot be read as 11 March. */
const tags: Readonly<Record<Language, string>> = { en: 'en-GB', id: 'id-ID', ro: 'ro-RO' };

export interface Format {
  /** The reader's. */
  readonly language: Language;
  /** '2025-11-03' → "3 Nov 2025". */
  day(businessDay: string): string;
  /** '2025-11-03' → "Monday, 3 November". */
  longDay(businessDay: string): string;
  /** 1 → "Monday" … 7 → "Sunday" (ISO 8601). */
  weekday(weekday: number): string;
  /** '2025-11' → "November 2025". */
  month(month: string): string;
  /** '2025-11-03' → "today", "3 days ago", "2 months ago", seen from the shop's today. */
  ago(businessDay: string): string;
  /** UTC ms → "3 Nov 2025", the calendar day in the shop's time zone. */
  date(ms: number): string;
  /** UTC ms → "14:20" in the shop's time zone. */
  time(ms: number): string;
  /** UTC ms → "3 Nov 2025, 14:20" in the shop's time zone. */
  moment(ms: number): string;
  /** Minor units with the shop's currency. */
  money(minor: number): string;
  /** Grouped digits, two decimals at most. */
  number(n: number): string;
  /** A percentage (0 to 100) with one decimal; "—" for null. */
  percent(n: number | null): string;
  /** A percentage (0 to 100) in whole numbers, for small cells. */
  wholePercent(n: number): string;
  /** "a, b and c". */
  list(parts: readonly string[]): string;
}

const msPerDay = 86_400_000;
const utc = (businessDay: string): number => Date.parse(`${businessDay}T00:00:00Z`);

/** Pure: every figure on screen is written here. */
export function formatFor({ language, currency, timeZone, today }: Locale): Format {
  const tag = tags[language];
  const dayFormat = new Intl.DateTimeFormat(tag, { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' });
  const longDayFormat = new Intl.DateTimeFormat(tag, {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    timeZone: 'UTC',
  });
  const dateFormat = new Intl.DateTimeFormat(tag, { day: 'numeric', month: 'short', year: 'numeric', timeZone });
  const monthFormat = new Intl.DateTimeFormat(tag, { month: 'long', year: 'numeric', timeZone: 'UTC' });
  const weekdayFormat = new Intl.DateTimeFormat(tag, { weekday: 'long', timeZone: 'UTC' });
  const timeFormat = new Intl.DateTimeFormat(tag, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZone });
  const momentFormat = new Intl.DateTimeFormat(tag, {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    timeZone,
  });
  const numberFormat = new Intl.NumberFormat(tag, { maximumFractionDigits: 2 });
  const percentFormat = new Intl.NumberFormat(tag, {
    style: 'percent',
    minimumFractionDigits: 1,
    maximumFractionDigits: 1,
  });
  const wholePercentFormat = new Intl.NumberFormat(tag, { style: 'percent', maximumFractionDigits: 0 });
  const listFormat = new Intl.ListFormat(tag, { type: 'conjunction' });
  const relative = new Intl.RelativeTimeFormat(tag, { numeric: 'auto' });
  return {
    language,
    list: (parts) => listFormat.format(parts),
    day: (businessDay) => dayFormat.format(utc(businessDay)),
    longDay: (businessDay) => longDayFormat.format(utc(businessDay)),
    // 1 January 2024 was a Monday.
    weekday: (weekday) => weekdayFormat.format(Date.UTC(2024, 0, weekday)),
    month: (month) => monthFormat.format(utc(`${month}-01`)),
    ago: (businessDay) => {
      const days = Math.round((utc(businessDay) - utc(today)) / msPerDay);
      if (Math.abs(days) < 14) return relative.format(days, 'day');
      if (Math.abs(days) < 61) return relative.format(Math.round(days / 7), 'week');
      if (Math.abs(days) < 730) return relative.format(Math.round(days / 30.44), 'month');
      return relative.format(Math.round(days / 365.25), 'year');
    },
    date: (ms) => dateFormat.format(ms),
    time: (ms) => timeFormat.format(ms),
    moment: (ms) => momentFormat.format(ms),
    money: (minor) => formatMoney(minor, currency, tag),
    number: (n) => numberFormat.format(n),
    wholePercent: (n) => wholePercentFormat.format(n / 100),
    percent: (n) => (n === null ? '—' : percentFormat.format(n / 100)),
  };
}

/** The locale in force; the app sets it whenever the shop or the person changes. */
export const useLocale = create<Locale>(() => ({
  language: 'en',
  currency: 'EUR',
  timeZone: 'UTC',
  today: new Date().toISOString().slice(0, 10),
}));

/** One for all that is on screen: making the formats takes a millisecond and more, and every row of a table asks for them. */
let made: { readonly locale: Locale; readonly format: Format } | null = null;

/** The formats for this person in this shop. */
export function useFormat(): Format {
  const locale = useLocale();
  if (made?.locale !== locale) made = { locale, format: formatFor(locale) };
  return made.format;
}
