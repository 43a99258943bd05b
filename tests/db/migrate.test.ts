import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { migrate, versionOf } from '../../db/migrate.ts';
import { migrations, schemaVersion } from '../../db/migrations/index.ts';
import { applicationId, inTransaction, openWriter, type WriteConnection } from '../../db/open.ts';
import { contentHash, tablesOf } from '../support/content.ts';
import { testFolder } from '../support/shop.ts';

function withNewFile<T>(work: (write: WriteConnection) => T): T {
  const write = openWriter(join(testFolder(), 'new.db'));
  try {
    return work(write);
  } finally {
    write.close();
  }
}

/** Adds a migration after the released ones, for as long as `work` runs. */
function withMigration<T>(sql: string, work: () => T): T {
  const list = migrations as { name: string; sql: string }[];
  list.push({ name: '9999-test', sql });
  try {
    return work();
  } finally {
    list.pop();
  }
}

describe('migrations', () => {
  test('make a new file a shop of the newest version', () => {
    withNewFile((write) => {
      expect(versionOf(write)).toBe(0);
      expect(migrate(write)).toEqual({ from: 0, to: schemaVersion });
      expect(versionOf(write)).toBe(schemaVersion);
      expect(write.pragma('application_id', { simple: true })).toBe(applicationId);
      expect(tablesOf(write)).toContain('entry');
    });
  });

  test('run again change nothing', () => {
    withNewFile((write) => {
      migrate(write);
      inTransaction(write, () => write.exec("INSERT INTO device (id, createdAt) VALUES ('till', 1)"));
      const before = contentHash(write);
      expect(migrate(write)).toEqual({ from: schemaVersion, to: schemaVersion });
      expect(contentHash(write)).toBe(before);
    });
  });

  test('refuse a newer version', () => {
    withNewFile((write) => {
      migrate(write);
      write.pragma(`user_version = ${schemaVersion + 1}`);
      const before = contentHash(write);
      expect(() => migrate(write)).toThrow(/newer/);
      expect(contentHash(write)).toBe(before);
    });
  });

  test.each([
    ['fails in the middle', 'CREATE TABLE half (x) STRICT; INSERT INTO nowhere VALUES (1);', /./],
    [
      'breaks a reference',
      `CREATE TABLE half (x INTEGER) STRICT;
       CREATE TABLE child (deviceKey INTEGER REFERENCES device (key)) STRICT; INSERT INTO child VALUES (77);`,
      /breaks 1 references|FOREIGN KEY/,
    ],
  ])('one that %s leaves the database as it was', (_what, sql, reason) => {
    withNewFile((write) => {
      migrate(write);
      const before = contentHash(write);
      // SQLite's own enforcement would speak first; a migration that rebuilds a table runs without it.
      write.pragma('foreign_keys = OFF');
      withMigration(sql, () => expect(() => migrate(write, schemaVersion + 1)).toThrow(reason));
      expect(contentHash(write)).toBe(before);
      expect(versionOf(write)).toBe(schemaVersion);
    });
  });

  test('one that is right goes through and is counted', () => {
    withNewFile((write) => {
      migrate(write);
      withMigration('CREATE TABLE more (x INTEGER) STRICT;', () =>
        expect(migrate(write, schemaVersion + 1)).toEqual({ from: schemaVersion, to: schemaVersion + 1 }),
      );
      expect(versionOf(write)).toBe(schemaVersion + 1);
      expect(tablesOf(write)).toContain('more');
    });
  });
});

