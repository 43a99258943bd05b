import { setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import { v7 as uuidv7 } from 'uuid';
import { afterAll, expect, test } from 'vitest';
import { prepared } from '../../db/open.ts';
import type { ErrorCode } from '../../preload/contract/errors.ts';
import { punchCard } from '../../preload/contract/rules.ts';
import { count, scale, seed } from '../support/counts.ts';
import { holds } from '../support/properties.ts';
import {
  day,
  expectSound,
  firstRun,
  holdIntervals,
  hour,
  minute,
  opening,
  openTestShop,
  type TestShop,
} from '../support/shop.ts';
import { ModelCustomer, type ModelPart } from './model.ts';

/** R10: random histories. The seed and path of a failure are printed with it. */
const runs = count(800, 20_000, 2_000_000);
/** A fresh shop after so many, or the whole check at its end would take longer than the runs. */
const runsPerShop = 250;

const goals = [2, 5, 10];

type Step =
  | {
      readonly do: 'stamp';
      readonly who: number;
      readonly program: number;
      readonly stamps: number;
      readonly sameVisit: boolean;
      readonly amount: number | null;
    }
  | { readonly do: 'redeem'; readonly which: number }
  | { readonly do: 'undo'; readonly which: number }
  | { readonly do: 'reverse'; readonly which: number; readonly as: 'void' | 'return' }
  | { readonly do: 'retry'; readonly which: number; readonly times: number }
  | { readonly do: 'reuse'; readonly which: number }
  | { readonly do: 'clock'; readonly by: number }
  | { readonly do: 'wait'; readonly for: number }
  | { readonly do: 'restart' };

const nat = fc.nat({ max: 1000 });
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 50,
    arbitrary: fc.record({
      do: fc.constant('stamp' as const),
      who: fc.nat({ max: 1 }),
      program: fc.nat({ max: goals.length - 1 }),
      stamps: fc.oneof(fc.constant(1), fc.integer({ min: 1, max: 10 })),
      sameVisit: fc.boolean(),
      amount: fc.option(fc.integer({ min: 0, max: 100_000 })),
    }),
  },
  { weight: 20, arbitrary: fc.record({ do: fc.constant('redeem' as const), which: nat }) },
  { weight: 15, arbitrary: fc.record({ do: fc.constant('undo' as const), which: fc.nat({ max: 3 }) }) },
  {
    weight: 20,
    arbitrary: fc.record({
      do: fc.constant('reverse' as const),
      which: nat,
      as: fc.constantFrom('void' as const, 'return' as const),
    }),
  },
  {
    weight: 10,
    arbitrary: fc.record({ do: fc.constant('retry' as const), which: nat, times: fc.integer({ min: 1, max: 5 }) }),
  },
  { weight: 5, arbitrary: fc.record({ do: fc.constant('reuse' as const), which: nat }) },
  {
    weight: 30,
    arbitrary: fc.record({
      do: fc.constant('clock' as const),
      by: fc.constantFrom(
        1,
        4000,
        10_001,
        5 * minute,
        11 * minute,
        hour,
        day,
        400 * day,
        -1,
        -minute,
        -hour,
        -day,
        -90 * day,
      ),
    }),
  },
  {
    weight: 10,
    arbitrary: fc.record({
      do: fc.constant('wait' as const),
      for: fc.constantFrom(1, 4000, 10_000, 10_001, 11 * minute),
    }),
  },
  { weight: 1, arbitrary: fc.constant({ do: 'restart' as const }) },
);

/** A request as it was sent, and how it was answered. */
interface Sent {
  readonly id: string;
  readonly name: 'counter.stamp' | 'counter.redeem' | 'counter.undo' | 'counter.reverse';
  readonly input: Record<string, unknown>;
  readonly value: unknown;
  readonly at: number;
  /** By the shop's clock. */
  readonly sentAt: number;
  /** A start of more than ninety days later has forgotten how it was answered. */
  forgotten: boolean;
  /** What it added to the paper ledger. */
  readonly parts: readonly string[];
  readonly by: ModelCustomer;
}

let shop: TestShop;
let programs: string[] = [];
let used = 0;

async function freshShop(): Promise<void> {
  shop = await openTestShop({ as: 'owner', lasting: true });
  await shop.ok('shop.update', { visitsPerDay: 2 });
  programs = [];
  for (const goal of goals) {
    programs.push(
      (await shop.ok('programs.create', punchCard({ name: `Card of ${goal}`, goal, rewardName: 'A gift' }))).programId,
    );
  }
  used = 0;
}

afterAll(() => shop.close());

