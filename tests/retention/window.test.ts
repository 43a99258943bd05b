import fc from 'fast-check';
import { expect, test } from 'vitest';
import { defaultWindow } from '../../main/retention/window.ts';
import { anyVisits, packed, plain } from './ledgers.ts';

/** One customer who came with exactly these gaps. */
function withGaps(gaps: readonly number[]) {
  let day = 0;
  const visits: [number, number][] = [[1, day]];
  for (const gap of gaps) {
    day += gap;
    visits.push([1, day]);
  }
  return packed(visits);
}
const times = (n: number, gap: number) => Array.from({ length: n }, () => gap);
const late = 1_000_000;

test('fewer than 30 gaps: 90', () => {
  expect(defaultWindow(packed([]), late)).toBe(90);
  expect(defaultWindow(withGaps(times(29, 7)), late)).toBe(90);
  expect(defaultWindow(withGaps(times(30, 7)), late)).toBe(45);
});

test('90 % is enough, one gap less is not', () => {
  expect(defaultWindow(withGaps([...times(27, 7), ...times(3, 100)]), late)).toBe(45);
  expect(defaultWindow(withGaps([...times(26, 7), ...times(4, 100)]), late)).toBe(120);
});

test('a gap of exactly W days is covered', () => {
  for (const w of [45, 60, 90, 120, 180, 365]) expect(defaultWindow(withGaps(times(30, w)), late)).toBe(w);
  expect(defaultWindow(withGaps(times(30, 46)), late)).toBe(60);
  expect(defaultWindow(withGaps(times(30, 91)), late)).toBe(120);
});

test('365 when no window covers enough', () => {
  expect(defaultWindow(withGaps(times(30, 366)), late)).toBe(365);
});

test('gaps that end after today do not count', () => {
  const visits = withGaps([...times(30, 7), ...times(30, 100)]);
  expect(defaultWindow(visits, 30 * 7)).toBe(45);
  expect(defaultWindow(visits, 30 * 7 - 1)).toBe(90);
  expect(defaultWindow(visits, late)).toBe(120);
});

test('agrees with counting all gaps one by one', () => {
  fc.assert(
    fc.property(anyVisits, fc.integer({ min: 19_500, max: 20_200 }), (visits, asOf) => {
      const gaps = [...plain(visits.filter(([, day]) => day <= asOf)).values()].flatMap((set) => {
        const days = [...set].sort((a, b) => a - b);
        return days.slice(1).map((day, i) => day - Number(days[i]));
      });
      const covering = [45, 60, 90, 120, 180, 365].find(
        (w) => gaps.filter((gap) => gap <= w).length / gaps.length >= 0.9,
      );
      expect(defaultWindow(packed(visits), asOf)).toBe(gaps.length < 30 ? 90 : (covering ?? 365));
    }),
  );
});
