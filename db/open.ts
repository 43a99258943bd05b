import Database from 'better-sqlite3';
import { bindingOptions } from './binding.ts';
import { checkpointByItself } from './checkpoint.ts';
import { type DatabaseFile, unlock } from './cipher.ts';

declare const access: unique symbol;
/** Any connection that can be read from. */
export type ReadConnection = Database.Database & { readonly [access]?: 'read' | 'write' };
/** The one connection that writes. A query function that takes it cannot be given a reader by mistake. */
export type WriteConnection = Database.Database & { readonly [access]: 'write' };
/** An open database to read from, and what another connection to it takes. */
export interface OpenDatabase {
  readonly read: ReadConnection;
  readonly file: DatabaseFile;
}

/** "RGLR": says in the file's header whose file it is. */
export const applicationId = 0x52474c52;

/** Largest size the write-ahead log is left with after a checkpoint, bytes. */
const walLimit = 16 * 1024 * 1024;
/** How long a connection waits for another one, ms: from its first question on, which is whether the key fits. */
const patience = 2000;

/**
 * The writer. Order and values of the pragmas are TRUST.md rule 2: WAL with synchronous FULL, or an acknowledged
 * stamp does not survive a power cut. Throws SqliteError; the caller tells damaged from busy (see main/shop/open.ts).
 */
export function openWriter({ path, key }: DatabaseFile): WriteConnection {
  const connection = new Database(path, { timeout: patience, ...bindingOptions() }) as WriteConnection;
  try {
    unlock(connection, key);
    connection.pragma(`busy_timeout = ${patience}`);
    const mode = connection.pragma('journal_mode = WAL', { simple: true });
    if (mode !== 'wal') throw new Error(`journal_mode is ${String(mode)}, not wal`);
    connection.pragma('synchronous = FULL');
    connection.pragma('foreign_keys = ON');
    connection.pragma('recursive_triggers = ON');
    connection.pragma('trusted_schema = OFF');
    connection.pragma('cell_size_check = ON');
    connection.pragma('secure_delete = ON');
    connection.pragma('temp_store = MEMORY');
    connection.pragma('mmap_size = 0');
    // A stamp reads and writes some thirty pages, spread over indexes of which 2 MB hold little.
    connection.pragma('cache_size = -16000');
    connection.pragma(`journal_size_limit = ${walLimit}`);
    checkpointByItself(connection, true);
    if (process.platform === 'darwin') connection.pragma('fullfsync = ON');
    return connection;
  } catch (error) {
    connection.close();
    throw error;
  }
}

/**
 * better-sqlite3's SQLite is compiled to drop to synchronous NORMAL in WAL mode after the first write, unless FULL was set before;
 * so FULL is read back, and set again if need be, once something has been written. Throws when it does not hold.
 */
export function assertDurable(connection: WriteConnection): void {
  if (connection.pragma('synchronous', { simple: true }) === 2) return;
  connection.pragma('synchronous = FULL');
  if (connection.pragma('synchronous', { simple: true }) !== 2) throw new Error('synchronous is not FULL');
}

/**
 * Copies the log into the file and empties it, as far as nobody reads from it just now: readers are not waited for. There may be one that
 * never ends: of a connection that a read error killed SQLite keeps the lock, also when it is closed, for as long as the process has others.
 */
export function emptyLog(connection: WriteConnection): void {
  connection.pragma('busy_timeout = 0');
  try {
    connection.pragma('wal_checkpoint(TRUNCATE)');
  } finally {
    connection.pragma(`busy_timeout = ${patience}`);
  }
}

/** Lets SQLite take back a transaction that was cut off, by its rollback journal. Changes nothing else. */
export function rollBack({ path, key }: DatabaseFile): void {
  const connection = new Database(path, { fileMustExist: true, timeout: patience, ...bindingOptions() });
  try {
    unlock(connection, key);
    connection.prepare('SELECT count(*) FROM sqlite_schema').get();
  } finally {
    connection.close();
  }
}

/** A connection that cannot write; for queries, the background worker and commands that only read. */
export function openReader({ path, key }: DatabaseFile): ReadConnection {
  const connection = new Database(path, {
    readonly: true,
    fileMustExist: true,
    timeout: patience,
    ...bindingOptions(),
  });
  try {
    unlock(connection, key);
    connection.pragma(`busy_timeout = ${patience}`);
    connection.pragma('trusted_schema = OFF');
    connection.pragma('cell_size_check = ON');
    connection.pragma('temp_store = MEMORY');
    connection.pragma('mmap_size = 0');
    connection.pragma('cache_size = -32000');
    return connection as ReadConnection;
  } catch (error) {
    connection.close();
    throw error;
  }
}

/** A reader that is opened when it is first asked for, if ever, and not after it was closed. */
export function openWhenAsked(file: DatabaseFile): OpenDatabase & { close(): void } {
  let reader: ReadConnection | null = null;
  let closed = false;
  return {
    file,
    get read() {
      if (closed) throw new Error('the reader is closed');
      reader ??= openReader(file);
      return reader;
    },
    close() {
      closed = true;
      reader?.close();
    },
  };
}

type Statements = Map<string, Database.Statement>;
const statements = new WeakMap<Database.Database, Statements>();
/** Whose were asked for last: a command asks one connection some thirty times in a row. */
let latest: { of: Database.Database; known: Statements } | null = null;

function statementsOf(connection: Database.Database): Statements {
  if (latest?.of === connection) return latest.known;
  const known: Statements = statements.get(connection) ?? new Map();
  statements.set(connection, known);
  latest = { of: connection, known };
  return known;
}

/** The prepared statement for this text on this connection, prepared once. */
export function prepared<P extends unknown[] | object = unknown[], R = unknown>(
  connection: ReadConnection,
  sql: string,
): Database.Statement<P extends unknown[] ? P : [P], R> {
  const known = statementsOf(connection);
  let statement = known.get(sql);
  if (!statement) {
    statement = connection.prepare(sql);
    known.set(sql, statement);
  }
  return statement as Database.Statement<P extends unknown[] ? P : [P], R>;
}

/**
 * Reads from one state of the database: without it every statement takes and gives back the locks of a transaction of its own. In a transaction
 * that is under way it has one already.
 */
export function inSnapshot<T>(connection: ReadConnection, work: () => T): T {
  if (connection.inTransaction) return work();
  prepared(connection, 'BEGIN').run();
  try {
    return work();
  } finally {
    if (connection.inTransaction) prepared(connection, 'COMMIT').run();
  }
}

/**
 * Runs in one IMMEDIATE transaction (a deferred one that reads first can fail with BUSY_SNAPSHOT): committed when the work returns,
 * rolled back when it throws. Never nested. Prepared once, because better-sqlite3's own wrapper is made anew for every closure.
 */
export function inTransaction<T>(connection: WriteConnection, work: () => T): T {
  prepared(connection, 'BEGIN IMMEDIATE').run();
  try {
    const result = work();
    prepared(connection, 'COMMIT').run();
    return result;
  } catch (error) {
    // Some errors (a full disk, I/O) have rolled back by themselves already.
    if (connection.inTransaction) prepared(connection, 'ROLLBACK').run();
    throw error;
  }
}
