import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { v7 as uuidv7 } from 'uuid';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { openKeysOf } from '../../main/keys/files.ts';
import { everyLine } from '../../main/ledger/journal.ts';
import { shopFiles } from '../../main/shop/files.ts';
import type { Notice } from '../../preload/contract/bridge.ts';
import { punchCard } from '../../preload/contract/rules.ts';
import { openTool } from '../support/database.ts';
import { csv, longLog } from '../support/logs.ts';
import { expectSound, hour, ledgerOf, minute, openTestShop, pins, type TestShop, testFolder } from '../support/shop.ts';

/** Every procedure × every role is in roles.test.ts, every bad value in fuzz.test.ts; here is what the one door does for all of them. */

const topicsOf = (shop: TestShop): readonly string[] =>
  shop.notices.flatMap((notice) => (notice.about === 'changed' ? notice.topics : []));
const logOf = (shop: TestShop) =>
  shop.read((c) =>
    c
      .prepare<[], Record<string, unknown>>('SELECT action, role, via, requestId, detail FROM activity ORDER BY seq')
      .all(),
  );

describe('who may come in', () => {
  test('is told what is missing: a name, a PIN, or the right', async () => {
    const shop = await openTestShop();
    expect(await shop.refused('perks.list', {})).toEqual({ code: 'NOT_SIGNED_IN' });
    await shop.tap('owner');
    expect(await shop.refused('perks.list', {})).toEqual({ code: 'PIN_NEEDED' });
    await shop.tap('staff');
    expect(await shop.refused('perks.list', {})).toEqual({ code: 'NOT_ALLOWED' });
    await shop.signIn('staff');
    expect(await shop.refused('perks.list', {})).toEqual({ code: 'NOT_ALLOWED' });
    await shop.ok('people.signOut', {});
    expect(await shop.ok('people.list', {})).toHaveLength(3);
    for (const name of ['customers.nothing', 'nothing', '', 'customers', 'constructor', 'people.constructor'])
      expect(await shop.host.call(name, {}, uuidv7())).toEqual({ ok: false, error: { code: 'DENIED' } });
  });

  test('is what the shop says now, not what it said at sign-in', async () => {
    const shop = await openTestShop({ as: 'manager' });
    await shop.ok('perks.list', {});
    const tool = openTool(shop.database);
    const set = (what: string) => tool.prepare(`UPDATE person SET ${what} WHERE id = ?`).run(shop.people.manager);
    set(`role = 'staff'`);
    expect(await shop.refused('perks.list', {})).toEqual({ code: 'NOT_ALLOWED' });
    await shop.ok('customers.enrol', { name: 'Maria' });
    expect(logOf(shop).at(-1)).toMatchObject({ action: 'customers.enrol', role: 'staff' });
    set(`role = 'manager', archivedAt = ${shop.clock.now}`);
    tool.close();
    expect(await shop.refused('customers.enrol', { name: 'Maria' })).toEqual({ code: 'NOT_SIGNED_IN' });
  });

  test('is not the customer that the work is about', async () => {
    const shop = await openTestShop({ as: 'owner' });
    const { programId } = shop;
    const [mine, other] = [
      (await shop.ok('customers.enrol', { name: 'Ioana' })).customerId,
      (await shop.ok('customers.enrol', { name: 'Maria' })).customerId,
    ];
    const { entryIds } = await shop.ok('counter.stamp', { customerId: other, programId });
    await shop.ok('people.linkCustomer', { customerId: mine, personId: shop.people.manager });
    await shop.signIn('manager');
    const before = ledgerOf(shop);
    const request = uuidv7();
    expect(await shop.refused('counter.stamp', { customerId: mine, programId }, request)).toEqual({ code: 'OWN_CARD' });
    // Nor where it is one of two.
    const move = { entryId: entryIds[0] ?? '', toCustomerId: mine };
    expect(await shop.refused('counter.move', move)).toEqual({ code: 'OWN_CARD' });
    expect(ledgerOf(shop)).toEqual(before);
    await shop.ok('customers.update', { customerId: mine, name: 'Ioana M' });
    await shop.ok('counter.stamp', { customerId: other, programId, sameVisit: true });
    await shop.signIn('owner');
    await shop.ok('counter.stamp', { customerId: mine, programId }, request);
    expectSound(shop);
  });

  test('names the fields that are wrong, each once', async () => {
    const shop = await openTestShop({ as: 'owner' });
    const bad = { name: '', birthday: { day: 40, month: 13, year: null }, more: 1 };
    const answer = await shop.host.call('customers.enrol', bad, uuidv7());
    expect(answer).toMatchObject({ ok: false, error: { code: 'BAD_INPUT' } });
    const fields = answer.ok ? [] : (answer.error.fields ?? []);
    expect(fields).toEqual(expect.arrayContaining(['name', 'birthday.day', 'birthday.month']));
    expect(new Set(fields).size).toBe(fields.length);
    expect(logOf(shop).at(-1)).not.toMatchObject({ action: 'customers.enrol' });
  });
});

