import { createHash } from 'node:crypto';
import { rmSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { dirname } from 'node:path';
import { copyUnderKey, type DatabaseFile } from './cipher.ts';
import { keepToOurselves, removeDatabase, renamePatiently, sync, syncMeanwhile } from './durable.ts';
import { versionOf } from './migrate.ts';
import { type OpenDatabase, openReader, type ReadConnection } from './open.ts';

/** What a shop's file holds, in short. */
export interface FileContent {
  /** The shop's id. Null before its own row was written. */
  readonly shop: string | null;
  /** Schema version. */
  readonly schema: number;
  readonly customers: number;
  readonly entries: number;
  readonly lastSeq: number;
  /** The last line of the activity log: with the last entry it tells whether anything was done since. */
  readonly activity: number;
  /** The ledger's last seal, base64; null without any. */
  readonly head: string | null;
  /** Customers who were erased. */
  readonly erased: number;
}

/** What a finished backup is known by. */
export interface BackupReport extends FileContent {
  readonly bytes: number;
  readonly sha256: string;
}

/**
 * Writes a whole copy of the shop to `target`: VACUUM INTO a temporary file beside it, opened and checked, synced, renamed. It is locked with
 * the shop's key; of a plain shop with the key that the target has. Nothing stands under the final name unless it has been checked,
 * and `before` was told what it is. Throws when the copy differs or cannot be written.
 */
export async function backupTo(
  { read, file }: OpenDatabase,
  target: DatabaseFile,
  before: (report: BackupReport) => void = () => undefined,
): Promise<BackupReport> {
  return writeChecked(
    target,
    (temporary) => {
      if (file.key === null && temporary.key !== null) copyUnderKey(file, temporary);
      else copyWhole(file, temporary.path);
    },
    (report) => {
      const source = contentOf(read);
      // The ledger only grows, so a copy made a moment ago may hold less than the source holds now, but never more.
      if (report.entries > source.entries || report.customers > source.customers)
        throw new Error('the copy holds more than the shop');
      before(report);
    },
  );
}

/** What reads each page once holds few of them, those that stay at hand in the processor: a tenth quicker than 32 MB of them. */
const fewPages = 'cache_size = -1000';

/** By a connection of its own, which leaves syncing to {@link writeChecked}: that goes on meanwhile. */
function copyWhole(file: DatabaseFile, target: string): void {
  const connection = openReader(file);
  try {
    connection.pragma(fewPages);
    connection.pragma('synchronous = OFF');
    connection.prepare('VACUUM INTO ?').run(target);
  } finally {
    connection.close();
  }
}

/**
 * A shop's file under its name only when it is whole: made by `make` under a temporary one beside it, opened and checked while it is synced, told
 * to `before`, renamed.
 */
export async function writeChecked(
  { path, key }: DatabaseFile,
  make: (temporary: DatabaseFile) => void,
  before: (report: BackupReport) => void,
): Promise<BackupReport> {
  const temporary = `${path}.${process.pid}.part`;
  rmSync(temporary, { force: true });
  try {
    make({ path: temporary, key });
    keepToOurselves(temporary);
    const [, report] = await both(syncMeanwhile(temporary), checkCopy({ path: temporary, key }));
    before(report);
    renamePatiently(temporary, path);
    if (process.platform !== 'win32') sync(dirname(path), 'r');
    return report;
  } finally {
    removeDatabase(temporary);
  }
}

/** Both, to their ends: while one is still at a file nobody takes it away because the other has failed. */
async function both<A, B>(one: Promise<A>, other: Promise<B>): Promise<[A, B]> {
  await Promise.allSettled([one, other]);
  return Promise.all([one, other]);
}

/** What a shop's file holds; of one that an older version wrote, as far as its tables go. */
export function contentOf(connection: ReadConnection): FileContent {
  const schema = versionOf(connection);
  const one = <T>(sql: string): T => (connection.prepare(sql).get() as { x: T }).x;
  return {
    shop: (connection.prepare('SELECT id FROM shop').get() as { id: string } | undefined)?.id ?? null,
    schema,
    customers: one('SELECT count(*) AS x FROM customer'),
    entries: one('SELECT count(*) AS x FROM entry'),
    lastSeq: one('SELECT coalesce(max(seq), 0) AS x FROM entry'),
    activity: one('SELECT coalesce(max(seq), 0) AS x FROM activity'),
    head: schema < firstSealed ? null : headOf(connection),
    erased: schema < firstErasing ? 0 : one('SELECT count(*) AS x FROM customer WHERE erasedAt IS NOT NULL'),
  };
}

/** Schema versions from which on a ledger is sealed, and people can be erased. */
const firstSealed = 7;
const firstErasing = 13;

function headOf(connection: ReadConnection): string | null {
  const last = connection.prepare('SELECT mac FROM seal ORDER BY lastSeq DESC LIMIT 1').get() as
    | { mac: Buffer }
    | undefined;
  return last ? last.mac.toString('base64') : null;
}

/** Looks at a file that nobody has open: its pages, its ledger, its hash. Throws when something is wrong with it. */
export async function checkCopy(file: DatabaseFile): Promise<BackupReport> {
  const copy = openReader(file);
  let found: FileContent;
  try {
    copy.pragma(fewPages);
    const answer = copy.pragma('quick_check(1)', { simple: true });
    if (answer !== 'ok') throw new Error(`the copy is damaged: ${String(answer)}`);
    found = contentOf(copy);
    if (found.lastSeq !== found.entries) throw new Error('the copy of the ledger has a gap');
  } finally {
    copy.close();
  }
  return { ...(await hashFile(file.path)), ...found };
}

/** Bytes that are hashed at once. */
const piece = 256 * 1024;

/** A file's length and SHA-256. The next piece is read while one is hashed; a stream makes a new buffer for each, and takes a quarter longer. */
export async function hashFile(file: string): Promise<{ bytes: number; sha256: string }> {
  const hash = createHash('sha256');
  const handle = await open(file);
  try {
    let [here, there] = [Buffer.allocUnsafe(piece), Buffer.allocUnsafe(piece)];
    let bytes = 0;
    for (let reading = handle.read(here); ; [here, there] = [there, here]) {
      const { bytesRead } = await reading;
      if (bytesRead === 0) return { bytes, sha256: hash.digest('hex') };
      reading = handle.read(there);
      hash.update(here.subarray(0, bytesRead));
      bytes += bytesRead;
    }
  } finally {
    await handle.close();
  }
}
