import type { ReadConnection, WriteConnection } from '../../db/open.ts';
import { lastLine, listStoredLines, type StoredLine } from '../../db/queries/activity.ts';
import {
  type CompanionTable,
  companionTables,
  listBought,
  listCompanions,
  listProgramKeys,
  listRewardKeys,
  restoreBought,
  restoreCompanion,
  restoreEntries,
} from '../../db/queries/journal.ts';
import { lastEntry } from '../../db/queries/ledger.ts';
import { findRecordKey } from '../../db/queries/privacy.ts';
import { findReceipt, insertReceipt, type ReceiptRow } from '../../db/queries/receipts.ts';
import { findSeal, lastSeal, listSealsFrom, listStoredEntries, type StoredEntry } from '../../db/queries/seal.ts';
import { erasePerson } from '../privacy/erase.ts';
import { type Companions, type Journal, type JournalLine, type LogLine, rowsOf } from './journal.ts';
import { type LogGap, searchLog } from './logGap.ts';
import { forms, type LedgerKey, presentForm, type Sealed, sealNewEntries, valuesOf } from './seal.ts';

/** What a transaction was, for the journal's line. */
export interface Note {
  readonly procedure?: string;
  readonly requestId?: string;
  /** The receipt of that request, where whoever tells of it has just written it. */
  readonly receipt?: ReceiptRow | undefined;
  /** The last line of the activity log, where whoever tells of it has just written it. */
  readonly logged?: StoredLine | undefined;
  /** A batch that it closed, voided or filled. */
  readonly batchKey?: number;
  /** Ids of customers who were erased in it. */
  readonly erased?: readonly string[];
}

const base64 = (bytes: Uint8Array | undefined): string | null => (bytes ? Buffer.from(bytes).toString('base64') : null);

/**
 * The lines that bring the journal up to the database, one for each seal; and one for a transaction that wrote no entry but is worth a note,
 * or a line of the activity log.
 * `newest`: the last seals, where whoever asks has just made them.
 */
export function* linesSince(
  read: ReadConnection,
  journal: Journal,
  at: number,
  note: Note,
  newest: readonly Sealed[] = [],
): Generator<JournalLine> {
  let noted = note.requestId === undefined && note.batchKey === undefined;
  let { lastSeq } = journal;
  let log = logSince(read, journal, note.logged);
  for (const sealed of sealsSince(read, lastSeq, newest)) {
    const line = lineOf(read, journal, at, sealed, log, note.receipt);
    noted ||= line.batchKey === note.batchKey || line.requestId === note.requestId;
    yield line;
    log = [];
    lastSeq = sealed.seal.lastSeq;
  }
  if (noted && log.length === 0) return;
  const keys: Wanted = new Map();
  if (note.batchKey !== undefined) keys.set('batch', new Set([note.batchKey]));
  wantPeople(keys, log);
  yield {
    at,
    procedure: note.procedure ?? null,
    requestId: note.requestId ?? null,
    batchKey: note.batchKey ?? null,
    form: presentForm,
    entries: [],
    companions: companionsOf(rowsOnce(read), keys, journal),
    bought: [],
    receipts: [],
    head: base64(lastSeal(read)?.mac),
    headSeq: lastSeq,
    ...(note.erased ? { erased: note.erased } : {}),
    ...(log.length > 0 ? { log } : {}),
  };
}

/** What the journal lacks of the activity log; only the end of it where the journal has nothing of it yet. */
function logSince(read: ReadConnection, { lastLog }: Journal, last?: StoredLine): readonly LogLine[] {
  const from = lastLog === null ? (last ?? lastLine(read))?.seq : lastLog + 1;
  const lines =
    from === undefined ? [] : from === last?.seq ? [last] : listStoredLines(read, from, Number.MAX_SAFE_INTEGER);
  return lines.map((line) => ({ ...line, mac: base64(line.mac ?? undefined) ?? '' }));
}

/** Rows that a line of the journal points at, by table. */
type Wanted = Map<CompanionTable, Set<number>>;

function want(keys: Wanted, table: CompanionTable, key: string | number | null | undefined): void {
  if (key === null || key === undefined) return;
  const set = keys.get(table) ?? new Set();
  keys.set(table, set.add(Number(key)));
}

function wantPeople(keys: Wanted, log: readonly LogLine[]): void {
  for (const { personKey, approvedBy } of log) {
    want(keys, 'person', personKey);
    want(keys, 'person', approvedBy);
  }
}

function* sealsSince(read: ReadConnection, lastSeq: number, newest: readonly Sealed[]): Generator<Sealed> {
  const end = newest.at(-1)?.seal.lastSeq;
  for (let at = lastSeq; at !== end; ) {
    let next = newest.find(({ seal }) => seal.lastSeq - seal.entries === at);
    if (!next) {
      const [seal] = listSealsFrom(read, at + 1, 1);
      if (!seal) return;
      next = { seal, entries: listStoredEntries(read, seal.lastSeq - seal.entries + 1, seal.lastSeq) };
    }
    yield next;
    at = next.seal.lastSeq;
  }
}

