import fc from 'fast-check';
import { v7 as uuidv7 } from 'uuid';
import { describe, expect, test } from 'vitest';
import type { InputFor } from '../../preload/contract/index.ts';
import { counterWith, entriesOf, timelineOf } from '../support/counter.ts';
import { openTool } from '../support/database.ts';
import { day, expectSound, opening, openTestShop, type TestShop } from '../support/shop.ts';

const known = { by: 'known' } as const;
const coffee = { name: 'A free coffee', cost: 300 };
/** The test shop's first day, and later ones. */
const date = (days: number) => new Date(opening + days * day).toISOString().slice(0, 10);

/** A customer and a way to make them an offer. */
async function withOffer(benefit: InputFor<'offers.make'>['benefit'] = coffee, endsOn = date(14)) {
  const at = await counterWith();
  const { shop, customerId } = at;
  const make = async (more: Partial<InputFor<'offers.make'>> = {}) =>
    (await shop.ok('offers.make', { customerId, benefit, endsOn, ...more })).offerId;
  const offerId = await make();
  const redeem = (id = offerId, requestId?: string) =>
    shop.call('counter.redeemOffer', { offerId: id, proof: known }, requestId);
  return { ...at, make, offerId, redeem, offers: () => shop.ok('offers.of', { customerId }) };
}

const adds = async (shop: TestShop) => {
  const { made, open, redeemed, ended, withdrawn } = await shop.ok('offers.list', {});
  expect(made).toBe(open + redeemed + ended + withdrawn);
  expectSound(shop);
};

