import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { ProgramRules } from '../../preload/contract/rules.ts';
import type { CustomerId, ProgramId } from '../../preload/contract/values.ts';
import { day, expectSound, openTestShop, type TestShop } from '../support/shop.ts';

/** The shop's card has five stamps; three customers are on the way. */
async function withCustomers() {
  const shop = await openTestShop({ as: 'owner' });
  const enrol = async (name: string, stamps: number) => {
    const { customerId } = await shop.ok('customers.enrol', { name, consents: name === 'Dan' ? ['email'] : [] });
    if (stamps > 0) await shop.ok('counter.stamp', { customerId, programId: shop.programId, stamps });
    return customerId;
  };
  const [ana, bea, dan] = [await enrol('Ana', 1), await enrol('Bea', 4), await enrol('Dan', 3)];
  await enrol('Eva', 0);
  return { shop, ana, bea, dan, programId: shop.programId as ProgramId };
}

async function rulesOf(shop: TestShop) {
  const [program] = await shop.ok('programs.list', {});
  if (program?.rules.kind !== 'stamps') throw new Error('the shop has a punch card');
  return { version: program.version, rules: program.rules };
}
type Stamps = Extract<ProgramRules, { kind: 'stamps' }>;

const toGoal = (rules: Stamps, goal: number): Stamps => ({
  ...rules,
  goal,
  rewards: rules.rewards.map((reward) => ({ ...reward, at: goal })),
});
const withInterim = (rules: Stamps, at: number, name: string): Stamps => ({
  ...rules,
  rewards: [...rules.rewards, { ...rules.rewards[0], rewardId: null, at, name } as Stamps['rewards'][number]],
});
const cardOf = async (shop: TestShop, customerId: CustomerId) =>
  (await shop.ok('counter.open', { customerId })).cards[0];

describe('changing a program is looked at first (F-06)', () => {
  test('easier rules: who gets something at once, by name; nothing is written', async () => {
    const { shop, programId, bea } = await withCustomers();
    const { version, rules } = await rulesOf(shop);
    const preview = await shop.ok('programs.preview', { programId, version, rules: toGoal(rules, 4) });
    expect(preview).toMatchObject({ differs: true, cards: 3, keeping: 0, earning: 1, rewards: 1, givenAtOnce: true });
    expect(preview.lines[0]).toMatchObject({
      customerId: bea,
      name: 'Bea',
      stamps: 4,
      goal: 4,
      earned: ['A free coffee'],
    });
    expect(await rulesOf(shop)).toEqual({ version, rules });
    expect((await cardOf(shop, bea))?.rewards).toEqual([]);
    expectSound(shop);
  });

  test('harder rules: everybody on the way keeps the old card', async () => {
    const { shop, programId } = await withCustomers();
    const { version, rules } = await rulesOf(shop);
    const preview = await shop.ok('programs.preview', { programId, version, rules: toGoal(rules, 10) });
    expect(preview).toMatchObject({ cards: 3, keeping: 3, earning: 0 });
    expect(preview.lines.map(({ name, goal, keeps }) => [name, goal, keeps])).toEqual([
      ['Ana', 5, true],
      ['Bea', 5, true],
      ['Dan', 5, true],
    ]);
  });

  test('another name or colour concerns nobody', async () => {
    const { shop, programId } = await withCustomers();
    const { version, rules } = await rulesOf(shop);
    const renamed = { ...rules, name: 'Espresso card', color: 'ocean' } as const;
    expect(await shop.ok('programs.preview', { programId, version, rules: renamed })).toMatchObject({
      differs: false,
      cards: 0,
      lines: [],
    });
  });

  test('points: who can have something at once, and who keeps a lower price', async () => {
    const { shop, ana } = await withCustomers();
    const { programId } = await shop.ok('programs.create', {
      kind: 'points',
      name: 'Points',
      earn: { per: 'amount', every: 100 },
      rewards: [{ at: 30, name: 'A cake' }],
    });
    await shop.ok('counter.stamp', { customerId: ana, programId, amount: 2000 });
    const rules = (await shop.ok('programs.list', {})).find((one) => one.programId === programId)?.rules;
    if (rules?.kind !== 'points') throw new Error('these are points');
    const at = (price: number) => {
      const rewards = rules.rewards.map((reward) => ({ ...reward, at: price }));
      return shop.ok('programs.preview', { programId, version: 1, rules: { ...rules, rewards } });
    };
    expect(await at(20)).toMatchObject({
      cards: 1,
      keeping: 0,
      earning: 1,
      lines: [{ name: 'Ana', earned: ['A cake'] }],
    });
    expect(await at(40)).toMatchObject({ cards: 1, keeping: 1, earning: 0 });
  });

  test('what cannot be saved cannot be looked at either', async () => {
    const { shop, programId } = await withCustomers();
    const { version, rules } = await rulesOf(shop);
    expect(await shop.refused('programs.preview', { programId, version: 7, rules })).toMatchObject({
      code: 'PROGRAM_CHANGED',
    });
    const special = { kind: 'special', name: 'x', benefit: { name: 'y' } } as const;
    expect(await shop.refused('programs.preview', { programId, version, rules: special })).toMatchObject({
      code: 'BAD_INPUT',
      fields: ['rules.kind'],
    });
  });

  test('the contact list says how to reach everybody, what they agreed to, and what to tell them', async () => {
    const { shop, programId } = await withCustomers();
    const { version, rules } = await rulesOf(shop);
    await shop
      .ok('customers.enrol', { name: '=HYPERLINK("x")', phones: ['+40 721 000 111'] })
      .then(({ customerId }) => shop.ok('counter.stamp', { customerId, programId }));
    const target = join(shop.folder, 'contacts.csv');
    shop.dialogs.target = target;
    const saved = await shop.ok('programs.saveContacts', { programId, version, rules: toGoal(rules, 4) });
    expect(saved).toEqual({ saved: 'contacts.csv' });
    const [head, ...lines] = readFileSync(target, 'utf8').trimEnd().split('\r\n');
    expect(head).toBe(
      '\ufeffnumber,name,phone,email,language,progress,of,change,rewards,consent_phone,consent_sms,consent_whatsapp,consent_email,consent_letter',
    );
    expect(lines).toHaveLength(4);
    expect(lines[1]).toContain('Bea,,,,4,4,new_rules,A free coffee,');
    expect(lines[2]).toMatch(/Dan,.*,yes,$/);
    // A name is never a formula, and a phone stays text.
    expect(lines[3]).toContain(`"'=HYPERLINK(""x"")",'+40 721 000 111`);
    shop.dialogs.target = null;
    expect(await shop.ok('programs.saveContacts', { programId, version, rules })).toEqual({ saved: null });
  });
});

