import type { ReadConnection, WriteConnection } from '../../db/open.ts';
import {
  type CompanionTable,
  checkReferencesLate,
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
import { findReceipt, insertReceipt } from '../../db/queries/receipts.ts';
import { findSeal, lastSeal, listSealsFrom, listStoredEntries, type StoredEntry } from '../../db/queries/seal.ts';
import { erasePerson } from '../privacy/erase.ts';
import type { Companions, Journal, JournalLine } from './journal.ts';
import { forms, type LedgerKey, presentForm, type Sealed, sealNewEntries, valuesOf } from './seal.ts';

/** What a transaction was, for the journal's line. */
export interface Note {
  readonly procedure?: string;
  readonly requestId?: string;
  /** A batch that it closed, voided or filled. */
  readonly batchKey?: number;
  /** Ids of customers who were erased in it. */
  readonly erased?: readonly string[];
}

const base64 = (bytes: Uint8Array | undefined): string | null => (bytes ? Buffer.from(bytes).toString('base64') : null);

/**
 * The lines that bring the journal up to the database, one for each seal; and one for a transaction that wrote no entry but is worth a note.
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
  for (const sealed of sealsSince(read, lastSeq, newest)) {
    const line = lineOf(read, journal, at, sealed);
    noted ||= line.entries.length > 0 && (line.batchKey === note.batchKey || line.requestId === note.requestId);
    yield line;
    lastSeq = sealed.seal.lastSeq;
  }
  if (noted) return;
  const keys = new Map<CompanionTable, Set<number>>();
  if (note.batchKey !== undefined) keys.set('batch', new Set([note.batchKey]));
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
  };
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

function lineOf(read: ReadConnection, journal: Journal, at: number, { seal, entries }: Sealed): JournalLine {
  const rows = rowsOnce(read);
  const keys = new Map<CompanionTable, Set<number>>();
  const want = (table: CompanionTable, key: string | number | null | undefined) => {
    if (key === null || key === undefined) return;
    const set = keys.get(table) ?? new Set();
    keys.set(table, set.add(Number(key)));
  };
  for (const entry of entries) {
    want('device', entry.deviceKey);
    want('person', entry.personKey);
    want('batch', entry.batchKey);
    want('customer', entry.customerKey);
    want('card', entry.cardKey);
    want('reward', entry.rewardKey);
    want('offer', entry.offerKey);
    want('programVersion', entry.programVersionKey);
  }
  for (const card of rows('card', keys.get('card') ?? [])) {
    want('program', card.programKey);
    want('programVersion', card.programVersionKey);
  }
  for (const reward of rows('reward', keys.get('reward') ?? [])) {
    want('card', reward.cardKey);
    want('programReward', reward.programRewardKey);
  }
  for (const reward of rows('programReward', keys.get('programReward') ?? []))
    want('programVersion', reward.programVersionKey);
  const bought = listBought(read, seal.lastSeq - seal.entries + 1, seal.lastSeq);
  for (const [, itemKey] of bought) want('item', itemKey);
  for (const programKey of listProgramKeys(read, keys.get('programVersion') ?? [])) want('program', programKey);
  const untold = [...(keys.get('programVersion') ?? [])].filter((key) => !journal.told.get('programVersion')?.has(key));
  if (untold.length > 0) for (const key of listRewardKeys(read, untold)) want('programReward', key);
  const receipts = [...new Set(entries.map((entry) => entry.requestId))]
    .map((id) => (typeof id === 'string' ? findReceipt(read, id) : null))
    .filter((receipt) => receipt !== null);
  for (const receipt of receipts) want('person', receipt.personKey);
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

/** Compares the two from the newest line backwards. `same` is false when they tell different stories of an entry both have. */
export function compare(read: ReadConnection, journal: Journal): { lost: Lost | null; firstOther: number | null } {
  const lost: JournalLine[] = [];
  let lines: readonly JournalLine[] | null = journal.lines;
  let firstOther: number | null = null;
  search: while (lines) {
    for (const line of lines.toReversed()) {
      if (has(read, line)) {
        firstOther = differs(read, line);
        break search;
      }
      lost.unshift(line);
    }
    lines = journal.earlier();
  }
  const [first] = lost;
  if (!first) return { lost: null, firstOther };
  const entries = lost.reduce((sum, line) => sum + line.entries.length, 0);
  return {
    lost: { lines: lost, entries, changes: lost.filter((line) => line.entries.length === 0).length, since: first.at },
    firstOther,
  };
}

/** How many entries a journal has behind this one. */
export function entriesAfter(journal: Pick<Journal, 'lines' | 'earlier'>, seq: number): number {
  let count = 0;
  for (let lines: readonly JournalLine[] | null = journal.lines; lines; lines = journal.earlier()) {
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

function rowsOf(line: JournalLine, table: CompanionTable): StoredEntry[] {
  const told = line.companions[table];
  if (!told) return [];
  return told.rows.map((row) => Object.fromEntries(told.columns.map((name, i) => [name, row[i] ?? null])));
}

/**
 * Writes what was lost back, in the caller's transaction: entries at their places and under their ids, their receipts, so that a
 * repeated request still finds its answer, and the cards and rewards as they stood. Who was erased since is erased again. Throws when the result is not sealed as it was.
 */
export function replay(write: WriteConnection, lost: Lost, key: LedgerKey): void {
  checkReferencesLate(write);
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
