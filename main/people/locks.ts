import type { ReadConnection, WriteConnection } from '../../db/open.ts';
import { listPeople, updateLockLeft } from '../../db/queries/people.ts';

/** Wrong tries in a row that lock a person's PIN (F-32). */
export const triesBeforeLock = 5;

/** How long the n-th lock in a row lasts, ms: a minute, doubling, at most a quarter of an hour. */
export const lockMilliseconds = (nth: number): number => Math.min(60_000 * 2 ** (nth - 1), 15 * 60_000);

/** How long PINs stay locked. */
export interface PinLocks {
  /** Milliseconds until this person may try again; 0 when they may. */
  left(personKey: number): number;
  begin(personKey: number, milliseconds: number): void;
  end(personKey: number): void;
  /** Writes down what is left of each lock, for the next start. */
  keep(write: WriteConnection): void;
}

/**
 * Locks are measured on the monotonic clock while the app runs, and what is left of them stands in the database: a restart goes on where
 * the app was closed, and setting the computer's clock changes nothing. Time while the app is closed does not count.
 */
export function createPinLocks(read: ReadConnection, monotonic: () => number): PinLocks {
  const ends = new Map<number, number>();
  const untilEnd = (end: number) => Math.max(0, Math.ceil(end - monotonic()));
  for (const { key, lockLeft } of listPeople(read)) if (lockLeft !== null) ends.set(key, monotonic() + lockLeft);
  return {
    left: (personKey) => untilEnd(ends.get(personKey) ?? 0),
    begin(personKey, milliseconds) {
      ends.set(personKey, monotonic() + milliseconds);
    },
    end(personKey) {
      ends.delete(personKey);
    },
    keep(write) {
      for (const [key, end] of ends) {
        const left = untilEnd(end);
        updateLockLeft(write, key, left === 0 ? null : left);
        if (left === 0) ends.delete(key);
      }
    },
  };
}
