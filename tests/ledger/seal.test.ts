import { createHmac } from 'node:crypto';
import { copyFileSync, rmSync } from 'node:fs';
import { crc32 } from 'node:zlib';
import type Database from 'better-sqlite3';
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { inTransaction, openReader, openWriter, type WriteConnection } from '../../db/open.ts';
import { lastEntry } from '../../db/queries/ledger.ts';
import { listSealsFrom, listStoredEntries, type SealRow, type StoredEntry } from '../../db/queries/seal.ts';
import { openKeysOf } from '../../main/keys/files.ts';
import {
  checkLastSeals,
  checkSeals,
  forms,
  keyOf,
  presentForm,
  sealAgain,
  sealNewEntries,
  valuesOf,
} from '../../main/ledger/seal.ts';
import { shopFiles } from '../../main/shop/files.ts';
import { openShop } from '../../main/shop/open.ts';
import { type Closed, closedShop, tampered } from '../support/closedShop.ts';
import { count, randomOf, scale, seed, upTo } from '../support/counts.ts';
import { shopDatabase } from '../support/database.ts';
import { opening, testFolder } from '../support/shop.ts';

/** R15: of each of seven kinds. */
const tampers = count(6, 145, 2_000);
const random = randomOf(seed);
let original: Closed;

beforeAll(async () => {
  original = await closedShop();
});

/** One taken out and the others moved up, so that no gap is left. */
function remove(database: Database.Database, seq: number): number {
  database.prepare('DELETE FROM entry WHERE seq = ?').run(seq);
  database.prepare('UPDATE entry SET seq = -seq WHERE seq > ?').run(seq);
  database.exec('UPDATE entry SET seq = -seq - 1 WHERE seq < 0');
  return seq;
}

/** What the next start says: the first bad entry, `behind` when entries are gone, or null when it saw nothing. */
async function noticed(folder: string): Promise<number | 'behind' | null> {
  const opened = await openShop(folder, () => opening);
  if (opened.state === 'failed') return opened.failure.kind === 'behind' ? 'behind' : null;
  if (opened.state !== 'open') return null;
  const { firstBad } = opened.shop;
  opened.shop.close();
  return firstBad;
}

test('a seal knows every column of an entry', () => {
  const read = openReader(shopDatabase(original.folder));
  const columns = read
    .prepare<[], { name: string }>("SELECT name FROM pragma_table_info('entry')")
    .all()
    .map((row) => row.name);
  read.close();
  expect([...(forms[presentForm] ?? [])].sort()).toEqual(columns.sort());
});

test('control: an untouched shop, and one that was only looked at, have nothing to say', async () => {
  expect(await noticed(tampered(original, () => undefined))).toBeNull();
});

test('one taken out of the last commit is named itself, not the end that is short by it', async () => {
  for (const before of [1, 0]) {
    let removed = 0;
    const folder = tampered(original, (database) => {
      const { n } = database.prepare('SELECT max(seq) AS n FROM entry').get() as { n: number };
      removed = remove(database, n - before);
    });
    expect(await noticed(folder)).toBe(removed);
  }
});

