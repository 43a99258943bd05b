import { prepared, type ReadConnection, type WriteConnection } from '../open.ts';

/** Something the shop sells, as far as programs tell it apart. */
export interface ItemRow {
  readonly key: number;
  readonly id: string;
  readonly name: string;
  readonly category: string | null;
  readonly archivedAt: number | null;
}

const columns = 'key, id, name, category, archivedAt';

/** By category and name; archived ones last. */
export function listItems(connection: ReadConnection): ItemRow[] {
  return prepared<[], ItemRow>(
    connection,
    `SELECT ${columns} FROM item ORDER BY archivedAt IS NOT NULL, category IS NULL, category COLLATE NOCASE, name COLLATE NOCASE, key`,
  ).all();
}

export function findItem(connection: ReadConnection, id: string): ItemRow | null {
  return prepared<[string], ItemRow>(connection, `SELECT ${columns} FROM item WHERE id = ?`).get(id) ?? null;
}

/** Throws when there is no such item: nothing is ever deleted. */
export function getItem(connection: ReadConnection, key: number): ItemRow {
  const row = prepared<[number], ItemRow>(connection, `SELECT ${columns} FROM item WHERE key = ?`).get(key);
  if (!row) throw new Error(`there is no item ${key}`);
  return row;
}

/** The item of this name that is not archived, capitals ignored. */
export function findItemByName(connection: ReadConnection, name: string): ItemRow | null {
  return (
    prepared<[string], ItemRow>(
      connection,
      `SELECT ${columns} FROM item WHERE name = ? COLLATE NOCASE AND archivedAt IS NULL`,
    ).get(name) ?? null
  );
}

export function insertItem(
  connection: WriteConnection,
  item: { id: string; name: string; category: string | null; createdAt: number },
): number {
  return Number(
    prepared<object>(
      connection,
      'INSERT INTO item (id, name, category, createdAt) VALUES (@id, @name, @category, @createdAt)',
    ).run(item).lastInsertRowid,
  );
}

export function updateItem(
  connection: WriteConnection,
  key: number,
  item: Pick<ItemRow, 'name' | 'category' | 'archivedAt'>,
): void {
  prepared<object>(
    connection,
    'UPDATE item SET name = @name, category = @category, archivedAt = @archivedAt WHERE key = @key',
  ).run({ key, ...item });
}

/** What was bought with an entry. `amount` is of all pieces together, minor units. */
export interface EntryItemRow {
  readonly itemKey: number;
  readonly quantity: number;
  readonly amount: number | null;
}

export function insertEntryItem(connection: WriteConnection, seq: number, item: EntryItemRow): void {
  prepared<object>(
    connection,
    'INSERT INTO entryItem (seq, itemKey, quantity, amount) VALUES (@seq, @itemKey, @quantity, @amount)',
  ).run({ seq, ...item });
}

export function listEntryItems(connection: ReadConnection, seq: number): EntryItemRow[] {
  return prepared<[number], EntryItemRow>(
    connection,
    'SELECT itemKey, quantity, amount FROM entryItem WHERE seq = ? ORDER BY itemKey',
  ).all(seq);
}