/** What each step may be refused with; anything else is a fault. */
const allowed: Readonly<Record<Sent['name'], readonly ErrorCode[]>> = {
  'counter.stamp': ['TOO_SOON', 'TOO_MANY_STAMPS'],
  'counter.redeem': ['REWARD_NOT_OPEN'],
  'counter.undo': ['UNDO_TOO_LATE', 'ALREADY_VOIDED'],
  'counter.reverse': ['ALREADY_VOIDED'],
};

const calendar = new Intl.DateTimeFormat('en-CA', { timeZone: firstRun.timeZone });
/** The day the shop's calendar shows: where the clock was set back, one that has visits behind it. */
const today = (): string => calendar.format(shop.clock.now);

const now = () => ({ at: shop.elapsed(), sentAt: shop.clock.now, forgotten: false });
/** So long a request is answered again (TRUST.md rule 9), and so far back a clock may be before nobody trusts it, ms. */
const [answeredFor, trusted] = [90 * day, 2 * minute];

class History {
  readonly customers: ModelCustomer[] = [];
  readonly sent: Sent[] = [];

  async enrol(): Promise<void> {
    const { customerId } = await shop.ok('customers.enrol', { name: 'Somebody' });
    this.customers.push(new ModelCustomer(customerId));
    const paper = { programId: programs[2] ?? '', stamps: 7 };
    const other = await shop.ok('customers.enrol', { name: 'With a paper card', opening: paper });
    const customer = new ModelCustomer(other.customerId);
    const card = customer.card(paper.programId, 10);
    customer.add({ id: 'opening', kind: 'opening', card, stamps: paper.stamps, reward: null, visit: null });
    this.customers.push(customer);
  }

  /** Sends a request and checks that a refusal is one of those it may have. Null when refused. */
  async send<T>(name: Sent['name'], input: Record<string, unknown>, id: string): Promise<T | null> {
    const before = this.version();
    const answer = await shop.host.call(name, input, id);
    if (answer.ok) return answer.value as T;
    expect(allowed[name], JSON.stringify(answer.error)).toContain(answer.error.code);
    expect(this.version(), 'a refusal wrote something').toEqual(before);
    return null;
  }

  /** Changes whenever anything was committed. */
  version(): unknown {
    return shop.read((c) => prepared<[], unknown>(c, 'PRAGMA data_version').get());
  }

  async run(of: Step): Promise<void> {
    if (of.do === 'clock') shop.clock.now = Math.max(shop.clock.now + of.by, Date.UTC(2020, 0, 1));
    else if (of.do === 'wait') shop.pass(of.for);
    else if (of.do === 'restart') {
      await shop.restart();
      await this.forget();
      await shop.signIn('owner');
      // Nothing done before can be undone.
      shop.pass(10_001);
    } else if (of.do === 'stamp') await this.stamp(of);
    else if (of.do === 'redeem') await this.redeem(of.which);
    else if (of.do === 'undo') await this.undo(of.which);
    else if (of.do === 'reverse') await this.reverse(of.which, of.as);
    else if (of.do === 'retry') await this.retry(of.which, of.times);
    else await this.reuse(of.which);
  }

  /** What a start makes the shop forget, when it has done so: in the background, and only while the clock can be trusted. */
  async forget(): Promise<void> {
    const old = shop.clock.now - answeredFor;
    const { known, last } = shop.read((c) => ({
      known: prepared<[number], number>(
        c,
        "SELECT count(*) FROM receipt WHERE argsHash <> '' AND recordedAt < ?",
      ).pluck(),
      last: prepared<[], number>(c, 'SELECT max(recordedAt) FROM entry').pluck().get() ?? 0,
    }));
    if (shop.clock.now < last - trusted) return;
    for (let tries = 0; (known.get(old) ?? 0) > 0; tries++) {
      expect(tries).toBeLessThan(1000);
      await sleep(5);
    }
    for (const sent of this.sent) if (sent.sentAt < old) sent.forgotten = true;
  }

  async stamp({ who, program, stamps, sameVisit, amount }: Extract<Step, { do: 'stamp' }>): Promise<void> {
    const customer = this.customers[who] as ModelCustomer;
    const [programId = '', goal = 0] = [programs[program], goals[program]];
    const card = customer.card(programId, goal);
    const input = { customerId: customer.id, programId, stamps, sameVisit, amount };
    const before = card.balance;
    const id = uuidv7();
    type Said = { before: number; after: number; entryIds: string[]; issued: { rewardId: string }[] };
    const said = await this.send<Said>('counter.stamp', input, id);
    if (!said) return;
    const joined = said.entryIds.length === 1 + said.issued.length;
    const visit = joined ? customer.lastVisitOn(today()) : (said.entryIds[0] ?? '');
    if (!joined)
      customer.add({ id: visit, kind: 'visit', card: null, stamps: 0, reward: null, visit: null, day: today() });
    const stampId = said.entryIds[joined ? 0 : 1] ?? '';
    customer.add({ id: stampId, kind: 'stamp', card, stamps, reward: null, visit });
    // A card with opening stamps is shown as it was before this customer's first stamp.
    expect(said.before).toBe(before);
    const due = card.due;
    expect(said.issued).toHaveLength(due);
    for (const { rewardId } of said.issued) card.rewards.push({ id: rewardId, state: 'open' });
    expect(said.after).toBe(card.balance);
    expect(card.balance).toBeLessThan(goal);
    this.sent.push({
      id,
      name: 'counter.stamp',
      input,
      value: said,
      ...now(),
      parts: joined ? [stampId] : [visit, stampId],
      by: customer,
    });
  }

