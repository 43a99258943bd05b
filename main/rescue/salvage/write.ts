import { faultOf } from '../../../db/faults.ts';
import type { WriteConnection } from '../../../db/open.ts';
import { insertLine, type StoredLine } from '../../../db/queries/activity.ts';
import { rebuildCards, rebuildRewards } from '../../../db/queries/batches.ts';
import { indexCustomer, refreshCustomerCounts } from '../../../db/queries/customers.ts';
import { findRecordKey, getErasable } from '../../../db/queries/privacy.ts';
import { listCardKeys, listCustomerKeys } from '../../../db/queries/salvage.ts';
import { insertSeal, type SealRow, type StoredEntry } from '../../../db/queries/seal.ts';
import { insertRow } from '../../../db/salvage/rows.ts';
import type { Row } from '../../../db/salvage/shapes.ts';
import { appendActivity, follows } from '../../activity/chain.ts';
import { refreshCard } from '../../ledger/refreshCard.ts';
import { checkSeals, type LedgerKey, sealAgain, sealNewEntries } from '../../ledger/seal.ts';
import { erasePerson } from '../../privacy/erase.ts';
import { type Gathered, number } from './gather.ts';

/** A row that the schema does not take: it is damaged after all. */
export class BadRow extends Error {
  readonly table: string;
  readonly row: Row;
  constructor(table: string, row: Row) {
    super(`a row of ${table} cannot be what it says`);
    this.table = table;
    this.row = row;
  }
}

export interface Written {
  readonly entries: number;
  /** Entries and activity log are what they were, seals and all: the journal goes on behind them. */
  readonly exact: boolean;
}

/** Rows between two words about how far it is. */
const step = 1000;
/** Written with what they hang together with, made anew, or nothing to keep. */
const apart = new Set(['entry', 'entryItem', 'entryReason', 'seal', 'activity', 'receipt', 'traces']);

/**
 * Writes what was gathered into a new database, in the caller's transaction, which does not look at references. Where every entry is there, each stands under its own number and seal;
 * where some are lost for good, the others move together, sealed anew as they stand. All that is counted from them is counted again.
 * Throws BadRow for what cannot be written.
 */
export function writeGathered(
  write: WriteConnection,
  gathered: Gathered,
  by: { key: LedgerKey; at: number; exactly: boolean; progress(done: number, total: number): void },
): Written {
  const { of, shapes } = gathered;
  const { key } = by;
  const total = of('entry').size + of('customer').size;
  let done = 0;
  const next = () => {
    if (done++ % step === 0) by.progress(Math.min(done, total), total);
  };
  /** `origin`: the row as it was gathered, where it is another one. */
  const insert = (table: string, row: Row, origin: Row = row): void => {
    const shape = shapes.get(table);
    if (!shape) return;
    try {
      insertRow(write, shape, row);
    } catch (error) {
      throw faultOf(error) === 'constraint' ? new BadRow(table, origin) : error;
    }
  };

  const chain = by.exactly ? sealsOf(gathered, key) : null;
  const ledger = chain ? exactly(gathered) : closedUp(gathered);
  for (const { row, origin } of ledger.entries) {
    insert('entry', row, origin);
    next();
  }
  if (chain) for (const seal of chain) insertSeal(write, seal);
  else sealNewEntries(write, key);

  for (const table of ['entryItem', 'entryReason'])
    for (const row of of(table).values()) {
      const seq = ledger.placeOf(number(row.seq));
      if (seq !== null) insert(table, { ...row, seq }, row);
    }
  const entriesOf = new Map<unknown, number>();
  for (const { origin } of ledger.entries) entriesOf.set(origin.requestId, (entriesOf.get(origin.requestId) ?? 0) + 1);
  for (const row of of('receipt').values())
    insert('receipt', { ...row, entries: entriesOf.get(row.requestId) ?? 0 }, row);
  for (const table of shapes.keys()) {
    if (apart.has(table)) continue;
    for (const row of of(table).values()) insert(table, ledger.placed(table, row), row);
  }
  const isLogExact = writeLog(write, [...of('activity').values()], key);

  // Who was erased stays it, whatever page an older row of them was found on.
  for (const [id, at] of gathered.erased) {
    const record = findRecordKey(write, id);
    if (record !== null && getErasable(write, record).erasedAt === null) erasePerson(write, record, { at, by: key });
  }
  for (const { key: customer, isShown } of listCustomerKeys(write)) {
    rebuildRewards(write, customer);
    rebuildCards(write, customer);
    refreshCustomerCounts(write, customer);
    if (isShown === 1) indexCustomer(write, customer);
    next();
  }
  for (const card of listCardKeys(write)) refreshCard(write, card);
  const exact = chain !== null && checkSeals(write, key, 1, Number.POSITIVE_INFINITY).firstBad === null;
  if (chain !== null && !exact) throw new Inexact();
  return { entries: ledger.entries.length, exact: exact && isLogExact };
}

