import { chmodSync, copyFileSync, existsSync, mkdirSync, readdirSync, statSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { backupTo } from '../../db/backup.ts';
import { faultOf } from '../../db/faults.ts';
import { type ShopLock, takeLock } from '../../db/lock.ts';
import { hasNoTables, migrate, versionOf } from '../../db/migrate.ts';
import { schemaVersion } from '../../db/migrations/index.ts';
import {
  applicationId,
  assertDurable,
  inTransaction,
  openReader,
  openWriter,
  type ReadConnection,
  type WriteConnection,
} from '../../db/open.ts';
import { listOpenBatches, voidBatch } from '../../db/queries/batches.ts';
import { findShop } from '../../db/queries/shop.ts';
import type { ShopFailure } from '../../preload/contract/shop.ts';
import { shopFiles } from './files.ts';

/** Up to this size a database is checked whole before it is opened; a larger one in the background. */
export const checkedAtOnce = 64 * 1024 * 1024;

/** An open shop: one writer, one reader, the lock. */
export interface Shop {
  readonly folder: string;
  readonly file: string;
  readonly write: WriteConnection;
  readonly read: ReadConnection;
  /** After an I/O error the connections are dead: opens new ones. Throws when that fails too. */
  reopen(): void;
  /** Copies the write-ahead log into the file as far as readers allow. */
  checkpoint(mode: 'PASSIVE' | 'TRUNCATE'): void;
  close(): void;
}

export type Opened =
  | { readonly state: 'open'; readonly shop: Shop }
  | { readonly state: 'empty' }
  | { readonly state: 'failed'; readonly failure: ShopFailure };

const failed = (kind: ShopFailure['kind'], rest: Partial<ShopFailure> = {}): Opened => ({
  state: 'failed',
  failure: { kind, found: null, known: null, kept: null, ...rest },
});

/** What a look from outside says of the file, without changing a byte of it. */
function inspect(file: string): Opened | null {
  let reader: ReadConnection | undefined;
  try {
    reader = openReader(file);
    const version = versionOf(reader);
    const application = reader.pragma('application_id', { simple: true });
    if (version > schemaVersion) return failed('newer', { found: version, known: schemaVersion });
    // Tables without a version are another program's; hasShop has passed over a new file without any.
    if (application !== applicationId) return failed('unreadable');
    if (statSync(file).size <= checkedAtOnce && reader.pragma('quick_check(1)', { simple: true }) !== 'ok')
      return failed('damaged');
    return null;
  } catch (error) {
    const fault = faultOf(error);
    if (fault === 'corrupt') return failed('damaged');
    if (fault === 'busy') return failed('busy');
    return failed('unreadable');
  } finally {
    reader?.close();
  }
}

/** The failure of a shop whose damage was found while it was open; it must be closed by now. */
export function damagedShop(folder: string, now: number): ShopFailure {
  return { kind: 'damaged', found: null, known: null, kept: keepEvidence(folder, now) };
}

/** Is there a shop in this folder, be it a damaged one? A first run that was cut off before the shop's own row left none. */
export function hasShop(folder: string): boolean {
  const { database } = shopFiles(folder);
  return existsSync(database) && statSync(database).size > 0 && !isUnfinished(database);
}

function isUnfinished(file: string): boolean {
  let reader: ReadConnection | undefined;
  try {
    reader = openReader(file);
    const version = versionOf(reader);
    if (version === 0) return hasNoTables(reader);
    const ours = reader.pragma('application_id', { simple: true }) === applicationId;
    return ours && version <= schemaVersion && findShop(reader) === null;
  } catch {
    // Not to be read: whatever it is, it is not nothing.
    return false;
  } finally {
    reader?.close();
  }
}

/**
 * Opens the shop of a folder for writing: looks at the file first, takes the lock, brings the schema up to date (with a verified
 * backup before), voids what a crash left half done. A newer or damaged file is refused and left as it is.
 */
export async function openShop(folder: string, now: () => number): Promise<Opened> {
  if (!hasShop(folder)) return { state: 'empty' };
  const files = shopFiles(folder);
  const lock = takeLock(folder);
  if (!lock) return failed('busy');
  try {
    // A passing read error can look like corruption: it is believed when a second look says the same (TRUST.md finding 6).
    const trouble = inspect(files.database) && inspect(files.database);
    if (trouble) {
      lock.release();
      return trouble.state === 'failed' && trouble.failure.kind === 'damaged'
        ? failed('damaged', { kept: keepEvidence(folder, now()) })
        : trouble;
    }
    const shop = connect(folder, lock);
    try {
      const version = versionOf(shop.write);
      if (version > 0 && version < schemaVersion) {
        mkdirSync(files.backups, { recursive: true, mode: 0o700 });
        await backupTo(shop.read, join(files.backups, `before-version-${version + 1}-${now()}.db`));
      }
      migrate(shop.write);
      if (!findShop(shop.read)) {
        shop.close();
        return failed('unreadable');
      }
      inTransaction(shop.write, () => {
        for (const batch of listOpenBatches(shop.write)) voidBatch(shop.write, batch.key, now());
      });
      assertDurable(shop.write);
      return { state: 'open', shop };
    } catch (error) {
      shop.close();
      throw error;
    }
  } catch (error) {
    lock.release();
    if (faultOf(error) === 'corrupt') return failed('damaged', { kept: keepEvidence(folder, now()) });
    throw error;
  }
}

/** Makes the database of a new shop. The folder may exist but must hold no shop; `fill` writes the shop's own rows. */
export function createShop(folder: string, fill: (write: WriteConnection) => void): Shop {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const lock = takeLock(folder);
  if (!lock) throw new Error('another process has the shop');
  try {
    const shop = connect(folder, lock);
    try {
      migrate(shop.write);
      inTransaction(shop.write, () => fill(shop.write));
      assertDurable(shop.write);
      if (process.platform !== 'win32') chmodSync(shop.file, 0o600);
      return shop;
    } catch (error) {
      shop.close();
      throw error;
    }
  } catch (error) {
    lock.release();
    throw error;
  }
}

function connect(folder: string, lock: ShopLock): Shop {
  const file = shopFiles(folder).database;
  let write = openWriter(file);
  let read = openReader(file);
  let open = true;
  const closeConnections = () => {
    for (const connection of [read, write]) {
      try {
        connection.close();
      } catch {
        // A connection that an I/O error killed may refuse to close; the process lets go of it at exit.
      }
    }
  };
  return {
    folder,
    file,
    get write() {
      return write;
    },
    get read() {
      return read;
    },
    reopen() {
      closeConnections();
      write = openWriter(file);
      read = openReader(file);
    },
    checkpoint(mode) {
      write.pragma(`wal_checkpoint(${mode})`);
    },
    close() {
      if (!open) return;
      open = false;
      try {
        write.pragma('wal_checkpoint(TRUNCATE)');
      } catch {
        // Not the moment to fail: the log is replayed at the next start.
      }
      closeConnections();
      lock.release();
    },
  };
}

/**
 * Copies the damaged file and its log aside, so that nothing later can spoil them; the same damage is copied once.
 * Answers the copy's place inside the shop's folder.
 */
function keepEvidence(folder: string, now: number): string {
  const { database, damaged } = shopFiles(folder);
  const of = statSync(database);
  const earlier = existsSync(damaged)
    ? readdirSync(damaged).find((name) => {
        const copy = statSync(join(damaged, name, 'regulars.db'), { throwIfNoEntry: false });
        // In whole milliseconds: that is as fine as the copy's time could be set.
        return copy?.size === of.size && copy.mtime.getTime() === of.mtime.getTime();
      })
    : undefined;
  if (earlier) return join('damaged', earlier);
  const name = new Date(now).toISOString().replace(/[:.]/g, '-');
  const target = join(damaged, name);
  mkdirSync(target, { recursive: true, mode: 0o700 });
  for (const suffix of ['', '-wal']) {
    if (!existsSync(database + suffix)) continue;
    const copy = join(target, `regulars.db${suffix}`);
    copyFileSync(database + suffix, copy);
    const { atime, mtime } = statSync(database + suffix);
    utimesSync(copy, atime, mtime);
  }
  return join('damaged', name);
}
