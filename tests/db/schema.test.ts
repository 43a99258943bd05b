import { join } from 'node:path';
import { expect, test } from 'vitest';
import { migrate } from '../../db/migrate.ts';
import { migrations } from '../../db/migrations/index.ts';
import { openWriter } from '../../db/open.ts';
import { plain } from '../support/database.ts';
import { testFolder } from '../support/shop.ts';

/** What the migrations make, as SQLite keeps it: one file to read, and a diff to look at when a migration is added. */
function schemaText(): string {
  const write = openWriter(plain(join(testFolder(), 'schema.db')));
  try {
    migrate(write);
    const rows = write
      .prepare<[], { sql: string }>(
        `SELECT s.sql FROM sqlite_schema s LEFT JOIN pragma_table_list t ON t.name = s.name AND t.schema = 'main'
         WHERE s.sql IS NOT NULL AND coalesce(t.type, '') <> 'shadow' AND s.tbl_name NOT LIKE 'sqlite_%' ORDER BY s.rowid`,
      )
      .all();
    const head = `-- The database as of ${migrations.at(-1)?.name}. Generated from db/migrations, do not edit: see db/README.md.\n`;
    return `${head}\n${rows.map((row) => `${row.sql};\n`).join('\n')}`;
  } finally {
    write.close();
  }
}

test('db/schema.sql is what the migrations make', async () => {
  await expect(schemaText()).toMatchFileSnapshot('../../db/schema.sql');
});

test('every table but the search is STRICT, every column that names another row is a foreign key', () => {
  const write = openWriter(plain(join(testFolder(), 'schema.db')));
  try {
    migrate(write);
    const tables = write
      .prepare<[], { name: string; strict: number }>(
        "SELECT name, strict FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite_%'",
      )
      .all();
    expect(tables.length).toBeGreaterThan(10);
    expect(tables.filter((table) => !table.strict).map((table) => table.name)).toEqual([]);
    const loose = tables.flatMap(({ name }) => {
      const keys = new Set(
        write
          .prepare<[string], { from: string }>('SELECT "from" FROM pragma_foreign_key_list(?)')
          .all(name)
          .map((row) => row.from),
      );
      return write
        .prepare<[string], { name: string }>('SELECT name FROM pragma_table_info(?)')
        .all(name)
        .filter((column) => /Key$/.test(column.name) && !keys.has(column.name))
        .map((column) => `${name}.${column.name}`);
    });
    expect(loose).toEqual([]);
  } finally {
    write.close();
  }
});
