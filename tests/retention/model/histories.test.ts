import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { shopCalendar } from '../../../main/retention/model/closures.ts';
import { type Histories, historiesOf, pooledRate } from '../../../main/retention/model/histories.ts';
import { compress, sortedCustomers } from '../../../main/retention/model/rows.ts';
import { stratifiedSample } from '../../../main/retention/model/sample.ts';
import { visitDaysOf } from '../../../main/retention/visitDays.ts';
import { anyVisits } from '../ledgers.ts';

/** Visits of customer 1 on some days and of customer 2 on others. */
const shop = (one: readonly number[], two: readonly number[] = []) =>
  visitDaysOf([...one.map((day) => [1, day] as const), ...two.map((day) => [2, day] as const)]);

function history(visits: ReturnType<typeof shop>, today: number, options = {}): [number, number, number][] {
  const calendar = shopCalendar(visits, today, options);
  if (!calendar) return [];
  const h = historiesOf(visits, calendar);
  return [...h.repeats.keys()].map((c) => [h.repeats[c] as number, h.recency[c] as number, h.age[c] as number]);
}

describe('closures', () => {
  test('two days without anybody are a quiet shop, three are a closed one', () => {
    expect(history(shop([100, 103, 104]), 104)).toEqual([[2, 4, 4]]);
    expect(history(shop([100, 104, 105]), 105)).toEqual([[2, 2, 2]]);
    expect(history(shop([100, 104, 105]), 105, { ignoreClosures: true })).toEqual([[2, 5, 5]]);
  });

  test('the last days count like any others: two are time, three are not', () => {
    expect(history(shop([100, 101]), 103)).toEqual([[1, 1, 3]]);
    expect(history(shop([100, 101]), 104)).toEqual([[1, 1, 1]]);
  });

  test('anybody keeps the shop open for all', () => {
    expect(history(shop([100, 110], [101, 104, 107, 109]), 112)).toEqual([
      [1, 10, 12],
      [3, 8, 11],
    ]);
  });

  test('days marked closed are taken out, unless somebody came', () => {
    const visits = shop([100, 102, 104]);
    expect(history(visits, 104, { closedDays: [101] })).toEqual([[2, 3, 3]]);
    expect(history(visits, 104, { closedDays: [101, 102, 103, 99, 105] })).toEqual([[2, 2, 2]]);
    expect(history(visits, 104, { closedDays: [101], ignoreClosures: true })).toEqual([[2, 4, 4]]);
    expect(shopCalendar(visits, 104, { closedDays: [101, 102, 103] })?.closed).toBe(2);
  });

  test('nobody ever came: no calendar', () => {
    expect(shopCalendar(shop([]), 100)).toBeNull();
  });

  test('as counted day by day on sets', () => {
    fc.assert(
      fc.property(anyVisits, fc.array(fc.integer({ min: 19_500, max: 20_150 })), (list, closedDays) => {
        fc.pre(list.length > 0);
        const visits = visitDaysOf(list);
        const today = 20_150;
        const visited = new Set(list.map(([, day]) => day));
        const first = Math.min(...visited);
        const quiet = (day: number) => day >= first && day <= today && !visited.has(day);
        const counts = (day: number) => {
          if (!quiet(day)) return true;
          let run = 1;
          while (quiet(day - run)) run++;
          let after = 1;
          while (quiet(day + after)) after++;
          return run + after - 1 < 3 && !closedDays.includes(day);
        };
        const elapsed = (from: number, to: number) => {
          let days = 0;
          for (let day = from + 1; day <= to; day++) if (counts(day)) days++;
          return days;
        };
        const h = historiesOf(visits, shopCalendar(visits, today, { closedDays }) as never);
        visits.keys.forEach((key, c) => {
          const days = [...new Set(list.filter((visit) => visit[0] === key).map((visit) => visit[1]))].sort();
          expect(h.repeats[c]).toBe(days.length - 1);
          expect(h.recency[c]).toBe(elapsed(Number(days[0]), Number(days.at(-1))));
          expect(h.age[c]).toBe(elapsed(Number(days[0]), today));
          const gaps = days.slice(1).map((day, i) => Math.log(elapsed(Number(days[i]), day) / 7));
          expect(h.lnGaps[c]).toBeCloseTo(
            gaps.reduce((sum, gap) => sum + gap, 0),
            9,
          );
        });
      }),
      { numRuns: 20 },
    );
  });
});

function anyHistories(random: readonly [number, number, number, number][]): Histories {
  const column = (i: number) => Int32Array.from(random, (row) => row[i] as number);
  return {
    customers: random.length,
    repeats: column(0),
    recency: column(1),
    age: column(2),
    lnGaps: Float64Array.from(random, (row) => row[3] / 4),
  };
}
const small = fc.array(
  fc.tuple(...([4, 5, 6, 3] as const).map((max) => fc.integer({ min: 0, max }))) as fc.Arbitrary<
    [number, number, number, number]
  >,
  { minLength: 1, maxLength: 80 },
);

test('rows are the different histories in order, weighing as many as there are', () => {
  fc.assert(
    fc.property(small, (list) => {
      const h = anyHistories(list);
      const order = sortedCustomers(h);
      expect([...order].sort((a, b) => a - b)).toEqual(list.map((_, i) => i));
      for (const [alike, parts] of [
        ['days', 3],
        ['gaps', 4],
      ] as const) {
        const { rows, rowOf } = compress(h, alike, order);
        // Customers without two gaps have nothing to differ in but their days; the model never sees them differ.
        const name = (row: readonly number[]) => row.slice(0, (row[0] as number) > 1 ? parts : 3).join();
        const counted = Map.groupBy(list, name);
        if (list.every((row) => (row[0] as number) > 1 || row[3] === 0)) expect(rows.count).toBe(counted.size);
        expect(rows.weight.reduce((sum, w) => sum + w, 0)).toBe(list.length);
        order.forEach((c, i) => {
          const row = rowOf[i] as number;
          const [x, recency, age] = list[c] as [number, number, number, number];
          expect([rows.x[row], (rows.recency[row] as number) * 7, (rows.age[row] as number) * 7]).toEqual([
            x,
            expect.closeTo(recency, 9),
            expect.closeTo(age, 9),
          ]);
        });
      }
    }),
  );
});

test('the pooled rate: visits a week of those who came back, 0.25 when nobody did', () => {
  expect(pooledRate(anyHistories([[0, 0, 90, 0]]))).toBe(0.25);
  expect(
    pooledRate(
      anyHistories([
        [0, 0, 90, 0],
        [3, 14, 90, 0],
        [1, 14, 90, 0],
      ]),
    ),
  ).toBe(1);
});

test('a sample: one of every slice, the same for the same seed, everybody when they are few', () => {
  const order = new Int32Array(10_000).map((_, i) => i);
  const sample = stratifiedSample(order, 1000, 1);
  expect(sample.length).toBe(1000);
  sample.forEach((c, i) => {
    expect(Math.floor(c / 10)).toBe(i);
  });
  expect(stratifiedSample(order, 1000, 1)).toEqual(sample);
  expect(stratifiedSample(order, 1000, 2)).not.toEqual(sample);
  // A place within its slice of ten is 4.5 on average, with a standard error of 0.09.
  expect(Math.abs(sample.reduce((sum, c) => sum + (c % 10), 0) / 1000 - 4.5)).toBeLessThan(0.4);
  expect(stratifiedSample(order, 10_000, 1)).toBe(order);
});
