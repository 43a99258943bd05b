import { expect, test } from 'vitest';
import type { TimelineItem } from '../../preload/contract/customers.ts';
import type { EntryId } from '../../preload/contract/values.ts';
import { groupTimeline, mayVoid } from '../../renderer/customers/timeline.ts';

/** An entry as main sends it; `id` and `visit` are short names. */
function entry(
  id: string,
  kind: TimelineItem['kind'],
  visit: string | null,
  more: Partial<TimelineItem> = {},
): TimelineItem {
  return {
    entryId: id as EntryId,
    kind,
    cause: null,
    businessDay: '2025-11-03',
    occurredAt: null,
    recordedAt: 0,
    programName: null,
    programKind: null,
    rewardName: null,
    stamps: 0,
    parts: [],
    amount: null,
    byName: null,
    imported: false,
    visitEntryId: visit as EntryId | null,
    reason: null,
    voided: false,
    other: null,
    ...more,
  };
}

const shape = (items: TimelineItem[]) =>
  groupTimeline(items).map(({ visit, entries }) => [visit?.entryId ?? null, entries.map((item) => item.entryId)]);

test('stamps and rewards stand under their visit in the order in which they happened', () => {
  const newestFirst = [
    entry('visit2', 'visit', null),
    entry('issue1', 'issue', 'visit1'),
    entry('stamp1', 'stamp', 'visit1'),
    entry('visit1', 'visit', null),
    entry('opening', 'opening', null),
  ];
  expect(shape(newestFirst)).toEqual([
    ['visit2', []],
    ['visit1', ['stamp1', 'issue1']],
    [null, ['opening']],
  ]);
});

test('the void of an old visit stands with that visit and is read once', () => {
  const newestFirst = [
    entry('visit2', 'visit', null),
    entry('void-visit', 'void', 'visit1', { recordedAt: 9, reason: 'wrong person' }),
    entry('void-stamp', 'void', 'visit1', { recordedAt: 9 }),
    entry('stamp1', 'stamp', 'visit1', { voided: true }),
    entry('visit1', 'visit', null, { voided: true }),
  ];
  expect(shape(newestFirst)).toEqual([
    ['visit2', []],
    ['visit1', ['stamp1', 'void-stamp']],
  ]);
});

test('two voids at different moments are both told', () => {
  const newestFirst = [
    entry('void-visit', 'void', 'visit1', { recordedAt: 10 }),
    entry('void-stamp', 'void', 'visit1', { recordedAt: 9 }),
    entry('visit1', 'visit', null),
  ];
  expect(shape(newestFirst)).toEqual([['visit1', ['void-stamp', 'void-visit']]]);
});

test('entries of a visit on an older page still form one group', () => {
  expect(shape([entry('issue1', 'issue', 'visit1'), entry('stamp1', 'stamp', 'visit1')])).toEqual([
    [null, ['stamp1', 'issue1']],
  ]);
});

test('only what happened can be voided, and only once', () => {
  expect(mayVoid(entry('a', 'visit', null))).toBe(true);
  expect(mayVoid(entry('a', 'visit', null, { voided: true }))).toBe(false);
  expect(mayVoid(entry('a', 'void', 'visit1'))).toBe(false);
  expect(mayVoid(entry('a', 'issue', 'visit1'))).toBe(false);
});