  async redeem(which: number): Promise<void> {
    const all = this.customers.flatMap((customer) =>
      [...customer.cards.values()].flatMap((card) => card.rewards.map((reward) => ({ customer, card, reward }))),
    );
    const chosen = all[which % Math.max(1, all.length)];
    if (!chosen) return;
    const { customer, card, reward } = chosen;
    const input = { rewardId: reward.id, proof: { by: 'known' } };
    const id = uuidv7();
    const said = await this.send<{ after: number; entryIds: string[] }>('counter.redeem', input, id);
    // Exactly the open ones are handed over.
    expect(said !== null).toBe(reward.state === 'open');
    if (!said) return;
    const [first = '', second] = said.entryIds;
    const parts: string[] = [...said.entryIds];
    if (second !== undefined)
      customer.add({ id: first, kind: 'visit', card: null, stamps: 0, reward: null, visit: null, day: today() });
    const visit = second === undefined ? customer.lastVisitOn(today()) : first;
    customer.add({ id: second ?? first, kind: 'redeem', card, stamps: 0, reward, visit });
    expect(said.after).toBe(card.balance);
    this.sent.push({ id, name: 'counter.redeem', input, value: said, ...now(), parts, by: customer });
  }

  async undo(which: number): Promise<void> {
    const done = this.sent.filter((sent) => sent.name === 'counter.stamp' || sent.name === 'counter.redeem');
    const of = done.at(-1 - which);
    if (!of) return;
    const input = { undo: of.id };
    const id = uuidv7();
    const said = await this.send<{ entryIds: string[] }>('counter.undo', input, id);
    // The visit stays when something that is not this request's has joined it.
    const shared = (part: ModelPart) =>
      part.kind === 'visit' &&
      of.by.parts.some((other) => other.live && other.visit === part.id && !of.parts.includes(other.id));
    const own = of.by.parts.filter((part) => part.live && of.parts.includes(part.id) && !shared(part));
    const inTime = shop.elapsed() <= of.at + 10_000;
    expect(said !== null).toBe(inTime && own.length > 0);
    if (!said) return;
    of.by.takeBack(own.map((part) => part.id));
    this.sent.push({ id, name: 'counter.undo', input, value: said, ...now(), parts: [], by: of.by });
  }

  async reverse(which: number, as: 'void' | 'return'): Promise<void> {
    const all = this.customers.flatMap((customer) =>
      customer.parts.filter((part) => part.id !== 'opening').map((part) => ({ customer, part })),
    );
    const chosen = all[which % Math.max(1, all.length)];
    if (!chosen) return;
    const input = { entryId: chosen.part.id, as, reason: 'a mistake' };
    const id = uuidv7();
    const live = chosen.part.live;
    const said = await this.send<{ entryIds: string[] }>('counter.reverse', input, id);
    expect(said !== null).toBe(live);
    if (!said) return;
    chosen.customer.takeBack([chosen.part.id]);
    this.sent.push({
      id,
      name: 'counter.reverse',
      input,
      value: said,
      ...now(),
      parts: [],
      by: chosen.customer,
    });
  }

  /** The same request again, some times at once: the first answer, and nothing written. */
  async retry(which: number, times: number): Promise<void> {
    const of = this.sent[which % Math.max(1, this.sent.length)];
    if (!of) return;
    const before = this.version();
    const answers = await Promise.all(Array.from({ length: times }, () => shop.host.call(of.name, of.input, of.id)));
    for (const answer of answers)
      if (of.forgotten) expect(answer).toMatchObject({ ok: false, error: { code: 'REQUEST_REUSED' } });
      else expect(answer).toEqual({ ok: true, value: of.value, repeated: true });
    expect(this.version()).toEqual(before);
  }

  /** Other words under a used id. */
  async reuse(which: number): Promise<void> {
    const of = this.sent[which % Math.max(1, this.sent.length)];
    if (!of) return;
    const before = this.version();
    const answer = await shop.host.call('counter.undo', { undo: uuidv7() }, of.id);
    expect(answer).toMatchObject({ ok: false, error: { code: 'REQUEST_REUSED' } });
    expect(this.version()).toEqual(before);
  }