type Rows = (table: CompanionTable, keys: Iterable<number>) => StoredEntry[];

/** Rows that entries point at, each read once. */
function rowsOnce(read: ReadConnection): Rows {
  const known = new Map<CompanionTable, Map<number, StoredEntry>>();
  return (table, keys) => {
    const rows = known.get(table) ?? new Map<number, StoredEntry>();
    known.set(table, rows);
    const wanted = [...keys];
    for (const row of listCompanions(
      read,
      table,
      wanted.filter((key) => !rows.has(key)),
    ))
      rows.set(Number(row.key), row);
    return wanted
      .sort((a, b) => a - b)
      .map((key) => rows.get(key))
      .filter((row) => row !== undefined);
  };
}

function lineOf(
  read: ReadConnection,
  journal: Journal,
  at: number,
  { seal, entries }: Sealed,
  log: readonly LogLine[],
  written?: ReceiptRow,
): JournalLine {
  const rows = rowsOnce(read);
  const keys: Wanted = new Map();
  /** Versions of which nothing else tells the program. */
  const loose = new Set<number>();
  wantPeople(keys, log);
  for (const entry of entries) {
    want(keys, 'device', entry.deviceKey);
    want(keys, 'person', entry.personKey);
    want(keys, 'batch', entry.batchKey);
    want(keys, 'customer', entry.customerKey);
    want(keys, 'card', entry.cardKey);
    want(keys, 'reward', entry.rewardKey);
    want(keys, 'offer', entry.offerKey);
    want(keys, 'programVersion', entry.programVersionKey);
    // Of the others the card says which program it is.
    if (entry.cardKey === null && typeof entry.programVersionKey === 'number') loose.add(entry.programVersionKey);
  }
  for (const card of rows('card', keys.get('card') ?? [])) {
    want(keys, 'program', card.programKey);
    want(keys, 'programVersion', card.programVersionKey);
  }
  for (const reward of rows('reward', keys.get('reward') ?? [])) {
    want(keys, 'card', reward.cardKey);
    want(keys, 'programReward', reward.programRewardKey);
  }
  for (const reward of rows('programReward', keys.get('programReward') ?? [])) {
    want(keys, 'programVersion', reward.programVersionKey);
    loose.add(Number(reward.programVersionKey));
  }
  const bought = listBought(read, seal.lastSeq - seal.entries + 1, seal.lastSeq);
  for (const [, itemKey] of bought) want(keys, 'item', itemKey);
  for (const programKey of listProgramKeys(read, loose)) want(keys, 'program', programKey);
  const untold = [...(keys.get('programVersion') ?? [])].filter((key) => !journal.told.get('programVersion')?.has(key));
  if (untold.length > 0) for (const key of listRewardKeys(read, untold)) want(keys, 'programReward', key);
  const receipts = [...new Set(entries.map((entry) => entry.requestId))]
    .map((id) =>
      written && id === written.requestId ? written : typeof id === 'string' ? findReceipt(read, id) : null,
    )
    .filter((receipt) => receipt !== null);
  for (const receipt of receipts) want(keys, 'person', receipt.personKey);
  const batchKey = entries[0]?.batchKey ?? null;
  return {
    at,
    procedure: receipts[0]?.procedure ?? null,
    requestId: receipts[0]?.requestId ?? null,
    batchKey: batchKey === null ? null : Number(batchKey),
    form: presentForm,
    entries: entries.map((entry) => valuesOf(entry, presentForm)),
    companions: companionsOf(rows, keys, journal),
    bought,
    receipts,
    head: base64(seal.mac),
    headSeq: seal.lastSeq,
    ...(log.length > 0 ? { log } : {}),
  };
}

/** What never changes is told once in each part of the journal. */
function companionsOf(
  read: Rows,
  keys: ReadonlyMap<CompanionTable, ReadonlySet<number>>,
  journal: Journal,
): Companions {
  const found: Record<string, Companions[string]> = {};
  for (const table of Object.keys(companionTables) as CompanionTable[]) {
    const known = companionTables[table].changes ? undefined : journal.told.get(table);
    const wanted = [...(keys.get(table) ?? [])].filter((key) => !known?.has(key));
    if (wanted.length === 0) continue;
    const rows = read(table, wanted);
    const columns = Object.keys(rows[0] ?? {});
    found[table] = { columns, rows: rows.map((row) => columns.map((name) => row[name] ?? null)) };
  }
  return found;
}

/** What the journal has and the database has not: work that was acknowledged and is gone from the file. */
export interface Lost {
  /** Oldest first. */
  readonly lines: readonly JournalLine[];
  readonly entries: number;
  /** Commits without entries (a name changed, a setting): the journal knows that they were, not what they said. */
  readonly changes: number;
  /** The first of them, UTC ms. */
  readonly since: number;
}

/** What the journal has does not follow from what the file has. */
export class Misfit extends Error {
  constructor() {
    super('the replay is not exact');
  }
}

