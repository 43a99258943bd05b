import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { inTransaction, openWriter } from '../../db/open.ts';
import { listActivity } from '../../db/queries/activity.ts';
import { furtherActions } from '../../preload/contract/activity.ts';
import { findProcedure, procedureNames } from '../../preload/contract/index.ts';
import { languages } from '../../preload/contract/values.ts';
import { counterWith } from '../support/counter.ts';
import { copyTestShop, day, openTestShop, testFolder } from '../support/shop.ts';
import { filesIn, textOf } from '../support/sources.ts';

/** Every action that any part of main writes down. */
const recorded = filesIn('main', ['.ts']).flatMap((path) =>
  [...textOf(path).matchAll(/(?:record\(|note\(shop, [^,]+, )\s*'([\w.]+)'/g)].map((match) => match[1] ?? ''),
);
const actions = [
  ...new Set([
    ...procedureNames.filter((name) => findProcedure(name)?.kind === 'command'),
    ...furtherActions,
    ...recorded,
  ]),
];

describe.each(languages)('in %s', (language) => {
  const words = JSON.parse(textOf(`renderer/i18n/${language}/activity.json`)) as {
    did: Record<string, Record<string, string>>;
  };
  test.each(actions)('%s has a sentence', (action) => {
    const [feature = '', name = ''] = action.split('.');
    expect(words.did[feature]?.[name]).toEqual(expect.stringMatching(/^\S.{5,}/));
  });
});

describe('the activity log (F-36)', () => {
  test('tells the newest first, by person, customer, day and kind', async () => {
    const { shop, customerId, stamped } = await counterWith();
    const { customerId: other } = await shop.ok('customers.enrol', { name: 'Ion' });
    await stamped();
    shop.pass(day);
    await shop.tap('staff');
    await stamped();
    await shop.ok('counter.stamp', { customerId: other, programId: shop.programId });
    await shop.signIn('owner');
    const all = await shop.ok('activity.list', {});
    expect(all.lines[0]).toMatchObject({ action: 'people.signIn', person: { name: 'Ioana' } });
    const seqs = all.lines.map((line) => line.seq);
    expect(seqs).toEqual([...seqs].sort((a, b) => b - a));

    const of = async (filter: object) =>
      (await shop.ok('activity.list', filter)).lines.map((line) => [line.action, line.target?.name ?? null]);
    expect(await of({ personId: shop.people.staff })).toEqual([
      ['counter.stamp', 'Ion'],
      ['counter.stamp', 'Maria Ionescu'],
      ['people.tap', null],
    ]);
    expect(await of({ customerId })).toEqual([
      ['counter.stamp', 'Maria Ionescu'],
      ['counter.stamp', 'Maria Ionescu'],
      ['customers.enrol', 'Maria Ionescu'],
    ]);
    expect(await of({ customerId, personId: shop.people.staff })).toHaveLength(1);
    expect(await of({ from: '2026-03-11', to: '2026-03-11', kind: 'counter' })).toHaveLength(2);
    expect(await of({ to: '2026-03-10', kind: 'counter' })).toHaveLength(1);
    expect(await of({ from: '2027-01-01' })).toEqual([]);

    const first = await shop.ok('activity.list', { limit: 3 });
    expect(first.more).toBe(true);
    const next = await shop.ok('activity.list', { limit: 200, before: first.lines.at(-1)?.seq ?? null });
    expect([...first.lines, ...next.lines]).toEqual(all.lines);
    expect(next.more).toBe(false);
  });

  test('is exported as the filter leaves it, with cells that no spreadsheet runs', async () => {
    const { shop, stamped } = await counterWith({ name: '=1+1' });
    await stamped();
    shop.dialogs.target = join(testFolder(), 'log.csv');
    expect(await shop.ok('activity.exportCsv', { kind: 'counter' })).toEqual({ saved: 'log.csv', firstBad: null });
    const lines = readFileSync(shop.dialogs.target, 'utf8').trimEnd().split('\r\n');
    expect(lines[0]).toBe(
      '\ufeffseq,time,business_day,person,role,via,action,about,about_id,approved_by,reason,detail,as_written',
    );
    expect(lines).toHaveLength(2);
    expect(lines[1]).toMatch(/^\d+,2026-03-10 11:00:00,2026-03-10,Ioana,owner,window,counter\.stamp,'=1\+1,.*,yes$/);
    expect((await shop.ok('activity.list', {})).lines[0]).toMatchObject({ action: 'activity.exportCsv' });
    shop.dialogs.target = null;
    expect(await shop.ok('activity.exportCsv', {})).toEqual({ saved: null, firstBad: null });
  });

  test('is for the owner alone', async () => {
    const shop = await openTestShop({ as: 'manager' });
    expect(await shop.refused('activity.list', {})).toMatchObject({ code: 'NOT_ALLOWED' });
    expect(await shop.refused('activity.exportCsv', {})).toMatchObject({ code: 'NOT_ALLOWED' });
  });

  test('of 300,000 lines gives a page by an index, whatever is asked', async () => {
    const { database, people } = await copyTestShop();
    const write = openWriter(database);
    inTransaction(write, () =>
      write.exec(`
        WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 300000)
        INSERT INTO activity (seq, recordedAt, businessDay, personKey, role, via, action, detail, mac)
        SELECT (SELECT max(seq) FROM activity) + i, 1773133200000 + i * 1000, date('2026-03-10', (i / 1000) || ' days'),
          1 + i % 3, 'owner', 'window', 'counter.stamp', '{}', zeroblob(32) FROM n`),
    );
    const none = { personId: null, customerId: null, from: null, to: null, kind: null };
    const asked = [
      none,
      { ...none, personId: people.staff },
      { ...none, from: '2026-05-01', to: '2026-05-02' },
      { ...none, personId: people.staff, from: '2026-05-01', to: '2026-05-02', kind: 'counter' },
    ];
    /** The shortest of three, ms: another program may have the processor in one of them. */
    const shortest = (work: () => void) =>
      Math.min(
        ...[1, 2, 3].map(() => {
          const begun = performance.now();
          work();
          return performance.now() - begun;
        }),
      );
    const wholeLog = shortest(() => write.prepare('SELECT sum(length(detail) + recordedAt % 7) FROM activity').get());
    for (const filter of asked) {
      const page = shortest(() => expect(listActivity(write, filter, { before: null, limit: 51 })).toHaveLength(51));
      expect(page / wholeLog, JSON.stringify(filter)).toBeLessThan(0.2);
    }
    write.close();
  });
});