describe('the id of a request', () => {
  test('is asked of a command, and of a task only where it is to be found again', async () => {
    const shop = await openTestShop({ as: 'owner' });
    const noId = { ok: false, error: { code: 'BAD_INPUT', params: {}, fields: ['requestId'] } };
    for (const id of [null, '', 'x', '12345678-1234-1234-1234-12345678901Z'])
      expect(await shop.host.call('customers.enrol', { name: 'Maria' }, id)).toEqual(noId);
    expect(await shop.host.call('people.touch', {}, 'x')).toEqual(noId);
    expect(await shop.host.call('people.touch', {}, null)).toMatchObject({ ok: true });
    expect((await shop.ok('customers.list', {})).total).toBe(0);
  });

  test('says how long ago it was, also after others; a minute later nobody needs to know', async () => {
    const shop = await openTestShop({ as: 'owner' });
    const { customerId } = await shop.ok('customers.enrol', { name: 'Maria' });
    const { programId } = shop;
    const undo = uuidv7();
    shop.pass(minute);
    await shop.ok('counter.stamp', { customerId, programId }, undo);
    shop.pass(9_000);
    await shop.ok('customers.enrol', { name: 'Ana' });
    await shop.ok('customers.enrol', { name: 'Ion' });
    await shop.ok('counter.undo', { undo });
    shop.pass(minute);
    // A repeat is as old as what it repeats.
    const again = uuidv7();
    await shop.ok('counter.stamp', { customerId, programId }, again);
    shop.pass(9_000);
    await shop.ok('counter.stamp', { customerId, programId }, again);
    shop.pass(1_001);
    expect(await shop.refused('counter.undo', { undo: again })).toMatchObject({ code: 'UNDO_TOO_LATE' });
    // Of what was before a start nobody knows it.
    shop.pass(minute);
    const before = uuidv7();
    await shop.ok('counter.stamp', { customerId, programId, sameVisit: true }, before);
    await shop.restart();
    await shop.signIn('owner');
    expect(await shop.refused('counter.undo', { undo: before })).toMatchObject({ code: 'UNDO_TOO_LATE' });
  });
});

describe('what a page hears', () => {
  test('after a command what it may have changed, after a task too; nothing after a refusal or a question', async () => {
    const shop = await openTestShop({ as: 'owner' });
    const heard = async (work: () => Promise<unknown>) => {
      shop.notices.length = 0;
      await work();
      return topicsOf(shop);
    };
    const { customerId } = await shop.ok('customers.enrol', { name: 'Maria' });
    expect(await heard(() => shop.ok('customers.update', { customerId, name: 'Ana' }))).toContain('customers');
    expect(await heard(() => shop.refused('customers.update', { customerId: uuidv7(), name: 'Ana' }))).toEqual([]);
    expect(await heard(() => shop.ok('customers.list', {}))).toEqual([]);
    expect(await heard(() => shop.ok('people.signOut', {}))).toContain('session');
    expect(await heard(() => shop.refused('people.signIn', { personId: shop.people.owner, pin: '9999' }))).toEqual([]);
    // A task that changes nothing is nothing to hear of.
    shop.notices.length = 0;
    await shop.ok('people.touch', {});
    expect(shop.notices).toEqual([]);
  });

  test('of a task under its id how far it is; and that id ends it, while it runs', async () => {
    const shop = await openTestShop({ as: 'owner' });
    const file = join(testFolder(), 'log.csv');
    writeFileSync(file, csv(longLog(2000, 100)));
    shop.dialogs.file = file;
    const chosen = await shop.ok('visits.chooseFile', {});
    const request = uuidv7();
    const steps: Extract<Notice, { about: 'progress' }>[] = [];
    const stop = shop.host.subscribe((notice) => {
      if (notice.about !== 'progress' || notice.done < 100) return;
      steps.push(notice);
      stop();
      void shop.call('visits.cancel', { task: uuidv7() }).then(() => shop.call('visits.cancel', { task: request }));
    });
    const answer = await shop.call('visits.import', { file: chosen?.file ?? '' }, request);
    expect(steps).toMatchObject([{ requestId: request, total: expect.any(Number) }]);
    expect(answer).toMatchObject({ ok: false });
    expect((await shop.ok('customers.list', {})).total).toBe(0);
    // What is over cannot be ended, and nobody minds.
    expect(await shop.ok('visits.cancel', { task: request })).toEqual({ done: true });
  });
});

