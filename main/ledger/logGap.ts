import type { ReadConnection, WriteConnection } from '../../db/open.ts';
import { findMac, insertLine, lastLine, type StoredLine } from '../../db/queries/activity.ts';
import { restoreCompanion } from '../../db/queries/journal.ts';
import type { StoredEntry } from '../../db/queries/seal.ts';
import { follows } from '../activity/chain.ts';
import { type Journal, type JournalLine, type LogLine, rowsOf } from './journal.ts';
import type { LedgerKey } from './seal.ts';

/** What the journal knows of the end of the activity log and the database does not. */
export interface LogGap {
  /** Lines that are missing, oldest first. */
  readonly lines: readonly StoredLine[];
  /** Who is named in them. */
  readonly people: readonly StoredEntry[];
  /** The first line that is missing, or has another seal than the journal was told; null when all is well. */
  readonly firstBad: number | null;
}

const lineOf = ({ mac, ...rest }: LogLine): StoredLine => ({ ...rest, mac: Buffer.from(mac, 'base64') });

/** Looks through the journal's lines, the newest first, for the end of the log that the database has. */
export function searchLog(read: ReadConnection, { lastLog }: Pick<Journal, 'lastLog'>) {
  const end = lastLine(read)?.seq ?? 0;
  const lines: StoredLine[] = [];
  const people: StoredEntry[] = [];
  let other: number | null = null;
  // A journal that has nothing of the log yet has nothing to say.
  let met = lastLog === null;
  return {
    get met() {
      return met;
    },
    get found(): LogGap {
      return { lines, people, firstBad: other ?? lines[0]?.seq ?? null };
    },
    look(line: JournalLine): void {
      for (const told of (line.log ?? []).toReversed()) {
        if (met) break;
        const mine = lineOf(told);
        if (mine.seq <= end) {
          met = true;
          if (Buffer.compare(findMac(read, mine.seq) ?? Buffer.alloc(0), mine.mac ?? Buffer.alloc(0)) !== 0)
            other = mine.seq;
        }
        // After a fault of the disk the next part of the journal has a line again that the part before may have too.
        else if (mine.seq < (lines[0]?.seq ?? Number.POSITIVE_INFINITY)) lines.unshift(mine);
      }
      if (line.log && lines.length > 0) people.unshift(...rowsOf(line, 'person'));
    },
  };
}

/** The same at once, for whoever compares nothing else. */
export function findLogGap(read: ReadConnection, journal: Pick<Journal, 'lines' | 'lastLog' | 'earlier'>): LogGap {
  const search = searchLog(read, journal);
  for (let lines: readonly JournalLine[] | null = journal.lines; lines && !search.met; lines = journal.earlier())
    for (const line of lines.toReversed()) search.look(line);
  return search.found;
}

/** Puts back what is missing at the end of the log, when it follows from what is there. Answers how many lines. */
export function bringLogBack(write: WriteConnection, { lines, people }: LogGap, key: LedgerKey): number {
  let before = lastLine(write)?.mac ?? new Uint8Array(32);
  for (const line of lines) {
    if (!follows(line, before, key)) return 0;
    before = line.mac ?? before;
  }
  for (const person of people) restoreCompanion(write, 'person', person);
  for (const line of lines) insertLine(write, line);
  return lines.length;
}
