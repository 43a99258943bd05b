import { expect, test } from 'vitest';
import { reasonOf } from '../../main/retention/reason.ts';
import type { Band } from '../../preload/contract/risk.ts';

test.each<[visits: number, gap: number, since: number, band: Band, text: string]>([
  [12, 8, 26, 'at_risk', 'Usually every 8 days. Last seen 26 days ago.'],
  [12, 7.5, 16, 'overdue', 'Usually every 8 days. Last seen 16 days ago.'],
  [30, 1, 2, 'overdue', 'Usually every day. Last seen 2 days ago.'],
  [30, 1.4, 1, 'on_rhythm', 'Usually every day. Last seen yesterday.'],
  [30, 0.4, 0, 'on_rhythm', 'Usually every day. Last seen today.'],
  [1, 28, 40, 'new', 'Came once. Last seen 40 days ago.'],
  [2, 28, 1, 'new', 'Came twice. Last seen yesterday.'],
])('%i visits, gap %f, %i days ago', (visits, usualGapDays, daysSince, band, text) => {
  expect(reasonOf({ visits, usualGapDays, daysSince, band }, [])).toBe(text);
});

const regular = { visits: 12, usualGapDays: 8, daysSince: 26, band: 'at_risk' } as const;
const figures = { weeks: 4, pNoVisit: 0.73, pNoVisitThen: 0.09, unusual: 0.02 };

test('with gaps and figures: the sentence of RETENTION.md section 5', () => {
  expect(reasonOf(regular, [6, 7, 7, 8, 8, 8, 9, 9, 10, 11], figures)).toBe(
    'Usually every 8 days (last 10 gaps: 6-11). Last seen 26 days ago; only 2 in 100 of their breaks last this long. ' +
      'Chance of a visit in the next 4 weeks: 27 % (was 91 % after the last visit).',
  );
});

test('gaps that are all alike, and two of them', () => {
  expect(reasonOf(regular, [8, 8, 8])).toBe('Usually every 8 days (last 3 gaps: 8). Last seen 26 days ago.');
  expect(reasonOf(regular, [7, 9])).toBe('Usually every 8 days. Last seen 26 days ago.');
});

test('a newcomer has nothing to compare with, and no chance is 0 or 100 %', () => {
  const newcomer = { visits: 1, usualGapDays: 28, daysSince: 3, band: 'new' } as const;
  expect(reasonOf(newcomer, [], { ...figures, weeks: 1, pNoVisit: 0.001 })).toBe(
    'Came once. Last seen 3 days ago. Chance of a visit in the next week: over 99 %.',
  );
  expect(reasonOf(regular, [], { ...figures, pNoVisit: 0.999, pNoVisitThen: 0.001, unusual: 0.001 })).toBe(
    'Usually every 8 days. Last seen 26 days ago; fewer than 1 in 100 of their breaks last this long. ' +
      'Chance of a visit in the next 4 weeks: under 1 % (was over 99 % after the last visit).',
  );
});
