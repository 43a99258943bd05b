import { inSnapshot, inTransaction, type WriteConnection } from '../../db/open.ts';
import { type Journal, type JournalLine, openJournal, type Reached } from './journal.ts';
import { linesSince, type Note } from './lines.ts';
import { type LedgerKey, type Sealed, sealNewEntries } from './seal.ts';

export type { Note } from './lines.ts';

/** What the journal is worth just now: `short` when its end was gone at the start, `failing` while the disk refuses it. */
export type JournalState = Journal['state'] | 'short' | 'failing';

/** Seals and journals what is written to a shop. Commit first, then the journal, then the answer. */
export interface Keeper {
  readonly journal: JournalState;
  /** Seals new entries; inside the transaction, as the last thing. */
  seal(write: WriteConnection): readonly Sealed[];
  /** What the journal is to be told of it, made while the transaction's pages are at hand; null when that has to wait for a new journal. */
  told(write: WriteConnection, note: Note, sealed: readonly Sealed[]): readonly JournalLine[] | null;
  /**
   * After the commit. Never fails: the commit stands, and what the journal lacks it gets with the next one, or at the next start.
   * Without `sync` the line is safe with the next one that asks for it. Without `ready` lines they are made here, one by one.
   */
  committed(write: WriteConnection, note: Note, sync: boolean, ready: readonly JournalLine[] | null): void;
  close(): void;
}

export interface KeeperParts {
  readonly folder: string;
  readonly shopId: string;
  readonly key: LedgerKey;
  readonly clock: () => number;
  /** What the start has found. */
  readonly state: JournalState;
  /** Called when the journal cannot be written; true when room was made and it is worth another try. */
  refused(error: unknown): boolean;
}

export function createKeeper(opened: Journal, parts: KeeperParts): Keeper {
  let journal: Journal | null = opened;
  let { state } = parts;
  /** What is known to be on the disk. */
  let safe: Reached = { seq: opened.lastSeq, log: opened.lastLog };
  let unsynced = false;

  const append = (write: WriteConnection, note: Note, sync: boolean, ready: readonly JournalLine[] | null): void => {
    // After a failed sync nobody knows what is on the disk: the lines since go into a part of their own.
    journal ??= openJournal(parts.folder, parts.shopId, parts.key, safe, { anew: true });
    const target = journal;
    const appendAll = (lines: Iterable<JournalLine>): void => {
      for (const line of lines) {
        target.append(line);
        unsynced = true;
      }
    };
    if (ready) appendAll(ready);
    else inSnapshot(write, () => appendAll(linesSince(write, target, parts.clock(), note)));
    if (!sync || !unsynced) return;
    journal.sync();
    unsynced = false;
    safe = { seq: journal.lastSeq, log: journal.lastLog };
  };

  return {
    get journal() {
      return state;
    },
    seal: (write) => sealNewEntries(write, parts.key),
    told: (write, note, sealed) => journal && [...linesSince(write, journal, parts.clock(), note, sealed)],
    committed(write, note, sync, ready) {
      for (let attempt = 1; ; attempt++) {
        try {
          append(write, note, sync, attempt === 1 ? ready : null);
          if (state === 'failing') state = parts.state;
          return;
        } catch (error) {
          state = 'failing';
          try {
            journal?.close();
          } catch {
            // Its file is lost with it.
          }
          journal = null;
          if (attempt === 2 || !parts.refused(error)) return;
        }
      }
    },
    close() {
      journal?.close();
      journal = null;
    },
  };
}

/** One transaction of a shop's writer: sealed, committed, journalled. */
export function keptTransaction<T>(
  keeper: Keeper,
  write: WriteConnection,
  work: (write: WriteConnection) => T,
  note: Note | ((result: T) => Note),
  sync: boolean,
): T {
  const { result, said, ready } = inTransaction(write, () => {
    const result = work(write);
    const sealed = keeper.seal(write);
    const said = typeof note === 'function' ? note(result) : note;
    // Of a part of a batch there may be much, and nobody waits for it.
    return { result, said, ready: sync ? keeper.told(write, said, sealed) : null };
  });
  keeper.committed(write, said, sync, ready);
  return result;
}