describe('a changed program gives what it owes', () => {
  test('rewards earned by the new rules are issued at once, each once, and nobody loses a stamp', async () => {
    const { shop, programId, ana, bea, dan } = await withCustomers();
    const { version, rules } = await rulesOf(shop);
    await shop.ok('programs.change', { programId, version, rules: withInterim(toGoal(rules, 4), 2, 'A cookie') });
    expect(await shop.ok('programs.giveEarned', { programId })).toEqual({ rewards: 3 });
    expect(await cardOf(shop, ana)).toMatchObject({ stamps: 1, goal: 4, rewards: [] });
    expect((await cardOf(shop, bea))?.rewards.map(({ name }) => name).sort()).toEqual(['A cookie', 'A free coffee']);
    expect(await cardOf(shop, bea)).toMatchObject({ stamps: 0 });
    expect(await cardOf(shop, dan)).toMatchObject({ stamps: 3, rewards: [{ name: 'A cookie' }] });
    expect(await shop.ok('programs.giveEarned', { programId })).toEqual({ rewards: 0 });
    expectSound(shop);
  });

  test('rules that became harder leave cards in progress alone; the next card goes by them', async () => {
    const { shop, programId, bea } = await withCustomers();
    const { version, rules } = await rulesOf(shop);
    await shop.ok('programs.change', { programId, version, rules: toGoal(rules, 10) });
    expect(await shop.ok('programs.giveEarned', { programId })).toEqual({ rewards: 0 });
    expect(await cardOf(shop, bea)).toMatchObject({ stamps: 4, goal: 5 });
    shop.clock.now += day;
    expect(await shop.ok('counter.stamp', { customerId: bea, programId })).toMatchObject({
      issued: [{ name: 'A free coffee' }],
    });
    expect(await cardOf(shop, bea)).toMatchObject({ stamps: 0, goal: 10 });
    expectSound(shop);
  });

  test('a crash right after the change: the next start gives them', async () => {
    const { shop, programId, bea } = await withCustomers();
    const { version, rules } = await rulesOf(shop);
    await shop.ok('programs.change', { programId, version, rules: toGoal(rules, 4) });
    await shop.restart();
    await shop.signIn('owner');
    await expect.poll(async () => (await cardOf(shop, bea))?.rewards.length).toBe(1);
    await shop.restart();
    await shop.signIn('owner');
    expect(await shop.ok('programs.giveEarned', { programId })).toEqual({ rewards: 0 });
    expect((await cardOf(shop, bea))?.rewards).toHaveLength(1);
    expectSound(shop);
  });

  test('a paused program gives nothing until it runs again', async () => {
    const { shop, programId, bea } = await withCustomers();
    const { version, rules } = await rulesOf(shop);
    await shop.ok('programs.pause', { programId });
    const easier = { programId, version, rules: toGoal(rules, 4) };
    expect(await shop.ok('programs.preview', easier)).toMatchObject({ givenAtOnce: false, earning: 1 });
    await shop.ok('programs.change', easier);
    expect(await shop.ok('programs.giveEarned', { programId })).toEqual({ rewards: 0 });
    expect((await cardOf(shop, bea))?.rewards).toEqual([]);
    await shop.ok('programs.resume', { programId });
    expect(await shop.ok('programs.giveEarned', { programId })).toEqual({ rewards: 1 });
    expectSound(shop);
  });

  test('the rules of before can be read', async () => {
    const { shop, programId } = await withCustomers();
    const { version, rules } = await rulesOf(shop);
    await shop.ok('programs.change', { programId, version, rules: toGoal(rules, 4) });
    const versions = await shop.ok('programs.versions', { programId });
    expect(versions.map((one) => [one.version, one.rules.kind === 'stamps' && one.rules.goal])).toEqual([
      [1, 5],
      [2, 4],
    ]);
  });
});