describe(`a changed ledger is noticed at the next start, ${tampers} times each`, () => {
  const anySeq = (database: Database.Database) => {
    const { n } = database.prepare('SELECT max(seq) AS n FROM entry').get() as { n: number };
    return 1 + Math.floor(random() * n);
  };
  const kinds = {
    edit(database: Database.Database) {
      const seq = anySeq(database);
      const changes = [
        'UPDATE entry SET stamps = stamps + 1 WHERE seq = ?',
        'UPDATE entry SET amount = coalesce(amount, 0) + 100 WHERE seq = ?',
        "UPDATE entry SET businessDay = '2020-02-02' WHERE seq = ?",
        'UPDATE entry SET personKey = 2 - coalesce(personKey, 0) % 2 WHERE seq = ?',
        'UPDATE entry SET recordedAt = recordedAt + 1 WHERE seq = ?',
        'UPDATE entry SET customerKey = customerKey + 1 WHERE seq = ?',
      ];
      database.pragma('ignore_check_constraints = ON');
      const before = JSON.stringify(database.prepare('SELECT * FROM entry WHERE seq = ?').get(seq));
      database.prepare(changes[Math.floor(random() * changes.length)] ?? '').run(seq);
      return JSON.stringify(database.prepare('SELECT * FROM entry WHERE seq = ?').get(seq)) === before ? null : seq;
    },
    delete(database: Database.Database) {
      const seq = anySeq(database);
      database.prepare('DELETE FROM entry WHERE seq = ?').run(seq);
      return seq;
    },
    remove: (database: Database.Database) => remove(database, anySeq(database)),
    insert(database: Database.Database) {
      database.exec(
        `INSERT INTO entry (seq, id, kind, customerKey, stamps, businessDay, recordedAt, deviceKey, requestId)
         SELECT max(seq) + 1, 'forged', 'visit', 1, 0, '2026-03-10', max(recordedAt), 1, (SELECT requestId FROM receipt LIMIT 1) FROM entry`,
      );
      return (database.prepare('SELECT max(seq) AS n FROM entry').get() as { n: number }).n;
    },
    reorder(database: Database.Database) {
      const seq = Math.max(2, anySeq(database));
      database.prepare('UPDATE entry SET seq = -1 WHERE seq = ?').run(seq);
      database.prepare('UPDATE entry SET seq = ? WHERE seq = ?').run(seq, seq - 1);
      database.prepare('UPDATE entry SET seq = ? WHERE seq = -1').run(seq - 1);
      return seq - 1;
    },
    // Sealed as by another computer, with marks that fit: nobody here could check that, if another key could follow on ours.
    otherKey(database: Database.Database) {
      const seals = database.prepare<[], SealRow>('SELECT * FROM seal ORDER BY lastSeq').all();
      const i = Math.floor(random() * seals.length);
      const { lastSeq, entries, form } = seals[i] as SealRow;
      const first = lastSeq - entries + 1;
      database.prepare('UPDATE entry SET recordedAt = recordedAt + 1 WHERE seq = ?').run(first);
      const stored = database
        .prepare<[number, number], StoredEntry>('SELECT * FROM entry WHERE seq BETWEEN ? AND ? ORDER BY seq')
        .all(first, lastSeq);
      const marks = Buffer.alloc(entries * 4);
      for (const [at, entry] of stored.entries())
        marks.writeUInt32BE(crc32(JSON.stringify(valuesOf(entry, form))), at * 4);
      database
        .prepare('UPDATE seal SET keyId = keyId + 1, marks = ?, mac = randomblob(32) WHERE lastSeq = ?')
        .run(marks, lastSeq);
      // Before the first of ours another may have been: then it is the next that does not follow on it.
      return i === 0 ? lastSeq + 1 : first;
    },
    // The end cut off, and its seals too: only the mirror of the chain's head knows.
    truncate(database: Database.Database) {
      const seals = database.prepare<[], { lastSeq: number }>('SELECT lastSeq FROM seal ORDER BY lastSeq').all();
      const keep = seals[Math.floor(random() * (seals.length - 1))]?.lastSeq ?? 0;
      database.prepare('DELETE FROM entry WHERE seq > ?').run(keep);
      database.prepare('DELETE FROM seal WHERE lastSeq > ?').run(keep);
      return 'behind' as const;
    },
  };

  test.each(Object.keys(kinds) as (keyof typeof kinds)[])('%s', async (kind) => {
    const missed: string[] = [];
    let done = 0;
    for (const _ of upTo(tampers, 1 / Object.keys(kinds).length)) {
      let changed: number | 'behind' | null = null;
      const folder = tampered(original, (database) => {
        changed = kinds[kind](database);
      });
      if (changed === null) continue;
      const found = await noticed(folder);
      rmSync(folder, { recursive: true });
      done++;
      if (found !== changed) missed.push(`${changed}: ${found}`);
    }
    if (scale > 0) console.log(`R15, ${kind}: noticed ${done - missed.length} of ${done} (seed ${seed})`);
    expect(missed).toEqual([]);
    expect(done).toBeGreaterThan(0);
  });

  test('control: without the key a hash made anew is believed, and without its mirror a cut-off end too', async () => {
    // A plain chain can be made anew by anybody; ours only by who has the key.
    const plain = tampered(original, (database) => database.exec('UPDATE entry SET stamps = stamps WHERE seq = 1'));
    expect(await noticed(plain)).toBeNull();
    const cut = tampered(original, (database) => {
      const { lastSeq } = database.prepare('SELECT lastSeq FROM seal ORDER BY lastSeq DESC LIMIT 1 OFFSET 3').get() as {
        lastSeq: number;
      };
      database.prepare('DELETE FROM entry WHERE seq > ?').run(lastSeq);
      database.prepare('DELETE FROM seal WHERE lastSeq > ?').run(lastSeq);
    });
    const read = openReader(shopDatabase(cut));
    const { journal } = shopFiles(cut);
    read.close();
    const blind = testFolder();
    for (const name of ['regulars.db', 'key']) copyFileSync(`${cut}/${name}`, `${blind}/${name}`);
    expect(await noticed(blind)).toBeNull();
    expect(journal).toContain(cut);
    expect(await noticed(cut)).toBe('behind');
  });
});

