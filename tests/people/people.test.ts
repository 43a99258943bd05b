import { randomBytes, scryptSync } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { v7 as uuidv7 } from 'uuid';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { openKeysOf } from '../../main/keys/files.ts';
import { lockMilliseconds } from '../../main/people/locks.ts';
import { createPins, pinCost } from '../../main/people/pin.ts';
import { shopFiles } from '../../main/shop/files.ts';
import { losePepper, openTool } from '../support/database.ts';
import {
  cheapPins,
  day,
  expectSound,
  holdIntervals,
  minute,
  openTestShop,
  pins,
  type TestShop,
} from '../support/shop.ts';

const wrong = '0000';
const tries = (shop: TestShop, role: 'owner' | 'manager' | 'staff' = 'staff') =>
  shop.call('people.signIn', { personId: shop.people[role], pin: wrong });

const rightOne = (shop: TestShop) => shop.call('people.signIn', { personId: shop.people.staff, pin: pins.staff });

describe('a PIN', () => {
  test('is kept as a salted scrypt hash with its cost', async () => {
    const pins = createPins(randomBytes(32), cheapPins);
    const [one, two] = await Promise.all([pins.hash('1234'), pins.hash('1234')]);
    // Of the cost that stands beside it, as anybody could work it out.
    const { pinSalt, pinHash } = await createPins(null, cheapPins).hash('1234');
    expect(pinHash).toEqual(scryptSync('1234', pinSalt, 32, { N: cheapPins, r: 8, p: 1 }));
    expect(one.pinHash).toHaveLength(32);
    expect(one.pinSalt).toHaveLength(16);
    expect(one.pinSalt.equals(two.pinSalt)).toBe(false);
    expect(one.pinHash.equals(two.pinHash)).toBe(false);
    expect(await pins.matches('1234', one)).toBe(true);
    expect(await pins.matches('1235', one)).toBe(false);
    expect(await pins.matches('1234', null)).toBe(false);
    expect(pinCost).toBe(2 ** 17);
  });

  test('keeps the cost and the pepper it was made with: new ones lock nobody out', async () => {
    const pepper = randomBytes(32);
    const plain = await createPins(null, cheapPins).hash('1234');
    expect(plain.pinPepper).toBeNull();
    expect(await createPins(pepper, cheapPins * 2).matches('1234', plain)).toBe(true);
    const peppered = await createPins(pepper, cheapPins).hash('1234');
    expect(await createPins(pepper, cheapPins * 2).matches('1234', peppered)).toBe(true);
    expect(await createPins(randomBytes(32), cheapPins).matches('1234', peppered)).toBe(false);
    expect(await createPins(null, cheapPins).matches('1234', peppered)).toBe(false);
    expect(JSON.stringify(peppered)).not.toContain(pepper.toString('hex'));
    // Named, not given away.
    expect(peppered.pinPepper).toMatch(/^[0-9a-f]{16}$/);
  });

  test('from before there was a pepper is mixed with it at the next sign-in, but not before there is a recovery code', async () => {
    const shop = await openTestShop();
    const { pinSalt, pinHash } = await createPins(null, cheapPins).hash(pins.owner);
    const database = openTool(shop.database);
    await shop.restart(() => {
      database
        .prepare("UPDATE person SET pinSalt = ?, pinHash = ?, pinPepper = NULL WHERE role = 'owner'")
        .run(pinSalt, pinHash);
      database.close();
    });
    const hash = () => shop.read((c) => c.prepare("SELECT pinHash, pinPepper FROM person WHERE role = 'owner'").get());
    await shop.signIn('owner');
    expect(hash()).toEqual({ pinHash, pinPepper: null });
    const { code } = await shop.ok('people.makeRecoveryCode', {});
    await shop.ok('people.confirmRecoveryCode', { recoveryCode: code });
    await shop.signIn('owner');
    const peppered = hash();
    expect(peppered).toMatchObject({ pinPepper: expect.stringMatching(/^[0-9a-f]{16}$/) });
    // Once: from then on it stays as it is.
    await shop.signIn('owner');
    expect(hash()).toEqual(peppered);
  });

  test('is mixed with a pepper that is kept with the shop’s keys, for this account alone', async () => {
    const shop = await openTestShop();
    const { key } = shopFiles(shop.folder);
    expect(openKeysOf(shop.folder)?.pepper).toHaveLength(32);
    if (process.platform !== 'win32') expect(statSync(key).mode & 0o777).toBe(0o600);
    const before = readFileSync(key);
    await shop.signIn('owner');
    await shop.restart();
    expect(readFileSync(key).equals(before)).toBe(true);
    const rows = shop.read((c) =>
      c.prepare<[], { n: number }>('SELECT count(*) AS n FROM person WHERE pinPepper IS NULL').get(),
    );
    expect(rows).toEqual({ n: 0 });
  });

  test('of another computer is told apart from a wrong one, and counts no try', async () => {
    const shop = await openTestShop();
    await shop.restart(() => losePepper(shop.folder));
    for (let i = 0; i < 6; i++)
      expect(await shop.refused('people.signIn', { personId: shop.people.owner, pin: pins.owner })).toMatchObject({
        code: 'PIN_ELSEWHERE',
      });
  });

  test('stands nowhere in the file, nor in the receipts', async () => {
    const shop = await openTestShop({ as: 'owner' });
    await shop.ok('people.add', { name: 'Dan', role: 'staff', pin: '918273' });
    await shop.ok('people.changePin', { personId: shop.people.staff, pin: '827364' });
    const text = shop.read((c) =>
      JSON.stringify([c.prepare('SELECT * FROM receipt').all(), c.prepare('SELECT * FROM activity').all()]),
    );
    expect(text).not.toMatch(/918273|827364/);
    expect(JSON.stringify(shop.logged)).not.toMatch(/918273|827364/);
  });

  test.each(['', '123', '1234567', '12a4', ' 1234', '１２３４', '12345\n'])('%j is none', async (pin) => {
    const shop = await openTestShop({ as: 'owner' });
    expect(await shop.refused('people.changePin', { personId: shop.people.staff, pin })).toMatchObject({
      code: 'BAD_INPUT',
      fields: ['pin'],
    });
  });

  test('opens everything for its role; a new one does, the old one no longer', async () => {
    const shop = await openTestShop({ as: 'staff' });
    await shop.ok('people.changePin', { personId: shop.people.staff, pin: '987654' });
    expect(await shop.refused('people.signIn', { personId: shop.people.staff, pin: pins.staff })).toMatchObject({
      code: 'PIN_WRONG',
    });
    await shop.ok('people.signIn', { personId: shop.people.staff, pin: '987654' });
    expect(await shop.refused('people.changePin', { personId: shop.people.manager, pin: '4444' })).toMatchObject({
      code: 'NOT_ALLOWED',
    });
    await shop.signIn('manager');
    expect(await shop.refused('people.changePin', { personId: shop.people.owner, pin: '4444' })).toMatchObject({
      code: 'NOT_ALLOWED',
    });
    await shop.signIn('owner');
    await shop.ok('people.changePin', { personId: shop.people.manager, pin: '4444' });
    await shop.ok('people.signIn', { personId: shop.people.manager, pin: '4444' });
  });
});

