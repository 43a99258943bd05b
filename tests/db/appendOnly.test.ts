import { describe, expect, test } from 'vitest';
import { openWriter, type WriteConnection } from '../../db/open.ts';
import { contentHash } from '../support/content.ts';
import { day, openTestShop } from '../support/shop.ts';

/** A closed shop with a visit, stamps, a reward, a redemption and a void in its ledger, opened as an SQLite tool would. */
async function ledgerInTheOpen(): Promise<WriteConnection> {
  const shop = await openTestShop({ as: 'owner' });
  const { customerId } = await shop.ok('customers.enrol', { name: 'Maria' });
  const stamp = () => shop.ok('counter.stamp', { customerId, programId: shop.programId, stamps: 5 });
  const { issued } = await stamp();
  await shop.ok('counter.redeem', { rewardId: issued[0]?.rewardId ?? '', proof: { by: 'known' } });
  shop.clock.now += day;
  const { entryIds } = await stamp();
  await shop.ok('counter.reverse', { entryId: entryIds[0] ?? '', as: 'void', reason: 'wrong person' });
  let write: WriteConnection | undefined;
  await shop.restart(() => {
    write = openWriter(shop.database);
  });
  return write as WriteConnection;
}

const columns = (connection: WriteConnection, table: string, change: Record<string, string>) => {
  const names = connection.prepare<[string], { name: string }>('SELECT name FROM pragma_table_info(?)').all(table);
  return names.map(({ name }) => change[name] ?? name).join(', ');
};
/** `INSERT how` of an old row with some columns changed. */
const again =
  (how: string, table: string, change: Record<string, string>, from: string, more = '') =>
  (c: WriteConnection) =>
    `INSERT ${how} INTO ${table} SELECT ${columns(c, table, change)} FROM ${table} WHERE ${from} ${more}`;

const next = (table: string) => `(SELECT max(seq) + 1 FROM ${table})`;
const other = { id: "'other'" };
const voidEntry = "kind = 'void' AND reverses IS NOT NULL";

/** What somebody could try with an SQLite tool. */
const attacks: [name: string, sql: (c: WriteConnection) => string][] = [
  ['UPDATE of an entry', () => "UPDATE entry SET businessDay = '2020-01-01' WHERE seq = 1"],
  ['UPDATE OR REPLACE onto another entry', () => 'UPDATE OR REPLACE entry SET seq = 2 WHERE seq = 1'],
  ['UPDATE OR IGNORE', () => 'UPDATE OR IGNORE entry SET personKey = NULL'],
  ['DELETE of one entry', () => 'DELETE FROM entry WHERE seq = 2'],
  ['DELETE of all entries', () => 'DELETE FROM entry'],
  ['REPLACE of the same place', again('OR REPLACE', 'entry', { amount: '1', ...other }, 'seq = 1')],
  ['REPLACE of the same id', again('OR REPLACE', 'entry', { seq: next('entry'), amount: '1' }, 'seq = 1')],
  ['REPLACE of the same reversal', again('OR REPLACE', 'entry', { seq: next('entry'), ...other }, voidEntry)],
  ['REPLACE of place and id', again('OR REPLACE', 'entry', { amount: '7' }, 'seq = 1')],
  ['upsert', again('', 'entry', {}, 'seq = 1', 'ON CONFLICT (seq) DO UPDATE SET amount = 9')],
  ['upsert on any conflict', again('', 'entry', {}, 'seq = 1', 'ON CONFLICT DO UPDATE SET amount = 9')],
  ['INSERT that leaves a gap', again('', 'entry', { seq: '(SELECT max(seq) + 2 FROM entry)', ...other }, 'seq = 1')],
  ['INSERT OR IGNORE that leaves a gap', again('OR IGNORE', 'entry', { seq: '1000', ...other }, 'seq = 1')],
  ['INSERT before the first', again('', 'entry', { seq: '0', ...other }, 'seq = 1')],
  ['a second redemption', again('', 'entry', { seq: next('entry'), ...other }, "kind = 'redeem'")],
  ['UPDATE of a receipt', () => "UPDATE receipt SET answer = '{}'"],
  [
    'UPDATE of a receipt that forgets more than the answer',
    () => "UPDATE receipt SET argsHash = '', answer = 'null', entries = entries + 1",
  ],
  ['REPLACE of a receipt', again('OR REPLACE', 'receipt', { answer: "'{}'" }, '1')],
  ['upsert of a receipt', again('', 'receipt', {}, '1', "ON CONFLICT DO UPDATE SET answer = '{}'")],
  ['UPDATE of the activity', () => 'UPDATE activity SET personKey = NULL'],
  ['DELETE of the activity', () => 'DELETE FROM activity WHERE seq = 1'],
  ['REPLACE of the activity', again('OR REPLACE', 'activity', { action: "'nothing'" }, 'seq = 1')],
  ['INSERT into the activity that leaves a gap', again('', 'activity', { seq: '1000' }, 'seq = 1')],
];

/** Foreign keys off, as a tool has it: what is tested is the triggers alone. */
function disarm(connection: WriteConnection, recursive: 0 | 1): void {
  connection.pragma('foreign_keys = OFF');
  connection.pragma(`recursive_triggers = ${recursive}`);
}

describe.each([
  ['on', 1],
  ['off', 0],
] as const)('with recursive_triggers %s', (_name, recursive) => {
  test.each(attacks)('%s is refused and changes nothing', async (_what, sql) => {
    const connection = await ledgerInTheOpen();
    try {
      disarm(connection, recursive);
      const before = contentHash(connection);
      expect(() => connection.exec(sql(connection))).toThrow(/append-only|never changes|redeemed already/);
      expect(contentHash(connection)).toBe(before);

      // Positive control: the same words get through where no trigger stands, so it is the triggers that hold.
      for (const { name } of connection
        .prepare<[], { name: string }>("SELECT name FROM sqlite_schema WHERE type = 'trigger'")
        .all()) {
        connection.exec(`DROP TRIGGER ${name}`);
      }
      const bare = contentHash(connection);
      connection.exec(sql(connection));
      expect(contentHash(connection)).not.toBe(bare);
    } finally {
      connection.close();
    }
  });
});

test('an entry that comes after the last one is taken, whatever the pragma', async () => {
  const connection = await ledgerInTheOpen();
  try {
    for (const recursive of [0, 1] as const) {
      disarm(connection, recursive);
      const id = `'more-${recursive}'`;
      connection.exec(again('', 'entry', { seq: next('entry'), id }, "kind = 'stamp' AND seq < 5")(connection));
    }
    expect(connection.prepare("SELECT count(*) AS n FROM entry WHERE id LIKE 'more-%'").get()).toEqual({ n: 2 });
  } finally {
    connection.close();
  }
});
