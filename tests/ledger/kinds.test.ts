import fc from 'fast-check';
import { v7 as uuidv7 } from 'uuid';
import { afterAll, expect, test } from 'vitest';
import type { ErrorCode } from '../../preload/contract/errors.ts';
import type { InputFor, OutputFor, ProcedureName } from '../../preload/contract/index.ts';
import { count, scale, seed } from '../support/counts.ts';
import { holds } from '../support/properties.ts';
import {
  day,
  expectSound,
  holdIntervals,
  hour,
  minute,
  opening,
  openTestShop,
  type TestShop,
} from '../support/shop.ts';

/**
 * Random histories over every kind of program: points with an unspent amount, interim rewards, expiry, changed rules, returns, moves,
 * merges and their undoing. What must hold whatever was done is counted anew from the bare table of entries.
 * The seed and path of a failure are printed with it.
 */
const runs = count(300, 1_000, 200_000);
const runsPerShop = 60;

type Rules = InputFor<'programs.create'>;
const kinds: readonly Rules[] = [
  {
    kind: 'stamps',
    name: 'Long card',
    goal: 10,
    rewards: [
      { at: 3, name: 'A biscuit', validDays: 20 },
      { at: 5, kind: 'percent', name: 'Half off', percent: 50 },
      { at: 10, name: 'A cake', validDays: 30 },
    ],
    bonus: { signUp: 1, winBack: { afterDays: 30, units: 2 } },
  },
  {
    kind: 'points',
    name: 'Points',
    earn: { per: 'amount', every: 300, carryOver: true },
    rewards: [{ at: 20, name: 'A mug' }],
    pointValue: 5,
    expiry: { kind: 'batch', days: 40 },
  },
  {
    kind: 'stamps',
    name: 'Idle card',
    goal: 4,
    earn: { per: 'amount', every: 500, carryOver: true },
    rewards: [
      { at: 2, name: 'A sip' },
      { at: 4, kind: 'amount', name: 'Four off', value: 400 },
    ],
    expiry: { kind: 'idle', days: 60 },
  },
  {
    kind: 'discount',
    name: 'Frequent',
    visits: 2,
    withinDays: 10,
    benefit: { name: 'Ten off', kind: 'percent', percent: 10 },
  },
];
/** What each program changes to and back. */
const changed: readonly Rules[] = [
  { ...kinds[0], goal: 6, rewards: [{ at: 6, name: 'A cake' }] } as Rules,
  { ...kinds[1], pointValue: 7, expiry: { kind: 'none' } } as Rules,
  { ...kinds[2], goal: 5, rewards: [{ at: 5, kind: 'amount', name: 'Four off', value: 400 }] } as Rules,
];

const people = 3;
const who = fc.nat({ max: people - 1 });
const nat = fc.nat({ max: 1000 });
const step = fc.oneof(
  {
    weight: 40,
    arbitrary: fc.record({
      do: fc.constant('stamp' as const),
      who,
      program: fc.nat({ max: 2 }),
      stamps: fc.integer({ min: 1, max: 10 }),
      amount: fc.integer({ min: 0, max: 9000 }),
      sameVisit: fc.boolean(),
    }),
  },
  { weight: 12, arbitrary: fc.record({ do: fc.constant('redeem' as const), which: nat }) },
  {
    weight: 8,
    arbitrary: fc.record({
      do: fc.constant('adjust' as const),
      who,
      program: fc.nat({ max: 2 }),
      units: fc.integer({ min: -6, max: 15 }).filter((units) => units !== 0),
    }),
  },
  {
    weight: 12,
    arbitrary: fc.record({ do: fc.constant('spend' as const), who, points: fc.integer({ min: 0, max: 15 }) }),
  },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('use' as const), who }) },
  {
    weight: 15,
    arbitrary: fc.record({
      do: fc.constant('reverse' as const),
      which: nat,
      as: fc.constantFrom('void' as const, 'return' as const),
    }),
  },
  { weight: 8, arbitrary: fc.record({ do: fc.constant('undo' as const) }) },
  { weight: 15, arbitrary: fc.record({ do: fc.constant('move' as const), which: nat, to: who, back: fc.boolean() }) },
  {
    weight: 10,
    arbitrary: fc.record({ do: fc.constant('merge' as const), keep: who, merge: who, back: fc.boolean() }),
  },
  { weight: 8, arbitrary: fc.record({ do: fc.constant('unmerge' as const), which: nat }) },
  { weight: 6, arbitrary: fc.record({ do: fc.constant('change' as const), program: fc.nat({ max: 2 }) }) },
  {
    weight: 20,
    arbitrary: fc.record({
      do: fc.constant('clock' as const),
      by: fc.constantFrom(5 * minute, 11 * minute, hour, day, 12 * day, 25 * day, 45 * day),
    }),
  },
);
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never;
type Of<K extends Step['do']> = Extract<Step, { do: K }>;

