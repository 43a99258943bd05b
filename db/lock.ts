import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { bindingOptions } from './binding.ts';
import { pause } from './durable.ts';
import { faultOf } from './faults.ts';

/** Held for as long as a process may write to a shop. */
export interface ShopLock {
  release(): void;
}

/**
 * Takes the shop's writer lock: `lock.db` in an exclusive transaction for life. It vanishes with the process, holds across
 * user accounts and leaves the database itself open to readers. Null when another process has it, after a sixth of a second at the most.
 */
export function takeLock(folder: string): ShopLock | null {
  const file = join(folder, 'lock.db');
  const connection = new Database(file, { timeout: 0, ...bindingOptions() });
  try {
    connection.pragma('journal_mode = MEMORY');
    beginPatiently(connection);
    // On a disk that cannot be written this fails, and the lock must not stay behind.
    if (process.platform !== 'win32') chmodSync(file, 0o600);
  } catch (error) {
    connection.close();
    if (faultOf(error) === 'busy') return null;
    throw error;
  }
  return {
    // What is open in it ends with it; a rollback by itself could fail on a bad disk, and the lock would stay.
    release: () => void connection.close(),
  };
}

/** Two that ask at the same moment keep each other out, and neither would have it: whoever is refused asks again, each after a while of its own. */
function beginPatiently(connection: Database.Database): void {
  for (let attempt = 1; ; attempt++) {
    try {
      connection.exec('BEGIN EXCLUSIVE');
      return;
    } catch (error) {
      if (attempt === 5 || faultOf(error) !== 'busy') throw error;
      pause(5 + Math.random() * 35);
    }
  }
}