describe('five wrong tries (F-32)', () => {
  test('lock for a minute, and say how many are left and how long', async () => {
    const shop = await openTestShop();
    for (const left of [4, 3, 2, 1]) {
      expect(await tries(shop)).toMatchObject({ ok: false, error: { code: 'PIN_WRONG', params: { left } } });
    }
    expect(await tries(shop)).toMatchObject({
      ok: false,
      error: { code: 'PIN_LOCKED', params: { wait: minute, minutes: 1 } },
    });
    shop.pass(minute - 1);
    expect(await rightOne(shop)).toMatchObject({ error: { code: 'PIN_LOCKED', params: { wait: 1 } } });
    shop.pass(1);
    await shop.signIn('staff');
  });

  test('lock for longer each time, to a quarter of an hour; the right PIN forgives', async () => {
    expect([1, 2, 3, 4, 5, 6, 60].map((nth) => lockMilliseconds(nth) / minute)).toEqual([1, 2, 4, 8, 15, 15, 15]);
    const shop = await openTestShop();
    for (const wait of [minute, 2 * minute, 4 * minute]) {
      for (let i = 0; i < 4; i++) expect(await tries(shop)).toMatchObject({ error: { code: 'PIN_WRONG' } });
      expect(await tries(shop)).toMatchObject({ error: { code: 'PIN_LOCKED', params: { wait } } });
      shop.pass(wait);
    }
    await shop.signIn('staff');
    for (let i = 0; i < 4; i++) await tries(shop);
    expect(await tries(shop)).toMatchObject({ error: { params: { wait: minute } } });
  });

  test.each([-365 * day, -minute, minute, 365 * day])('lock whatever is done to the clock: %d ms', async (jump) => {
    const shop = await openTestShop();
    for (let i = 0; i < 5; i++) await tries(shop);
    shop.clock.now += jump;
    expect(await rightOne(shop)).toMatchObject({ error: { code: 'PIN_LOCKED', params: { wait: minute } } });
    await shop.restart();
    shop.clock.now += jump;
    expect(await rightOne(shop)).toMatchObject({ error: { code: 'PIN_LOCKED', params: { wait: minute } } });
    shop.pass(minute);
    await shop.signIn('staff');
  });

  test('lock also across a restart, which goes on where it was closed', async () => {
    const shop = await openTestShop();
    for (let i = 0; i < 3; i++) await tries(shop);
    await shop.restart();
    expect(await tries(shop)).toMatchObject({ error: { params: { left: 1 } } });
    expect(await tries(shop)).toMatchObject({ error: { code: 'PIN_LOCKED' } });
    shop.pass(40_000);
    await shop.restart();
    expect(await rightOne(shop)).toMatchObject({ error: { code: 'PIN_LOCKED', params: { wait: 20_000 } } });
    shop.pass(20_000);
    await shop.restart();
    await shop.signIn('staff');
  });

  test('lock across a restart again and again: not even the number of locks is forgotten', async () => {
    const shop = await openTestShop();
    for (let i = 0; i < 5; i++) await tries(shop);
    shop.pass(minute);
    await shop.restart();
    for (let i = 0; i < 4; i++) await tries(shop);
    await shop.restart();
    expect(await tries(shop)).toMatchObject({ error: { code: 'PIN_LOCKED', params: { wait: 2 * minute } } });
  });

  test('lock anew when the process was killed, never shorter', async () => {
    const shop = await openTestShop();
    for (let i = 0; i < 5; i++) await tries(shop);
    shop.pass(30_000);
    // What a killed process leaves: the lock as it was last written down.
    expect(
      shop.read((c) => c.prepare('SELECT lockLeft, pinLocks FROM person WHERE lockLeft IS NOT NULL').get()),
    ).toEqual({
      lockLeft: minute,
      pinLocks: 1,
    });
  });

  test('are over in time also when nobody tries in between', async () => {
    const shop = await openTestShop();
    for (let i = 0; i < 5; i++) await tries(shop);
    await shop.restart();
    shop.pass(minute);
    await shop.signIn('staff');
  });

  test('are written down now and then as long as they last, and not once more', async () => {
    const later = holdIntervals();
    const shop = await openTestShop();
    /** What is written into the row of somebody who is not locked stays there only as long as nobody writes it again. */
    const isLeftAlone = () => {
      const database = openTool(shop.database);
      const lockLeft = (to: number | null) =>
        database.prepare("UPDATE person SET lockLeft = ? WHERE role = 'staff'").run(to);
      lockLeft(7);
      later(minute);
      const alone = left() === 7;
      lockLeft(null);
      database.close();
      return alone;
    };
    const left = () => shop.read((c) => c.prepare('SELECT max(lockLeft) FROM person').pluck().get());
    expect(isLeftAlone()).toBe(true);
    for (let i = 0; i < 5; i++) await tries(shop);
    shop.pass(20_000);
    later(minute);
    expect(left()).toBe(40_000);
    expect(await rightOne(shop)).toMatchObject({ error: { code: 'PIN_LOCKED', params: { wait: 40_000 } } });
    shop.pass(40_000);
    later(minute);
    expect(left()).toBeNull();
    expect(isLeftAlone()).toBe(true);
  });

  test('at once count as many as they are', async () => {
    const shop = await openTestShop();
    const answers = await Promise.all(Array.from({ length: 12 }, () => tries(shop)));
    const codes = answers.map((answer) => (answer.ok ? 'in' : answer.error.code));
    expect(codes.filter((code) => code === 'PIN_WRONG')).toHaveLength(4);
    expect(codes.filter((code) => code === 'PIN_LOCKED')).toHaveLength(8);
  });

  test('the right one among many wrong ones at once does not slip through once it is locked', async () => {
    const shop = await openTestShop();
    for (let i = 0; i < 4; i++) await tries(shop);
    const [, right] = await Promise.all([
      tries(shop),
      shop.call('people.signIn', { personId: shop.people.staff, pin: pins.staff }),
    ]);
    const { person } = await shop.ok('people.session', {});
    // Whichever was looked at first: either it was in before the lock, or it was refused.
    expect(right?.ok).toBe(person !== null);
    expect(await shop.call('people.signIn', { personId: shop.people.staff, pin: wrong })).toMatchObject({ ok: false });
  });

  test('of one person lock nobody else, and the right PIN starts the count anew', async () => {
    const shop = await openTestShop();
    for (let i = 0; i < 4; i++) await tries(shop);
    await shop.signIn('staff');
    expect(await tries(shop)).toMatchObject({ error: { params: { left: 4 } } });
    for (let i = 0; i < 5; i++) await tries(shop, 'manager');
    expect(await tries(shop, 'manager')).toMatchObject({ error: { code: 'PIN_LOCKED' } });
    await shop.signIn('owner');
    // The owner sets a new PIN, which ends the lock.
    await shop.ok('people.changePin', { personId: shop.people.manager, pin: '5555' });
    await shop.ok('people.signIn', { personId: shop.people.manager, pin: '5555' });
  });

  test('count for approvals too', async () => {
    const shop = await openTestShop({ as: 'staff' });
    for (let i = 0; i < 4; i++) {
      expect(await shop.refused('people.approve', { personId: shop.people.manager, pin: wrong })).toMatchObject({
        code: 'PIN_WRONG',
      });
    }
    expect(await shop.refused('people.approve', { personId: shop.people.manager, pin: wrong })).toMatchObject({
      code: 'PIN_LOCKED',
    });
    expect(await shop.refused('people.signIn', { personId: shop.people.manager, pin: pins.manager })).toMatchObject({
      code: 'PIN_LOCKED',
    });
  });

  test('are written into the activity log; somebody unknown is told nothing', async () => {
    const shop = await openTestShop();
    await tries(shop);
    expect(await shop.refused('people.signIn', { personId: uuidv7(), pin: wrong })).toMatchObject({
      code: 'PIN_WRONG',
      params: { left: null },
    });
    const rows = shop.read((c) =>
      c.prepare<[], { detail: string }>("SELECT detail FROM activity WHERE action = 'people.wrongPin'").all(),
    );
    expect(rows.map((row) => JSON.parse(row.detail))).toEqual([{ person: shop.people.staff, wrong: 1 }]);
    expect(await shop.refused('people.approve', { personId: uuidv7(), pin: wrong })).toMatchObject({
      code: 'NOT_SIGNED_IN',
    });
    await shop.signIn('staff');
    expect(await shop.refused('people.approve', { personId: uuidv7(), pin: wrong })).toMatchObject({
      code: 'PIN_WRONG',
      params: { left: null },
    });
  });
});