describe('the log of who did what', () => {
  test('says of a command whom it was about, who did it and who gave leave', async () => {
    const shop = await openTestShop({ as: 'staff' });
    const { customerId } = await shop.ok('customers.enrol', { name: 'Maria' });
    const { entryIds } = await shop.ok('counter.stamp', { customerId, programId: shop.programId });
    const { approval } = await shop.ok('people.approve', { personId: shop.people.manager, pin: pins.manager });
    const request = uuidv7();
    await shop.ok('counter.reverse', { entryId: entryIds[0] ?? '', as: 'void', reason: 'x', approval }, request);
    const line = shop.read((c) =>
      c
        .prepare<[string], object>(
          `SELECT a.targetId, p.id AS person, b.id AS approved, a.role FROM activity a
           JOIN person p ON p.key = a.personKey JOIN person b ON b.key = a.approvedBy WHERE a.requestId = ?`,
        )
        .get(request),
    );
    const { staff: person, manager: approved } = shop.people;
    expect(line).toEqual({ targetId: customerId, person, approved, role: 'staff' });
    await shop.signIn('owner');
    await shop.ok('programs.create', punchCard({ name: 'More', goal: 10, rewardName: 'A cake' }));
    expect(logOf(shop).at(-1)).toMatchObject({ action: 'programs.create', detail: JSON.stringify({ kind: 'stamps' }) });
  });

  test('has a line of a task that says something of it, with nobody else’s words', async () => {
    const shop = await openTestShop({ as: 'owner' });
    const folder = testFolder();
    shop.dialogs.target = join(folder, 'months.csv');
    await shop.ok('month.exportCsv', { from: '2026-01', to: '2026-02' });
    expect(existsSync(shop.dialogs.target)).toBe(true);
    expect(logOf(shop).at(-1)).toEqual({
      action: 'month.exportCsv',
      role: 'owner',
      via: 'window',
      requestId: null,
      detail: JSON.stringify({ from: '2026-01', to: '2026-02' }),
    });
    shop.dialogs.target = null;
    const before = logOf(shop);
    await shop.ok('month.exportCsv', { from: '2026-01', to: '2026-02' });
    expect(logOf(shop)).toEqual(before);
    await shop.ok('people.signOut', {});
    expect(logOf(shop).at(-1)).toEqual({
      action: 'people.signOut',
      role: 'owner',
      via: 'window',
      requestId: null,
      detail: '{}',
    });
    rmSync(folder, { recursive: true, force: true });
  });

  test('and the journal know who was erased, by number alone', async () => {
    const shop = await openTestShop({ as: 'owner' });
    const { customerId, number } = await shop.ok('customers.enrol', { name: 'Maria' });
    await shop.ok('privacy.erase', { customerId, typed: number });
    expect(logOf(shop).at(-1)).toMatchObject({ action: 'privacy.erase' });
    const key = openKeysOf(shop.folder)?.ledger;
    const lines = key ? [...everyLine(shopFiles(shop.folder).journal, key, null)] : [];
    expect(lines.map(({ procedure, erased }) => [procedure, erased]).slice(-2)).toEqual([
      ['customers.enrol', undefined],
      ['privacy.erase', [customerId]],
    ]);
  });

  test('has nobody’s name beside what happened before anybody came, and no line of what is counted alone', async () => {
    const shop = await openTestShop();
    const before = logOf(shop).length;
    await shop.refused('people.signIn', { personId: shop.people.staff, pin: '9999' });
    await shop.signIn('staff');
    expect(logOf(shop).slice(before)).toMatchObject([
      { action: 'people.wrongPin', role: null, requestId: null },
      { action: 'people.signIn', role: 'staff' },
    ]);
  });

  test('has what nobody asked for, too', async () => {
    const shop = await openTestShop({ as: 'owner' });
    const { customerId } = await shop.ok('customers.enrol', { name: 'Maria' });
    await shop.ok('counter.stamp', { customerId, programId: shop.programId });
    await shop.restart(() => {
      shop.clock.now -= 2 * hour;
    });
    expect(logOf(shop).at(-1)).toEqual({
      action: 'shop.clockSet',
      role: null,
      via: 'window',
      requestId: null,
      detail: JSON.stringify({ minutes: -120 }),
    });
  });
});

describe('the time at the till', () => {
  afterEach(() => void vi.useRealTimers());

  test('goes on with every command and task; a question keeps nobody’s PIN open', async () => {
    vi.useFakeTimers({ toFake: ['performance', 'setInterval', 'clearInterval'] });
    const shop = await openTestShop({ as: 'owner' });
    const proof = async () => (await shop.ok('people.session', {})).proof;
    for (const touch of [
      () => shop.ok('customers.enrol', { name: 'Maria' }),
      () => shop.ok('people.touch', {}),
      () => shop.refused('customers.update', { customerId: uuidv7(), name: 'x' }),
    ]) {
      vi.advanceTimersByTime(4 * minute);
      await touch();
    }
    vi.advanceTimersByTime(4 * minute);
    expect(await proof()).toBe('pin');
    await shop.ok('customers.list', {});
    vi.advanceTimersByTime(2 * minute);
    expect(await proof()).toBe('tap');
  });
});
