import { prepared, type ReadConnection, type WriteConnection } from '../open.ts';
import type { Value } from './leaves.ts';
import { type Row, rowOf, type Shape } from './shapes.ts';

/** Writes a row as it is. The schema's own rules decide whether it can be one. */
export function insertRow(connection: WriteConnection, { name, columns }: Shape, row: Row): void {
  const names = columns.map((column) => column.name);
  const sql = `INSERT INTO "${name}" (${names.map((one) => `"${one}"`).join(', ')}) VALUES (${names.map(() => '?').join(', ')})`;
  prepared<unknown[]>(connection, sql).run(...names.map((one) => row[one]));
}

/** All rows of a table of a sound file, which may be of an older version: none where it has no such table. */
export function* listRows(connection: ReadConnection, shape: Shape): Generator<Row> {
  let rows: Iterable<Row>;
  try {
    rows = prepared<[], Row>(connection, `SELECT * FROM "${shape.name}"`).iterate();
  } catch {
    return;
  }
  for (const row of rows) {
    const values = shape.columns.map(({ name, missing }) => (row[name] === undefined ? (missing ?? null) : row[name]));
    const number = shape.number === null ? null : Number(row[shape.number]);
    const inRow: Value[] = shape.columns.map(({ name }, i) => (name === shape.number ? null : (values[i] as Value)));
    const whole = rowOf(shape, inRow, number);
    if (whole) yield whole;
  }
}

/** A row with what a table holds where nothing is said. Columns it does not know are left out. */
export function completed({ columns }: Shape, row: Readonly<Record<string, Value>>): Row {
  return Object.fromEntries(columns.map(({ name, missing }) => [name, row[name] ?? missing ?? null]));
}

/** What tells a row of a table from the others. */
export const keyOfRow = ({ key }: Shape, row: Readonly<Record<string, Value>>): string | number => {
  const [first] = key;
  const one = key.length === 1 && first !== undefined ? row[first] : undefined;
  return typeof one === 'number' || typeof one === 'string' ? one : key.map((name) => String(row[name])).join('\n');
};
