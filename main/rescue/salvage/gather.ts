import { type CompanionTable, companionTables } from '../../../db/queries/journal.ts';
import type { Value } from '../../../db/salvage/leaves.ts';
import { completed, keyOfRow } from '../../../db/salvage/rows.ts';
import type { Row, Shape } from '../../../db/salvage/shapes.ts';
import type { Rows, Store } from '../../../db/salvage/store.ts';
import { type JournalLine, rowsOf } from '../../ledger/journal.ts';
import { forms } from '../../ledger/seal.ts';
import { lostPin } from '../../people/pin.ts';

export type Shapes = ReadonlyMap<string, Shape>;

/** Seals as the journal was told of them, by the first entry they cover: a table of the store's alone. `head` is in base64. */
export const toldSeals: Shape = {
  ...{ name: 'toldSeal', ordered: false, number: 'first', key: ['first'], references: [] },
  columns: (['first', 'lastSeq', 'entries', 'form', 'head'] as const).map((name) => ({
    ...{ name, type: name === 'head' ? 'TEXT' : 'INTEGER', required: true, missing: undefined },
  })),
};

/** All that is known of a shop, from wherever it is known. */
export interface Gathered {
  readonly shapes: Shapes;
  readonly store: Store;
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

/** What was found in the damaged file, which the store has, completed by every line of its journal. */
export function gather(shapes: Shapes, store: Store, lines: Iterable<JournalLine>): Gathered {
  const { of } = store;
  const shapeOf = (table: string): Shape => {
    const shape = shapes.get(table);
    if (!shape) throw new Error(`no table ${table}`);
    return shape;
  };
  const add = (table: string, row: Readonly<Record<string, Value>>): void => {
    of(table).add(completed(shapeOf(table), row));
  };

  // How far the file itself has come: what the journal says of later work is newer than any row.
  const reached = Math.max(of('entry').highest('seq'), of('seal').highest('lastSeq'));
  let lastSeq = reached;
  const erased = new Map<string, number>();
  const nameless = new Set<number>();
  /** Rows that are in no table but the journal's. */
  const told = new Set<string>();

  const companion = (table: CompanionTable, row: Readonly<Record<string, Value>>, isNewer: boolean): void => {
    const shape = shapeOf(table);
    const key = keyOfRow(shape, row);
    const known = of(table).get(key);
    if (!known) {
      add(table, { ...row, ...unsaid(table, row) });
      told.add(`${table} ${key}`);
      if (table === 'customer') nameless.add(number(row.key));
      return;
    }
    if (!companionTables[table].changes) return;
    // Of a batch that was closed without an entry behind it the file may know nothing where its log was lost.
    const closedSince = table === 'batch' && known.closedAt === null && row.closedAt !== null;
    if (isNewer || closedSince || told.has(`${table} ${key}`)) of(table).put(completed(shape, { ...known, ...row }));
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
      of(toldSeals.name).put({
        ...{ first: line.headSeq - line.entries.length + 1, lastSeq: line.headSeq, entries: line.entries.length },
        ...{ form: line.form, head: line.head },
      });
    for (const receipt of line.receipts) add('receipt', { ...receipt });
    for (const [seq, itemKey, quantity, amount] of line.bought) add('entryItem', { seq, itemKey, quantity, amount });
    for (const one of line.log ?? []) add('activity', { ...one, mac: Buffer.from(one.mac, 'base64') });
    for (const id of line.erased ?? []) if (!erased.has(id)) erased.set(id, line.at);
  }
  return { shapes, store, of, erased, lastSeq, nameless };
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
  older: (shape: Shape) => Iterable<Row>,
): number {
  let names = 0;
  const rowsIn = (table: string): Iterable<Row> => {
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
      of(table).put(row);
      if (table !== 'customer') continue;
      back.add(number(row.key));
      nameless.delete(number(row.key));
      names++;
    }
  }
  for (const table of ofCustomer)
    for (const row of rowsIn(table)) {
      const shape = shapes.get(table);
      if (shape && back.has(number(row.customerKey)) && !of(table).has(keyOfRow(shape, row))) of(table).put(row);
    }
  return names;
}
