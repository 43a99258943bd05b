import Database from 'better-sqlite3';
import { bindingOptions } from '../binding.ts';
import { type DatabaseFile, unlock } from '../cipher.ts';
import { removeDatabase } from '../durable.ts';
import { prepared } from '../open.ts';
import type { Value } from './leaves.ts';
import { keyOfRow } from './rows.ts';
import type { Reference, Row, Shape } from './shapes.ts';

/** What tells a row of a table from the others. */
export type Key = string | number;

/** Rows of a table by their key, wherever they were found. What is given out is a copy: a row that was changed is put back. */
export interface Rows {
  readonly size: number;
  has(key: Key): boolean;
  get(key: Key): Row | undefined;
  /** In the order of their keys; they may be changed meanwhile. */
  values(): Iterable<Row>;
  /** Those with this value in a column. */
  where(column: string, value: Value): Row[];
  /** The highest number in a column; 0 where there is none. */
  highest(column: string): number;
  /** Takes a row in unless there is one with its key. False when there is. */
  add(row: Row): boolean;
  /** Takes it in, in the place of one with its key. */
  put(row: Row): void;
  delete(key: Key): void;
}

/**
 * A file of its own for rows that are still looked for, under the shop's key and without any of the schema's rules: a shop has more of them than a small
 * computer has memory for. Worth nothing after its process.
 */
export interface Store {
  of(table: string): Rows;
  /** Of the rows that name a row which is not there, the first one for each that is missing. */
  orphans(shape: Shape, reference: Reference): Iterable<Row>;
  /** Lets them name nothing. Answers how many there were. */
  loosen(shape: Shape, reference: Reference): number;
  /** Takes them out. Answers how many there were. */
  drop(shape: Shape, reference: Reference): number;
  close(): void;
}

/** Rows read at a time. */
const atOnce = 500;
/** Memory for pages of it, KiB. */
const cache = 16 * 1024;
const quoted = (name: string): string => `"${name}"`;

/** `shapes`: of the tables that it takes rows of. */
export function openStore(file: DatabaseFile, shapes: Iterable<Shape>): Store {
  removeDatabase(file.path);
  const connection = new Database(file.path, bindingOptions());
  unlock(connection, file.key);
  // Nothing of it has to outlast anything.
  connection.pragma('journal_mode = OFF');
  connection.pragma('synchronous = OFF');
  connection.pragma('locking_mode = EXCLUSIVE');
  connection.pragma('temp_store = MEMORY');
  connection.pragma(`cache_size = -${cache}`);
  connection.exec('BEGIN');
  const tables = new Map<string, Rows>();
  for (const shape of shapes) tables.set(shape.name, openRows(connection, shape));

  const loose = ({ to, columns }: Reference): string => {
    const names = columns.map(({ from }) => `child.${quoted(from)}`);
    // The plus takes the column's type away: a key has none, and would be compared with every row of the other table.
    return `${names.map((name) => `${name} IS NOT NULL`).join(' AND ')} AND NOT EXISTS
      (SELECT 1 FROM ${quoted(to)} parent WHERE parent._key = ${names.map((name) => `+${name}`).join(' || char(10) || ')})`;
  };
  const run = (sql: string): number => told(connection, sql).run().changes;
  return {
    of(table) {
      const rows = tables.get(table);
      if (!rows) throw new Error(`no table ${table}`);
      return rows;
    },
    *orphans(shape, reference) {
      const names = reference.columns.map(({ from }) => quoted(from)).join(', ');
      const keys = told<[], { key: Key }>(
        connection,
        `SELECT min(_key) AS key FROM ${quoted(shape.name)} child WHERE ${loose(reference)} GROUP BY ${names} ORDER BY 1`,
      ).all();
      for (const { key } of keys) {
        const row = tables.get(shape.name)?.get(key);
        if (row) yield row;
      }
    },
    loosen: (shape, reference) =>
      run(
        `UPDATE ${quoted(shape.name)} AS child SET ${reference.columns.map(({ from }) => `${quoted(from)} = NULL`).join(', ')}
         WHERE ${loose(reference)}`,
      ),
    drop: (shape, reference) => run(`DELETE FROM ${quoted(shape.name)} AS child WHERE ${loose(reference)}`),
    close() {
      connection.close();
      removeDatabase(file.path);
    },
  };
}

/** Of tables and columns as the schema names them. */
const told = <P extends unknown[] = unknown[], R = unknown>(connection: Database.Database, sql: string) =>
  prepared<P, R>(connection, sql);

const listed = ({ columns }: Shape): string => columns.map(({ name }) => quoted(name)).join(', ');

function openRows(connection: Database.Database, shape: Shape): Rows {
  const table = quoted(shape.name);
  const names = shape.columns.map(({ name }) => name);
  told(
    connection,
    `CREATE TABLE ${table} (_key PRIMARY KEY, ${shape.columns.map(({ name, type }) => `${quoted(name)} ${type}`).join(', ')}) WITHOUT ROWID`,
  ).run();
  const rows = `SELECT ${listed(shape)} FROM ${table}`;
  const one = told<[Key], Row>(connection, `${rows} WHERE _key = ?`);
  const known = told<[Key], unknown>(connection, `SELECT 1 FROM ${table} WHERE _key = ?`);
  const into = `INTO ${table} VALUES (${['_key', ...names].map(() => '?').join(', ')})`;
  const add = told<unknown[]>(connection, `INSERT OR IGNORE ${into}`);
  const change = told<unknown[]>(
    connection,
    `UPDATE ${table} SET ${names.map((name) => `${quoted(name)} = ?`).join(', ')} WHERE _key = ?`,
  );
  const remove = told<[Key]>(connection, `DELETE FROM ${table} WHERE _key = ?`);
  const valuesOf = (row: Row): Value[] => names.map((name) => row[name] ?? null);
  const indexed = new Set<string>();
  return {
    get size() {
      return told<[], { rows: number }>(connection, `SELECT count(*) AS rows FROM ${table}`).get()?.rows ?? 0;
    },
    has: (key) => known.get(key) !== undefined,
    get: (key) => one.get(key),
    *values() {
      let part = told<[number], Row>(connection, `${rows} ORDER BY _key LIMIT ?`).all(atOnce);
      while (part.length > 0) {
        yield* part;
        const last = part.at(-1);
        if (!last || part.length < atOnce) return;
        part = told<[Key, number], Row>(connection, `${rows} WHERE _key > ? ORDER BY _key LIMIT ?`).all(
          keyOfRow(shape, last),
          atOnce,
        );
      }
    },
    where(column, value) {
      if (!indexed.has(column)) {
        told(connection, `CREATE INDEX ${quoted(`${shape.name} ${column}`)} ON ${table} (${quoted(column)})`).run();
        indexed.add(column);
      }
      return told<[Value], Row>(connection, `${rows} WHERE ${quoted(column)} IS ?`).all(value);
    },
    highest: (column) =>
      Number(
        told<[], { most: Value }>(
          connection,
          `SELECT max(${quoted(column)}) AS most FROM ${table} WHERE typeof(${quoted(column)}) = 'integer'`,
        ).get()?.most ?? 0,
      ),
    add: (row) => add.run(keyOfRow(shape, row), ...valuesOf(row)).changes === 1,
    put(row) {
      const key = keyOfRow(shape, row);
      if (change.run(...valuesOf(row), key).changes === 0) add.run(key, ...valuesOf(row));
    },
    delete: (key) => void remove.run(key),
  };
}