describe('a personal offer (F-84)', () => {
  test('is one customer, one benefit and a last day, shown when their card opens and to nobody else', async () => {
    const { shop, customer, offerId, offers } = await withOffer();
    expect((await customer()).offers).toEqual([
      { offerId, benefit: { kind: 'item', name: 'A free coffee', percent: null, value: null }, endsOn: date(14) },
    ]);
    const { customerId: other } = await shop.ok('customers.enrol', { name: 'Dan' });
    expect((await shop.ok('counter.open', { customerId: other })).offers).toEqual([]);
    expect(await offers()).toMatchObject([{ offerId, state: 'open', madeOn: date(0), redeemedOn: null }]);
    // It is a promise, not a visit.
    expect(await customer()).toMatchObject({ visitDays: 0, lastVisitDay: null });
    await adds(shop);
  });

  test('is redeemed once, ever: a double click is one, a second wish is refused in words', async () => {
    const { shop, redeem, customer, offers } = await withOffer();
    const same = uuidv7();
    const answers = await Promise.all(Array.from({ length: 20 }, () => redeem(undefined, same)));
    expect(answers.every((answer) => answer.ok)).toBe(true);
    expect(answers.filter((answer) => answer.ok && !answer.repeated)).toHaveLength(1);
    const others = await Promise.all(Array.from({ length: 20 }, () => redeem()));
    for (const answer of others)
      expect(answer).toMatchObject({ ok: false, error: { code: 'OFFER_NOT_OPEN', params: { state: 'redeemed' } } });
    expect(entriesOf(shop).filter(({ kind }) => kind === 'use')).toHaveLength(2);
    expect(await offers()).toMatchObject([{ state: 'redeemed', redeemedOn: date(0) }]);
    expect(await customer()).toMatchObject({ offers: [], visitDays: 1 });
    await adds(shop);
  });

  test('is refused by the database itself a second time', async () => {
    const { shop, redeem } = await withOffer();
    await redeem();
    const copy = openTool(shop.database);
    const again = () =>
      copy.exec(`INSERT INTO entry (seq, id, kind, customerKey, visitSeq, cause, stamps, businessDay, occurredAt, recordedAt, deviceKey, personKey, requestId, offerKey)
        SELECT (SELECT max(seq) + 1 FROM entry), 'x', kind, customerKey, visitSeq, cause, stamps, businessDay, occurredAt, recordedAt, deviceKey, personKey, requestId, offerKey
        FROM entry WHERE cause = 'offer'`);
    expect(again).toThrow('redeemed already');
    expect(() => copy.exec("UPDATE offer SET endsOn = '2030-01-01'")).toThrow('never changes');
    copy.close();
  });

  test('asks for the right person and the PIN', async () => {
    const { shop, make } = await withOffer();
    const { customerId } = await shop.ok('customers.enrol', { name: 'Dan', phones: ['0721 234 567'] });
    const offerId = await make({ customerId });
    const wrong = { by: 'phone', digits: '111' } as const;
    expect(await shop.refused('counter.redeemOffer', { offerId, proof: wrong })).toMatchObject({
      code: 'IDENTITY_WRONG',
    });
    expect(await shop.refused('counter.redeemOffer', { offerId, proof: known })).toMatchObject({
      code: 'IDENTITY_NEEDED',
    });
    await shop.tap('staff');
    const right = { by: 'phone', digits: '567' } as const;
    expect(await shop.refused('counter.redeemOffer', { offerId, proof: right })).toMatchObject({ code: 'PIN_NEEDED' });
    await shop.signIn('staff');
    expect(await shop.ok('counter.redeemOffer', { offerId, proof: right })).toMatchObject({
      customerId,
      offerId,
      programId: null,
      // Answers are kept, and an erasure does not reach the journal's.
      used: { kind: 'item', name: null },
    });
    // Offers are made and withdrawn by those who answer for what they cost.
    expect(await shop.refused('offers.make', { customerId, benefit: coffee, endsOn: date(3) })).toMatchObject({
      code: 'NOT_ALLOWED',
    });
    expect(await shop.refused('offers.withdraw', { offerId })).toMatchObject({ code: 'NOT_ALLOWED' });
  });

  test('counts on its last day and is refused the day after', async () => {
    const { shop, redeem, make, customer } = await withOffer(coffee, date(2));
    const other = await make();
    shop.clock.now += 2 * day;
    expect(await redeem()).toMatchObject({ ok: true });
    shop.clock.now += day;
    expect((await customer()).offers).toEqual([]);
    expect(await redeem(other)).toMatchObject({
      ok: false,
      error: { code: 'OFFER_NOT_OPEN', params: { state: 'ended', on: date(2) } },
    });
    expect(await shop.refused('offers.withdraw', { offerId: other })).toMatchObject({ code: 'OFFER_NOT_OPEN' });
    await adds(shop);
  });

  test('can be withdrawn until it is redeemed', async () => {
    const { shop, offerId, redeem, make, offers } = await withOffer();
    await shop.ok('offers.withdraw', { offerId });
    expect(await redeem()).toMatchObject({
      ok: false,
      error: { code: 'OFFER_NOT_OPEN', params: { state: 'withdrawn' } },
    });
    expect(await shop.refused('offers.withdraw', { offerId })).toMatchObject({ params: { state: 'withdrawn' } });
    const second = await make();
    await redeem(second);
    expect(await shop.refused('offers.withdraw', { offerId: second })).toMatchObject({ params: { state: 'redeemed' } });
    expect((await offers()).map(({ state }) => state)).toEqual(['redeemed', 'withdrawn']);
    await adds(shop);
  });

  test('comes back when the redemption is undone or voided, and can then be redeemed again', async () => {
    const { shop, customerId, offerId, redeem, offers, customer } = await withOffer();
    const undo = uuidv7();
    await redeem(offerId, undo);
    await shop.ok('counter.undo', { undo });
    expect(await customer()).toMatchObject({ visitDays: 0, offers: [{ offerId }] });
    await redeem();
    const used = (await timelineOf(shop, customerId)).find(({ cause, voided }) => cause === 'offer' && !voided);
    expect(used).toMatchObject({ kind: 'use', rewardName: 'A free coffee' });
    await shop.ok('counter.reverse', { entryId: used?.entryId ?? '', as: 'void', reason: 'a mistake' });
    expect(await offers()).toMatchObject([{ state: 'open' }]);
    expect(await redeem()).toMatchObject({ ok: true });
    // That it was made is not undone at the till: it is withdrawn.
    const made = (await timelineOf(shop, customerId)).find(({ cause }) => cause === 'offerMade');
    expect(
      await shop.refused('counter.reverse', { entryId: made?.entryId ?? '', as: 'void', reason: 'a mistake' }),
    ).toMatchObject({ code: 'BAD_INPUT' });
    await adds(shop);
  });

  test('of money off: what it pays earns nothing, whether before the purchase or after (F-07)', async () => {
    const { shop, customerId, offerId, make } = await withOffer({ kind: 'amount', name: 'Off', value: 1000 });
    const { programId } = await shop.ok('programs.create', {
      kind: 'points',
      name: 'Points',
      earn: { per: 'amount', every: 100 },
      rewards: [{ at: 50, name: 'A mug' }],
    });
    await shop.ok('counter.redeemOffer', { offerId, proof: known });
    expect(await shop.ok('counter.stamp', { customerId, programId, amount: 3000 })).toMatchObject({ earned: 20 });
    shop.clock.now += day;
    await shop.ok('counter.stamp', { customerId, programId, amount: 3000 });
    const undo = uuidv7();
    const second = await make();
    const said = await shop.ok('counter.redeemOffer', { offerId: second, proof: known }, undo);
    expect(said.parts).toMatchObject([{ why: 'paidByReward', units: -10, amount: 1000 }]);
    const points = async () =>
      (await shop.ok('counter.open', { customerId })).cards.find((c) => c.programId === programId);
    expect(await points()).toMatchObject({ stamps: 40 });
    await shop.ok('counter.undo', { undo });
    expect(await points()).toMatchObject({ stamps: 50 });
    await adds(shop);
  });

  test.each([
    ['no name', { benefit: { name: ' ' } }, ['benefit.name']],
    ['per cent of nothing', { benefit: { kind: 'percent', name: 'Off' } }, ['benefit.percent']],
    ['an amount of nothing', { benefit: { kind: 'amount', name: 'Off' } }, ['benefit.value']],
    ['a day that is over', { endsOn: date(-1) }, ['endsOn']],
    ['a day in two years', { endsOn: date(700) }, ['endsOn']],
    ['a day that is none', { endsOn: '2026-02-30' }, ['endsOn']],
  ] as const)('with %s is refused at the field and writes nothing', async (_, more, fields) => {
    const { shop, customerId, offers } = await withOffer();
    const input = { customerId, benefit: coffee, endsOn: date(14), ...more } as InputFor<'offers.make'>;
    expect(await shop.refused('offers.make', input)).toMatchObject({ code: 'BAD_INPUT', fields });
    expect(await offers()).toHaveLength(1);
  });

  test('is not made to somebody archived, nor redeemed by them', async () => {
    const { shop, customerId, redeem } = await withOffer();
    await shop.ok('customers.archive', { customerId });
    expect(await shop.refused('offers.make', { customerId, benefit: coffee, endsOn: date(3) })).toMatchObject({
      code: 'CUSTOMER_ARCHIVED',
    });
    expect(await redeem()).toMatchObject({ ok: false, error: { code: 'CUSTOMER_ARCHIVED' } });
  });
});

