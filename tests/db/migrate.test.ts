import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { migrate, versionOf } from '../../db/migrate.ts';
import { migrations, schemaVersion } from '../../db/migrations/index.ts';
import { applicationId, inTransaction, openWriter, type WriteConnection } from '../../db/open.ts';
import { countFaults } from '../../db/queries/verify.ts';
import { loadPrograms } from '../../main/programs/versions.ts';
import { contentHash, tablesOf } from '../support/content.ts';
import { plain } from '../support/database.ts';
import { testFolder } from '../support/shop.ts';

function withNewFile<T>(work: (write: WriteConnection) => T): T {
  const write = openWriter(plain(join(testFolder(), 'new.db')));
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

/** A shop of version 4: two punch cards, a stamp that was voided, a reward handed over, one open, one taken back, an import and a seed. */
const shopOfVersion4 = `
  INSERT INTO device (key, id, createdAt) VALUES (1, 'till', 1);
  INSERT INTO shop (only, id, deviceKey, name, language, currency, timeZone, dayStartMinutes, createdAt)
    VALUES (1, 'shop', 1, 'Luna', 'ro', 'RON', 'Europe/Bucharest', 0, 1);
  INSERT INTO customer (key, id, number, sortName, createdAt, openRewards) VALUES (7, 'maria', 1, 'maria', 1, 1), (8, 'radu', 2, 'radu', 1, 0);
  INSERT INTO batch (key, id, kind, fileHash, firstSeq, lastSeq, openedAt, closedAt, settledAt) VALUES (3, 'log', 'import', 'abc', 1, 1, 1, 2, 3);
  INSERT INTO batch (key, id, kind, openedAt, voidedAt) VALUES (4, 'seed', 'seed', 1, 2);
  INSERT INTO program (key, id, createdAt, pausedAt) VALUES (5, '0195f000-0000-7000-8000-000000000005', 10, NULL), (6, '0195f000-0000-7000-8000-000000000006', 11, 12);
  INSERT INTO programVersion (key, programKey, version, name, goal, rewardName, rewardValue, minimumSpend, startsOn, icon, color, note, createdAt)
    VALUES (50, 5, 1, 'Cafea ☕', 3, 'O cafea', 1200, NULL, NULL, 'coffee', 'moss', NULL, 10),
           (60, 6, 1, 'Tort', 5, 'O felie', NULL, 2500, '2026-01-01', 'star', 'plum', 'dimineața', 11);
  INSERT INTO receipt (requestId, procedure, argsHash, answer, entries, recordedAt) VALUES ('r', 'counter.stamp', 'x', '{}', 11, 1);
  INSERT INTO card (key, id, customerKey, programKey, openedAt, balance) VALUES (70, 'k1', 7, 5, 1773133200000, 1), (71, 'k2', 8, 6, 1773133200000, 0);
  INSERT INTO reward (key, id, customerKey, cardKey, programVersionKey, issuedAt, state)
    VALUES (80, 'w1', 7, 70, 50, 5, 'redeemed'), (81, 'w2', 7, 70, 50, 6, 'open'), (82, 'w3', 8, 71, 60, 7, 'voided');
  INSERT INTO entry (seq, id, kind, customerKey, stamps, amount, businessDay, recordedAt, sourceTime, deviceKey, batchKey)
    VALUES (1, 'e1', 'visit', 7, 0, 950, '2026-03-09', 1, '2026-03-09', 1, 3);
  INSERT INTO entry (seq, id, kind, customerKey, cardKey, programVersionKey, rewardKey, visitSeq, reverses, stamps, businessDay, recordedAt, deviceKey, requestId)
    VALUES (2, 'e2', 'visit', 7, NULL, NULL, NULL, NULL, NULL, 0, '2026-03-10', 2, 1, 'r'),
           (3, 'e3', 'stamp', 7, 70, 50, NULL, 2, NULL, 7, '2026-03-10', 2, 1, 'r'),
           (4, 'e4', 'issue', 7, 70, 50, 80, 2, NULL, -3, '2026-03-10', 2, 1, 'r'),
           (5, 'e5', 'issue', 7, 70, 50, 81, 2, NULL, -3, '2026-03-10', 2, 1, 'r'),
           (6, 'e6', 'redeem', 7, 70, 50, 80, 2, NULL, 0, '2026-03-10', 2, 1, 'r'),
           (7, 'e7', 'visit', 8, NULL, NULL, NULL, NULL, NULL, 0, '2026-03-11', 3, 1, 'r'),
           (8, 'e8', 'stamp', 8, 71, 60, NULL, 7, NULL, 5, '2026-03-11', 3, 1, 'r'),
           (9, 'e9', 'issue', 8, 71, 60, 82, 7, NULL, -5, '2026-03-11', 3, 1, 'r'),
           (10, 'e10', 'void', 8, 71, 60, NULL, 7, 8, -5, '2026-03-11', 4, 1, 'r'),
           (11, 'e11', 'void', 8, 71, 60, 82, 7, 9, 5, '2026-03-11', 4, 1, 'r');
  INSERT INTO entryReason (seq, reason) VALUES (10, 'a mistake');`;

test('0005-programs turns punch cards into rules and leaves the ledger as it was', () => {
  withNewFile((write) => {
    migrate(write, 4);
    inTransaction(write, () => write.exec(shopOfVersion4));
    const untouched = () =>
      [
        `SELECT seq, id, kind, customerKey, cardKey, programVersionKey, rewardKey, visitSeq, reverses, stamps, amount, businessDay, occurredAt,
           recordedAt, sourceTime, deviceKey, personKey, requestId, batchKey, clockSuspect FROM entry`,
        'SELECT seq FROM liveEntry',
        'SELECT * FROM entryReason',
        'SELECT * FROM batch',
        'SELECT * FROM receipt',
        'SELECT * FROM program',
        'SELECT key, id, customerKey, programKey, openedAt, closedAt, balance FROM card',
        'SELECT key, id, customerKey, cardKey, issuedAt, state FROM reward',
        'SELECT key, programKey, version, createdAt FROM programVersion',
      ].map((sql) => write.prepare(sql).all());
    const before = untouched();
    expect(migrate(write, 5)).toEqual({ from: 4, to: 5 });
    expect(untouched()).toEqual(before);

    const [coffee, cake] = loadPrograms(write).map((program) => program.latest);
    expect(coffee?.rules).toMatchObject({
      kind: 'stamps',
      name: 'Cafea ☕',
      goal: 3,
      minimumSpend: null,
      color: 'moss',
    });
    expect(coffee?.rules).toMatchObject({
      rewards: [{ rewardId: '0195f000-0000-7000-8000-000000000005', at: 3, name: 'O cafea', value: 1200 }],
    });
    expect(cake?.rules).toMatchObject({ goal: 5, minimumSpend: 2500, startsOn: '2026-01-01', note: 'dimineața' });
    expect(write.prepare('SELECT key, carry, lap, programVersionKey, openedOn, expiresOn FROM card').all()).toEqual([
      { key: 70, carry: 0, lap: 3, programVersionKey: 50, openedOn: '2026-03-10', expiresOn: null },
      { key: 71, carry: 0, lap: 1, programVersionKey: 60, openedOn: '2026-03-11', expiresOn: null },
    ]);
    expect(write.prepare('SELECT key, lap, expiresOn FROM reward').all()).toEqual([
      { key: 80, lap: 1, expiresOn: null },
      { key: 81, lap: 2, expiresOn: null },
      { key: 82, lap: 1, expiresOn: null },
    ]);
    expect(write.pragma('integrity_check', { simple: true })).toBe('ok');
    expect(write.pragma('foreign_keys', { simple: true })).toBe(1);
    migrate(write);
    expect(countFaults(write)).toMatchObject({ wrongBalances: 0, wrongRewards: 0, ledgerGaps: 0, brokenReferences: 0 });
    for (const change of ['UPDATE entry SET stamps = 1', 'DELETE FROM entry', 'UPDATE programReward SET value = 1'])
      expect(() => write.exec(change)).toThrow(/append-only|never change/);
  });
});

test('0006-insights adds its tables and leaves a shop of version 5 as it was', () => {
  withNewFile((write) => {
    migrate(write, 5);
    inTransaction(write, () =>
      write.exec(`
        INSERT INTO customer (key, id, number, sortName, createdAt) VALUES (7, 'maria', 1, 'maria', 1);
        INSERT INTO dayReceipts VALUES ('2026-03-10', 5, NULL, 1);`),
    );
    const rows = () => ['customer', 'dayReceipts'].map((table) => write.prepare(`SELECT * FROM ${table}`).all());
    const before = rows();
    expect(migrate(write, 6)).toEqual({ from: 5, to: 6 });
    expect(rows()).toEqual(before);
    expect(tablesOf(write)).toEqual(expect.arrayContaining(['namedList', 'namedCustomer', 'monthCost']));
    write.exec(
      "INSERT INTO namedList VALUES ('2026-03', '2026-02-28', 4, 1); INSERT INTO namedCustomer VALUES ('2026-03', 7, 0.5);",
    );
    expect(() => write.exec('UPDATE namedList SET weeks = 8')).toThrow(/never changes/);
    expect(() => write.exec("INSERT INTO namedCustomer VALUES ('2026-04', 7, 0.5)")).toThrow(/FOREIGN KEY/);
    expect(() => write.exec("INSERT INTO namedCustomer VALUES ('2026-03', 7, 1.5)")).toThrow(/CHECK/);
  });
});

test('0008-onPaper adds the table of posters and leaves the ledger as it was', () => {
  withNewFile((write) => {
    migrate(write, 7);
    inTransaction(write, () =>
      write.exec(`
        INSERT INTO device (key, id, createdAt) VALUES (1, 'till', 1);
        INSERT INTO program (key, id, createdAt) VALUES (3, 'coffee', 1);
        INSERT INTO customer (key, id, number, sortName, createdAt) VALUES (7, 'maria', 1, 'maria', 1);
        INSERT INTO batch (key, id, kind, openedAt, closedAt) VALUES (3, 'log', 'import', 1, 2);
        INSERT INTO entry (seq, id, kind, customerKey, stamps, amount, businessDay, recordedAt, deviceKey, batchKey)
          VALUES (1, 'visit', 'visit', 7, 0, 950, '2026-03-10', 1, 1, 3);`),
    );
    const before = write.prepare('SELECT * FROM entry').all();
    expect(migrate(write, 8)).toEqual({ from: 7, to: 8 });
    expect(write.prepare('SELECT * FROM entry').all()).toEqual(before);
    const poster = (values: string) => () => write.exec(`INSERT INTO posterPrint VALUES (${values})`);
    expect(poster("3, 'ro', 'A4', 1, 1, '2026-03-10'")).not.toThrow();
    for (const wrong of [
      "3, 'ro', 'A4', 2, 2, '2026-03-11'",
      "3, 'fr', 'A4', 1, 1, '2026-03-10'",
      "4, 'ro', 'A5', 1, 1, '2026-03-10'",
    ])
      expect(poster(wrong)).toThrow(/constraint/i);
  });
});

test('0012-words keeps the settings, and takes nothing but JSON', () => {
  withNewFile((write) => {
    migrate(write, 11);
    inTransaction(write, () =>
      write.exec(`
        INSERT INTO device (key, id, createdAt) VALUES (1, 'till', 1);
        INSERT INTO shop (only, id, deviceKey, name, language, currency, timeZone, dayStartMinutes, createdAt)
          VALUES (1, 'shop', 1, 'Cafenea', 'ro', 'RON', 'Europe/Bucharest', 0, 1);`),
    );
    const before = write.prepare('SELECT * FROM shop').get();
    expect(migrate(write, 12)).toEqual({ from: 11, to: 12 });
    expect(write.prepare('SELECT * FROM shop').get()).toEqual({ ...(before as object), words: null });
    expect(() => write.exec("UPDATE shop SET words = '{'")).toThrow(/CHECK/);
  });
});

/** A shop of version 8 with what the later steps touch: a customer, a batch, an entry, rules. */
const shopOfVersion8 = `
  INSERT INTO device (key, id, createdAt) VALUES (1, 'till', 1);
  INSERT INTO shop (only, id, deviceKey, name, language, currency, timeZone, dayStartMinutes, createdAt)
    VALUES (1, 'shop', 1, 'Luna', 'ro', 'RON', 'Europe/Bucharest', 0, 1);
  INSERT INTO person (key, id, name, role, pinSalt, pinHash, pinCost, createdAt) VALUES (1, 'ana', 'Ana', 'owner', x'01', x'02', 1024, 1);
  INSERT INTO customer (key, id, number, sortName, createdAt) VALUES (7, 'maria', 1, 'maria', 1), (8, 'mariana', 2, 'mariana', 1);
  INSERT INTO program (key, id, createdAt) VALUES (3, 'coffee', 1);
  INSERT INTO programVersion (key, programKey, version, afterSeq, rules, createdAt) VALUES (30, 3, 1, 0, '{"kind":"special","name":"Members"}', 1);
  INSERT INTO batch (key, id, kind, fileHash, firstSeq, lastSeq, personKey, openedAt, closedAt, settledAt)
    VALUES (3, 'log', 'import', 'abc', 1, 1, 1, 1, 2, 3), (4, 'night', 'expiry', NULL, NULL, NULL, NULL, 5, 5, 5);
  INSERT INTO batch (key, id, kind, openedAt, voidedAt) VALUES (5, 'seed', 'seed', 1, 2);
  INSERT INTO entry (seq, id, kind, customerKey, stamps, amount, businessDay, recordedAt, deviceKey, batchKey)
    VALUES (1, 'visit', 'visit', 7, 0, 950, '2026-03-10', 1, 1, 3);`;

/** Every row of the tables there were, column by column, so that a column that was added does not matter. */
function rowsOf(write: WriteConnection): () => unknown[] {
  const columns = tablesOf(write)
    .filter((table) => !table.startsWith('customerSearch'))
    .map((table) => {
      const names = write.prepare<[string], { name: string }>('SELECT name FROM pragma_table_info(?)').all(table);
      return `SELECT ${names.map(({ name }) => `"${name}"`).join(', ')} FROM "${table}"`;
    });
  return () => columns.map((sql) => write.prepare(sql).all());
}

test('0009-risk adds closed days and talks, and looks four weeks ahead', () => {
  withNewFile((write) => {
    migrate(write, 8);
    inTransaction(write, () => write.exec(shopOfVersion8));
    const rows = rowsOf(write);
    const before = rows();
    expect(migrate(write, 9)).toEqual({ from: 8, to: 9 });
    expect(rows()).toEqual(before);
    expect(write.prepare('SELECT riskWeeks FROM shop').get()).toEqual({ riskWeeks: 4 });
    expect(() => write.exec('UPDATE shop SET riskWeeks = 5')).toThrow(/CHECK/);
    const talk = (values: string) => () => write.exec(`INSERT INTO contact VALUES (${values})`);
    expect(talk("1, 'a', 7, 'phone', 'willCome', NULL, '2026-03-11', 1, 1")).not.toThrow();
    expect(talk("2, 'b', 9, 'phone', 'willCome', NULL, '2026-03-11', 1, 1")).toThrow(/FOREIGN KEY/);
    expect(talk("2, 'b', 7, 'telex', 'willCome', NULL, '2026-03-11', 1, 1")).toThrow(/CHECK/);
    const closed = (first: string, last: string) => () =>
      write.exec(`INSERT INTO closure VALUES (NULL, '${first}', '${first}', '${last}', 1, 1)`);
    expect(closed('2025-12-24', '2025-12-27')).not.toThrow();
    expect(closed('2025-12-29', '2025-12-27')).toThrow(/CHECK/);
  });
});

test('0010-changes builds the table of batches anew, row for row, with what points at it', () => {
  withNewFile((write) => {
    migrate(write, 9);
    inTransaction(write, () => write.exec(shopOfVersion8));
    const rows = rowsOf(write);
    const live = () => write.prepare('SELECT seq FROM liveEntry').all();
    const before = [rows(), live()];
    expect(live()).toEqual([{ seq: 1 }]);
    expect(migrate(write, 10)).toEqual({ from: 9, to: 10 });
    expect([rows(), live()]).toEqual(before);
    expect(write.pragma('foreign_key_check')).toEqual([]);
    expect(write.pragma('foreign_keys', { simple: true })).toBe(1);
    write.exec("INSERT INTO batch (id, kind, openedAt) VALUES ('given', 'change', 6)");
    // The keys go on behind the last one: an entry's batch is never another's.
    expect(write.prepare("SELECT key FROM batch WHERE id = 'given'").get()).toEqual({ key: 6 });
    expect(() => write.exec("INSERT INTO batch (id, kind, openedAt) VALUES ('x', 'odd', 6)")).toThrow(/CHECK/);
    write.exec('INSERT INTO pendingChange VALUES (30)');
    expect(() => write.exec('INSERT INTO pendingChange VALUES (31)')).toThrow(/FOREIGN KEY/);
  });
});

test('0011-merges: nobody was merged into anybody yet', () => {
  withNewFile((write) => {
    migrate(write, 10);
    inTransaction(write, () => write.exec(shopOfVersion8));
    const rows = rowsOf(write);
    const before = rows();
    expect(migrate(write, 11)).toEqual({ from: 10, to: 11 });
    expect(rows()).toEqual(before);
    expect(write.prepare('SELECT DISTINCT mergedIntoKey FROM customer').all()).toEqual([{ mergedIntoKey: null }]);
    write.exec("INSERT INTO mergeRecord VALUES (1, 'm', 7, 8, 'r', 1, NULL, '{}')");
    expect(() => write.exec("INSERT INTO mergeRecord VALUES (2, 'n', 7, 9, 'r', 1, NULL, '{}')")).toThrow(
      /FOREIGN KEY/,
    );
    expect(() => write.exec("INSERT INTO mergeRecord VALUES (2, 'n', 7, 8, 'r', 1, NULL, 'no json')")).toThrow(/CHECK/);
  });
});

test('0015-apart: nobody was told apart yet, and a pair is one row', () => {
  withNewFile((write) => {
    migrate(write, 14);
    inTransaction(write, () => write.exec(shopOfVersion8));
    const rows = rowsOf(write);
    const before = rows();
    expect(migrate(write, 15)).toEqual({ from: 14, to: 15 });
    expect(rows()).toEqual(before);
    write.exec('INSERT INTO apart VALUES (7, 8, 1, 1)');
    expect(() => write.exec('INSERT INTO apart VALUES (7, 8, NULL, 2)')).toThrow(/UNIQUE/);
    expect(() => write.exec('INSERT INTO apart VALUES (8, 7, NULL, 2)')).toThrow(/CHECK/);
  });
});

test('0016-offers gives entries a column for offers and leaves the ledger as it was', () => {
  withNewFile((write) => {
    migrate(write, 15);
    const visit = (seq: number, more = '', values = '') => `
      INSERT INTO entry (seq, id, kind, customerKey, stamps, businessDay, recordedAt, deviceKey, batchKey${more})
        VALUES (${seq}, 'e${seq}', '${more === '' ? 'visit' : 'use'}', 7, 0, '2026-03-10', 1, 1, 3${values})`;
    inTransaction(write, () =>
      write.exec(`
        INSERT INTO device (key, id, createdAt) VALUES (1, 'till', 1);
        INSERT INTO customer (key, id, number, sortName, createdAt) VALUES (7, 'maria', 1, 'maria', 1);
        INSERT INTO batch (key, id, kind, openedAt, closedAt, settledAt) VALUES (3, 'log', 'import', 1, 2, 2);
        ${visit(1)};`),
    );
    const [before] = write.prepare('SELECT * FROM entry').all();
    expect(migrate(write, 16)).toEqual({ from: 15, to: 16 });
    expect(write.prepare('SELECT * FROM entry').all()).toEqual([{ ...(before as object), offerKey: null }]);
    expect(write.prepare('SELECT seq, offerKey FROM liveEntry').all()).toEqual([{ seq: 1, offerKey: null }]);
    write.exec(
      "INSERT INTO offer (key, id, customerKey, kind, name, endsOn, madeAt) VALUES (5, 'o', 7, 'item', 'A cake', '2026-03-31', 1)",
    );
    const made = visit(2, ', cause, offerKey', ", 'offerMade', 5");
    write.exec(made);
    expect(write.prepare('SELECT key, madeSeq, madeOn, state FROM offerNow').all()).toEqual([
      { key: 5, madeSeq: 2, madeOn: '2026-03-10', state: 'open' },
    ]);
    expect(() => write.exec(visit(3, ', cause, offerKey', ", 'offerMade', 5"))).toThrow('already');
    // An offer's cause without an offer, an offer without its cause, an offer that is none.
    for (const wrong of [", 'offer', NULL", ", 'birthday', 5", ', NULL, 5', ", 'offer', 6"])
      expect(() => inTransaction(write, () => write.exec(visit(3, ', cause, offerKey', wrong)))).toThrow(/constraint/i);
  });
});

test('0018-lists adds its indexes to a shop of version 17 and changes no row', () => {
  withNewFile((write) => {
    migrate(write, 17);
    inTransaction(write, () =>
      write.exec(
        "INSERT INTO customer (key, id, number, sortName, createdAt, birthMonth, birthDay) VALUES (7, 'm', 1, 'm', 1, 2, 29)",
      ),
    );
    const before = write.prepare('SELECT * FROM customer').all();
    expect(migrate(write, 18)).toEqual({ from: 17, to: 18 });
    expect(write.prepare('SELECT * FROM customer').all()).toEqual(before);
    expect(
      write
        .prepare(
          "SELECT name FROM sqlite_schema WHERE name IN ('customerByBirthday', 'cardByProgress', 'rewardUnused')",
        )
        .all(),
    ).toHaveLength(3);
    expect(write.pragma('integrity_check', { simple: true })).toBe('ok');
  });
});

test('0019-perks: nobody carries one yet, and a frozen list stays', () => {
  withNewFile((write) => {
    migrate(write, 18);
    inTransaction(write, () => write.exec(shopOfVersion8));
    const rows = rowsOf(write);
    const before = rows();
    expect(migrate(write, 19)).toEqual({ from: 18, to: 19 });
    expect(rows()).toEqual(before);
    write.exec(`
      INSERT INTO perk VALUES (1, 'p', 'Golden guest', 'visits', 1, NULL);
      INSERT INTO perkList VALUES (1, '2026-03', '2026-02-28', 1);
      INSERT INTO perkHolder VALUES (7, 1, '2026-03');
      INSERT INTO perkPick VALUES (8, 1, 1)`);
    expect(() => write.exec("INSERT INTO perk VALUES (2, 'q', 'Golden guest', NULL, 1, NULL)")).toThrow(/UNIQUE/);
    expect(() => write.exec("INSERT INTO perkHolder VALUES (8, 1, '2026-04')")).toThrow(/FOREIGN KEY/);
    expect(() => write.exec("UPDATE perkList SET day = '2026-02-27'")).toThrow(/never changes/);
    expect(() => write.exec('UPDATE perkHolder SET customerKey = 8')).toThrow(/never changes/);
  });
});
