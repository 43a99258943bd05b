import { at } from '../visitDays.ts';
import { daysPerWeek, type Histories } from './histories.ts';

/**
 * Customers with the same history are one row that weighs as many: all that a likelihood sees. In weeks.
 * Columns of `count` values each.
 */
export interface Rows {
  readonly count: number;
  /** Customers, the sum of the weights. */
  readonly customers: number;
  readonly x: Float64Array;
  /** t_x, first visit to last. */
  readonly recency: Float64Array;
  /** T, first visit to today. */
  readonly age: Float64Array;
  /** Sum of ln(gap). */
  readonly lnGaps: Float64Array;
  readonly weight: Float64Array;
}

/** Which histories are one row: the same counts and days are enough for BG and MBG, MBG-HK looks at the gaps too. */
export type Alike = 'days' | 'gaps';

/** Customers' positions, ordered by x, T, t_x and the sum of ln(gap): the same for every order they come in. */
export function sortedCustomers(h: Histories): Int32Array {
  let order = new Int32Array(h.customers).map((_, i) => i);
  for (const by of [h.recency, h.age, h.repeats]) order = sortedBy(order, by);
  // Equal in all days: few, and mostly one by one, except those without two gaps to differ in.
  for (let from = 0; from < order.length; ) {
    let to = from + 1;
    while (to < order.length && sameDays(h, at(order, from), at(order, to))) to++;
    if (to - from > 1 && at(h.repeats, at(order, from)) > 1) {
      order.subarray(from, to).sort((a, b) => (h.lnGaps[a] as number) - (h.lnGaps[b] as number));
    }
    from = to;
  }
  return order;
}

/** A stable counting sort: the values are days and visits, a few thousand at most. */
function sortedBy(order: Int32Array, by: Int32Array): Int32Array<ArrayBuffer> {
  let most = 0;
  for (let i = 0; i < by.length; i++) most = Math.max(most, at(by, i));
  const next = new Int32Array(most + 2);
  for (let i = 0; i < by.length; i++) next[at(by, i) + 1] = at(next, at(by, i) + 1) + 1;
  for (let v = 1; v < next.length; v++) next[v] = at(next, v) + at(next, v - 1);
  const sorted = new Int32Array(order.length);
  for (let i = 0; i < order.length; i++) {
    const c = at(order, i);
    const value = at(by, c);
    const place = at(next, value);
    next[value] = place + 1;
    sorted[place] = c;
  }
  return sorted;
}

/** Rows of the customers in `order`, which must be (part of) what `sortedCustomers` gave; `rowOf[i]` is the row of `order[i]`. */
export function compress(h: Histories, alike: Alike, order: Int32Array): { rows: Rows; rowOf: Int32Array } {
  const rowOf = new Int32Array(order.length);
  // Of each row, where its first customer stands in the order.
  const starts = new Int32Array(order.length + 1);
  let count = 0;
  for (let i = 0; i < order.length; i++) {
    const c = at(order, i);
    const before = i === 0 ? c : at(order, i - 1);
    const same = sameDays(h, c, before) && (alike === 'days' || h.lnGaps[c] === h.lnGaps[before]);
    if (i === 0 || !same) starts[count++] = i;
    rowOf[i] = count - 1;
  }
  starts[count] = order.length;
  const column = () => new Float64Array(count);
  const rows = {
    count,
    customers: order.length,
    x: column(),
    recency: column(),
    age: column(),
    lnGaps: column(),
    weight: column(),
  };
  for (let row = 0; row < count; row++) {
    const c = at(order, at(starts, row));
    rows.x[row] = at(h.repeats, c);
    rows.recency[row] = at(h.recency, c) / daysPerWeek;
    rows.age[row] = at(h.age, c) / daysPerWeek;
    rows.lnGaps[row] = h.lnGaps[c] as number;
    rows.weight[row] = at(starts, row + 1) - at(starts, row);
  }
  return { rows, rowOf };
}

function sameDays(h: Histories, a: number, b: number): boolean {
  return h.repeats[a] === h.repeats[b] && h.age[a] === h.age[b] && h.recency[a] === h.recency[b];
}

/** Rows given one by one, in weeks: for histories that do not come from whole days. */
export function rowsOf(
  list: readonly { x: number; recency: number; age: number; lnGaps?: number; weight?: number }[],
): Rows {
  const weight = Float64Array.from(list, (row) => row.weight ?? 1);
  return {
    count: list.length,
    customers: weight.reduce((sum, w) => sum + w, 0),
    x: Float64Array.from(list, (row) => row.x),
    recency: Float64Array.from(list, (row) => row.recency),
    age: Float64Array.from(list, (row) => row.age),
    lnGaps: Float64Array.from(list, (row) => row.lnGaps ?? 0),
    weight,
  };
}