describe('what came of offers', () => {
  test('cost, and who came back within 30 days; a visit of the same day, a late or a voided one is none', async () => {
    const { shop, make, stamped, customerId, redeem } = await withOffer(coffee, date(60));
    const line = async () => (await shop.ok('offers.list', {})).lines.at(-1);
    await stamped();
    expect(await line()).toMatchObject({ cameBack: false, waiting: true, cost: 300, number: expect.any(String) });
    shop.clock.now += 31 * day;
    await stamped();
    expect(await line()).toMatchObject({ cameBack: false, waiting: false });
    const second = await make({ benefit: { name: 'A cake' }, endsOn: date(90) });
    const third = await make({ benefit: { kind: 'amount', name: 'Off', value: 500 }, endsOn: date(90) });
    shop.clock.now += 30 * day;
    await redeem(second);
    expect(await redeem(third)).toMatchObject({ ok: true });
    // The first one ended on the day before.
    expect(await shop.ok('offers.list', {})).toMatchObject({
      made: 3,
      redeemed: 2,
      ended: 1,
      cameBack: 2,
      waiting: 0,
      cost: 500,
      withoutCost: 1,
    });
    const visit = (await timelineOf(shop, customerId)).find(({ kind }) => kind === 'visit');
    await shop.ok('counter.reverse', { entryId: visit?.entryId ?? '', as: 'return', reason: 'brought back' });
    expect(await shop.ok('offers.list', {})).toMatchObject({ redeemed: 0, open: 2, cameBack: 0, cost: 0, ended: 1 });
    await adds(shop);
  });

  test('offers older than twelve months are no longer counted', async () => {
    const { shop } = await withOffer();
    shop.clock.now += 364 * day;
    expect(await shop.ok('offers.list', {})).toMatchObject({ made: 1, ended: 1 });
    shop.clock.now += day;
    expect(await shop.ok('offers.list', {})).toMatchObject({ made: 0, lines: [] });
  });
});

describe('other hands on an offer', () => {
  test('a merge takes offers along, used or not, and its undo gives them back', async () => {
    const { shop, customerId, make, offerId, redeem, offers } = await withOffer();
    const { customerId: twin } = await shop.ok('customers.enrol', { name: 'Maria Ionesco' });
    await redeem();
    const twins = await make({ customerId: twin });
    const twinsUsed = await make({ customerId: twin });
    await redeem(twinsUsed);
    const { merge } = await shop.ok('merges.merge', { keepId: customerId, mergeId: twin });
    expect((await offers()).map(({ state }) => state).sort()).toEqual(['open', 'redeemed', 'redeemed']);
    expect(await redeem(twins)).toMatchObject({ ok: false, error: { code: 'CUSTOMER_MERGED' } });
    await adds(shop);
    const now = (await shop.ok('counter.open', { customerId })).offers[0]?.offerId ?? '';
    await redeem(now as typeof offerId);
    await shop.ok('merges.undo', { merge });
    // It was redeemed since: it stays so for whom it was made to.
    expect((await shop.ok('offers.of', { customerId: twin })).map(({ state }) => state)).toEqual([
      'redeemed',
      'redeemed',
    ]);
    expect((await offers()).map(({ state }) => state)).toEqual(['redeemed']);
    await adds(shop);
  });

  test('a visit that is moved leaves the offer with whom it belongs to', async () => {
    const { shop, customerId, redeem, offers, stamped } = await withOffer();
    const { customerId: other } = await shop.ok('customers.enrol', { name: 'Dan' });
    await stamped();
    await redeem();
    const visit = (await timelineOf(shop, customerId)).find(({ kind }) => kind === 'visit');
    await shop.ok('counter.move', { entryId: visit?.entryId ?? '', toCustomerId: other });
    expect(await offers()).toMatchObject([{ state: 'open' }]);
    expect(await shop.ok('offers.of', { customerId: other })).toEqual([]);
    expect(await shop.ok('counter.open', { customerId: other })).toMatchObject({ visitDays: 1 });
    await adds(shop);
  });
});

