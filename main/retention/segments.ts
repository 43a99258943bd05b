import type { Segment } from '../../preload/contract/risk.ts';

/** What a customer is sorted by: when they came last, how often and for how much in the last year. */
export interface Habit {
  readonly key: number;
  /** Day number; null when they never came. */
  readonly lastDay: number | null;
  readonly visits: number;
  /** Minor units. */
  readonly spend: number;
}

/**
 * Every customer in exactly one of eight segments (F-44), by where they stand among the shop's own: recency, frequency and, where
 * amounts are recorded, money, each in fifths. Two with the same value always have the same score, however many they are.
 */
export function segmentsOf(habits: readonly Habit[], bySpend: boolean): Map<number, Segment> {
  const seen = habits.filter((habit) => habit.lastDay !== null);
  const recency = fifths(seen.map((habit) => habit.lastDay ?? 0));
  const frequency = fifths(seen.map((habit) => habit.visits));
  const money = fifths(seen.map((habit) => habit.spend));
  return new Map(
    habits.map(({ key, lastDay, visits, spend }) => {
      if (lastDay === null) return [key, 'notYet'];
      const f = frequency(visits);
      return [key, segmentOf(recency(lastDay), bySpend ? Math.round((f + money(spend)) / 2) : f)];
    }),
  );
}

/** From scores of 1 (least) to 5: recency, and frequency with money. */
export function segmentOf(recency: number, worth: number): Segment {
  if (recency >= 4) return worth >= 4 ? 'best' : worth >= 2 ? 'growing' : 'fresh';
  if (recency === 3) return worth >= 4 ? 'loyal' : 'cooling';
  return worth >= 4 ? 'missed' : 'asleep';
}

/** 1 to 5 by the share of values that are smaller: a fifth each where no two are alike. */
function fifths(values: readonly number[]): (value: number) => number {
  const sorted = Float64Array.from(values).sort();
  const scores = new Map<number, number>();
  for (let i = 0; i < sorted.length; i++) {
    const value = sorted[i] as number;
    if (!scores.has(value)) scores.set(value, 1 + Math.floor((5 * i) / sorted.length));
  }
  return (value) => scores.get(value) ?? 1;
}