/** What a step may be refused with; anything else is a fault. */
const allowed: readonly ErrorCode[] = [
  'TOO_SOON',
  'TOO_MANY_STAMPS',
  'REWARD_NOT_OPEN',
  'NOT_ENOUGH_POINTS',
  'NOT_EARNED',
  'UNDO_TOO_LATE',
  'NOTHING_TO_UNDO',
  'ALREADY_VOIDED',
  'CUSTOMER_MERGED',
  'MERGE_TOO_LATE',
];

let shop: TestShop;
let programs: string[] = [];
let used = 0;

async function freshShop(): Promise<void> {
  shop = await openTestShop({ as: 'owner', lasting: true });
  await shop.ok('shop.update', { visitsPerDay: 50 });
  programs = [];
  for (const rules of kinds) programs.push((await shop.ok('programs.create', rules)).programId);
  used = 0;
}

afterAll(() => shop.close());

const all = <T>(sql: string, ...values: unknown[]): T[] =>
  shop.read((c) => c.prepare<unknown[], T>(sql).all(...values));
const one = (sql: string, ...values: unknown[]): number => all<{ n: number }>(sql, ...values)[0]?.n ?? 0;

class History {
  readonly ids: string[] = [];
  readonly merges: string[] = [];
  last: string | null = null;

  async enrol(): Promise<void> {
    for (let i = 0; i < people; i++)
      this.ids.push((await shop.ok('customers.enrol', { name: `Somebody ${i}` })).customerId);
  }

  async send<N extends ProcedureName>(
    name: N,
    input: InputFor<N>,
    also: readonly ErrorCode[] = [],
  ): Promise<OutputFor<N> | null> {
    const id = uuidv7();
    const answer = await shop.call(name, input, id);
    if (answer.ok) {
      if (name.startsWith('counter.')) this.last = id;
      return answer.value;
    }
    expect([...allowed, ...also], `${name}: ${JSON.stringify(answer.error)}`).toContain(answer.error.code);
    return null;
  }

  id = (index: number): string => this.ids[index] ?? '';

  /** What a customer has, in every way that can be seen. */
  async state(customerId: string) {
    const { cards, visitDays, lastVisitDay } = await shop.ok('counter.open', { customerId });
    return {
      ...{ visitDays, lastVisitDay },
      cards: cards
        .filter(({ cardId }) => cardId !== null)
        .map((card) => ({
          ...{ program: card.programId, units: card.stamps, carry: card.carry, goal: card.goal },
          rewards: card.rewards.map(({ name, expiresOn }) => `${name} ${expiresOn}`).sort(),
          lots: card.lots,
        }))
        .filter((card) => card.units !== 0 || card.carry !== 0 || card.rewards.length > 0),
    };
  }

  /** Everything that ever came on a customer's cards and counts, by program. */
  gains(customerId: string): string {
    return JSON.stringify(
      all(
        `SELECT k.programKey, sum(e.stamps) AS units, sum(e.carry) AS rest FROM liveEntry e JOIN card k ON k.key = e.cardKey
         JOIN customer c ON c.key = e.customerKey WHERE c.id = ? AND e.kind IN ('stamp', 'opening') GROUP BY k.programKey
         HAVING units <> 0 OR rest <> 0 ORDER BY k.programKey`,
        customerId,
      ),
    );
  }

  /** Bonuses for beginning that count, where there is one program that gives them. */
  signUps(customerId: string): number {
    return one(
      "SELECT count(*) AS n FROM liveEntry e JOIN customer c ON c.key = e.customerKey WHERE c.id = ? AND e.cause = 'signUp' AND e.stamps > 0",
      customerId,
    );
  }

  async run(of: Step): Promise<void> {
    if (of.do === 'clock') shop.pass(of.by);
    else if (of.do === 'stamp') await this.stamp(of);
    else if (of.do === 'redeem') await this.redeem(of);
    else if (of.do === 'spend') await this.spend(of);
    else if (of.do === 'adjust') await this.adjust(of);
    else if (of.do === 'use')
      await this.send('counter.use', { customerId: this.id(of.who), programId: programs[3] ?? '' });
    else if (of.do === 'reverse') await this.reverse(of);
    else if (of.do === 'undo') {
      if (this.last) await this.send('counter.undo', { undo: this.last });
    } else if (of.do === 'move') await this.move(of);
    else if (of.do === 'merge') await this.merge(of);
    else if (of.do === 'unmerge') {
      const merge = this.merges[of.which % Math.max(1, this.merges.length)];
      if (merge) await this.send('merges.undo', { merge });
    } else await this.change(of);
  }

