import type { TillEntryRow } from '../../db/queries/activity.ts';
import type { unusualKinds } from '../../preload/contract/activity.ts';

/** Limits of what strikes the eye (F-34): few enough to be looked at, and none that a normal week reaches. */
export const limits = {
  /** Requests for one customer on one day. */
  eventsPerDay: 5,
  /** One person's share of stamps for one customer, once they have given so many, at least so many of them to that customer. */
  share: 0.2,
  stampsGiven: 20,
  stampsToOne: 5,
  /** Stamps without an amount count where at least half of so many stamps of the program carry one. */
  amountsSeen: 20,
  withoutAmount: 3,
} as const;

export interface RawFinding {
  readonly kind: (typeof unusualKinds)[number];
  readonly personKey: number | null;
  readonly customerKey: number | null;
  readonly day: string | null;
  readonly count: number;
  readonly of: number | null;
  readonly entries: readonly TillEntryRow[];
}

/** Opening hours in minutes after midnight; closing before opening: past midnight. */
export interface Hours {
  readonly opensAt: number;
  readonly closesAt: number;
}

const groups = <T>(rows: readonly T[], keyOf: (row: T) => string): T[][] => [...Map.groupBy(rows, keyOf).values()];
const gives = (row: TillEntryRow) => row.kind === 'stamp' || row.kind === 'earn';
const isOutside = (minute: number, { opensAt, closesAt }: Hours): boolean =>
  opensAt <= closesAt ? minute < opensAt || minute > closesAt : minute < opensAt && minute > closesAt;

/**
 * What strikes the eye among entries of the till. Pure: `minuteOf` says which minute of the shop's day a moment is, `hours` is null
 * where the shop has not said. Not every finding is wrong: it is what an owner would ask about.
 */
export function findUnusual(
  all: readonly TillEntryRow[],
  hours: Hours | null,
  minuteOf: (at: number) => number,
): RawFinding[] {
  // Paper entered later has its own time and its own author; only the till is looked at.
  const rows = all.filter((row) => row.procedure.startsWith('counter.'));
  const stamps = rows.filter(gives);
  return [
    ...manyEvents(rows),
    ...oneCustomer(stamps),
    ...withoutAmount(stamps),
    ...outsideHours(rows, hours, minuteOf),
    ...perPerson(all, 'adjustment', (row) => row.kind === 'opening' || row.kind === 'adjust'),
    ...perPerson(rows, 'override', (row) => row.approved === 1),
  ];
}

function manyEvents(rows: readonly TillEntryRow[]): RawFinding[] {
  return groups(rows, (row) => `${row.businessDay} ${row.customerKey}`).flatMap((entries) => {
    const count = new Set(entries.map((row) => row.requestId)).size;
    const [first] = entries;
    if (!first || count < limits.eventsPerDay) return [];
    const { customerKey, businessDay: day } = first;
    return [{ kind: 'manyEvents', personKey: null, customerKey, day, count, of: null, entries } as const];
  });
}

function oneCustomer(stamps: readonly TillEntryRow[]): RawFinding[] {
  return groups(stamps, (row) => `${row.personKey}`).flatMap((given) =>
    given.length < limits.stampsGiven
      ? []
      : groups(given, (row) => `${row.customerKey}`).flatMap((entries) => {
          const [first] = entries;
          if (!first || entries.length < limits.stampsToOne || entries.length <= limits.share * given.length) return [];
          const { personKey, customerKey } = first;
          const count = entries.length;
          return [
            { kind: 'oneCustomer', personKey, customerKey, day: null, count, of: given.length, entries } as const,
          ];
        }),
  );
}

function withoutAmount(stamps: readonly TillEntryRow[]): RawFinding[] {
  const usual = groups(stamps, (row) => `${row.programKey}`).filter((given) => {
    const known = given.filter((row) => row.amount !== null).length;
    return known >= limits.amountsSeen && known * 2 >= given.length;
  });
  return groups(usual.flat(), (row) => `${row.personKey}`).flatMap((given) => {
    const entries = given.filter((row) => row.amount === null);
    const [first] = entries;
    if (!first || entries.length < limits.withoutAmount) return [];
    const { personKey } = first;
    const count = entries.length;
    return [{ kind: 'noAmount', personKey, customerKey: null, day: null, count, of: given.length, entries } as const];
  });
}

function outsideHours(
  rows: readonly TillEntryRow[],
  hours: Hours | null,
  minuteOf: (at: number) => number,
): RawFinding[] {
  if (!hours) return [];
  const odd = rows.filter((row) => isOutside(minuteOf(row.at), hours));
  return groups(odd, (row) => `${row.businessDay} ${row.personKey}`).flatMap((entries) => {
    const [first] = entries;
    if (!first) return [];
    const { personKey, businessDay: day } = first;
    const count = new Set(entries.map((row) => row.requestId)).size;
    return [{ kind: 'outsideHours', personKey, customerKey: null, day, count, of: null, entries } as const];
  });
}

function perPerson(
  rows: readonly TillEntryRow[],
  kind: 'adjustment' | 'override',
  counts: (row: TillEntryRow) => boolean,
): RawFinding[] {
  return groups(rows.filter(counts), (row) => `${row.personKey}`).flatMap((entries) => {
    const [first] = entries;
    if (!first) return [];
    const count = new Set(entries.map((row) => row.requestId)).size;
    return [{ kind, personKey: first.personKey, customerKey: null, day: null, count, of: null, entries } as const];
  });
}
