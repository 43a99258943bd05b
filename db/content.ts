import { createHash } from 'node:crypto';
import { prepared, type ReadConnection } from './open.ts';

/** Names of the tables that hold rows (SQLite's own left out). */
export function tablesOf(connection: ReadConnection): string[] {
  return connection
    .prepare<[], { name: string }>(
      `SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name`,
    )
    .all()
    .map((row) => row.name);
}

/**
 * SHA-256 of everything the database says: every row of every table, in key order, and the tables' own text. Two databases with the same
 * content have the same hash, however their pages lie and whatever locks them. `without` leaves tables ('activity') or columns
 * ('person.name') out.
 */
export function contentHash(connection: ReadConnection, without: readonly string[] = []): string {
  const hash = createHash('sha256');
  for (const table of tablesOf(connection)) {
    if (without.includes(table)) continue;
    const columns = prepared<[string], { name: string }>(connection, 'SELECT name FROM pragma_table_info(?)')
      .all(table)
      .map((row) => row.name)
      .filter((name) => !without.includes(`${table}.${name}`));
    const order = columns.map((_, i) => i + 1).join(', ');
    const list = columns.map((name) => `"${name}"`).join(', ');
    hash.update(`\n# ${table} ${list}\n`);
    for (const row of prepared(connection, `SELECT ${list} FROM "${table}" ORDER BY ${order}`).raw().iterate()) {
      hash.update(JSON.stringify(row));
    }
  }
  const schema = connection.prepare('SELECT type, name, sql FROM sqlite_schema ORDER BY type, name').raw().all();
  return hash.update(JSON.stringify(schema)).digest('hex');
}