  async stamp({ who, program, stamps, amount, sameVisit }: Of<'stamp'>): Promise<void> {
    const customerId = this.id(who);
    const before = program === 0 ? null : await this.total(customerId, program);
    const said = await this.send('counter.stamp', {
      ...{ customerId, programId: programs[program] ?? '', sameVisit },
      // Of every second visit the amount is known where it is not needed: a percentage off has something to be off.
      ...(program === 0 ? { stamps, amount: stamps % 2 === 0 ? amount : null } : { amount }),
    });
    if (!said || before === null) return;
    // Amounts earn by the sum of what was spent: no coin is lost between visits and none counts twice.
    const every = program === 1 ? 300 : 500;
    const cap = said.parts.some(({ why }) => why === 'cap' || why === 'paidByReward');
    if (!cap && before.carry >= 0)
      expect(said.earned * every + said.carry, JSON.stringify(said)).toBe(before.carry + amount);
  }

  async total(customerId: string, program: number) {
    const { cards } = await shop.ok('counter.open', { customerId });
    const card = cards.find(({ programId }) => programId === programs[program]);
    return { units: card?.stamps ?? 0, carry: card?.carry ?? 0 };
  }

  async redeem({ which }: Of<'redeem'>): Promise<void> {
    const rewards = all<{ id: string }>(
      `SELECT r.id FROM reward r JOIN customer c ON c.key = r.customerKey WHERE c.id IN (${this.ids.map(() => '?').join()}) AND r.state IN ('open', 'redeemed', 'moved') ORDER BY r.key`,
      ...this.ids,
    );
    const reward = rewards[which % Math.max(1, rewards.length)];
    if (reward) await this.send('counter.redeem', { rewardId: reward.id as never, proof: { by: 'known' } });
  }

  async spend({ who, points }: Of<'spend'>): Promise<void> {
    const customerId = this.id(who);
    const programId = programs[1] ?? '';
    const { cards } = await shop.ok('counter.open', { customerId });
    const mug = cards.find((card) => card.programId === programId)?.cardRewards[0]?.programRewardId;
    if (!mug) return;
    await this.send('counter.spend', {
      ...{ customerId, programId, proof: { by: 'known' } },
      spend: points === 0 ? { on: 'reward', programRewardId: mug } : { on: 'amount', points },
    });
  }

  async adjust({ who, program, units }: Of<'adjust'>): Promise<void> {
    const customerId = this.id(who);
    const before = await this.total(customerId, program);
    // More than is there cannot be taken: that is said at the field.
    const said = await this.send(
      'counter.adjust',
      { customerId, programId: programs[program] ?? '', units, reason: 'counted again' },
      before.units + units < 0 ? ['BAD_INPUT'] : [],
    );
    if (!said) return;
    const added = one(
      `SELECT sum(stamps) AS n FROM entry WHERE kind = 'adjust' AND id IN (${said.entryIds.map(() => '?').join()})`,
      ...said.entryIds,
    );
    expect(added).toBe(units);
  }

  /** A live entry of a kind that a person may touch. */
  pick(which: number, kinds: string): { id: string; customerId: string } | undefined {
    const rows = all<{ id: string; customerId: string }>(
      `SELECT e.id, c.id AS customerId FROM liveEntry e JOIN customer c ON c.key = e.customerKey
       WHERE c.id IN (${this.ids.map(() => '?').join()}) AND c.mergedIntoKey IS NULL AND instr(?, e.kind) > 0
         AND e.cause IS NOT 'paidByReward' ORDER BY e.seq`,
      ...this.ids,
      kinds,
    );
    return rows[which % Math.max(1, rows.length)];
  }

  async reverse({ which, as }: Of<'reverse'>): Promise<void> {
    const entry = this.pick(which, 'visit stamp redeem spend use adjust');
    if (entry) await this.send('counter.reverse', { entryId: entry.id, as, reason: 'a mistake' });
  }

