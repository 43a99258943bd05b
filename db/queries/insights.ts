import { prepared, type ReadConnection, type WriteConnection } from '../open.ts';
import { keptKeys } from './merges.ts';

/** Visits of a business day within one quarter of an hour, since 1970 in UTC; `quarter` null for visits without a time. */
export interface QuarterRow {
  readonly businessDay: string;
  readonly quarter: number | null;
  readonly visits: number;
}

/** Milliseconds of a quarter of an hour: every zone's clock has moved by whole ones since 1972. */
export const quarterHour = 900_000;

/** Live visits from `from` to `to`, both included, by day and quarter of an hour. */
export function listVisitQuarters(connection: ReadConnection, from: string, to: string): QuarterRow[] {
  return prepared<[number, string, string], QuarterRow>(
    connection,
    `SELECT businessDay, occurredAt / ? AS quarter, count(*) AS visits FROM liveEntry
     WHERE kind = 'visit' AND businessDay BETWEEN ? AND ? GROUP BY businessDay, quarter`,
  ).all(quarterHour, from, to);
}

/** A list as it was named, with whom. */
export interface NamedListRow {
  readonly month: string;
  readonly day: string;
  readonly weeks: number;
  readonly named: readonly { readonly customerKey: number; readonly risk: number }[];
}

export function hasNamedList(connection: ReadConnection, month: string): boolean {
  return prepared<[string]>(connection, 'SELECT 1 FROM namedList WHERE month = ?').get(month) !== undefined;
}

/**
 * The latest lists made of days up to `to`, latest first. Somebody whose record was merged since is the one it has become; who was named in
 * both records was named once.
 */
export function listNamedLists(connection: ReadConnection, to: string, most: number): NamedListRow[] {
  const lists = prepared<[string, number], Omit<NamedListRow, 'named'>>(
    connection,
    'SELECT month, day, weeks FROM namedList WHERE day <= ? ORDER BY month DESC LIMIT ?',
  ).all(to, most);
  const people = prepared<[string], NamedListRow['named'][number]>(
    connection,
    'SELECT customerKey, risk FROM namedCustomer WHERE month = ? ORDER BY customerKey',
  );
  const kept = keptKeys(connection);
  return lists.map((list) => {
    const risks = new Map<number, number>();
    for (const { customerKey, risk } of people.all(list.month)) {
      const key = kept(customerKey);
      risks.set(key, Math.max(risk, risks.get(key) ?? 0));
    }
    return { ...list, named: [...risks].map(([customerKey, risk]) => ({ customerKey, risk })) };
  });
}

export function insertNamedList(
  connection: WriteConnection,
  { named, ...list }: NamedListRow & { recordedAt: number },
): void {
  prepared<object>(
    connection,
    'INSERT INTO namedList (month, day, weeks, recordedAt) VALUES (@month, @day, @weeks, @recordedAt)',
  ).run(list);
  const insert = prepared<object>(
    connection,
    'INSERT INTO namedCustomer (month, customerKey, risk) VALUES (@month, @customerKey, @risk)',
  );
  for (const one of named) insert.run({ month: list.month, ...one });
}
