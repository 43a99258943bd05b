/**
 * Business days and months as integers, so that a million of them are compared and subtracted at no cost.
 * A day is the number of days since 1970-01-01, a month the number of months since the year 0; neither knows a time zone.
 */

const msPerDay = 86_400_000;

/** The day number of year, month (1–12) and day of month; null when there is no such day. Years 100 to 9999. */
export function dayOf(year: number, month: number, day: number): number | null {
  // Date.UTC reads the years 0–99 as 1900–1999 and rolls 30 February over into March: both fail the read-back.
  const date = new Date(Date.UTC(year, month - 1, day));
  if (date.getUTCFullYear() !== year || date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return null;
  return date.getTime() / msPerDay;
}

/** 'YYYY-MM-DD', exactly so, to its day number; null for anything else and for days that do not exist. */
export function parseDay(text: string): number | null {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return null;
  return dayOf(Number(text.slice(0, 4)), Number(text.slice(5, 7)), Number(text.slice(8)));
}

/** Days as they were read and written before: lists of a million rows have a few thousand. */
const read = new Map<string, number>();
const written = new Map<number, string>();
const mostKept = 10_000;

/** Like parseDay, for text that was checked before. Throws RangeError when it was not. */
export function dayNumber(text: string): number {
  const known = read.get(text);
  if (known !== undefined) return known;
  const day = parseDay(text);
  if (day === null) throw new RangeError(`not a business day: ${text}`);
  if (read.size >= mostKept) read.clear();
  read.set(text, day);
  return day;
}

/** The day number as 'YYYY-MM-DD' (years 0 to 9999). */
export function formatDay(day: number): string {
  const known = written.get(day);
  if (known !== undefined) return known;
  const text = new Date(day * msPerDay).toISOString().slice(0, 10);
  if (written.size >= mostKept) written.clear();
  written.set(day, text);
  return text;
}

/** 'YYYY-MM', exactly so, to its month number; null for anything else. */
export function parseMonth(text: string): number | null {
  if (!/^\d{4}-(0[1-9]|1[0-2])$/.test(text)) return null;
  return Number(text.slice(0, 4)) * 12 + Number(text.slice(5)) - 1;
}

/** Like parseMonth, for text that was checked before. Throws RangeError when it was not. */
export function monthNumber(text: string): number {
  const month = parseMonth(text);
  if (month === null) throw new RangeError(`not a month: ${text}`);
  return month;
}

/** The month number as 'YYYY-MM'. */
export function formatMonth(month: number): string {
  return `${String(Math.floor(month / 12)).padStart(4, '0')}-${String((month % 12) + 1).padStart(2, '0')}`;
}

/** The month that a day lies in. */
export function monthOf(day: number): number {
  const date = new Date(day * msPerDay);
  return date.getUTCFullYear() * 12 + date.getUTCMonth();
}

/** First day of a month (years 100 to 9999). */
export function monthStart(month: number): number {
  return Date.UTC(Math.floor(month / 12), month % 12, 1) / msPerDay;
}
