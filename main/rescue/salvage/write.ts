import { faultOf } from '../../../db/faults.ts';
import type { WriteConnection } from '../../../db/open.ts';
import { insertLine, type StoredLine } from '../../../db/queries/activity.ts';
import { rebuildCards, rebuildRewards } from '../../../db/queries/batches.ts';
import { indexCustomer, refreshCustomerCounts } from '../../../db/queries/customers.ts';
import { findRecordKey, getErasable } from '../../../db/queries/privacy.ts';
import { countEntriesOf, listCardKeys, listCustomerKeys } from '../../../db/queries/salvage.ts';
import { insertSeal, type SealRow, type StoredEntry } from '../../../db/queries/seal.ts';
import type { Value } from '../../../db/salvage/leaves.ts';
import { insertRow, keyOfRow } from '../../../db/salvage/rows.ts';
import type { Row } from '../../../db/salvage/shapes.ts';
import type { Key, Rows } from '../../../db/salvage/store.ts';
import { appendActivity, follows } from '../../activity/chain.ts';
import { refreshCard } from '../../ledger/refreshCard.ts';
import { checkSeals, type LedgerKey, sealAgain, sealNewEntries } from '../../ledger/seal.ts';
import { erasePerson } from '../../privacy/erase.ts';
import { type Gathered, number, toldSeals } from './gather.ts';

/** A row that the schema does not take: it is damaged after all. */
export class BadRow extends Error {
  readonly table: string;
  readonly key: Key;
  constructor(table: string, key: Key) {
    super(`a row of ${table} cannot be what it says`);
    this.table = table;
    this.key = key;
  }
}

export interface Written {
  readonly entries: number;
  /** Entries and activity log are what they were, seals and all: the journal goes on behind them. */
  readonly exact: boolean;
}

/** Rows between two words about how far it is; of entries, as many as one seal covers. */
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
  let total = of('customer').size;
  for (const table of shapes.keys()) total += of(table).size;
  let done = 0;
  const next = () => {
    if (done++ % step === 0) by.progress(Math.min(done, total), total);
  };
  /** `origin`: the row as it was gathered, where it is another one. */
  const insert = (table: string, row: Row, origin: Row = row): void => {
    const shape = shapes.get(table);
    if (!shape) return;
    next();
    try {
      insertRow(write, shape, row);
    } catch (error) {
      throw faultOf(error) === 'constraint' ? new BadRow(table, keyOfRow(shape, origin)) : error;
    }
  };

  const isExact = by.exactly && hasEverySeal(gathered, key);
  const ledger = isExact ? exactly(gathered) : closedUp(gathered);
  let entries = 0;
  for (const { row, origin } of ledger.entries()) {
    insert('entry', row, origin);
    if (++entries % step === 0 && !isExact) sealNewEntries(write, key);
  }
  if (isExact) for (const seal of sealsOf(gathered, key)) insertSeal(write, seal);
  else sealNewEntries(write, key);

  for (const table of ['entryItem', 'entryReason'])
    for (const row of of(table).values()) {
      const seq = ledger.placeOf(number(row.seq));
      if (seq !== null) insert(table, { ...row, seq }, row);
    }
  for (const row of of('receipt').values())
    insert('receipt', { ...row, entries: countEntriesOf(write, String(row.requestId)) }, row);
  for (const table of shapes.keys()) {
    if (apart.has(table)) continue;
    for (const row of of(table).values()) insert(table, ledger.placed(table, row), row);
  }
  const isLogExact = writeLog(write, of('activity'), key);

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
  if (isExact && checkSeals(write, key, 1, Number.POSITIVE_INFINITY).firstBad !== null) throw new Inexact();
  return { entries, exact: isExact && isLogExact };
}

/** The seals do not fit what they should be over: it is to be written without them. */
export class Inexact extends Error {}

interface Ledger {
  /** In their order: once, before anything else is asked. */
  entries(): Iterable<{ readonly row: Row; readonly origin: Row }>;
  /** Where an entry stands now; null where it is lost. */
  placeOf(seq: number): number | null;
  /** A row with the places of entries that it names. */
  placed(table: string, row: Row): Row;
}

