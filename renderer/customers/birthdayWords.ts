import type { CustomerRecord } from '../../preload/contract/customers.ts';

/** "3 March" or "3 March 1990". */
export function birthdayWords({ month, day, year }: NonNullable<CustomerRecord['birthday']>, language: string): string {
  // 2024 is a leap year: 29 February without a year is still 29 February.
  const date = Date.UTC(year ?? 2024, month - 1, day);
  return new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : language, {
    day: 'numeric',
    month: 'long',
    ...(year === null ? {} : { year: 'numeric' }),
    timeZone: 'UTC',
  }).format(date);
}
