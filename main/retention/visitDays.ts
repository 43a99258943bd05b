import { monthStart } from './days.ts';

/**
 * Who came on which days: all that retention, windows and rhythm need, in four plain fields of which three are
 * typed arrays, so that a worker receives three million visits without a copy of each.
 *
 * Customer i has the key `keys[i]` and the days `days[offsets[i] .. offsets[i + 1] - 1]`: at least one, ascending,
 * each once (several visits on one business day are one visit in every number).
 */
export interface VisitDays {
  readonly customers: number;
  /** The caller's own integer for each customer, ascending. */
  readonly keys: Int32Array;
  /** One longer than `keys`; the last is the length of `days`. */
  readonly offsets: Int32Array;
  /** Day numbers (see days.ts). */
  readonly days: Int32Array;
}

/** Collects visits that come ordered by customer key, then day, as the database gives them. */
export class VisitDaysBuilder {
  #keys = new Int32Array(1024);
  #offsets = new Int32Array(1024);
  #days = new Int32Array(8192);
  #customers = 0;
  #count = 0;
  #key = Number.NEGATIVE_INFINITY;
  #day = Number.NEGATIVE_INFINITY;

  /** Add one visit; a second one on the same day changes nothing. Throws RangeError when the order is broken. */
  add(key: number, day: number): void {
    if (key !== this.#key) {
      if (key < this.#key) throw new RangeError('visits must come ordered by customer');
      if (this.#customers === this.#keys.length) {
        this.#keys = grown(this.#keys);
        this.#offsets = grown(this.#offsets);
      }
      this.#keys[this.#customers] = key;
      this.#offsets[this.#customers] = this.#count;
      this.#customers++;
      this.#key = key;
    } else if (day <= this.#day) {
      if (day < this.#day) throw new RangeError('visits of a customer must come ordered by day');
      return;
    }
    if (this.#count === this.#days.length) this.#days = grown(this.#days);
    this.#days[this.#count++] = day;
    this.#day = day;
  }

  /** What was added so far. */
  build(): VisitDays {
    const offsets = new Int32Array(this.#customers + 1);
    offsets.set(this.#offsets.subarray(0, this.#customers));
    offsets[this.#customers] = this.#count;
    return {
      customers: this.#customers,
      keys: this.#keys.slice(0, this.#customers),
      offsets,
      days: this.#days.slice(0, this.#count),
    };
  }
}

function grown(from: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> {
  const to = new Int32Array(from.length * 2);
  to.set(from);
  return to;
}

/** Collect visits in any order. For logs that fit into memory twice; the database's own order needs no sort. */
export function visitDaysOf(visits: Iterable<readonly [key: number, day: number]>): VisitDays {
  const builder = new VisitDaysBuilder();
  for (const [key, day] of [...visits].sort((a, b) => a[0] - b[0] || a[1] - b[1])) builder.add(key, day);
  return builder.build();
}

/** What db/queries/visits.ts answers: business days as text, and those to leave out again, both by customer and day. */
export interface VisitDayTexts {
  /** Per customer, ordered by key: ascending 'YYYY-MM-DD' joined by commas, a day once for each visit. */
  readonly rows: Iterable<{ readonly customerKey: number; readonly days: string }>;
  /** One element for each visit among them that was taken back. */
  readonly takenBack: readonly { readonly customerKey: number; readonly businessDay: string }[];
}

/** Collect the visits that stand. Read by character code: a split into three million strings would cost more than everything after it. */
export function visitDaysFromRows({ rows, takenBack }: VisitDayTexts): VisitDays {
  const builder = new VisitDaysBuilder();
  let next = 0;
  for (const { customerKey, days } of rows) {
    for (let i = 0; i < days.length; i += lengthOfDay + 1) {
      const day = dayAt(days, i);
      const gone = takenBack[next];
      if (gone && gone.customerKey === customerKey && dayAt(gone.businessDay, 0) === day) next++;
      else builder.add(customerKey, day);
    }
  }
  if (next < takenBack.length) throw new RangeError('visits were taken back that are not there');
  return builder.build();
}

const lengthOfDay = 'YYYY-MM-DD'.length;
const zero = 48;
/** The day number before the first of each month, by year times 12 plus month; noted when first met. */
const dayBefore = new Int32Array(10_000 * 12 + 13).fill(-(2 ** 31));
const unknown = -(2 ** 31);

/** The day number of the 'YYYY-MM-DD' at place `i`. Unchecked: the database holds nothing else. */
function dayAt(text: string, i: number): number {
  const digits = (from: number, count: number): number => {
    let value = 0;
    for (let d = from; d < from + count; d++) value = value * 10 + text.charCodeAt(d) - zero;
    return value;
  };
  const year = digits(i, 4);
  const month = digits(i + 5, 2);
  const place = year * 12 + month;
  if (at(dayBefore, place) === unknown) dayBefore[place] = monthStart(place - 1) - 1;
  return at(dayBefore, place) + digits(i + 8, 2);
}

/**
 * The ledger as it was known on the evening of `asOf`: later days are ignored, and so is who came only then.
 * Answers the same object when there is nothing to leave out.
 */
export function cutAt(visits: VisitDays, asOf: number): VisitDays {
  const { customers, offsets, days } = visits;
  let whole = true;
  for (let c = 1; c <= customers && whole; c++) whole = at(days, at(offsets, c) - 1) <= asOf;
  if (whole) return visits;
  const builder = new VisitDaysBuilder();
  for (let c = 0; c < customers; c++) {
    const key = at(visits.keys, c);
    for (let i = at(offsets, c); i < at(offsets, c + 1) && at(days, i) <= asOf; i++) builder.add(key, at(days, i));
  }
  return builder.build();
}

/** The first business day of the ledger; null when nobody ever came. */
export function firstDayOf(visits: VisitDays): number | null {
  let first = Number.POSITIVE_INFINITY;
  for (let c = 0; c < visits.customers; c++) first = Math.min(first, at(visits.days, at(visits.offsets, c)));
  return visits.customers ? first : null;
}

/** Where a key stands in the ascending keys. Throws RangeError for one that is not there. */
export function placeOf(keys: Int32Array, key: number): number {
  let low = 0;
  let high = keys.length - 1;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (at(keys, middle) < key) low = middle + 1;
    else high = middle;
  }
  if (keys[low] !== key) throw new RangeError(`no such customer: ${key}`);
  return low;
}

/** Element `i` of an array that the caller knows to be long enough. */
export function at(array: Int32Array, i: number): number {
  return array[i] as number;
}