describe('a tap on a trusted till (F-19)', () => {
  test('opens the counter, and nothing that asks for a PIN', async () => {
    const shop = await openTestShop();
    await shop.tap('owner');
    expect(await shop.ok('people.session', {})).toMatchObject({
      person: { role: 'owner' },
      proof: 'tap',
      trustedTill: true,
    });
    const { customerId } = await shop.ok('customers.enrol', { name: 'Maria' });
    await shop.ok('counter.stamp', { customerId, programId: shop.programId });
    expect(await shop.refused('customers.list', {})).toMatchObject({ code: 'PIN_NEEDED' });
    expect(await shop.refused('shop.update', { name: 'Mine' })).toMatchObject({ code: 'PIN_NEEDED' });
    expect(await shop.refused('people.add', { name: 'x', role: 'owner', pin: '1234' })).toMatchObject({
      code: 'PIN_NEEDED',
    });
  });

  test('needs the till to be trusted', async () => {
    const shop = await openTestShop({ as: 'owner' });
    await shop.ok('shop.update', { trustedTill: false });
    await shop.ok('people.signOut', {});
    expect(await shop.refused('people.tap', { personId: shop.people.staff })).toMatchObject({ code: 'PIN_NEEDED' });
    expect(await shop.ok('people.session', {})).toEqual({ person: null, proof: null, trustedTill: false });
    await shop.signIn('staff');
  });

  test('of one who has gone is not found', async () => {
    const shop = await openTestShop({ as: 'owner' });
    await shop.ok('people.archive', { personId: shop.people.staff });
    expect(await shop.refused('people.tap', { personId: shop.people.staff })).toMatchObject({ code: 'NOT_FOUND' });
    expect(await shop.refused('people.signIn', { personId: shop.people.staff, pin: pins.staff })).toMatchObject({
      code: 'PIN_WRONG',
    });
    expect((await shop.ok('people.list', {})).map((person) => person.role)).toEqual(['owner', 'manager']);
  });

  test('does not keep the PIN of the one before', async () => {
    const shop = await openTestShop({ as: 'owner' });
    await shop.tap('staff');
    expect(await shop.ok('people.session', {})).toMatchObject({ person: { role: 'staff' }, proof: 'tap' });
    expect(await shop.refused('customers.list', {})).toMatchObject({ code: 'PIN_NEEDED' });
  });
});