  async move({ which, to, back }: Of<'move'>): Promise<void> {
    const entry = this.pick(which, 'visit stamp');
    if (!entry || entry.customerId === this.id(to)) return;
    const both = [entry.customerId, this.id(to)];
    const before = both.map((id) => this.gains(id));
    const had = both.map((id) => this.signUps(id));
    // What a bonus brings depends on what the other has had; the rest stays what it was.
    const sum = "SELECT sum(stamps) AS n FROM liveEntry WHERE kind = 'stamp' AND cause IS NOT 'signUp'";
    const total = one(sum);
    const said = await this.send('counter.move', { entryId: entry.id, toCustomerId: this.id(to) });
    if (!said) return;
    expect(one(sum)).toBe(total);
    expect(this.signUps(this.id(to)), 'bonuses by a move').toBeLessThanOrEqual(Math.max(1, had[1] ?? 0));
    if (!back) return;
    expect(await this.send('counter.move', { entryId: said.entryId, toCustomerId: entry.customerId })).not.toBeNull();
    // Only records that were merged have two; a move leaves one of them.
    if (had.every((n) => n <= 1)) expect(both.map((id) => this.gains(id))).toEqual(before);
  }

  async merge({ keep, merge, back }: Of<'merge'>): Promise<void> {
    if (keep === merge) return;
    const [keepId, mergeId] = [this.id(keep), this.id(merge)];
    // What new rules owe a card is given by the next command that reaches it: a merge too, and its undoing leaves it, because it was owed before.
    if (back) for (const programId of programs.slice(0, 3)) await shop.ok('programs.giveEarned', { programId });
    const before = [await this.state(keepId), await this.state(mergeId)];
    const said = await this.send('merges.merge', { keepId, mergeId });
    if (!said) return;
    const sum = (states: typeof before, program: string, what: 'units' | 'carry') =>
      states.flatMap(({ cards }) => cards).reduce((n, card) => n + (card.program === program ? card[what] : 0), 0);
    const after = [await this.state(keepId)];
    for (const program of programs) expect(sum(after, program, 'carry')).toBe(sum(before, program, 'carry'));
    expect(sum(after, programs[1] ?? '', 'units')).toBe(sum(before, programs[1] ?? '', 'units'));
    if (!back) return void this.merges.push(said.merge);
    expect(await this.send('merges.undo', { merge: said.merge })).not.toBeNull();
    expect([await this.state(keepId), await this.state(mergeId)]).toEqual(before);
  }

  async change({ program }: Of<'change'>): Promise<void> {
    const found = (await shop.ok('programs.list', {})).find(({ programId }) => programId === programs[program]);
    if (!found) return;
    const next = (found.version % 2 === 1 ? changed : kinds)[program] as Rules & { rewards: { name: string }[] };
    const had = 'rewards' in found.rules ? found.rules.rewards : [];
    // A reward of the same name is the same reward.
    const rewards = next.rewards.map((reward) => ({
      ...reward,
      rewardId: had.find(({ name }) => name === reward.name)?.rewardId ?? null,
    }));
    const input = { programId: found.programId, version: found.version, rules: { ...next, rewards } as Rules };
    await shop.ok('programs.change', input);
  }
}

/** Counted from the entries alone, without the view and without what is kept beside them. */
function checkLedger(): void {
  expectSound(shop);
  for (const what of ['stamps', 'carry'] as const)
    expect(
      one(
        `SELECT count(*) AS n FROM card c WHERE c.${what === 'stamps' ? 'balance' : 'carry'} <>
           (SELECT coalesce(sum(${what}), 0) FROM entry e WHERE e.cardKey = c.key)`,
      ),
      what,
    ).toBe(0);
  expect(one('SELECT count(*) - count(DISTINCT reverses) AS n FROM entry WHERE reverses IS NOT NULL')).toBe(0);
  // Issued = redeemed + expired + voided + moved + open.
  expect(one("SELECT (SELECT count(*) FROM entry WHERE kind = 'issue') - (SELECT count(*) FROM reward) AS n")).toBe(0);
  expect(
    one(
      "SELECT (SELECT count(*) FROM liveEntry WHERE kind = 'issue') - (SELECT count(*) FROM reward WHERE state IN ('open', 'redeemed', 'expired')) AS n",
    ),
  ).toBe(0);
  expect(
    one(
      "SELECT count(*) AS n FROM (SELECT 1 FROM liveEntry WHERE kind IN ('redeem', 'expire') AND rewardKey IS NOT NULL GROUP BY rewardKey HAVING count(*) > 1)",
    ),
  ).toBe(0);
  // What was first one entry counts once, whoever has it now.
  expect(
    one(
      'SELECT count(*) AS n FROM (SELECT 1 FROM liveEntry GROUP BY coalesce(fromSeq, seq), kind HAVING count(*) > 1)',
    ),
  ).toBe(0);
  checkPaid();
  // Nobody merged has anything left.
  expect(
    one(
      'SELECT count(*) AS n FROM liveEntry e JOIN customer c ON c.key = e.customerKey WHERE c.mergedIntoKey IS NOT NULL',
    ),
  ).toBe(0);
}

