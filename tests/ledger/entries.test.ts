import { v7 as uuidv7 } from 'uuid';
import { expect, onTestFinished, test } from 'vitest';
import { openWriter } from '../../db/open.ts';
import { getEntry } from '../../db/queries/ledger.ts';
import { findShop } from '../../db/queries/shop.ts';
import { openLedger } from '../../main/ledger/ledger.ts';
import { counterWith } from '../support/counter.ts';
import { day, expectSound, opening, type TestShop } from '../support/shop.ts';

interface Entry {
  readonly kind: string;
  readonly occurredAt: number | null;
  readonly businessDay: string;
  readonly cause: string | null;
  readonly parts: string | null;
  readonly offer: string | null;
}

const entries = (shop: TestShop): Entry[] =>
  shop.read((c) =>
    c
      .prepare<[], Entry>(
        `SELECT e.kind, e.occurredAt, e.businessDay, e.cause, e.parts, o.id AS offer
         FROM entry e LEFT JOIN offer o ON o.key = e.offerKey ORDER BY e.seq`,
      )
      .all(),
  );

test('an entry knows its moment, unless it comes from paper: then only the day', async () => {
  const { shop, customerId, stamped } = await counterWith();
  shop.clock.now = opening + 4 * day;
  await stamped();
  await shop.ok('paper.enterStamps', {
    day: '2026-03-12',
    programId: shop.programId,
    rows: [{ customerId, stamps: 2 }],
  });
  expect(
    entries(shop).map(({ kind, occurredAt, businessDay, cause }) => [kind, occurredAt, businessDay, cause]),
  ).toEqual([
    ['visit', shop.clock.now, '2026-03-14', null],
    ['stamp', shop.clock.now, '2026-03-14', null],
    ['visit', null, '2026-03-12', 'paper'],
    ['stamp', null, '2026-03-12', 'paper'],
  ]);
  expectSound(shop);
});

test('how stamps came about is written down where there is something to explain, and nowhere else', async () => {
  const { shop, customerId, stamped } = await counterWith();
  await stamped({ stamps: 3 });
  const { programId } = await shop.ok('programs.create', {
    kind: 'points',
    name: 'Points',
    earn: { per: 'amount', every: 100 },
    rewards: [{ at: 50, name: 'A mug' }],
  });
  await shop.ok('counter.stamp', { customerId, programId, amount: 700, sameVisit: true });
  const [visit, plain, points] = entries(shop);
  expect([visit?.parts, plain?.parts]).toEqual([null, null]);
  expect(JSON.parse(points?.parts ?? '')).toMatchObject([{ units: 7 }]);
});

test('the making of an offer and its use name the offer, and neither is a visit', async () => {
  const { shop, customerId, stamped } = await counterWith();
  await stamped();
  shop.clock.now += 2 * day;
  const benefit = { name: 'A cake', kind: 'percent', percent: 20 } as const;
  const { offerId } = await shop.ok('offers.make', { customerId, benefit, endsOn: '2026-03-31' });
  expect(await shop.ok('counter.open', { customerId })).toMatchObject({ visitDays: 1, lastVisitDay: '2026-03-10' });
  await shop.ok('counter.redeemOffer', { offerId: offerId as never, proof: { by: 'known' } });
  expect(
    entries(shop)
      .slice(2)
      .map(({ cause, offer }) => [cause, offer]),
  ).toEqual([
    ['offerMade', offerId],
    [null, null],
    ['offer', offerId],
  ]);
  expectSound(shop);
});

test('a sheet of paper counts for everybody on it', async () => {
  const { shop, customerId, stamped } = await counterWith();
  await stamped();
  const { customerId: otherId } = await shop.ok('customers.enrol', { name: 'Ana' });
  await shop.ok('counter.stamp', { customerId: otherId, programId: shop.programId });
  shop.clock.now += 4 * day;
  const rows = [customerId, otherId].map((id) => ({ customerId: id, stamps: 1 }));
  await shop.ok('paper.enterStamps', { day: '2026-03-12', programId: shop.programId, rows });
  for (const id of [customerId, otherId])
    expect(await shop.ok('counter.open', { customerId: id })).toMatchObject({
      visitDays: 2,
      lastVisitDay: '2026-03-12',
    });
  expectSound(shop);
});

test('a card keeps to the rules it began under; the next one goes by the new ones', async () => {
  const { shop, stamped, card } = await counterWith();
  await stamped({ stamps: 4 });
  const [program] = await shop.ok('programs.list', {});
  if (program?.rules.kind !== 'stamps') throw new Error('a punch card was made');
  const { programId, version, rules } = program;
  const rewards = rules.rewards.map((reward) => ({ ...reward, at: 8 }));
  await shop.ok('programs.change', { programId, version, rules: { ...rules, goal: 8, rewards } as never });
  expect(await card()).toMatchObject({ stamps: 4, goal: 5 });
  shop.clock.now += day;
  await stamped({ stamps: 1 });
  expect(await card()).toMatchObject({ stamps: 0, goal: 8, rewards: [{ name: 'A free coffee' }] });
  shop.clock.now += day;
  await stamped({ stamps: 6 });
  expect(await card()).toMatchObject({ stamps: 6, goal: 8 });
  expectSound(shop);
});

test('what the ledger answers of an entry and of its reversal is what stands in the file', async () => {
  const { shop, stamped } = await counterWith();
  await stamped({ stamps: 3 });
  const write = openWriter(shop.database);
  onTestFinished(() => void write.close());
  // Never committed: nothing has sealed it.
  write.prepare('BEGIN').run();
  const { deviceKey } = findShop(write) ?? { deviceKey: 0 };
  const ledger = openLedger(write, {
    ...{ now: shop.clock.now, today: '2026-03-10', deviceKey, personKey: null, requestId: 'a request' },
    ...{ clockSuspect: () => false, newId: uuidv7 },
  });
  for (const seq of [2, 1]) ledger.reverse(getEntry(write, seq), 'void', null);
  ledger.append({ kind: 'visit', customerKey: getEntry(write, 1).customerKey });
  ledger.finish();
  expect(ledger.appended).toEqual([3, 4, 5].map((seq) => getEntry(write, seq)));
  write.prepare('ROLLBACK').run();
  expectSound(shop);
});
