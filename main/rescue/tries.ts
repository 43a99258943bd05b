import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { AppError } from '../bridge/errors.ts';
import { lockMilliseconds, triesBeforeLock } from '../people/locks.ts';

/** Wrong proofs in front of a shop that is not open. */
export interface Tries {
  /** Throws PIN_LOCKED (params.wait) while it is locked. */
  refuseLocked(): void;
  /** Counts a wrong one. Answers the tries left, or throws PIN_LOCKED when it was the last. */
  wrong(): number;
  right(): void;
}

interface Kept {
  readonly wrong: number;
  readonly locks: number;
  /** A lock had begun, ms; it begins anew at the next start: never shorter. */
  readonly lock: number;
}

const none: Kept = { wrong: 0, locks: 0, lock: 0 };

function read(file: string): Kept {
  try {
    const { wrong, locks, lock } = JSON.parse(readFileSync(file, 'utf8')) as Kept;
    return [wrong, locks, lock].every((n) => Number.isSafeInteger(n) && n >= 0) ? { wrong, locks, lock } : none;
  } catch {
    return none;
  }
}

/**
 * The lock-out of people's PINs (F-32) for where no database can be asked: five wrong tries, then a minute, doubling. Measured on the
 * monotonic clock; what is counted stands in a file of the shop's folder, so that a restart gives no more tries.
 */
export function createTries(file: string, monotonic: () => number): Tries {
  let kept = read(file);
  let until = kept.lock > 0 ? monotonic() + kept.lock : 0;
  const keep = (next: Kept) => {
    kept = next;
    try {
      if (next === none) rmSync(file, { force: true });
      else writeFileSync(file, JSON.stringify(next), { mode: 0o600 });
    } catch {
      // A full disk: it counts in memory all the same.
    }
  };
  const locked = (wait: number) => new AppError('PIN_LOCKED', { wait, minutes: Math.ceil(wait / 60_000) });
  return {
    refuseLocked() {
      const wait = Math.ceil(until - monotonic());
      if (wait > 0) throw locked(wait);
      if (kept.lock > 0) keep({ ...kept, lock: 0 });
    },
    wrong() {
      const wrong = kept.wrong + 1;
      if (wrong < triesBeforeLock) {
        keep({ ...kept, wrong });
        return triesBeforeLock - wrong;
      }
      const lock = lockMilliseconds(kept.locks + 1);
      until = monotonic() + lock;
      keep({ wrong: 0, locks: kept.locks + 1, lock });
      throw locked(lock);
    },
    right() {
      until = 0;
      keep(none);
    },
  };
}
