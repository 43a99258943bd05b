import { prepared, type ReadConnection, type WriteConnection } from '../open.ts';
import { indexCustomer, refreshCustomerCounts } from './customers.ts';
import type { StoredEntry } from './seal.ts';

/**
 * The tables that entries point at, in an order in which each stands behind what it points at itself, and how the journal knows their
 * rows. `columns`: only these, because the others say something of a person. `changes`: the newest version of a row counts.
 */
export const companionTables = {
  device: { columns: null, changes: false },
  person: { columns: ['key', 'id', 'role', 'createdAt'], changes: false },
  batch: { columns: null, changes: true },
  customer: { columns: ['key', 'id', 'number', 'createdAt', 'pendingBatchKey'], changes: false },
  program: { columns: null, changes: true },
  programVersion: { columns: null, changes: false },
  programReward: { columns: null, changes: false },
  item: { columns: null, changes: true },
  card: { columns: null, changes: true },
  reward: { columns: null, changes: true },
  offer: {
    columns: ['key', 'id', 'customerKey', 'kind', 'percent', 'value', 'cost', 'endsOn', 'madeAt'],
    changes: false,
  },
} as const satisfies Record<string, { columns: readonly string[] | null; changes: boolean }>;

export type CompanionTable = keyof typeof companionTables;

const selects = {
  device: 'SELECT * FROM device',
  person: 'SELECT key, id, role, createdAt FROM person',
  batch: 'SELECT * FROM batch',
  customer: 'SELECT key, id, number, createdAt, pendingBatchKey FROM customer',
  program: 'SELECT * FROM program',
  programVersion: 'SELECT * FROM programVersion',
  programReward: 'SELECT * FROM programReward',
  item: 'SELECT * FROM item',
  card: 'SELECT * FROM card',
  reward: 'SELECT * FROM reward',
  offer: 'SELECT key, id, customerKey, kind, percent, value, cost, endsOn, madeAt FROM offer',
} as const satisfies Record<CompanionTable, string>;

/** Rows of such a table, in any order, without what says something of a person. */
export function listCompanions(
  connection: ReadConnection,
  table: CompanionTable,
  keys: Iterable<number>,
): StoredEntry[] {
  const [first, ...more] = keys;
  if (first === undefined) return [];
  // A stamp asks for one of each: that is looked up in half the time.
  if (more.length === 0)
    return prepared<[number], StoredEntry>(connection, `${selects[table]} WHERE key = ?`).all(first);
  const some = `${selects[table]} WHERE key IN (SELECT value FROM json_each(?))`;
  return prepared<[string], StoredEntry>(connection, some).all(JSON.stringify([first, ...more]));
}

/** The programs that versions are of. Of a few versions: one at a time is the quickest. */
export function listProgramKeys(connection: ReadConnection, programVersionKeys: Iterable<number>): number[] {
  const one = prepared<[number], { programKey: number }>(
    connection,
    'SELECT programKey FROM programVersion WHERE key = ?',
  );
  return [...programVersionKeys].flatMap((key) => one.get(key)?.programKey ?? []);
}

/** Columns a row can be written with: not those that the table computes. */
function columnsOf(connection: ReadConnection, table: string): string[] {
  return prepared<[string], { name: string }>(connection, 'SELECT name FROM pragma_table_info(?)')
    .all(table)
    .map((row) => row.name);
}

const listOf = (names: readonly string[]): string => names.map((name) => `"${name}"`).join(', ');

/** Writes a row of the journal back where it is missing, or over what is older. */
export function restoreCompanion(connection: WriteConnection, table: CompanionTable, row: StoredEntry): void {
  if (table === 'customer') restoreCustomer(connection, row);
  else if (table === 'person') restorePerson(connection, row);
  else if (table === 'offer') restoreOffer(connection, row);
  else restoreWhole(connection, table, row);
}

