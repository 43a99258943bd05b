import { randomBytes } from 'node:crypto';
import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { syncFolder } from '../ledger/journal.ts';
import { keyOf, type LedgerKey } from '../ledger/seal.ts';

const bytes = 32;

/**
 * The key of the ledger's seals and of its journal. It lies beside the database, for this account's eyes only (0600): it tells a change by
 * an SQLite tool from one by the app, not from one by somebody who can read the key. This function is the one place that knows where it is.
 * A missing or damaged key is replaced: the seals made with the old one can then no longer be checked, which is said.
 */
export function ledgerKey(file: string): LedgerKey {
  const known = findLedgerKey(file);
  if (known) return known;
  if (existsSync(file)) renameSync(file, `${file}.damaged`);
  const secret = randomBytes(bytes);
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const part = `${file}.part`;
  const handle = openSync(part, 'w', 0o600);
  try {
    writeSync(handle, secret);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  renameSync(part, file);
  syncFolder(dirname(file));
  return keyOf(secret);
}

/** The same, without making one: null when there is none that could be one. */
export function findLedgerKey(file: string): LedgerKey | null {
  if (!existsSync(file)) return null;
  const secret = readFileSync(file);
  return secret.length === bytes ? keyOf(secret) : null;
}
