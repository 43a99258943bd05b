import { type CompanionTable, companionTables } from '../../../db/queries/journal.ts';
import type { Value } from '../../../db/salvage/leaves.ts';
import { completed, keyOfRow } from '../../../db/salvage/rows.ts';
import type { Row, Shape } from '../../../db/salvage/shapes.ts';
import type { Found } from '../../../db/salvage/tables.ts';
import { type JournalLine, rowsOf } from '../../ledger/journal.ts';
import { forms } from '../../ledger/seal.ts';
import { lostPin } from '../../people/pin.ts';

export type Shapes = ReadonlyMap<string, Shape>;
/** Rows of a table by what tells them from one another. */
export type Rows = Map<string | number, Row>;

/** A seal as the journal was told of it. */
export interface ToldSeal {
  readonly lastSeq: number;
  readonly entries: number;
  readonly form: number;
  /** Base64. */
  readonly head: string;
}

/** All that is known of a shop, from wherever it is known. */
export interface Gathered {
  readonly shapes: Shapes;
  readonly tables: ReadonlyMap<string, Rows>;
  /** By the first entry they cover. */
  readonly toldSeals: ReadonlyMap<number, ToldSeal>;
  /** Ids of customers who were erased, and when. */
  readonly erased: ReadonlyMap<string, number>;
  /** The last entry that anything knows of. */
  readonly lastSeq: number;
  /** Customers whose own row is not in the file: nobody knows more of them than the journal says. */
  readonly nameless: Set<number>;
  of(table: string): Rows;
}

/** What a column says that holds a whole number; 0 where it says nothing. */
export const number = (value: unknown): number => (typeof value === 'number' ? value : 0);

/** The highest of some numbers, of which there may be a million; 0 of none. */
export function highest(values: Iterable<unknown>): number {
  let most = 0;
  for (const value of values) most = Math.max(most, number(value));
  return most;
}

/** What was found in the damaged file, completed by every line of its journal. */
export function gather(shapes: Shapes, found: Found, lines: Iterable<JournalLine>): Gathered {
  const tables = new Map<string, Rows>();
  for (const [name, shape] of shapes) {
    const rows: Rows = new Map();
    for (const row of found.rows.get(name) ?? []) {
      const key = keyOfRow(shape, row);
      if (!rows.has(key)) rows.set(key, row);
    }
    tables.set(name, rows);
  }
  const of = (table: string): Rows => tables.get(table) ?? new Map();
  const shapeOf = (table: string): Shape => {
    const shape = shapes.get(table);
    if (!shape) throw new Error(`no table ${table}`);
    return shape;
  };
  const add = (table: string, row: Readonly<Record<string, Value>>): boolean => {
    const shape = shapeOf(table);
    const key = keyOfRow(shape, row);
    if (of(table).has(key)) return false;
    of(table).set(key, completed(shape, row));
    return true;
  };

  // How far the file itself has come: what the journal says of later work is newer than any row.
  const columnOf = (table: string, column: string) => [...of(table).values()].map((row) => row[column]);
  const reached = Math.max(highest(columnOf('entry', 'seq')), highest(columnOf('seal', 'lastSeq')));
  let lastSeq = reached;
  const toldSeals = new Map<number, ToldSeal>();
  const erased = new Map<string, number>();
  const nameless = new Set<number>();
  /** Rows that are in no table but the journal's. */
  const told = new Set<Row>();

  const companion = (table: CompanionTable, row: Readonly<Record<string, Value>>, isNewer: boolean): void => {
    const key = keyOfRow(shapeOf(table), row);
    const known = of(table).get(key);
    if (!known) {
      const made = completed(shapeOf(table), { ...row, ...unsaid(table, row) });
      of(table).set(key, made);
      told.add(made);
      if (table === 'customer') nameless.add(number(row.key));
      return;
    }
    if (!companionTables[table].changes) return;
    // Of a batch that was closed without an entry behind it the file may know nothing where its log was lost.
    const closedSince = table === 'batch' && known.closedAt === null && row.closedAt !== null;
    if (isNewer || closedSince || told.has(known))
      Object.assign(known, completed(shapeOf(table), { ...known, ...row }));
  };

  for (const line of lines) {
    lastSeq = Math.max(lastSeq, line.headSeq);
    for (const table of Object.keys(companionTables) as CompanionTable[])
      for (const row of rowsOf(line, table)) companion(table, row, line.headSeq > reached);
    const columns = forms[line.form] ?? [];
    // The file has most of them, and there may be a million.
    for (const values of line.entries)
      if (!of('entry').has(Number(values[0])))
        add('entry', Object.fromEntries(columns.map((name, i) => [name, values[i] ?? null])));
    if (line.entries.length > 0 && line.head !== null)
      toldSeals.set(line.headSeq - line.entries.length + 1, {
        ...{ lastSeq: line.headSeq, entries: line.entries.length, form: line.form, head: line.head },
      });
    for (const receipt of line.receipts) add('receipt', { ...receipt });
    for (const [seq, itemKey, quantity, amount] of line.bought) add('entryItem', { seq, itemKey, quantity, amount });
    for (const one of line.log ?? []) add('activity', { ...one, mac: Buffer.from(one.mac, 'base64') });
    for (const id of line.erased ?? []) if (!erased.has(id)) erased.set(id, line.at);
  }
  return { shapes, tables, toldSeals, erased, lastSeq, nameless, of };
}

