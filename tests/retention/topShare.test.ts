import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { firstVisits } from '../../main/retention/firstVisits.ts';
import { bestTenth, visitsWithin } from '../../main/retention/topShare.ts';
import { anyVisits, packed, plain } from './ledgers.ts';

describe('the best tenth', () => {
  test('is everybody whom fewer than a tenth of the customers beat', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(30), { minLength: 10, maxLength: 120 }), (values) => {
        // A tenth rounded up are in it; a customer is in it when fewer than that many are strictly better.
        const places = Math.ceil(values.length / 10);
        const among = values.filter((value) => values.filter((other) => other > value).length < places);
        const got = bestTenth(values);
        const sum = (list: readonly number[]) => list.reduce((a, b) => a + b, 0);
        expect(got).toMatchObject({
          customers: values.length,
          best: among.length,
          least: Math.min(...among),
          best_total: sum(among),
          total: sum(values),
        });
        const others = values.length - among.length;
        const rest = sum(values) - sum(among);
        if (sum(values) === 0) expect(got?.share_pct).toBeNull();
        else expect(got?.share_pct).toBeCloseTo((100 * sum(among)) / sum(values), 9);
        if (others === 0 || rest === 0) expect(got?.times_the_others).toBeNull();
        else expect(got?.times_the_others).toBeCloseTo(sum(among) / among.length / (rest / others), 9);
      }),
    );
  });

  test('all who tie at the border are in it', () => {
    expect(bestTenth([9, 5, 5, 5, 1, 1, 1, 1, 1, 1, 1])).toMatchObject({ best: 4, least: 5, best_total: 24 });
    expect(bestTenth(Array.from({ length: 10 }, () => 3))).toMatchObject({ best: 10, times_the_others: null });
  });

  test('nine customers have none', () => {
    expect(bestTenth(Array.from({ length: 9 }, (_, i) => i))).toBeNull();
  });

  test('visits are counted within the days given, both included', () => {
    fc.assert(
      fc.property(anyVisits, fc.integer({ min: 19_480, max: 20_110 }), fc.nat(400), (visits, from, length) => {
        const to = from + length;
        const expected = [...plain(visits)]
          .map(([key, days]) => ({ key, value: [...days].filter((day) => day >= from && day <= to).length }))
          .filter((row) => row.value > 0)
          .sort((a, b) => a.key - b.key);
        expect(visitsWithin(packed(visits), from, to)).toEqual(expected);
      }),
    );
  });
});

test('first visits: who was new in the days given, and whether they came again', () => {
  fc.assert(
    fc.property(
      anyVisits,
      fc.integer({ min: 19_480, max: 20_110 }),
      fc.nat(90),
      fc.nat(200),
      (visits, from, n, more) => {
        const to = from + n;
        const asOf = to + more;
        const expected = [...plain(visits)]
          .map(([key, set]) => ({ key, days: [...set].filter((day) => day <= asOf).sort((a, b) => a - b) }))
          .filter(({ days: [first] }) => first !== undefined && first >= from && first < to)
          .map(({ key, days }) => ({ key, day: days[0], cameBack: days.length >= 2 }))
          .sort((a, b) => a.key - b.key);
        expect(firstVisits(packed(visits), from, to, asOf)).toEqual(expected);
      },
    ),
  );
});
