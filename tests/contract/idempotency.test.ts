import { v7 as uuidv7 } from 'uuid';
import { describe, expect, test } from 'vitest';
import type { contract, InputFor, ProcedureName } from '../../preload/contract/index.ts';
import { punchCard } from '../../preload/contract/rules.ts';
import { noOwnWords } from '../../preload/contract/words.ts';
import { contentHash } from '../support/content.ts';
import { expectSound, hour, openTestShop, type TestShop } from '../support/shop.ts';

type Contract = typeof contract;
/** Names of all commands: a new one without an example below does not compile. */
type CommandName = {
  [F in keyof Contract]: {
    [P in Extract<keyof Contract[F], string>]: Contract[F][P] extends { kind: 'command' } ? `${F}.${P}` : never;
  }[Extract<keyof Contract[F], string>];
}[keyof Contract] &
  ProcedureName;
/** Tasks that write through one command of their own. */
type Name = CommandName | 'people.add' | 'people.changePin';

interface Scene {
  readonly shop: TestShop;
  readonly customerId: string;
  readonly otherId: string;
  readonly merge: string;
  readonly programId: string;
  readonly pointsId: string;
  readonly specialId: string;
  readonly itemId: string;
  readonly rewardId: string;
  readonly entryIds: readonly string[];
  readonly stamped: string;
  readonly memberCard: string;
  readonly blankCard: string;
  readonly contactId: string;
  readonly offerId: string;
  readonly perkId: string;
  readonly closureId: string;
}

/** What to send, and something else of the same kind to send under the same id. */
type Example<N extends Name> = (scene: Scene) => readonly [InputFor<N>, InputFor<N>];

