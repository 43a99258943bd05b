import { openSync, readSync, writeSync } from 'node:fs';
import { constants } from 'node:os';
import { join } from 'node:path';

/**
 * What the disk library does to the k-th operation. `reads`: operations that only read count and fail too; they alone where it happens once, because a
 * write that fails once is another of these faults.
 */
export interface Fault {
  readonly errno: 'EIO' | 'ENOSPC';
  readonly how: 'once' | 'twice' | 'forever';
  readonly much: 'whole' | 'short';
  readonly what: 'writes' | 'reads';
}

/** Every kind of fault; a read is never short, because SQLite takes that for the end of the file. */
export const faults: readonly Fault[] = (['EIO', 'ENOSPC'] as const).flatMap((errno) =>
  (['once', 'forever'] as const).flatMap((how) => [
    { errno, how, much: 'whole', what: 'writes' } as const,
    { errno, how, much: 'short', what: 'writes' } as const,
    { errno, how, much: 'whole', what: 'reads' } as const,
  ]),
);
/** A second fault while the first is being put right. */
export const compoundFaults: readonly Fault[] = (['EIO', 'ENOSPC'] as const).flatMap((errno) =>
  (['writes', 'reads'] as const).map((what) => ({ errno, how: 'twice', much: 'whole', what }) as const),
);

export const nameOf = ({ errno, how, much, what }: Fault): string => `${errno} ${how} ${much} ${what}`;

/**
 * Of more than eight operations of one kind in a row on one open file, like the pages of a copy, those after the eighth count whose place in the row is
 * `offset` modulo `every`.
 */
export interface Rows {
  readonly every: number;
  readonly offset: number;
}
const wholeRows: Rows = { every: 1, offset: 0 };

/** The switch of the disk library this process runs under; `folder` is what it watches. */
export function openDiskControl(folder: string) {
  const handle = openSync(join(folder, 'disk.ctl'), 'w+');
  const answer = Buffer.alloc(64);
  let end = 0;
  return {
    /** From now on: the operation `at`, counted from 1. */
    fail(at: number, { errno, how, much, what }: Fault, { every, offset }: Rows = wholeRows): void {
      writeSync(handle, `fail ${at} ${constants.errno[errno]} ${how} ${much} ${what} ${every} ${offset}`);
    },
    /** From now on: the process ends before the operation `at`, counted from 1; `from`: from the one on that gives another name to a path that ends so. */
    die(at: number, from?: string): void {
      writeSync(handle, from ? `die ${at} from ${from}` : `die ${at}`);
    },
    /** The first file that is opened from now on and whose path ends so, whatever it is called later: these blocks of 4096 bytes, from 0, are not given out. */
    refuse(end: string, blocks: readonly number[]): void {
      writeSync(handle, `blocks ${end} ${blocks.join(' ')}`);
    },
    off(): void {
      writeSync(handle, 'off');
    },
    /** Operations since {@link fail}, and how many of them failed. */
    count(): { seen: number; failed: number } {
      writeSync(handle, 'count');
      const length = readSync(handle, answer, 0, answer.length, end);
      end += length;
      const [seen = 0, failed = 0] = answer.toString('latin1', 0, length).trim().split(' ').map(Number);
      return { seen, failed };
    },
  };
}
