/** 'YYYY-MM' a number of months later (or earlier). */
export function addMonths(month: string, by: number): string {
  const [year, number] = month.split('-').map(Number);
  return new Date(Date.UTC(year ?? 0, (number ?? 1) - 1 + by, 1)).toISOString().slice(0, 7);
}

/** '2025-02' → '2025-02-28'. */
export function lastDayOf(month: string): string {
  const next = Date.parse(`${addMonths(month, 1)}-01T00:00:00Z`);
  return new Date(next - 86_400_000).toISOString().slice(0, 10);
}

/** '2025-11-03' → '2025-11'. */
export const monthOf = (businessDay: string): string => businessDay.slice(0, 7);

/** Months a table shows. */
const tableMonths = 12;

/** The month that is looked at, and the last month of the table it stands in. */
export interface Chosen {
  readonly month: string;
  readonly to: string;
}

/** Looks at another month. The table stays where it is as long as the month is in it. */
export function choose(month: string, { to }: Chosen, running: string): Chosen {
  if (month > to) return { month, to: month };
  if (month > addMonths(to, -tableMonths)) return { month, to };
  const end = addMonths(month, tableMonths - 1);
  return { month, to: end < running ? end : running };
}

/** First month of the table that ends with `to`. */
export const tableStart = (to: string): string => addMonths(to, 1 - tableMonths);

/** The scale of a rate chart in whole tens: never above 100 at the top, low enough for the smallest value. */
export function rateScale(values: readonly number[]): { readonly low: number; readonly high: number } {
  const least = Math.min(100, ...values);
  return { low: Math.max(0, Math.floor((least - 5) / 10) * 10), high: 100 };
}