describe('seals', () => {
  const ours = () => {
    const keys = openKeysOf(original.folder);
    if (!keys) throw new Error('no keys');
    return keys.ledger;
  };
  const sealsOf = (database: Database.Database) => listSealsFrom(database as never, 1, 10_000);
  const firstOf = ({ lastSeq, entries }: SealRow): number => lastSeq - entries + 1;
  /** What is done to a copy and asked of it, through one connection. */
  function inCopy<T>(work: (database: Database.Database & WriteConnection) => T): T {
    const answers: T[] = [];
    tampered(original, (database) => answers.push(work(database as never)));
    return answers[0] as T;
  }
  /** One of a commit that wrote several entries, and is not the last. */
  const largeOf = (database: Database.Database): SealRow => {
    const found = sealsOf(database).find(({ entries }) => entries > 2);
    if (!found) throw new Error('no commit of several entries');
    return found;
  };
  const addVisits = (database: Database.Database, count: number) =>
    database.exec(
      `WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${count}), last AS (SELECT max(seq) AS seq, max(recordedAt) AS at FROM entry)
       INSERT INTO entry (seq, id, kind, customerKey, stamps, businessDay, recordedAt, deviceKey, requestId)
       SELECT seq + i, 'new ' || (seq + i), 'visit', 1, 0, '2026-03-10', at, 1, (SELECT requestId FROM receipt LIMIT 1) FROM n, last`,
    );

  test('are of a key that has the same name for ever', () => {
    expect(keyOf(new Uint8Array(32).fill(7)).id).toBe(4015056051);
  });

  test('come out the same again from what they cover', () => {
    inCopy((database) => {
      let before: SealRow | null = null;
      for (const row of sealsOf(database)) {
        const again = sealAgain(listStoredEntries(database, firstOf(row), row.lastSeq), row.form, before, ours());
        expect({ ...again, mac: Buffer.from(again.mac), marks: Buffer.from(again.marks) }).toEqual(row);
        before = row;
      }
    });
  });

  test('are for ever what they were, or those of older versions would no longer fit: a keyed hash of the one before and of the entries’ values in a row', () => {
    inCopy((database) => {
      const row = largeOf(database);
      const before = sealsOf(database).find(({ lastSeq }) => lastSeq === firstOf(row) - 1);
      const entries = listStoredEntries(database, firstOf(row), row.lastSeq);
      const texts = entries.map((entry) => JSON.stringify((forms[row.form] ?? []).map((name) => entry[name])));
      const hash = createHmac('sha256', ours().secret).update(before?.mac ?? new Uint8Array(32));
      for (const text of texts) hash.update(text);
      const mac = hash.digest();
      expect([row.mac, sealAgain(entries, row.form, before ?? null, ours()).mac]).toEqual([mac, mac]);
      expect(new Uint32Array(texts.map((text) => crc32(text)))).toEqual(
        new Uint32Array(texts.map((_, i) => Buffer.from(row.marks).readUInt32BE(i * 4))),
      );
    });
  });

  test('are made of a thousand entries at the most, from the first one that has none', () => {
    inCopy((database) => {
      const [last] = sealsOf(database).slice(-1);
      const from = last?.lastSeq ?? 0;
      expect(sealNewEntries(database, ours())).toEqual([]);
      addVisits(database, 1);
      expect(sealNewEntries(database, ours()).map(({ seal }) => [seal.lastSeq, seal.entries])).toEqual([[from + 1, 1]]);
      addVisits(database, 1001);
      expect(sealNewEntries(database, ours()).map(({ seal }) => [seal.lastSeq, seal.entries])).toEqual([
        [from + 1001, 1000],
        [from + 1002, 1],
      ]);
      database.exec('DELETE FROM seal');
      expect(sealNewEntries(database, ours()).map(({ entries }) => entries.length)).toEqual([1000, from + 2]);
      expect(checkSeals(database, ours(), 1, 10_000)).toEqual({ firstBad: null, foreign: 0, next: null });
      // Where there is nothing there is nothing to seal; the check will tell.
      database.exec('UPDATE entry SET seq = seq + 5000 WHERE seq = (SELECT max(seq) FROM entry)');
      database.exec('DELETE FROM seal WHERE entries < 1000');
      database.exec('DELETE FROM entry WHERE seq > 1000 AND seq < 5000');
      expect(sealNewEntries(database, ours())).toEqual([]);
    });
  });

  test('are looked through in parts that begin where the one before ended', () => {
    inCopy((database) => {
      const [one, two] = sealsOf(database) as [SealRow, SealRow];
      const part = (from: number, count: number) => checkSeals(database, ours(), from, count);
      expect(part(1, 1)).toEqual({ firstBad: null, foreign: 0, next: one.lastSeq + 1 });
      expect(part(1, one.entries)).toEqual({ firstBad: null, foreign: 0, next: one.lastSeq + 1 });
      expect(part(1, one.entries + 1)).toEqual({ firstBad: null, foreign: 0, next: two.lastSeq + 1 });
      // More of them than are read in one go.
      for (let n = 0; n < 120; n++) {
        addVisits(database, 1);
        sealNewEntries(database, ours());
      }
      expect(part(1, 10_000)).toEqual({ firstBad: null, foreign: 0, next: null });
      const last = sealsOf(database).at(-1) as SealRow;
      database.prepare('UPDATE entry SET recordedAt = recordedAt + 1 WHERE seq = ?').run(firstOf(last) - 1);
      expect(checkLastSeals(database, ours(), last.entries).firstBad).toBeNull();
      expect(checkLastSeals(database, ours(), last.entries + 1).firstBad).toBe(firstOf(last) - 1);
    });
  });

  test('are never missed under an entry that the till writes between two reads of whoever looks', () => {
    const folder = tampered(original, () => undefined);
    const file = shopDatabase(folder);
    const write = openWriter(file);
    const read = openReader(file);
    onTestFinished(() => {
      read.close();
      write.close();
    });
    let reads = 0;
    let at = 0;
    // Before one of the reads: the last of all, the one before it, and so on.
    const stamp = () => {
      if (++reads !== at) return;
      inTransaction(write, () => {
        addVisits(write as never, 1);
        sealNewEntries(write, ours());
      });
    };
    const watched = new Proxy(read, {
      get(connection, name) {
        const value: unknown = Reflect.get(connection, name, connection);
        if (name !== 'prepare') return typeof value === 'function' ? value.bind(connection) : value;
        return (sql: string) => {
          const statement = connection.prepare(sql);
          return {
            run: () => statement.run(),
            get: (...of: unknown[]) => {
              stamp();
              return statement.get(...of);
            },
            all: (...of: unknown[]) => {
              stamp();
              return statement.all(...of);
            },
          };
        };
      },
    });
    const last = () => lastEntry(read).seq;
    const before = last();
    const look = (stampAt: number) => {
      reads = 0;
      at = stampAt;
      return checkSeals(watched, ours(), 1, 10_000);
    };
    const fromEnd = 20;
    for (let n = 0; n < fromEnd; n++) {
      look(0);
      expect([n, look(reads - n)]).toEqual([n, { firstBad: null, foreign: 0, next: null }]);
    }
    expect(last() - before).toBe(fromEnd);
  });

  test('of another key are counted, not believed; one in the middle that is gone is noticed', () => {
    inCopy((database) => {
      const { n } = database.prepare('SELECT max(seq) AS n FROM entry').get() as { n: number };
      const other = keyOf(new Uint8Array(32));
      expect(checkSeals(database, other, 1, 10_000)).toEqual({ firstBad: null, foreign: n, next: null });
      const gone = largeOf(database);
      database.prepare('DELETE FROM seal WHERE lastSeq = ?').run(gone.lastSeq);
      for (const key of [ours(), other]) {
        expect(checkSeals(database, key, 1, 10_000).firstBad).toBe(firstOf(gone));
        expect(checkSeals(database, key, gone.lastSeq + 1, 1).firstBad).toBe(gone.lastSeq + 1);
      }
    });
  });

  test('name the entry that was taken out also where somebody mended the marks', () => {
    for (const at of [0, 1])
      inCopy((database) => {
        const { lastSeq, entries, ...row } = largeOf(database);
        const seq = lastSeq - entries + 1 + at;
        database.prepare('DELETE FROM entry WHERE seq = ?').run(seq);
        const marks = Buffer.concat([row.marks.subarray(0, at * 4), row.marks.subarray((at + 1) * 4), Buffer.alloc(4)]);
        database.prepare('UPDATE seal SET marks = ? WHERE lastSeq = ?').run(marks, lastSeq);
        expect(checkSeals(database, ours(), 1, 10_000).firstBad).toBe(seq);
      });
  });
});