function exactly({ of }: Gathered): Ledger {
  return {
    *entries() {
      for (const row of of('entry').values()) yield { row, origin: row };
    },
    placeOf: (seq) => (of('entry').has(seq) ? seq : null),
    placed: (_table, row) => row,
  };
}

/** Every seal from the first entry on, by the file or the journal. Ends with false where one is missing, or an entry under it. */
function* sealsOf({ of, lastSeq }: Gathered, key: LedgerKey): Generator<SealRow, boolean> {
  const entries = of('entry');
  if (entries.size !== lastSeq) return false;
  const kept = of('seal').values()[Symbol.iterator]();
  let own = kept.next();
  for (let before: SealRow | null = null, at = 1; at <= lastSeq; at = before.lastSeq + 1) {
    while (!own.done && number(own.value.lastSeq) < at) own = kept.next();
    const isOwn = !own.done && number(own.value.lastSeq) - number(own.value.entries) + 1 === at;
    const seal: SealRow | null = isOwn ? (own.value as unknown as SealRow) : toldSeal(of, at, before, key);
    if (!seal) return false;
    yield seal;
    before = seal;
    if (before.lastSeq > lastSeq) return false;
  }
  return true;
}

function hasEverySeal(gathered: Gathered, key: LedgerKey): boolean {
  const seals = sealsOf(gathered, key);
  for (;;) {
    const { done, value } = seals.next();
    if (done) return value;
  }
}

/** The seal from an entry on as the journal was told of it, made again over the entries that were found; null where it is not the same. */
function toldSeal(of: Gathered['of'], first: number, before: SealRow | null, key: LedgerKey): SealRow | null {
  const told = of(toldSeals.name).get(first);
  if (!told) return null;
  const covered: StoredEntry[] = [];
  for (let seq = first; seq < first + number(told.entries); seq++) {
    const entry = of('entry').get(seq);
    if (!entry) return null;
    covered.push(entry as StoredEntry);
  }
  const seal = sealAgain(covered, number(told.form), before, key);
  return Buffer.from(seal.mac).toString('base64') === told.head ? seal : null;
}

/** Columns of other tables that say how far the ledger was: they follow it. */
const places: Readonly<Record<string, readonly string[]>> = {
  programVersion: ['afterSeq'],
  batch: ['firstSeq', 'lastSeq'],
  monthClosing: ['lastSeq'],
};

/** The entries that are left, one behind the other. What takes back an entry that is lost goes with it: else it would count against nothing. */
function closedUp({ of }: Gathered): Ledger {
  const place = new Map<number, number>();
  const kept: number[] = [];
  const unmade = new Set<Value>();
  for (const { key } of of('offer').values()) {
    const made = of('entry')
      .where('offerKey', key ?? null)
      .filter((row) => row.kind === 'use' && row.cause === 'offerMade');
    if (made.length !== 1) unmade.add(key ?? null);
  }
  // An offer that nobody made is none. It changed nobody's balance.
  for (const key of unmade) of('offer').delete(number(key));
  const there = (seq: Value | undefined): number | null => place.get(number(seq)) ?? null;
  return {
    *entries() {
      for (const row of of('entry').values()) {
        const loose = row.reverses !== null && there(row.reverses) === null;
        if (loose || (row.offerKey !== null && unmade.has(row.offerKey ?? null))) continue;
        kept.push(number(row.seq));
        const seq = kept.length;
        place.set(number(row.seq), seq);
        const named = { visitSeq: there(row.visitSeq), reverses: there(row.reverses), fromSeq: there(row.fromSeq) };
        yield { row: { ...row, seq, ...named }, origin: row };
      }
    },
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
function writeLog(write: WriteConnection, rows: Rows, key: LedgerKey): boolean {
  const lines = () => rows.values() as Iterable<unknown> as Iterable<StoredLine>;
  let isWhole = true;
  let before: Uint8Array = new Uint8Array(32);
  let seq = 0;
  for (const line of lines()) {
    isWhole = line.seq === ++seq && follows(line, before, key);
    if (!isWhole) break;
    before = line.mac ?? before;
  }
  for (const line of lines()) {
    if (isWhole) insertLine(write, line);
    else appendActivity(write, key, line);
  }
  return isWhole;
}
