import { tablesOf } from '../content.ts';
import type { ReadConnection } from '../open.ts';
import type { Value } from './leaves.ts';

export interface Column {
  readonly name: string;
  readonly type: 'INTEGER' | 'TEXT' | 'BLOB' | 'REAL';
  readonly required: boolean;
  /** What it holds where a row was written before there was the column; undefined where every row has it. */
  readonly missing: Value | undefined;
}

/** A reference to another table; of several columns where its key has several. */
export interface Reference {
  readonly to: string;
  readonly columns: readonly { readonly from: string; readonly to: string }[];
}

/** What a table's rows look like, as the schema has it. */
export interface Shape {
  readonly name: string;
  /** Rows lie in the order of their key, and not under a number. */
  readonly ordered: boolean;
  /** In the order in which they stand in a row. */
  readonly columns: readonly Column[];
  /** The column that is the row's number. */
  readonly number: string | null;
  readonly key: readonly string[];
  readonly references: readonly Reference[];
}

export type Row = Record<string, Value>;

interface InfoRow {
  readonly name: string;
  readonly type: Column['type'];
  readonly required: number;
  readonly written: string | null;
  readonly place: number;
  readonly hidden: number;
}

/** The tables of a database of ours. Those of the search are made anew and are none of them. */
export function shapesOf(read: ReadConnection): Map<string, Shape> {
  const shapes = tablesOf(read)
    .filter((name) => !name.startsWith('customerSearch'))
    .map((name) => shapeOf(read, name));
  return new Map(shapes.map((shape) => [shape.name, shape]));
}

function shapeOf(read: ReadConnection, name: string): Shape {
  const ordered = read.prepare<[string], { wr: number }>('SELECT wr FROM pragma_table_list(?)').get(name)?.wr === 1;
  const columns = read
    .prepare<[string], InfoRow>(
      'SELECT name, type, "notnull" AS required, dflt_value AS written, pk AS place, hidden FROM pragma_table_xinfo(?) ORDER BY cid',
    )
    .all(name)
    // What a table computes stands in no row.
    .filter(({ hidden }) => hidden === 0);
  const keys = columns.filter(({ place }) => place > 0).sort((a, b) => a.place - b.place);
  const [first] = keys;
  const number = !ordered && keys.length === 1 && first?.type === 'INTEGER' ? first.name : null;
  const inRow = ordered ? [...keys, ...columns.filter(({ place }) => place === 0)] : columns;
  return {
    ...{ name, ordered, number },
    key: keys.map((column) => column.name),
    columns: inRow.map((column) => ({
      name: column.name,
      type: column.type,
      required: column.required === 1 || column.place > 0,
      missing: column.written !== null ? constantOf(column.written) : column.required === 1 ? undefined : null,
    })),
    references: referencesOf(read, name),
  };
}

function referencesOf(read: ReadConnection, name: string): Reference[] {
  const rows = read
    .prepare<[string], { id: number; to: string; fromColumn: string; toColumn: string }>(
      'SELECT id, "table" AS "to", "from" AS fromColumn, "to" AS toColumn FROM pragma_foreign_key_list(?) ORDER BY id, seq',
    )
    .all(name);
  const byId = Map.groupBy(rows, ({ id }) => id);
  return [...byId.values()].map((parts) => ({
    to: parts[0]?.to ?? '',
    columns: parts.map(({ fromColumn, toColumn }) => ({ from: fromColumn, to: toColumn })),
  }));
}

/** A default as it stands in the schema: a number, or a text in its quotes. */
function constantOf(written: string): Value {
  return written.startsWith("'") ? written.slice(1, -1).replaceAll("''", "'") : Number(written);
}

const isId = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

function fits(value: Value, { name, type, required }: Column): boolean {
  if (value === null) return !required;
  if (type === 'INTEGER') return Number.isInteger(value);
  if (type === 'REAL') return typeof value === 'number';
  if (type === 'BLOB') return Buffer.isBuffer(value);
  return typeof value === 'string' && (name !== 'id' || isId.test(value));
}

/** The row that these values are in a table; null when they are none of it. */
export function rowOf(shape: Shape, values: readonly Value[], number: number | null): Row | null {
  if (values.length > shape.columns.length) return null;
  const row: Row = {};
  for (const [i, column] of shape.columns.entries()) {
    let value = i < values.length ? (values[i] as Value) : column.missing;
    if (column.name === shape.number) {
      if (value !== null) return null;
      value = number;
    }
    if (value === undefined || !fits(value, column)) return null;
    row[column.name] = value;
  }
  return row;
}