/** What the journal does not say of a person or an offer, and their table wants to have. */
export function unsaid(table: string, row: Readonly<Record<string, Value>>): Record<string, Value> {
  if (table === 'customer') return { name: null, sortName: `\uffff${String(row.number)}` };
  if (table === 'person') return { ...nobody(), archivedAt: row.createdAt ?? 0 };
  return table === 'offer' ? { name: '?' } : {};
}

/** Somebody whose name and PIN are lost. The pepper is nobody's, so that no PIN is ever asked for. */
export const nobody = (): Record<string, Value> => ({
  name: '?',
  pinSalt: Buffer.alloc(16),
  pinHash: Buffer.alloc(32),
  pinCost: 1024,
  pinPepper: lostPin,
});

/** So much of an older backup stands in for what is lost: who people are and what the shop has set. Balances and history come from the ledger alone. */
const fromBackup = [
  'shop',
  'shopLogo',
  'device',
  'person',
  'recovery',
  'backupPlace',
  'program',
  'programVersion',
  'programReward',
  'item',
  'consentWording',
  'customer',
] as const;
const ofCustomer = ['customerPhone', 'customerTag', 'customerConsent'] as const;

/** Puts in from an older whole backup who the customers and people were whose rows are lost. Answers how many customers got their names from it. */
export function fillIn(
  { shapes, of, nameless, erased }: Gathered,
  lacking: ReadonlySet<string>,
  older: (shape: Shape) => readonly Row[],
): number {
  let names = 0;
  const rowsIn = (table: string): readonly Row[] => {
    const shape = shapes.get(table);
    return shape ? older(shape) : [];
  };
  const back = new Set<number>();
  for (const table of fromBackup) {
    const shape = shapes.get(table);
    if (!shape || !(lacking.has(table) || (table === 'customer' && nameless.size > 0))) continue;
    for (const row of rowsIn(table)) {
      const key = keyOfRow(shape, row);
      const known = of(table).get(key);
      const isTold = table === 'customer' ? nameless.has(number(row.key)) : known?.pinPepper === lostPin;
      if (known && !isTold) continue;
      // Nobody who was erased since comes back.
      if (table === 'customer' && erased.has(String(row.id))) continue;
      of(table).set(key, row);
      if (table !== 'customer') continue;
      back.add(number(row.key));
      nameless.delete(number(row.key));
      names++;
    }
  }
  for (const table of ofCustomer)
    for (const row of rowsIn(table)) {
      const shape = shapes.get(table);
      if (shape && back.has(number(row.customerKey)) && !of(table).has(keyOfRow(shape, row)))
        of(table).set(keyOfRow(shape, row), row);
    }
  return names;
}