  /** The ledger says the same as the paper. */
  async compare(): Promise<void> {
    for (const customer of this.customers) {
      const shown = await shop.ok('counter.open', { customerId: customer.id });
      for (const [programId, card] of customer.cards) {
        const found = shown.cards.find((one) => one.programId === programId);
        expect(found?.stamps ?? 0).toBe(card.balance);
        const open = card.rewards.filter((reward) => reward.state === 'open').map((reward) => reward.id);
        expect(found?.rewards.map((reward) => reward.rewardId) ?? []).toEqual(open);
        // Nobody owes unless something was taken back.
        if (card.balance < 0) expect(card.parts.some((part) => !part.live)).toBe(true);
      }
      const row = shop.read((c) =>
        prepared<[string], { visits: number; days: number; kept: number; open: number; keptOpen: number }>(
          c,
          `SELECT count(*) AS visits, count(DISTINCT businessDay) AS days, c.visitDays AS kept, c.openRewards AS keptOpen,
               (SELECT count(*) FROM reward r WHERE r.customerKey = c.key AND r.state = 'open') AS open
             FROM customer c LEFT JOIN liveEntry e ON e.customerKey = c.key AND e.kind = 'visit' WHERE c.id = ? GROUP BY c.key`,
        ).get(customer.id),
      );
      expect(row?.kept).toBe(customer.visits === 0 ? 0 : row?.days);
      expect(row?.keptOpen).toBe(row?.open);
    }
  }
}

/** What must hold of the whole ledger whatever was done. */
function checkLedger(): void {
  expectSound(shop);
  const one = (sql: string) => shop.read((c) => c.prepare<[], { n: number }>(sql).get()?.n);
  // Time of recording never goes back, places have no gap, ids come once.
  expect(
    one('SELECT count(*) AS n FROM entry a JOIN entry b ON b.seq = a.seq + 1 WHERE b.recordedAt < a.recordedAt'),
  ).toBe(0);
  expect(one('SELECT max(seq) - count(*) AS n FROM entry')).toBe(0);
  expect(one('SELECT count(*) - count(DISTINCT id) AS n FROM entry')).toBe(0);
  expect(one('SELECT count(*) - count(DISTINCT reverses) AS n FROM entry WHERE reverses IS NOT NULL')).toBe(0);
  // The balances as kept are the sums as counted anew.
  expect(
    one(`SELECT count(*) AS n FROM card c WHERE c.balance <> (
           SELECT coalesce(sum(e.stamps), 0) FROM entry e WHERE e.cardKey = c.key AND e.kind NOT IN ('void', 'return')
             AND NOT EXISTS (SELECT 1 FROM entry r WHERE r.reverses = e.seq))`),
  ).toBe(0);
  // A reversal carries the opposite of what it takes back, so the plain sum over everything is the same.
  expect(
    one(
      'SELECT count(*) AS n FROM card c WHERE c.balance <> (SELECT coalesce(sum(stamps), 0) FROM entry e WHERE e.cardKey = c.key)',
    ),
  ).toBe(0);
  // issued = redeemed + voided + expired + open, and each was handed over at most once.
  expect(
    one(`SELECT (SELECT count(*) FROM entry WHERE kind = 'issue')
           - (SELECT count(*) FROM reward WHERE state IN ('redeemed', 'voided', 'expired', 'open')) AS n`),
  ).toBe(0);
  expect(
    one(
      `SELECT count(*) AS n FROM (SELECT rewardKey FROM liveEntry WHERE kind = 'redeem' GROUP BY rewardKey HAVING count(*) > 1)`,
    ),
  ).toBe(0);
  // Every request that was acknowledged is there once.
  expect(one('SELECT count(*) - count(DISTINCT requestId) AS n FROM receipt')).toBe(0);
}

test(
  `any history keeps the ledger whole (${runs} random ones)`,
  async () => {
    // What the host does by itself at a new day would look like a refusal that wrote something.
    holdIntervals();
    await freshShop();
    const done = await holds(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 24 }), async (steps) => {
        if (used++ === runsPerShop) {
          checkLedger();
          await shop.close();
          await freshShop();
        }
        const history = new History();
        // Usually back in time, after what the history before did to the clock.
        shop.clock.now = opening + hour;
        await history.enrol();
        for (const of of steps) await history.run(of);
        await history.compare();
      }),
      runs,
    );
    checkLedger();
    if (scale > 0) console.log(`R10: ${done} histories, 0 that the ledger on paper did not have (seed ${seed})`);
  },
  300_000 + runs * 100,
);