const rules = punchCard({ name: 'Another card', goal: 8, rewardName: 'A cake' });
const examples: { readonly [N in Name]: Example<N> } = {
  'shop.setWords': () => [
    { words: noOwnWords },
    { words: { ...noOwnWords, id: { ...noOwnWords.id, stamp: { other: 'bintang' } } } },
  ],
  'privacy.setWording': () => [{ text: 'May we write to you?' }, { text: 'May we call you?' }],
  'shop.update': () => [{ name: 'Cafenea Soare' }, { name: 'Cafenea Stele' }],
  'people.add': () => [
    { name: 'Dan', role: 'staff', pin: '4321' },
    { name: 'Dana', role: 'staff', pin: '4321' },
  ],
  'people.update': ({ shop }) => [
    { personId: shop.people.staff, name: 'Ana', role: 'manager', language: 'ro' },
    { personId: shop.people.staff, name: 'Ana', role: 'staff', language: 'ro' },
  ],
  'people.setBadge': ({ shop }) => [
    { personId: shop.people.staff, code: 'BADGE-1' },
    { personId: shop.people.staff, code: 'BADGE-2' },
  ],
  'people.linkCustomer': ({ shop, customerId }) => [
    { customerId, personId: shop.people.staff },
    { customerId, personId: shop.people.manager },
  ],
  'people.archive': ({ shop }) => [{ personId: shop.people.staff }, { personId: shop.people.manager }],
  'people.changePin': ({ shop }) => [
    { personId: shop.people.staff, pin: '4321' },
    { personId: shop.people.manager, pin: '4321' },
  ],
  'people.chooseLanguage': () => [{ language: 'ro' }, { language: 'id' }],
  'counter.stamp': ({ customerId, programId }) => [
    { customerId, programId, stamps: 2, sameVisit: true },
    { customerId, programId, stamps: 3, sameVisit: true },
  ],
  'counter.visit': ({ shop, customerId }) => {
    // Nothing is going on any more that it would belong to.
    shop.clock.now += hour;
    return [{ customerId }, { customerId, amount: 100 }];
  },
  'counter.adjust': ({ customerId, pointsId }) => [
    { customerId, programId: pointsId, units: -3, reason: 'counted twice' },
    { customerId, programId: pointsId, units: 3, reason: 'counted twice' },
  ],
  'counter.redeem': ({ rewardId }) => [
    { rewardId, proof: { by: 'known' } },
    { rewardId, proof: { by: 'card', code: '1' } },
  ],
  'counter.redeemOffer': ({ offerId }) => [
    { offerId, proof: { by: 'known' } },
    { offerId, proof: { by: 'card', code: '1' } },
  ],
  'counter.spend': ({ customerId, pointsId }) => [
    { customerId, programId: pointsId, spend: { on: 'amount', points: 5 }, proof: { by: 'known' } },
    { customerId, programId: pointsId, spend: { on: 'amount', points: 6 }, proof: { by: 'known' } },
  ],
  'counter.use': ({ customerId, specialId }) => [
    { customerId, programId: specialId },
    { customerId, programId: uuidv7() },
  ],
  'counter.join': ({ customerId, specialId }) => [
    { customerId, programId: specialId },
    { customerId, programId: uuidv7() },
  ],
  'counter.undo': ({ stamped }) => [{ undo: stamped }, { undo: uuidv7() }],
  'counter.reverse': ({ entryIds }) => [
    { entryId: entryIds[0] ?? '', as: 'void', reason: 'a mistake' },
    { entryId: entryIds[0] ?? '', as: 'return', reason: 'a mistake' },
  ],
  'counter.move': ({ entryIds, otherId, customerId }) => [
    { entryId: entryIds[0] ?? '', toCustomerId: otherId },
    { entryId: entryIds[0] ?? '', toCustomerId: customerId },
  ],
  'merges.merge': ({ customerId, otherId }) => [
    { keepId: customerId, mergeId: otherId },
    { keepId: otherId, mergeId: customerId },
  ],
  'merges.tellApart': ({ customerId, otherId }) => [
    { aId: customerId, bId: otherId, apart: true },
    { aId: otherId, bId: customerId, apart: true },
  ],
  'merges.undo': ({ merge }) => [{ merge }, { merge: uuidv7() }],
  'customers.enrol': () => [{ name: 'Radu' }, { name: 'Raluca' }],
  'customers.update': ({ customerId }) => [
    { customerId, name: 'Maria Pop' },
    { customerId, name: 'Maria Popa' },
  ],
  'customers.mark': ({ customerId }) => [
    { customerId, mark: 'away', until: '2026-05-01' },
    { customerId, mark: 'moved' },
  ],
  'customers.archive': ({ customerId }) => [{ customerId }, { customerId: uuidv7() }],
  'customers.restore': ({ customerId }) => [{ customerId }, { customerId: uuidv7() }],
  'memberCards.issue': ({ customerId }) => [
    { customerIds: [customerId] },
    { customerIds: [customerId], onlyNew: true },
  ],
  'memberCards.issueBlank': () => [{ count: 2 }, { count: 3 }],
  'memberCards.attach': ({ customerId, blankCard }) => [
    { customerId, code: blankCard },
    { customerId, code: 'R000000000' },
  ],
  'memberCards.replace': ({ memberCard, blankCard }) => [{ lost: memberCard }, { lost: memberCard, by: blankCard }],
  'programs.create': () => [rules, { ...rules, name: 'One more card' }],
  'programs.change': ({ programId }) => [
    { programId, version: 1, rules },
    { programId, version: 1, rules: { ...rules, name: 'One more card' } },
  ],
  'programs.addItem': () => [{ name: 'Espresso' }, { name: 'Tea' }],
  'programs.changeItem': ({ itemId }) => [
    { itemId, name: 'Filter coffee' },
    { itemId, name: 'Filter coffee', archived: true },
  ],
  'contacts.log': ({ customerId }) => [
    { customerId, channel: 'phone', outcome: 'willCome', note: 'On Friday' },
    { customerId, channel: 'phone', outcome: 'noAnswer' },
  ],
  'contacts.remove': ({ contactId }) => [{ contactId }, { contactId: uuidv7() }],
  'offers.make': ({ customerId }) => [
    { customerId, benefit: { name: 'A coffee' }, endsOn: '2026-03-31' },
    { customerId, benefit: { name: 'A coffee' }, endsOn: '2026-04-01' },
  ],
  'offers.withdraw': ({ offerId }) => [{ offerId }, { offerId: uuidv7() }],
  'counter.usePerk': ({ customerId, perkId }) => [
    { customerId, perkId },
    { customerId, perkId: uuidv7() },
  ],
  'perks.create': () => [
    { name: 'Silver guest', best: 'visits' },
    { name: 'Silver guest', best: null },
  ],
  'perks.change': ({ perkId }) => [
    { perkId, best: 'spend', off: false },
    { perkId, best: 'spend', off: true },
  ],
  'perks.pick': ({ perkId, otherId }) => [
    { perkId, customerId: otherId, picked: true },
    { perkId, customerId: otherId, picked: false },
  ],
  'risk.addClosure': () => [
    { firstDay: '2025-12-24', lastDay: '2026-01-02' },
    { firstDay: '2025-12-24', lastDay: '2026-01-03' },
  ],
  'risk.removeClosure': ({ closureId }) => [{ closureId }, { closureId: uuidv7() }],
  'programs.pause': ({ programId }) => [{ programId }, { programId: uuidv7() }],
  'programs.resume': ({ programId }) => [{ programId }, { programId: uuidv7() }],
  'programs.end': ({ programId }) => [{ programId }, { programId: uuidv7() }],
  'month.setCosts': () => [
    { month: '2026-03', winning: 12_000, keeping: null },
    { month: '2026-03', winning: 12_000, keeping: 0 },
  ],
  'paper.enterStamps': ({ customerId, programId }) => [
    { day: '2026-03-09', programId, rows: [{ customerId, stamps: 2 }] },
    { day: '2026-03-09', programId, rows: [{ customerId, stamps: 3 }] },
  ],
  'month.setReceipts': () => [
    { day: '2026-03-02', receipts: 40 },
    { day: '2026-03-02', receipts: 41 },
  ],
};