/** A journal's lines, and the way to older ones where there is one. */
type Told = Pick<Journal, 'lines'> & Partial<Pick<Journal, 'earlier'>>;

/** Compares the two from the newest line backwards; `firstOther`: they tell different stories of an entry that both have. */
export function compare(
  read: ReadConnection,
  journal: Told & Pick<Journal, 'lastLog'>,
): { lost: Lost | null; firstOther: number | null; log: LogGap } {
  const lost: JournalLine[] = [];
  const log = searchLog(read, journal);
  let firstOther: number | null = null;
  let met = false;
  search: for (let lines: readonly JournalLine[] | null = journal.lines; lines; lines = journal.earlier?.() ?? null) {
    for (const line of lines.toReversed()) {
      log.look(line);
      if (!met && !isOnlyLog(line)) {
        met = has(read, line);
        if (met) firstOther = differs(read, line);
        else lost.unshift(line);
      }
      if (met && log.met) break search;
    }
  }
  const [first] = lost;
  if (!first) return { lost: null, firstOther, log: log.found };
  const entries = lost.reduce((sum, line) => sum + line.entries.length, 0);
  return {
    lost: { lines: lost, entries, changes: lost.filter((line) => line.entries.length === 0).length, since: first.at },
    firstOther,
    log: log.found,
  };
}

/** A line that tells of nothing but who did what: of the ledger it says neither that something is there nor that it is lost. */
const isOnlyLog = ({ entries, requestId, batchKey }: JournalLine): boolean =>
  entries.length === 0 && requestId === null && batchKey === null;

/**
 * Has the journal lost its end? A stop between commit and journal leaves one commit untold, and parts of a batch, which are told together; more
 * than that was there once, because people were told of it.
 */
export function lacksItsEnd(read: ReadConnection, journal: Pick<Journal, 'lastSeq'>): boolean {
  const untold = new Set<unknown>();
  for (const { seal, entries } of sealsSince(read, journal.lastSeq, [])) {
    const [first] = entries;
    if (first && first.batchKey === null) untold.add(first.requestId ?? seal);
    if (untold.size > 1) return true;
  }
  return false;
}

/** How many entries a journal has behind this one. */
export function entriesAfter(journal: Told, seq: number): number {
  let count = 0;
  for (let lines: readonly JournalLine[] | null = journal.lines; lines; lines = journal.earlier?.() ?? null) {
    for (const line of lines)
      count += line.entries.length > 0 ? Math.min(line.entries.length, Math.max(0, line.headSeq - seq)) : 0;
    const [oldest] = lines;
    if (oldest && oldest.headSeq <= seq) break;
  }
  return count;
}

function has(read: ReadConnection, line: JournalLine): boolean {
  if (line.entries.length > 0) return line.headSeq <= lastEntry(read).seq;
  if (line.requestId !== null) return findReceipt(read, line.requestId) !== null;
  const told = rowsOf(line, 'batch');
  const there = listCompanions(
    read,
    'batch',
    told.map((row) => Number(row.key)),
  );
  return told.every((row) => {
    const mine = there.find((one) => one.key === row.key);
    return (
      mine !== undefined &&
      (mine.closedAt !== null || row.closedAt === null) &&
      (mine.voidedAt !== null || row.voidedAt === null)
    );
  });
}

/** The first entry of the line that the database has otherwise, or the line's first one when only the seal is another. */
function differs(read: ReadConnection, line: JournalLine): number | null {
  const [first] = line.entries;
  if (!first) return null;
  const from = Number(first[0]);
  const there = listStoredEntries(read, from, line.headSeq);
  for (const [i, values] of line.entries.entries()) {
    const mine = there[i];
    if (!mine || JSON.stringify(valuesOf(mine, line.form)) !== JSON.stringify(values)) return from + i;
  }
  return line.head !== null && base64(findSeal(read, line.headSeq)?.mac) !== line.head ? from : null;
}

/**
 * Writes what was lost back, in the caller's transaction: entries at their places and under their ids, their receipts, so that a
 * repeated request still finds its answer, and the cards and rewards as they stood. Who was erased since is erased again. Throws when the result is not sealed as it was.
 */
export function replay(write: WriteConnection, lost: Lost, key: LedgerKey): void {
  for (const line of lost.lines) {
    for (const id of line.erased ?? []) {
      const record = findRecordKey(write, id);
      if (record !== null) erasePerson(write, record, { at: line.at, by: key });
    }
    for (const table of Object.keys(companionTables) as CompanionTable[])
      for (const row of rowsOf(line, table)) restoreCompanion(write, table, row);
    if (line.entries.length === 0) continue;
    for (const receipt of line.receipts) if (!findReceipt(write, receipt.requestId)) insertReceipt(write, receipt);
    restoreEntries(write, forms[line.form] ?? [], line.entries);
    restoreBought(write, line.bought);
    sealNewEntries(write, key);
    if (line.head !== null && base64(lastSeal(write)?.mac) !== line.head) throw new Misfit();
  }
}