interface PaidRow {
  readonly kind: string;
  readonly cardKey: number;
  readonly programKey: number;
  readonly visitSeq: number;
  readonly stamps: number;
  readonly carry: number;
  readonly bought: number;
  readonly parts: string | null;
  /** Moved without its visit, whose amount it was. */
  readonly alone: number;
}

/**
 * A redeemed amount earns nothing (F-07), whatever was taken back, moved or merged since: of each visit a card has earned by exactly what
 * was bought less what its entries say was paid by rewards, and that is never more than was bought or than rewards used in the visit are worth,
 * nor less than nothing.
 */
function checkPaid(): void {
  const rows = all<PaidRow>(
    `SELECT e.kind, e.cardKey, k.programKey, e.visitSeq, e.stamps, e.carry, e.parts,
       CASE WHEN e.kind = 'stamp' THEN coalesce(e.amount, v.amount, 0) ELSE 0 END AS bought,
       (SELECT f.visitSeq FROM entry f WHERE f.seq = coalesce(e.fromSeq, e.seq)) <> coalesce(v.fromSeq, v.seq) AS alone
     FROM liveEntry e JOIN card k ON k.key = e.cardKey JOIN entry v ON v.seq = e.visitSeq
     WHERE (e.kind = 'stamp' AND e.cause IS NULL) OR e.cause = 'paidByReward'`,
  );
  const most = new Map(
    all<{ visit: number; most: number }>(
      `SELECT e.visitSeq AS visit, sum(CASE
           WHEN e.kind = 'spend' THEN e.amount
           WHEN g.kind = 'amount' THEN g.value
           WHEN g.kind = 'percent' THEN (SELECT max(coalesce(s.amount, v.amount, 0)) FROM liveEntry s
             WHERE s.visitSeq = v.seq AND s.kind = 'stamp') * g.percent / 100.0 + 0.5
           ELSE 0 END) AS most
       FROM liveEntry e JOIN entry v ON v.seq = e.visitSeq LEFT JOIN reward r ON r.key = e.rewardKey
         LEFT JOIN programReward g ON g.key = r.programRewardKey
       WHERE e.kind IN ('spend', 'redeem') GROUP BY e.visitSeq`,
    ).map((row) => [row.visit, row.most]),
  );
  const every = new Map(
    all<{ key: number; every: number | null }>(
      "SELECT v.programKey AS key, json_extract(v.rules, '$.earn.every') AS every FROM programVersion v",
    ).map((row) => [row.key, row.every]),
  );
  for (const part of Map.groupBy(rows, ({ visitSeq, cardKey }) => `${visitSeq} ${cardKey}`).values()) {
    if (part.some(({ alone }) => alone === 1)) continue;
    const per = every.get(part[0]?.programKey ?? 0);
    const parts = part.flatMap((row) => JSON.parse(row.parts ?? '[]') as { why: string; amount: number | null }[]);
    const bought = part.reduce((sum, row) => sum + row.bought, 0);
    const paid = parts.reduce((sum, { why, amount }) => sum + (why === 'paidByReward' ? (amount ?? 0) : 0), 0);
    const said = JSON.stringify(part);
    expect(paid, said).toBeGreaterThanOrEqual(0);
    expect(paid, said).toBeLessThanOrEqual(bought);
    expect(paid, `more than rewards have paid: ${said}`).toBeLessThanOrEqual(most.get(part[0]?.visitSeq ?? 0) ?? 0);
    // What counts visits is not earned by the amount; above the most stamps of a visit the rest earns nothing either.
    if (per === null || per === undefined || parts.some(({ why }) => why === 'cap')) continue;
    expect(
      part.reduce((sum, { stamps, carry }) => sum + stamps * per + carry, 0),
      said,
    ).toBe(bought - paid);
  }
}

test(
  `any history of every kind of program keeps the ledger whole (${runs} random ones)`,
  async () => {
    // What the host gives at a new day comes every few seconds of the real clock: between a merge and its undoing it would look like theirs.
    holdIntervals();
    await freshShop();
    const done = await holds(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 30 }), async (steps) => {
        if (used++ === runsPerShop) {
          await shop.close();
          await freshShop();
        }
        shop.clock.now = Math.max(shop.clock.now, opening) + hour;
        const history = new History();
        await history.enrol();
        for (const of of steps) await history.run(of);
        checkLedger();
      }),
      runs,
    );
    if (scale > 0) console.log(`R10, every kind of program: ${done} histories, each whole (seed ${seed})`);
  },
  300_000 + runs * 500,
);