describe('the last owner', () => {
  test('cannot be archived or lose the role; with a second one they can', async () => {
    const shop = await openTestShop({ as: 'owner' });
    const { owner, manager } = shop.people;
    expect(await shop.refused('people.archive', { personId: owner })).toMatchObject({ code: 'LAST_OWNER' });
    expect(
      await shop.refused('people.update', { personId: owner, name: 'Ioana', role: 'staff', language: null }),
    ).toMatchObject({ code: 'LAST_OWNER' });
    await shop.ok('people.update', { personId: owner, name: 'Ioana B.', role: 'owner', language: 'ro' });
    await shop.ok('people.update', { personId: manager, name: 'Mihai', role: 'staff', language: null });
    await shop.ok('people.update', { personId: manager, name: 'Mihai', role: 'owner', language: null });
    await shop.ok('people.update', { personId: owner, name: 'Ioana', role: 'manager', language: null });
    await shop.signIn('manager');
    expect(await shop.refused('people.archive', { personId: manager })).toMatchObject({ code: 'LAST_OWNER' });
  });

  test('who gives the role away has it no longer, from that moment on', async () => {
    const shop = await openTestShop({ as: 'owner' });
    const { owner, manager } = shop.people;
    await shop.ok('people.update', { personId: manager, name: 'Mihai', role: 'owner', language: null });
    await shop.ok('people.update', { personId: owner, name: 'Ioana', role: 'staff', language: null });
    expect(await shop.ok('people.session', {})).toMatchObject({ person: { role: 'staff' } });
    expect(await shop.refused('people.add', { name: 'x', role: 'owner', pin: '1234' })).toMatchObject({
      code: 'NOT_ALLOWED',
    });
    expect(await shop.refused('risk.list', {})).toMatchObject({ code: 'NOT_ALLOWED' });
  });

  test('who is archived is out at once', async () => {
    const shop = await openTestShop({ as: 'owner' });
    const { owner, manager } = shop.people;
    await shop.ok('people.update', { personId: manager, name: 'Mihai', role: 'owner', language: null });
    await shop.ok('people.archive', { personId: owner });
    expect(await shop.ok('people.session', {})).toMatchObject({ person: null });
    expect(await shop.refused('people.add', { name: 'x', role: 'owner', pin: '1234' })).toMatchObject({
      code: 'NOT_SIGNED_IN',
    });
    expect(await shop.refused('counter.find', { text: 'a' })).toMatchObject({ code: 'NOT_SIGNED_IN' });
  });
});

