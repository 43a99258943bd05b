import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** So many crashes within this time, milliseconds, and the next start opens nothing (TRUST.md rule 18). */
export const mostCrashes = 3;
const within = 5 * 60_000;

/** When Regulars or its page broke off lately: moments in a file, since a crash outlives the process. */
export interface Crashes {
  /** One more. Answers how many there were lately, this one included. */
  note(): number;
  recent(): number;
  forget(): void;
}

export function openCrashes(file: string, now: () => number = Date.now): Crashes {
  const moments = (): number[] => {
    try {
      const known = JSON.parse(readFileSync(file, 'utf8')) as unknown;
      const at = now();
      // A clock that was set back makes nothing recent for ever.
      return Array.isArray(known) ? known.filter((one) => Number.isFinite(one) && at >= one && at - one < within) : [];
    } catch {
      return [];
    }
  };
  return {
    note() {
      const all = [...moments(), now()];
      try {
        mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
        writeFileSync(file, JSON.stringify(all), { mode: 0o600 });
      } catch {
        // On a full disk nobody knows how often it was; it starts again all the same.
      }
      return all.length;
    },
    recent: () => moments().length,
    forget: () => rmSync(file, { force: true }),
  };
}