/** The seals do not fit what they should be over: it is to be written without them. */
export class Inexact extends Error {}

interface Ledger {
  readonly entries: readonly { readonly row: Row; readonly origin: Row }[];
  /** Where an entry stands now; null where it is lost. */
  placeOf(seq: number): number | null;
  /** A row with the places of entries that it names. */
  placed(table: string, row: Row): Row;
}

const inOrder = ({ of }: Gathered): Row[] => [...of('entry').values()].sort((a, b) => number(a.seq) - number(b.seq));

function exactly(gathered: Gathered): Ledger {
  const known = gathered.of('entry');
  const entries = inOrder(gathered).map((row) => ({ row, origin: row }));
  return { entries, placeOf: (seq) => (known.has(seq) ? seq : null), placed: (_table, row) => row };
}

/** Every seal from the first entry on, by the file or the journal; null where one is missing, or an entry under it. */
function sealsOf(gathered: Gathered, key: LedgerKey): readonly SealRow[] | null {
  const { of, toldSeals, lastSeq } = gathered;
  const entries = of('entry');
  if (entries.size !== lastSeq) return null;
  const own = new Map<number, Row>();
  for (const row of of('seal').values()) own.set(number(row.lastSeq) - number(row.entries) + 1, row);
  const chain: SealRow[] = [];
  for (let at = 1; at <= lastSeq; ) {
    const kept = own.get(at) as unknown as SealRow | undefined;
    const told = toldSeals.get(at);
    let seal = kept;
    if (!seal && told) {
      const covered = Array.from({ length: told.entries }, (_, i) => entries.get(at + i));
      if (covered.some((entry) => !entry)) return null;
      seal = sealAgain(covered as StoredEntry[], told.form, chain.at(-1) ?? null, key);
      if (Buffer.from(seal.mac).toString('base64') !== told.head) return null;
    }
    if (!seal) return null;
    chain.push(seal);
    at = seal.lastSeq + 1;
  }
  return chain.at(-1)?.lastSeq === lastSeq || lastSeq === 0 ? chain : null;
}

/** Columns of other tables that say how far the ledger was: they follow it. */
const places: Readonly<Record<string, readonly string[]>> = {
  programVersion: ['afterSeq'],
  batch: ['firstSeq', 'lastSeq'],
  monthClosing: ['lastSeq'],
};

/** The entries that are left, one behind the other. What takes back an entry that is lost goes with it: else it would count against nothing. */
function closedUp(gathered: Gathered): Ledger {
  const place = new Map<number, number>();
  const kept: number[] = [];
  const entries: { row: Row; origin: Row }[] = [];
  const made = new Map<unknown, number>();
  for (const row of gathered.of('entry').values())
    if (row.kind === 'use' && row.cause === 'offerMade') made.set(row.offerKey, (made.get(row.offerKey) ?? 0) + 1);
  const there = (seq: unknown): number | null => (seq === null ? null : (place.get(number(seq)) ?? null));
  for (const row of inOrder(gathered)) {
    const loose = row.reverses !== null && there(row.reverses) === null;
    // An offer that nobody made is none. It changed nobody's balance.
    const ofNothing = row.offerKey !== null && made.get(row.offerKey) !== 1;
    if (loose || ofNothing) continue;
    const seq = entries.length + 1;
    place.set(number(row.seq), seq);
    kept.push(number(row.seq));
    const named = { visitSeq: there(row.visitSeq), reverses: there(row.reverses), fromSeq: there(row.fromSeq) };
    entries.push({ row: { ...row, seq, ...named }, origin: row });
  }
  for (const key of gathered.of('offer').keys()) if (made.get(key) !== 1) gathered.of('offer').delete(key);
  return {
    entries,
    placeOf: (seq) => place.get(seq) ?? null,
    placed(table, row) {
      const named = places[table];
      if (!named) return row;
      return {
        ...row,
        ...Object.fromEntries(named.map((name) => [name, row[name] == null ? null : upTo(kept, number(row[name]))])),
      };
    },
  };
}

/** How many of some ascending numbers are not above one. */
function upTo(sorted: readonly number[], limit: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] ?? 0) <= limit) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The activity log as it was, or, with lines missing, as it stands: sealed anew. True when it is as it was. */
function writeLog(write: WriteConnection, rows: readonly Row[], key: LedgerKey): boolean {
  const lines = (rows as unknown as StoredLine[]).toSorted((a, b) => a.seq - b.seq);
  let before: Uint8Array = new Uint8Array(32);
  const isWhole = lines.every((line, i) => {
    const fits = line.seq === i + 1 && follows(line, before, key);
    before = line.mac ?? before;
    return fits;
  });
  for (const line of lines) {
    if (isWhole) insertLine(write, line);
    else appendActivity(write, key, line);
  }
  return isWhole;
}
