import { createHash } from 'node:crypto';
import { closeSync, createReadStream, fsyncSync, openSync, renameSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { openReader, type ReadConnection } from './open.ts';

/** What a finished backup is known by. */
export interface BackupReport {
  readonly bytes: number;
  readonly sha256: string;
  readonly customers: number;
  readonly entries: number;
  readonly lastSeq: number;
}

/**
 * Writes a whole copy of the shop to `file`: VACUUM INTO a temporary file beside it, opened and checked, synced, renamed.
 * Nothing stands under the final name unless it has been checked. Throws when the copy differs or cannot be written.
 */
export async function backupTo(connection: ReadConnection, file: string): Promise<BackupReport> {
  const temporary = `${file}.${process.pid}.part`;
  rmSync(temporary, { force: true });
  try {
    connection.prepare('VACUUM INTO ?').run(temporary);
    const report = await check(temporary);
    const source = counts(connection);
    // The ledger only grows, so a copy made a moment ago may hold less than the source holds now, but never more.
    if (report.entries > source.entries || report.customers > source.customers)
      throw new Error('the copy holds more than the shop');
    sync(temporary, 'r+');
    renameSync(temporary, file);
    if (process.platform !== 'win32') sync(dirname(file), 'r');
    return report;
  } finally {
    rmSync(temporary, { force: true });
    rmSync(`${temporary}-journal`, { force: true });
    rmSync(`${temporary}-wal`, { force: true });
    rmSync(`${temporary}-shm`, { force: true });
  }
}

function counts(connection: ReadConnection): { customers: number; entries: number; lastSeq: number } {
  return connection
    .prepare(
      'SELECT (SELECT count(*) FROM customer) AS customers, count(*) AS entries, coalesce(max(seq), 0) AS lastSeq FROM entry',
    )
    .get() as { customers: number; entries: number; lastSeq: number };
}

async function check(file: string): Promise<BackupReport> {
  const copy = openReader(file);
  let found: { customers: number; entries: number; lastSeq: number };
  try {
    const answer = copy.pragma('quick_check(1)', { simple: true });
    if (answer !== 'ok') throw new Error(`the copy is damaged: ${String(answer)}`);
    found = counts(copy);
    if (found.lastSeq !== found.entries) throw new Error('the copy of the ledger has a gap');
  } finally {
    copy.close();
  }
  const hash = createHash('sha256');
  let bytes = 0;
  for await (const chunk of createReadStream(file) as AsyncIterable<Buffer>) {
    hash.update(chunk);
    bytes += chunk.length;
  }
  return { bytes, sha256: hash.digest('hex'), ...found };
}

function sync(path: string, flags: string): void {
  const handle = openSync(path, flags);
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