async function scene(): Promise<Scene> {
  const shop = await openTestShop({ as: 'owner' });
  const { customerId } = await shop.ok('customers.enrol', { name: 'Maria' });
  const { customerId: otherId } = await shop.ok('customers.enrol', { name: 'Mariana' });
  const { customerId: twiceId } = await shop.ok('customers.enrol', { name: 'Mariana twice' });
  const { merge } = await shop.ok('merges.merge', { keepId: otherId, mergeId: twiceId });
  const { programId } = shop;
  const points = { kind: 'points', name: 'Points', earn: { per: 'visit', units: 10 }, pointValue: 5 } as const;
  const pointsId = (await shop.ok('programs.create', points)).programId;
  await shop.ok('counter.stamp', { customerId, programId: pointsId });
  const special = { kind: 'special', name: 'Members', benefit: { name: 'A biscuit' } } as const;
  const specialId = (await shop.ok('programs.create', special)).programId;
  await shop.ok('counter.join', { customerId, programId: specialId });
  const { itemId } = await shop.ok('programs.addItem', { name: 'Coffee' });
  const stamped = uuidv7();
  const { issued, entryIds } = await shop.ok('counter.stamp', { customerId, programId, stamps: 6 }, stamped);
  const [memberCard = ''] = (await shop.ok('memberCards.issue', { customerIds: [customerId] })).codes;
  const [blankCard = ''] = (await shop.ok('memberCards.issueBlank', { count: 1 })).codes;
  const { contactId } = await shop.ok('contacts.log', { customerId, channel: 'sms', outcome: 'sent' });
  const offer = { customerId, benefit: { name: 'A cake' }, endsOn: '2026-03-31' };
  const { offerId } = await shop.ok('offers.make', offer);
  const { perkId } = await shop.ok('perks.create', { name: 'Golden guest', best: null });
  await shop.ok('perks.pick', { perkId, customerId, picked: true });
  const { closureId } = await shop.ok('risk.addClosure', { firstDay: '2026-01-01', lastDay: '2026-01-01' });
  return {
    shop,
    customerId,
    otherId,
    merge,
    programId,
    pointsId,
    specialId,
    itemId,
    rewardId: issued[0]?.rewardId ?? '',
    entryIds,
    stamped,
    memberCard,
    blankCard,
    contactId,
    offerId,
    perkId,
    closureId,
  };
}

const content = (shop: TestShop) => shop.read((c) => contentHash(c));

describe.each(Object.keys(examples) as Name[])('%s', (name) => {
  test('asked again under its id answers the same and does nothing; with other words it is refused', async () => {
    const at = await scene();
    const { shop } = at;
    const [input, other] = (examples[name] as Example<Name>)(at) as readonly [never, never];
    const request = uuidv7();
    const before = content(shop);
    const first = await shop.ok(name, input, request);
    const after = content(shop);
    expect(after).not.toBe(before);

    const again = await Promise.all(Array.from({ length: 5 }, () => shop.call(name, input, request)));
    for (const answer of again) expect(answer).toMatchObject({ ok: true, value: first });
    expect(content(shop)).toBe(after);

    expect(await shop.refused(name, other, request)).toMatchObject({ code: 'REQUEST_REUSED' });
    expect(content(shop)).toBe(after);

    await shop.restart();
    await shop.signIn('owner');
    const settled = content(shop);
    expect(await shop.call(name, input, request)).toMatchObject({ ok: true, value: first });
    expect(content(shop)).toBe(settled);
    expectSound(shop);
  });
});

test('a command without an id, or with one that is none, is refused', async () => {
  const { shop, customerId, programId } = await scene();
  const before = content(shop);
  for (const id of [null, '', 'x', '12345678-1234-1234-1234-12345678901Z', 'constructor']) {
    expect(await shop.host.call('counter.stamp', { customerId, programId, sameVisit: true }, id)).toMatchObject({
      ok: false,
      error: { code: 'BAD_INPUT', fields: ['requestId'] },
    });
  }
  expect(content(shop)).toBe(before);
});

test('every command has a line in the activity log, with who did it', async () => {
  const { shop, customerId } = await scene();
  const request = uuidv7();
  await shop.ok('customers.mark', { customerId, mark: 'away' }, request);
  const row = shop.read((c) =>
    c
      .prepare<[string], { action: string; role: string; via: string; targetId: string; name: string }>(
        'SELECT a.action, a.role, a.via, a.targetId, p.name FROM activity a JOIN person p ON p.key = a.personKey WHERE a.requestId = ?',
      )
      .all(request),
  );
  expect(row).toEqual([
    { action: 'customers.mark', role: 'owner', via: 'window', targetId: customerId, name: 'Ioana' },
  ]);
});
