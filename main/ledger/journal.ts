import { createHmac } from 'node:crypto';
import {
  closeSync,
  copyFileSync,
  existsSync,
  fdatasyncSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { syncNames } from '../../db/durable.ts';
import { readPatiently } from '../../db/patience.ts';
import type { StoredLine } from '../../db/queries/activity.ts';
import type { BoughtRow, CompanionTable } from '../../db/queries/journal.ts';
import type { ReceiptRow } from '../../db/queries/receipts.ts';
import type { StoredEntry } from '../../db/queries/seal.ts';
import { keyOf, type LedgerKey } from './seal.ts';

type Cell = string | number | null;

/** Rows of the tables that entries point at, as they were when the line was written. Never a person's name, phone or words. */
export type Companions = Readonly<
  Record<string, { readonly columns: readonly string[]; readonly rows: readonly (readonly Cell[])[] }>
>;

/** One commit as the journal knows it. A commit that wrote no entry leaves only what it was called. */
export interface JournalLine {
  /** UTC ms. */
  readonly at: number;
  readonly procedure: string | null;
  readonly requestId: string | null;
  /** Set for a line that tells of a batch being closed or voided, or of a part of its entries. */
  readonly batchKey: number | null;
  /** Number of the columns' form, and the entries' values in it. */
  readonly form: number;
  readonly entries: readonly (readonly Cell[])[];
  readonly companions: Companions;
  readonly bought: readonly BoughtRow[];
  readonly receipts: readonly ReceiptRow[];
  /** The database's last seal after the commit, base64: the head of its chain, mirrored here. */
  readonly head: string | null;
  readonly headSeq: number;
  /** Ids of customers who were erased in this commit. */
  readonly erased?: readonly string[];
  /** What was appended to the activity log since the line before. */
  readonly log?: readonly LogLine[];
}

/** A line of the activity log with its seal in base64: the end of the log is mirrored here, like the ledger's. */
export type LogLine = Omit<StoredLine, 'mac'> & { readonly mac: string };

interface Head {
  readonly version: 1;
  readonly shop: string;
  /** Base64 of the hash of the last line of the part before; null in a journal that begins here. */
  readonly before: string | null;
  /** The last entry before this part. */
  readonly seq: number;
  /** The last line of the activity log before it. */
  readonly log?: number | null;
}

/** How far a journal has come: the last entry, and the last line of the activity log (null: it has none yet). */
export interface Reached {
  readonly seq: number;
  readonly log: number | null;
}

/** A part that was read. `cut`: it ends in an unfinished line, which nobody was told of. `damaged`: something in it is not as it was written. */
interface Part {
  readonly name: string;
  readonly head: Head | null;
  readonly lines: readonly JournalLine[];
  readonly mac: Uint8Array;
  readonly length: number;
  readonly cut: boolean;
  readonly damaged: boolean;
}

/** A part is followed by the next one at this size, bytes: what a start has to read. */
const partSize = 256 * 1024;
/**
 * Zeros are laid out behind the lines so far ahead, bytes: a line that is written over them leaves the file as long as it was, and syncing
 * that takes little more than half as long. What stands of them at the end after a crash is a line that was never begun.
 */
const ahead = Buffer.alloc(32 * 1024);
/** From this length on a line's text is packed. */
const packedFrom = 16 * 1024;
const noMac = new Uint8Array(32);
const partName = (n: number): string => `ledger-${String(n).padStart(6, '0')}.log`;

/**
 * The ledger's second memory: a file beside the database, in a folder of its own, to which every commit is appended and synced before
 * anybody is told "done" (TRUST.md rule 11). A line is a whole commit, because half a commit is of no use to anybody:
 * its keyed hash over the line and the hash before it, a space, JSON. A lost or damaged write-ahead log is seen by comparing the two.
 */
export interface Journal {
  /** Lines of the newest part; older ones by `earlier`. */
  readonly lines: readonly JournalLine[];
  /** The last entry the journal has. */
  readonly lastSeq: number;
  /** The last line of the activity log it has; null when it has none yet. */
  readonly lastLog: number | null;
  readonly state: 'good' | 'new' | 'damaged';
  /** Lines of the part before the ones given out so far; null when there is none (or it cannot be read). */
  earlier(): readonly JournalLine[] | null;
  /** Which rows of a table this part holds already. */
  readonly told: Map<string, Set<number>>;
  /** Appends; it counts from `sync` on. Throws when the disk refuses. */
  append(line: JournalLine): void;
  sync(): void;
  close(): void;
}

/**
 * Opens the journal of a folder, or begins one after what was `reached`; `anew`: in a new part. `expected`: there should be one, and a
 * missing one is worth telling. Reads the newest part only.
 */
export function openJournal(
  folder: string,
  shop: string,
  key: LedgerKey,
  reached: Reached,
  options: { anew?: boolean; expected?: boolean } = {},
): Journal {
  const existed = existsSync(folder) && partsOf(folder).length > 0;
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  let numbers = partsOf(folder);
  let newest = numbers.at(-1);
  let part = newest === undefined ? null : readPart(folder, newest, key);
  // A part that was being begun when the power went: nothing was told of it yet.
  while (part && !part.head && !part.damaged) {
    rmSync(join(folder, part.name));
    numbers = numbers.slice(0, -1);
    newest = numbers.at(-1);
    part = newest === undefined ? null : readPart(folder, newest, key);
  }
  let state: Journal['state'] = existed || !options.expected ? 'good' : 'new';
  if (part && (!part.head || part.head.shop !== shop)) {
    // Nothing of it can be believed: another shop's, or its first line is gone. It stays; a new one begins behind it.
    state = 'damaged';
    part = null;
  } else if (part?.damaged) {
    state = 'damaged';
    const evidence = join(folder, `${part.name}.damaged`);
    if (!existsSync(evidence)) copyFileSync(join(folder, part.name), evidence);
  }

  let handle = -1;
  let length = 0;
  /** How long the file is, with the zeros. */
  let laidOut = 0;
  let mac: Uint8Array = noMac;
  let lastSeq = reached.seq;
  let lastLog = reached.log;
  const told = new Map<string, Set<number>>();

  const begin = (head: Head): void => {
    newest = (newest ?? 0) + 1;
    handle = openSync(join(folder, partName(newest)), 'w', 0o600);
    length = 0;
    laidOut = 0;
    mac = noMac;
    told.clear();
    try {
      write(JSON.stringify(head));
      fdatasyncSync(handle);
      syncNames(folder);
      syncNames(dirname(folder));
    } catch (error) {
      // A disk that stays full is tried again with every commit: no handle may be left of it.
      close();
      throw error;
    }
  };

  const close = (): void => {
    if (handle < 0) return;
    const open = handle;
    handle = -1;
    try {
      if (laidOut > length) ftruncateSync(open, length);
    } finally {
      closeSync(open);
    }
  };

  const layOut = (): void => {
    try {
      laidOut = length + writeSync(handle, ahead, 0, ahead.length, length);
    } catch {
      // A disk without room for them may still have some for lines.
      laidOut = length;
    }
  };

  const write = (text: string): void => {
    const next = hashOf(key, mac, text);
    const bytes = Buffer.from(`${next.toString('base64url')} ${text}\n`);
    try {
      for (let done = 0; done < bytes.length; )
        done += writeSync(handle, bytes, done, bytes.length - done, length + done);
    } catch (error) {
      // What came through of it is no line.
      try {
        ftruncateSync(handle, length);
        laidOut = length;
      } catch {
        // The next line is written over it.
      }
      throw error;
    }
    length += bytes.length;
    mac = next;
    if (length > laidOut) layOut();
  };

  if (part?.head && newest !== undefined && !options.anew) {
    handle = openSync(join(folder, part.name), 'r+');
    length = part.length;
    laidOut = length;
    mac = part.mac;
    if (part.cut || part.damaged) {
      ftruncateSync(handle, length);
      fdatasyncSync(handle);
    }
    lastSeq = part.lines.at(-1)?.headSeq ?? part.head.seq;
    lastLog = lastLogOf(part);
    for (const line of part.lines) remember(told, line.companions);
  } else begin({ version: 1, shop, before: null, ...reached });

  return {
    lines: options.anew ? [] : (part?.lines ?? []),
    get lastSeq() {
      return lastSeq;
    },
    get lastLog() {
      return lastLog;
    },
    state,
    earlier: backwards(folder, shop, key, options.anew ? null : part),
    told,
    append(line) {
      if (length > partSize) {
        fdatasyncSync(handle);
        close();
        begin({ version: 1, shop, before: Buffer.from(mac).toString('base64'), seq: lastSeq, log: lastLog });
      }
      write(textOf(line));
      lastSeq = line.headSeq;
      lastLog = line.log?.at(-1)?.seq ?? lastLog;
      remember(told, line.companions);
    },
    sync: () => fdatasyncSync(handle),
    close,
  };
}

/** Reads the parts before a good one, each time the next older; null at the end, or where the chain is broken. */
function backwards(folder: string, shop: string, key: LedgerKey, from: Part | null): Journal['earlier'] {
  let newer = from;
  return () => {
    const before = newer?.head?.before ?? null;
    const number = partsOf(folder)
      .filter((n) => newer && partName(n) < newer.name)
      .at(-1);
    const begins = newer?.head?.seq ?? 0;
    if (number === undefined) return null;
    const older = readPart(folder, number, key);
    if (!older.head || older.head.shop !== shop || older.damaged) return null;
    if (before !== null && Buffer.from(older.mac).toString('base64') !== before) return null;
    newer = older;
    // A part that was begun after a fault of the disk does not hang on the one before it, which counts up to where this one begins.
    return before === null ? older.lines.filter(({ headSeq }) => headSeq <= begins) : older.lines;
  };
}

const lastLogOf = ({ lines, head }: Pick<Part, 'lines' | 'head'>): number | null =>
  lines.findLast(({ log }) => log)?.log?.at(-1)?.seq ?? head?.log ?? null;

/** Looks at a journal without touching it: whose it is and what its lines say. Null where there is none, or its newest part begins with nothing. */
export function lookAtJournal(
  folder: string,
  key: LedgerKey,
): ({ readonly shop: string } & Pick<Journal, 'lines' | 'lastLog' | 'earlier'>) | null {
  if (!existsSync(folder)) return null;
  const newest = partsOf(folder).at(-1);
  const part = newest === undefined ? null : readPart(folder, newest, key);
  if (!part?.head) return null;
  const { shop } = part.head;
  return { shop, lines: part.lines, lastLog: lastLogOf(part), earlier: backwards(folder, shop, key, part) };
}

/**
 * Every line that a shop's journal still holds, oldest first, also where its parts no longer hang together: for a shop whose file is damaged. Each
 * line follows from its part's first one by its keyed hash. `shop` null: whoever's they are, as long as they are one's. `read`: of a part.
 */
export function* everyLine(
  folder: string,
  key: LedgerKey,
  shop: string | null,
  read?: (part: string) => Buffer,
): Generator<JournalLine> {
  if (!existsSync(folder)) return;
  let whose = shop;
  for (const number of partsOf(folder)) {
    const { head, lines } = readPart(folder, number, key, read);
    whose ??= head?.shop ?? null;
    if (head?.shop === whose) yield* lines;
  }
}

/** A shop's journal from an entry of the ledger on, as one thread asks another for it. */
export interface JournalFrom {
  readonly journal: string;
  readonly secret: Uint8Array;
  readonly shop: string;
  readonly lastSeq: number;
}

/** What can still be read of a journal of which the disk refuses blocks, behind an entry of the ledger. As it is told from one thread to another. */
export interface Remains extends Pick<Journal, 'lines' | 'lastLog' | 'lastSeq'> {
  /** Blocks that are not given out. */
  readonly refused: number;
}

/**
 * A journal's lines behind an entry, up to the first one that the disk refuses: nothing can be put behind a gap. Of what comes after that, who was erased,
 * and how far it went (`lastSeq`). Null where the disk gives out all of it. `read`: of a part, on this disk.
 */
export function remainsOf(
  { journal: folder, secret, shop, lastSeq: seq }: JournalFrom,
  read: typeof readPatiently = readPatiently,
): Remains | null {
  const key = keyOf(secret);
  let refused = 0;
  const bytesOf = (part: string): Buffer => {
    const bytes = Buffer.alloc(statSync(part).size);
    refused += read(part, (some, at) => void some.copy(bytes, at));
    return bytes;
  };
  const parts: { head: Head; lines: readonly JournalLine[] }[] = [];
  let isEnough = false;
  for (const number of partsOf(folder).reverse()) {
    const { head, lines } = readPart(folder, number, key, bytesOf);
    if (head?.shop !== shop) continue;
    if (!isEnough) parts.unshift({ head, lines });
    // The file has more than the parts before this one, unless it was begun after a fault of the disk, when the one before may go on further.
    isEnough ||= head.before !== null && head.seq < seq;
    // Years of them are read only as long as it is not known where the disk's trouble lies, and not kept.
    if (isEnough && refused > 0) break;
  }
  let lines: JournalLine[] = [];
  let reached = seq;
  let lastSeq = seq;
  for (const { head, lines: told } of parts) {
    lastSeq = Math.max(lastSeq, head.seq);
    const isBehindGap = head.seq > reached;
    for (const line of told) {
      lastSeq = Math.max(lastSeq, line.headSeq);
      if (isBehindGap) {
        if (line.erased) lines.push(onlyErased(line));
        continue;
      }
      const isInFile = line.entries.length > 0 && line.headSeq <= seq;
      // After a fault of the disk the next part has a line again that the part before may have too.
      if (line.entries.length > 0 && (isInFile ? reached > seq : line.headSeq <= reached)) continue;
      // What the entry's own line and those before it say is in the file.
      if (isInFile) lines = [];
      lines.push(line);
      reached = Math.max(reached, line.headSeq);
    }
  }
  return refused === 0 ? null : { lines, lastLog: lastLogOf({ lines, head: null }), lastSeq, refused };
}

const onlyErased = ({ log: _log, ...line }: JournalLine): JournalLine => ({
  ...line,
  ...{ entries: [], companions: {}, bought: [], receipts: [] },
});

/** The rows of a table that a line brought with it. */
export function rowsOf(line: JournalLine, table: CompanionTable): StoredEntry[] {
  const told = line.companions[table];
  if (!told) return [];
  return told.rows.map((row) => Object.fromEntries(told.columns.map((name, i) => [name, row[i] ?? null])));
}

/** Moves the journal aside, for the shop to begin another one: it is kept, and no longer believed. */
export function setAside(folder: string, now: number): void {
  renameSync(folder, `${folder}-${new Date(now).toISOString().replace(/[:.]/g, '-')}`);
}

function remember(told: Map<string, Set<number>>, companions: Companions): void {
  for (const [table, { rows }] of Object.entries(companions)) {
    let known = told.get(table);
    if (!known) {
      known = new Set();
      told.set(table, known);
    }
    for (const [key] of rows) known.add(Number(key));
  }
}

function partsOf(folder: string): number[] {
  return readdirSync(folder)
    .map((name) => Number(/^ledger-(\d+)\.log$/.exec(name)?.[1] ?? 0))
    .filter((n) => n > 0)
    .sort((a, b) => a - b);
}

const hashOf = (key: LedgerKey, before: Uint8Array, text: string): Buffer =>
  createHmac('sha256', key.object).update(before).update(text).digest();

/** As it stands in the file: long lines packed, which is what makes a bulk write's lines short. */
function textOf(line: JournalLine): string {
  const text = JSON.stringify(line);
  return text.length < packedFrom ? text : deflateRawSync(text, { level: 1 }).toString('base64');
}

function lineOf(text: string): unknown {
  return JSON.parse(text.startsWith('{') ? text : inflateRawSync(Buffer.from(text, 'base64')).toString('utf8'));
}

interface RawLine {
  readonly mac: string;
  readonly text: string;
  readonly end: number;
}

/** The line that begins here, null when the file ends within it. */
function rawLine(bytes: Buffer, at: number): RawLine | null {
  const newline = bytes.indexOf(10, at);
  if (newline < 0) return null;
  const space = bytes.indexOf(32, at);
  const middle = space < 0 || space > newline ? at : space;
  return {
    mac: bytes.toString('latin1', at, middle),
    text: bytes.toString('utf8', middle + 1, newline),
    end: newline + 1,
  };
}

function readPart(
  folder: string,
  number: number,
  key: LedgerKey,
  read: (part: string) => Buffer = (part) => readFileSync(part),
): Part {
  const name = partName(number);
  const bytes = read(join(folder, name));
  let mac: Uint8Array = noMac;
  let at = 0;
  let head: Head | null = null;
  const lines: JournalLine[] = [];
  for (let raw = rawLine(bytes, at); raw; raw = rawLine(bytes, at)) {
    const should = hashOf(key, mac, raw.text);
    if (raw.mac !== should.toString('base64url')) break;
    const said = lineOf(raw.text);
    if (head) lines.push(said as JournalLine);
    else head = said as Head;
    mac = should;
    at = raw.end;
  }
  const rest = bytes.length - at;
  const damaged = rest > 0 && !isUnfinished(bytes, at, key);
  return { name, head, lines, mac, length: at, cut: rest > 0 && !damaged, damaged };
}

/**
 * Is what follows the last good line a line that was being written when the power went? It is not when lines come behind it that belong
 * together, nor when it is whole and says something else than it should. There are zeros in it where nothing was written yet.
 */
function isUnfinished(bytes: Buffer, from: number, key: LedgerKey): boolean {
  let before: RawLine | null = rawLine(bytes, from);
  if (!before) return true;
  for (let raw = rawLine(bytes, before.end); raw; raw = rawLine(bytes, raw.end)) {
    if (raw.mac === hashOf(key, Buffer.from(before.mac, 'base64url'), raw.text).toString('base64url')) return false;
    before = raw;
  }
  const zero = bytes.indexOf(0, from);
  return zero >= 0 && zero < before.end;
}