describe('time at the till', () => {
  afterEach(() => {
    vi.useRealTimers();
  });
  /** A shop whose idle time passes when the test says so. */
  const patient = async (options: Parameters<typeof openTestShop>[0]) => {
    vi.useFakeTimers({ toFake: ['performance', 'setInterval', 'clearInterval'] });
    return openTestShop(options);
  };

  test('without a touch for five minutes takes the PIN back, to a tap on a trusted till', async () => {
    const shop = await patient({ as: 'owner' });
    vi.advanceTimersByTime(4 * minute);
    await shop.ok('people.touch', {});
    vi.advanceTimersByTime(4 * minute);
    expect(await shop.ok('people.session', {})).toMatchObject({ proof: 'pin' });
    shop.notices.length = 0;
    vi.advanceTimersByTime(2 * minute);
    expect(await shop.ok('people.session', {})).toMatchObject({ person: { role: 'owner' }, proof: 'tap' });
    expect(shop.notices).toContainEqual({ about: 'changed', topics: ['session'] });
    expect(await shop.refused('customers.list', {})).toMatchObject({ code: 'PIN_NEEDED' });
  });

  test('signs out where the till is not trusted, after the minutes the shop chose', async () => {
    const shop = await patient({ as: 'owner' });
    await shop.ok('shop.update', { trustedTill: false, autoLockMinutes: 1 });
    vi.advanceTimersByTime(50_000);
    expect(await shop.ok('people.session', {})).toMatchObject({ proof: 'pin' });
    vi.advanceTimersByTime(20_000);
    expect(await shop.ok('people.session', {})).toMatchObject({ person: null });
  });

  test("an approval is good for a minute, and the computer's clock does not stretch it", async () => {
    const shop = await patient({ as: 'staff' });
    const { customerId } = await shop.ok('customers.enrol', { name: 'Maria' });
    const stamp = async () =>
      (await shop.ok('counter.stamp', { customerId, programId: shop.programId, sameVisit: true })).entryIds[0] ?? '';
    const approve = async () =>
      (await shop.ok('people.approve', { personId: shop.people.owner, pin: pins.owner })).approval;
    const [first, second] = [await stamp(), await stamp()];
    const [early, late] = [await approve(), await approve()];
    vi.advanceTimersByTime(59_000);
    await shop.ok('counter.reverse', { entryId: first, as: 'void', reason: 'x', approval: early });
    vi.advanceTimersByTime(1_001);
    shop.clock.now -= 10 * minute;
    expect(
      await shop.refused('counter.reverse', { entryId: second, as: 'void', reason: 'x', approval: late }),
    ).toMatchObject({ code: 'APPROVAL_NEEDED' });
  });
});