function restoreWhole(connection: WriteConnection, table: CompanionTable, row: StoredEntry): void {
  const names = columnsOf(connection, table).filter((name) => Object.hasOwn(row, name));
  const change = companionTables[table].changes
    ? `UPDATE SET ${names.map((name) => `"${name}" = excluded."${name}"`).join(', ')}`
    : 'NOTHING';
  const sql = `INSERT INTO "${table}" (${listOf(names)}) VALUES (${names.map(() => '?').join(', ')}) ON CONFLICT (key) DO ${change}`;
  prepared<unknown[]>(connection, sql).run(...names.map((name) => row[name]));
}

/** A customer of whom only the number is known: name, phones and all else were nowhere but in the lost file. */
function restoreCustomer(connection: WriteConnection, row: StoredEntry): void {
  const { changes } = prepared<object>(
    connection,
    `INSERT INTO customer (key, id, number, sortName, createdAt, pendingBatchKey)
     VALUES (@key, @id, @number, char(65535) || @number, @createdAt, @pendingBatchKey) ON CONFLICT (key) DO NOTHING`,
  ).run(row);
  if (changes > 0 && row.pendingBatchKey === null) indexCustomer(connection, Number(row.key));
}

/** Somebody who worked here and whose name is lost. Nobody can sign in as them. */
function restorePerson(connection: WriteConnection, row: StoredEntry): void {
  prepared<object>(
    connection,
    `INSERT INTO person (key, id, name, role, pinSalt, pinHash, pinCost, createdAt, archivedAt)
     VALUES (@key, @id, '?', @role, randomblob(16), randomblob(32), 1024, @createdAt, @createdAt) ON CONFLICT (key) DO NOTHING`,
  ).run(row);
}

/** An offer as it holds, without the words in which it was made. */
function restoreOffer(connection: WriteConnection, row: StoredEntry): void {
  prepared<object>(
    connection,
    `INSERT INTO offer (key, id, customerKey, kind, name, percent, value, cost, endsOn, madeAt)
     VALUES (@key, @id, @customerKey, @kind, '?', @percent, @value, @cost, @endsOn, @madeAt) ON CONFLICT (key) DO NOTHING`,
  ).run(row);
}

/** Appends entries as the journal has them: same place, same id, same everything. */
export function restoreEntries(
  connection: WriteConnection,
  columns: readonly string[],
  rows: readonly (readonly (string | number | null)[])[],
): void {
  const known = new Set(columnsOf(connection, 'entry'));
  if (columns.some((name) => !known.has(name))) throw new Error('the journal has columns that the ledger has not');
  const sql = `INSERT INTO entry (${listOf(columns)}) VALUES (${columns.map(() => '?').join(', ')})`;
  for (const row of rows) prepared<unknown[]>(connection, sql).run(...row);
  const customerAt = columns.indexOf('customerKey');
  for (const key of new Set(rows.map((row) => Number(row[customerAt])))) refreshCustomerCounts(connection, key);
}

/** Keys of the rewards that rules have: a program comes back with all of them. */
export function listRewardKeys(connection: ReadConnection, programVersionKeys: Iterable<number>): number[] {
  return prepared<[string], { key: number }>(
    connection,
    'SELECT key FROM programReward WHERE programVersionKey IN (SELECT value FROM json_each(?)) ORDER BY key',
  )
    .all(JSON.stringify([...programVersionKeys]))
    .map((row) => row.key);
}

/** What was bought in visits: seq, item, quantity, amount. */
export type BoughtRow = readonly [seq: number, itemKey: number, quantity: number, amount: number | null];

export function listBought(connection: ReadConnection, fromSeq: number, toSeq: number): BoughtRow[] {
  return prepared<[number, number], { seq: number; itemKey: number; quantity: number; amount: number | null }>(
    connection,
    'SELECT seq, itemKey, quantity, amount FROM entryItem WHERE seq BETWEEN ? AND ? ORDER BY seq, itemKey',
  )
    .all(fromSeq, toSeq)
    .map(({ seq, itemKey, quantity, amount }) => [seq, itemKey, quantity, amount]);
}

export function restoreBought(connection: WriteConnection, rows: readonly BoughtRow[]): void {
  for (const row of rows)
    prepared<unknown[]>(connection, 'INSERT INTO entryItem (seq, itemKey, quantity, amount) VALUES (?, ?, ?, ?)').run(
      ...row,
    );
}
