import type { TFunction } from 'i18next';
import { describe, expect, test } from 'vitest';
import type { EarnedPart } from '../../preload/contract/earned.ts';
import { formatFor } from '../../renderer/app/format.ts';
import { explained, runningOut } from '../../renderer/counter/cardWords.ts';
import { catalogue } from '../e2e/support/catalogues.ts';

const format = formatFor({ language: 'en', currency: 'RON', timeZone: 'UTC', today: '2026-03-10' });
const english = catalogue('en');
/** The English catalogue, filled in. */
const t = ((key: string, fill: Record<string, string | number> = {}) => {
  const text = english[`counter:${key}`];
  if (text === undefined) throw new Error(`no ${key}`);
  return text.replace(/\{\{(\w+)\}\}/g, (_, name: string) => String(fill[name]));
}) as unknown as TFunction<'counter'>;

const part = (why: EarnedPart['why'], units: number, more: Partial<EarnedPart> = {}): EarnedPart => ({
  why,
  units,
  name: null,
  amount: null,
  ...more,
});
const said = (parts: EarnedPart[], carry = 0) => explained(t, format, { parts, carry })?.replaceAll('\u00a0', ' ');

describe('how it came about', () => {
  test('one stamp for one visit needs no words', () => {
    expect(explained(t, format, { parts: [part('visit', 1)], carry: 0 })).toBeNull();
  });

  test('the visit, the happy hour, and what is carried over', () => {
    expect(said([part('visit', 1), part('multiplier', 1, { name: 'Happy hour' })], 650)).toBe(
      '1 for the visit, 1 Happy hour; RON 6.50 carried over',
    );
  });

  test('an amount, and what a reward has paid of it', () => {
    expect(said([part('amount', 4, { amount: 4500 }), part('paidByReward', 0, { amount: 500 })])).toBe(
      '4 for RON 45.00, RON 5.00 paid by a reward earns nothing',
    );
  });

  test('every why has words', () => {
    for (const why of ['items', 'cap', 'excluded', 'signUp', 'birthday', 'winBack'] as const)
      expect(said([part(why, 2), part('visit', 1)])).toMatch(/, 1 for the visit$/);
  });
});

test('every batch that runs out is named with its date, one line for each day', () => {
  expect(
    runningOut([
      { day: '2026-01-01', units: 12, expiresOn: '2026-05-03' },
      { day: '2026-02-01', units: 20, expiresOn: '2026-06-09' },
      { day: '2026-02-03', units: 10, expiresOn: '2026-06-09' },
      { day: '2026-02-04', units: 7, expiresOn: null },
    ]),
  ).toEqual([
    { day: '2026-05-03', units: 12 },
    { day: '2026-06-09', units: 30 },
  ]);
});