describe('an approval', () => {
  test('comes from a manager or owner, not from staff', async () => {
    const shop = await openTestShop({ as: 'staff' });
    expect(await shop.refused('people.approve', { personId: shop.people.staff, pin: pins.staff })).toMatchObject({
      code: 'NOT_ALLOWED',
    });
    for (const role of ['manager', 'owner'] as const) {
      expect((await shop.ok('people.approve', { personId: shop.people[role], pin: pins[role] })).until).toBe(
        shop.clock.now + minute,
      );
    }
  });

  test('ends with the session, and with the app', async () => {
    const shop = await openTestShop({ as: 'staff' });
    const { customerId } = await shop.ok('customers.enrol', { name: 'Maria' });
    const { entryIds } = await shop.ok('counter.stamp', { customerId, programId: shop.programId });
    const input = async () => ({
      entryId: entryIds[0] ?? '',
      as: 'void' as const,
      reason: 'x',
      approval: (await shop.ok('people.approve', { personId: shop.people.owner, pin: pins.owner })).approval,
    });
    const one = await input();
    await shop.ok('people.signOut', {});
    await shop.signIn('staff');
    expect(await shop.refused('counter.reverse', one)).toMatchObject({ code: 'APPROVAL_NEEDED' });
    const two = await input();
    await shop.restart();
    await shop.signIn('staff');
    expect(await shop.refused('counter.reverse', two)).toMatchObject({ code: 'APPROVAL_NEEDED' });
    expectSound(shop);
  });
});

test('each person has a language of their own', async () => {
  const shop = await openTestShop();
  await shop.tap('staff');
  await shop.ok('people.chooseLanguage', { language: 'id' });
  await shop.tap('manager');
  await shop.ok('people.chooseLanguage', { language: 'ro' });
  const people = await shop.ok('people.list', {});
  expect(people.map((person) => [person.role, person.language])).toEqual([
    ['owner', null],
    ['manager', 'ro'],
    ['staff', 'id'],
  ]);
});