type Step =
  | { readonly do: 'make' | 'redeem' | 'withdraw' | 'void'; readonly who: number }
  | { readonly do: 'stamp' | 'move'; readonly who: number }
  | { readonly do: 'days'; readonly for: number };
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({
    do: fc.constantFrom('make' as const, 'redeem' as const, 'redeem' as const, 'withdraw' as const, 'void' as const),
    who: fc.nat({ max: 1 }),
  }),
  fc.record({ do: fc.constantFrom('stamp' as const, 'move' as const), who: fc.nat({ max: 1 }) }),
  fc.record({ do: fc.constant('days' as const), for: fc.constantFrom(1, 4, 11) }),
);

test('in any history what was made is redeemed, ended, withdrawn or open', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 40 }), async (steps) => {
      const shop = await openTestShop({ as: 'owner', lasting: true });
      try {
        const people: string[] = [];
        for (const name of ['Ana', 'Dan']) people.push((await shop.ok('customers.enrol', { name })).customerId);
        /** On paper: for each customer the offers and what became of them. */
        const paper = new Map<string, { who: number; endsOn: string; used: boolean; withdrawn: boolean }>();
        let today = 0;
        const pick = (who: number) => [...paper].find(([, offer]) => offer.who === who && !offer.used);
        for (const of of steps) {
          if (of.do === 'days') {
            today += of.for;
            shop.clock.now += of.for * day;
            continue;
          }
          const customerId = people[of.who] ?? '';
          if (of.do === 'make') {
            const endsOn = date(today + 5);
            const { offerId } = await shop.ok('offers.make', { customerId, benefit: coffee, endsOn });
            paper.set(offerId, { who: of.who, endsOn, used: false, withdrawn: false });
          } else if (of.do === 'redeem' || of.do === 'withdraw') {
            const [offerId, offer] = pick(of.who) ?? [];
            if (!offerId || !offer) continue;
            const open = !offer.withdrawn && offer.endsOn >= date(today);
            const answer =
              of.do === 'redeem'
                ? await shop.call('counter.redeemOffer', { offerId, proof: known })
                : await shop.call('offers.withdraw', { offerId });
            expect(answer.ok).toBe(open);
            if (open && of.do === 'redeem') offer.used = true;
            else if (open) offer.withdrawn = true;
          } else if (of.do === 'stamp') {
            await shop.call('counter.stamp', { customerId, programId: shop.programId });
          } else {
            const items = await timelineOf(shop, customerId);
            const live = items.filter(({ kind, voided }) => kind === 'visit' && !voided);
            const visit = live[0];
            if (!visit) continue;
            const inVisit = items.filter(
              (item) => item.cause === 'offer' && !item.voided && item.visitEntryId === visit.entryId,
            );
            if (of.do === 'void')
              await shop.ok('counter.reverse', { entryId: visit.entryId, as: 'void', reason: 'a test' });
            else await shop.ok('counter.move', { entryId: visit.entryId, toCustomerId: people[1 - of.who] ?? '' });
            // What was redeemed in it is given back, the last ones redeemed.
            const used = [...paper.values()].filter((offer) => offer.who === of.who && offer.used);
            for (const offer of used.slice(used.length - inVisit.length)) offer.used = false;
          }
        }
        const report = await shop.ok('offers.list', {});
        const counted = (state: string) => report.lines.filter((line) => line.state === state).length;
        const all = [...paper.values()];
        expect(report).toMatchObject({
          made: all.length,
          redeemed: all.filter(({ used }) => used).length,
          withdrawn: all.filter(({ withdrawn }) => withdrawn).length,
        });
        for (const state of ['open', 'redeemed', 'ended', 'withdrawn'] as const)
          expect(report[state]).toBe(counted(state));
        await adds(shop);
      } finally {
        await shop.close();
      }
    }),
    { numRuns: 40 },
  );
}, 120_000);
