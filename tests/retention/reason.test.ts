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
  expect(reasonOf({ visits, usualGapDays, daysSince, band })).toBe(text);
});
