import { prepared, type ReadConnection } from '../open.ts';

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