test('0004-paper adds its tables, and settings that leave a shop as it was', () => {
  withNewFile((write) => {
    migrate(write, 3);
    inTransaction(write, () =>
      write.exec(`
        INSERT INTO device (key, id, createdAt) VALUES (1, 'till', 1);
        INSERT INTO shop (only, id, deviceKey, name, language, currency, timeZone, dayStartMinutes, createdAt)
          VALUES (1, 'shop', 1, 'Luna', 'ro', 'RON', 'Europe/Bucharest', 0, 1);
        INSERT INTO customer (key, id, number, sortName, createdAt) VALUES (7, 'maria', 1, 'maria', 1);`),
    );
    const before = write.prepare<[], object>('SELECT * FROM shop').get();
    expect(migrate(write, 4)).toEqual({ from: 3, to: 4 });
    expect(write.prepare('SELECT * FROM shop').get()).toEqual({
      ...before,
      slipPrinter: null,
      slipPaper: '80',
      slipAfterStamp: 'off',
    });
    const card = (values: string) => () => write.exec(`INSERT INTO memberCard VALUES (${values})`);
    expect(card("'R000005724', NULL, 1, NULL, NULL")).not.toThrow();
    expect(card("'R000005733', 7, 1, 1, 2")).not.toThrow();
    for (const wrong of [
      "'R000005724', 7, 1, 1, NULL", // twice
      "'100001', 7, 1, 1, NULL", // no code
      "'R000005742', NULL, 1, 1, NULL", // attached to nobody
      "'R000005742', NULL, 1, NULL, 2", // a blank one cannot be lost
      "'R000005742', 8, 1, 1, NULL", // nobody has that key
    ])
      expect(card(wrong)).toThrow(/constraint/i);
  });
});

test('0002-months adds its tables and leaves every row of a shop of version 1 as it was', () => {
  withNewFile((write) => {
    migrate(write, 1);
    inTransaction(write, () =>
      write.exec(`
        INSERT INTO device (key, id, createdAt) VALUES (1, 'till', 1);
        INSERT INTO shop (only, id, deviceKey, name, language, currency, timeZone, dayStartMinutes, createdAt)
          VALUES (1, 'shop', 1, 'Luna', 'ro', 'RON', 'Europe/Bucharest', 0, 1);
        INSERT INTO customer (key, id, number, sortName, createdAt) VALUES (7, 'maria', 1, 'maria', 1);
        INSERT INTO batch (key, id, kind, openedAt, closedAt) VALUES (3, 'log', 'import', 1, 2);
        INSERT INTO entry (seq, id, kind, customerKey, stamps, amount, businessDay, recordedAt, deviceKey, batchKey)
          VALUES (1, 'visit', 'visit', 7, 0, 950, '2026-03-10', 1, 1, 3);`),
    );
    const rows = () =>
      ['device', 'shop', 'customer', 'batch', 'entry'].map((table) => write.prepare(`SELECT * FROM ${table}`).all());
    const before = rows();
    expect(migrate(write, 2)).toEqual({ from: 1, to: 2 });
    expect(rows()).toEqual(before);
    expect(tablesOf(write)).toEqual(expect.arrayContaining(['monthClosing', 'dayReceipts']));
    expect(write.pragma('integrity_check', { simple: true })).toBe('ok');
    expect(() => write.exec("INSERT INTO dayReceipts VALUES ('yesterday', 5, NULL, 1)")).toThrow(/CHECK/);
    expect(() => write.exec("INSERT INTO monthClosing VALUES ('2026-03', 1, NULL, 1, 'no json')")).toThrow(/CHECK/);
  });
});

test('0003-people keeps everybody and their PINs, and a lock that was on', () => {
  withNewFile((write) => {
    migrate(write, 2);
    inTransaction(write, () =>
      write.exec(`
        INSERT INTO person (key, id, name, role, pinSalt, pinHash, pinCost, lockedUntil, createdAt)
          VALUES (1, 'ana', 'Ana', 'owner', x'01', x'02', 1024, NULL, 1), (2, 'dan', 'Dan', 'staff', x'03', x'04', 1024, 99, 1);
        INSERT INTO activity (seq, recordedAt, businessDay, personKey, via, action) VALUES (1, 1, '2026-03-10', 1, 'window', 'people.signIn');`),
    );
    const people = () => write.prepare('SELECT id, name, role, pinSalt, pinHash, pinCost, createdAt FROM person').all();
    const before = people();
    expect(migrate(write, 3)).toEqual({ from: 2, to: 3 });
    expect(people()).toEqual(before);
    expect(
      write.prepare('SELECT pinPepper, pinLocks, lockLeft, badge, customerKey FROM person ORDER BY key').raw().all(),
    ).toEqual([
      [null, 0, null, null, null],
      [null, 1, 60_000, null, null],
    ]);
    expect(write.prepare('SELECT count(*) AS n FROM activity').get()).toEqual({ n: 1 });
    expect(() => write.exec("UPDATE person SET badge = 'x'")).toThrow(/UNIQUE/);
  });
});
