import { closeSync, existsSync, openSync, readSync, statSync, truncateSync, writeSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import Database from 'better-sqlite3';
import { bindingOptions } from '../binding.ts';
import { type DatabaseFile, nameOfKey, unlock, unlockUnchecked } from '../cipher.ts';
import { removeDatabase } from '../durable.ts';
import { faultOf } from '../faults.ts';
import { openWriter } from '../open.ts';
import { readPatiently } from '../patience.ts';
import { looksSound } from './leaves.ts';

/** Every database of ours has pages of this size. */
export const pageSize = 4096;

/** A damaged database as it can still be read: its pages without their lock. */
export interface Pages {
  readonly count: number;
  /** Blocks of as many bytes that the disk did not give out, of the file and of its log. */
  readonly refused: number;
  /** Null where it cannot be read, is empty, or does not exist. */
  page(number: number): Buffer | null;
}

/** The schema version that the first page tells; 0 where it is not the file's own. */
export const versionIn = (pages: Pages): number => pages.page(1)?.readUInt32BE(60) ?? 0;

/**
 * Reads a damaged database, whose file is not touched, from a copy called `scratch`, which is gone afterwards. What comes out of it is in memory
 * alone: nothing plain is written. The engine refuses everything behind a page whose tag does not fit. So pages that make no sense are taken out of the copy
 * first, with sound empty ones in their place (a page knows its number and its key, not its file), and then one by one those that it refuses
 * all the same.
 */
export async function readPages(file: DatabaseFile, scratch: string, checkCancelled: () => void): Promise<Pages> {
  const copy = { path: scratch, key: file.key };
  const spare = { path: `${scratch}.spare`, key: file.key };
  const remove = () => {
    for (const { path } of [copy, spare]) removeDatabase(path);
  };
  let refused = 0;
  try {
    for (const withLog of [true, false]) {
      remove();
      refused = copyPatiently(file.path, scratch, checkCancelled);
      if (statSync(scratch).size < pageSize) truncateSync(scratch, pageSize);
      const log = `${file.path}-wal`;
      if (withLog && existsSync(log)) refused += copyPatiently(log, `${scratch}-wal`, checkCancelled);
      const bytes = await bytesOf(copy, spare, checkCancelled);
      // A log that is damaged where its own sums do not look: the file has to do without it.
      if (bytes) return pagesIn(bytes, refused);
    }
    return pagesIn(Buffer.alloc(0), refused);
  } finally {
    remove();
  }
}

const zeros = Buffer.alloc(pageSize);

function pagesIn(bytes: Buffer, refused = 0): Pages {
  const count = Math.floor(bytes.length / pageSize);
  return {
    count,
    refused,
    page(number) {
      if (number < 1 || number > count) return null;
      const page = bytes.subarray((number - 1) * pageSize, number * pageSize);
      return page.equals(zeros) ? null : page;
    },
  };
}

/** All pages whose tags fit; the others are zeros. Null where the engine goes on refusing. */
async function bytesOf(copy: DatabaseFile, spare: DatabaseFile, checkCancelled: () => void): Promise<Buffer | null> {
  const { size } = statSync(copy.path);
  // A locked file begins with its key's name, which says nothing else: without it the whole of it would not be read.
  if (copy.key) overwrite(copy.path, 1, nameOfKey(copy.key));
  const ways = [
    () => undefined,
    // The first page tells of more pages than there are: the rest was cut off, and is empty from now on.
    () => truncateSync(copy.path, size * 4),
    // It says nothing any more.
    () => {
      const first = sparePage(spare, Math.ceil(size / pageSize), 1);
      truncateSync(copy.path, statSync(spare.path).size);
      overwrite(copy.path, 1, first);
    },
  ];
  for (const prepare of ways) {
    prepare();
    if (!copy.key) {
      const raw = serialized(copy, unlock);
      if (raw) return raw;
    } else {
      const forms = hasFirstPage(copy) ? formsOf(copy, checkCancelled) : null;
      await sleep(breath);
      if (forms) return checked(copy, spare, forms, checkCancelled);
    }
  }
  return null;
}

/** Milliseconds in which the memory of a copy that nobody needs any more is given back: that never happens between two steps of one turn. */
const breath = 20;

/** What pages look like whose tags nobody has looked at. */
type Form = 'empty' | 'sound' | 'bad';

/** By their numbers, from 1. Null where the engine refuses even so. The pages themselves are not kept: there is memory for all of them once. */
function formsOf(copy: DatabaseFile, checkCancelled: () => void): readonly Form[] | null {
  const raw = serialized(copy, unlockUnchecked);
  if (!raw) return null;
  const pages = pagesIn(raw);
  const forms: Form[] = ['empty'];
  for (let number = 1; number <= pages.count; number++) {
    if (number % 1000 === 0) checkCancelled();
    const isEmpty = pages.page(number) === null;
    forms.push(isEmpty ? 'empty' : number === 1 || looksSound(pages, number) ? 'sound' : 'bad');
  }
  return forms;
}

async function checked(
  copy: DatabaseFile,
  spare: DatabaseFile,
  forms: readonly Form[],
  checkCancelled: () => void,
): Promise<Buffer | null> {
  const count = forms.length - 1;
  const bad = new Set<number>();
  const takeOut = (number: number): void => {
    overwrite(copy.path, number, sparePage(spare, count, number));
    bad.add(number);
  };
  for (let number = 2; number <= count; number++) if (forms[number] === 'bad') takeOut(number);
  for (;;) {
    checkCancelled();
    const bytes = serialized(copy, unlock);
    if (!bytes) return null;
    const pages = pagesIn(bytes);
    let read = count;
    while (read > 0 && pages.page(read) === null) read--;
    let refused = read + 1;
    while (refused <= count && (bad.has(refused) || forms[refused] === 'empty')) refused++;
    if (refused > count) {
      for (const number of bad) bytes.fill(0, (number - 1) * pageSize, number * pageSize);
      return bytes;
    }
    for (let number = read + 1; number <= refused; number++) if (!bad.has(number)) takeOut(number);
    await sleep(breath);
  }
}

/** Is the first page one whose tag fits, and that tells of no more pages than there are? */
function hasFirstPage(copy: DatabaseFile): boolean {
  let connection: Database.Database | undefined;
  try {
    connection = new Database(copy.path, { readonly: true, fileMustExist: true, ...bindingOptions() });
    unlock(connection, copy.key);
    connection.pragma('schema_version');
    return true;
  } catch (error) {
    if (faultOf(error) === 'full') throw error;
    return false;
  } finally {
    connection?.close();
  }
}

/** The engine's own copy of all pages; null where it does not even give out the first. */
function serialized(copy: DatabaseFile, open: typeof unlock): Buffer | null {
  let connection: Database.Database | undefined;
  try {
    connection = new Database(copy.path, { readonly: true, fileMustExist: true, ...bindingOptions() });
    open(connection, copy.key);
    return connection.serialize();
  } catch (error) {
    if (faultOf(error) === 'full') throw error;
    return null;
  } finally {
    connection?.close();
  }
}

/** A page with this number of a sound file with the same key, which is made when it is first needed. */
function sparePage(spare: DatabaseFile, count: number, number: number): Buffer {
  if (!existsSync(spare.path)) {
    const made = openWriter(spare);
    try {
      made.exec('CREATE TABLE room (bytes BLOB)');
      // One row whose pages follow one another.
      made.prepare('INSERT INTO room VALUES (zeroblob(?))').run(count * pageSize);
    } finally {
      made.close();
    }
  }
  const page = Buffer.alloc(pageSize);
  const handle = openSync(spare.path, 'r');
  try {
    readSync(handle, page, 0, pageSize, (number - 1) * pageSize);
  } finally {
    closeSync(handle);
  }
  return page;
}

function overwrite(path: string, number: number, bytes: Uint8Array): void {
  const handle = openSync(path, 'r+');
  try {
    writeSync(handle, bytes, 0, bytes.length, (number - 1) * pageSize);
  } finally {
    closeSync(handle);
  }
}

/** What a disk does not give out any more is zeros in the copy. Answers how many blocks that were. */
function copyPatiently(from: string, to: string, checkCancelled: () => void): number {
  const target = openSync(to, 'w', 0o600);
  try {
    const write = (bytes: Buffer, at: number): void => {
      for (let done = 0; done < bytes.length; ) done += writeSync(target, bytes, done, bytes.length - done, at + done);
    };
    return readPatiently(from, write, checkCancelled);
  } finally {
    closeSync(target);
    truncateSync(to, statSync(from).size);
  }
}
