import { migrations, schemaVersion } from './migrations/index.ts';
import { applicationId, inTransaction, type ReadConnection, type WriteConnection } from './open.ts';

/** Schema version of an open database; 0 for a new file. */
export function versionOf(connection: ReadConnection): number {
  return connection.pragma('user_version', { simple: true }) as number;
}

/** Is there nothing in the file but its header? */
export function hasNoTables(connection: ReadConnection): boolean {
  return connection.prepare('SELECT 1 FROM sqlite_schema').get() === undefined;
}

/**
 * Brings a database to the version this program knows, each migration in a transaction of its own that is only committed when no
 * foreign key is broken. SQLite does not enforce them meanwhile: a table that is built anew is gone for a moment. `upTo` is for tests
 * of older versions. `within` does what SQL cannot do for a version, in its transaction. Answers the versions it went from and to.
 */
export function migrate(
  connection: WriteConnection,
  upTo: number = schemaVersion,
  within: (version: number) => void = () => undefined,
): { from: number; to: number } {
  const from = versionOf(connection);
  if (from > schemaVersion) throw new Error(`schema version ${from} is newer than ${schemaVersion}`);
  const enforced = connection.pragma('foreign_keys', { simple: true }) === 1;
  connection.pragma('foreign_keys = OFF');
  try {
    for (let version = from + 1; version <= upTo; version++) {
      const migration = migrations[version - 1];
      if (!migration) throw new Error(`no migration ${version}`);
      inTransaction(connection, () => {
        connection.exec(migration.sql);
        within(version);
        const broken = connection.pragma('foreign_key_check') as unknown[];
        if (broken.length > 0) throw new Error(`${migration.name} breaks ${broken.length} references`);
        connection.pragma(`application_id = ${applicationId}`);
        connection.pragma(`user_version = ${version}`);
      });
    }
  } finally {
    if (enforced) connection.pragma('foreign_keys = ON');
  }
  return { from, to: Math.max(from, upTo) };
}
