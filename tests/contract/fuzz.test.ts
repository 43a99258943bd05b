import fc from 'fast-check';
import { v7 as uuidv7 } from 'uuid';
import { afterAll, describe, expect, onTestFinished, test } from 'vitest';
import { AppErrorSchema, type Result } from '../../preload/contract/errors.ts';
import { findProcedure, procedureNames } from '../../preload/contract/index.ts';
import { mayCall, type Procedure } from '../../preload/contract/kinds.ts';
import { z } from '../../preload/contract/zod.ts';
import { contentHash } from '../support/content.ts';
import { count, scale, seed } from '../support/counts.ts';
import { holds } from '../support/properties.ts';
import { openTestShop, type TestShop } from '../support/shop.ts';
import { anything, nearlyValid } from './values.ts';

/** R13: calls for each procedure and each person. */
const runs = count(40, 1_000, 20_000);

/** Who stands at the till. */
const people = {
  nobody: { role: null, proof: null },
  'owner by tap': { role: 'owner', proof: 'tap' },
  staff: { role: 'staff', proof: 'pin' },
  manager: { role: 'manager', proof: 'pin' },
  owner: { role: 'owner', proof: 'pin' },
} as const;
type Who = keyof typeof people;

/** Refusals that are written down: a wrong PIN counts, and has its line in the activity log. */
const counted = ['PIN_WRONG', 'PIN_LOCKED', 'RECOVERY_WRONG'];
const ofWrongPins = ['person.wrongPins', 'person.pinLocks', 'person.lockLeft', 'activity'];
/** Only of these, which ask for a PIN or a code, is a refusal written down. */
const asksForProof: ReadonlySet<string> = new Set(
  procedureNames.filter((name) =>
    /"(pin|recoveryCode)"/.test(
      JSON.stringify(z.toJSONSchema((findProcedure(name) as Procedure).input, { io: 'input', unrepresentable: 'any' })),
    ),
  ),
);

/** A shop with something of everything, whose ids are known, and somebody at its till. */
interface Stage {
  readonly shop: TestShop;
  readonly ids: readonly string[];
  readonly who: Who;
  /** What the database said after the last call that was meant to change it; null: nobody has asked yet. */
  content: string | null;
}

/** Stages on which nothing has happened yet: most calls are refused, and the next procedure may have the same one. */
const untouched = new Map<Who, Stage>();
afterAll(async () => {
  for (const { shop } of untouched.values()) await shop.close();
});

async function setStage(who: Who): Promise<Stage> {
  const shop = await openTestShop({ as: 'owner', lasting: true });
  const { customerId } = await shop.ok('customers.enrol', { name: 'Maria', phones: ['0722 123 456'] });
  const request = uuidv7();
  const stamped = await shop.ok('counter.stamp', { customerId, programId: shop.programId, stamps: 7 }, request);
  const rewards = stamped.issued.map((one) => one.rewardId);
  const ids = [customerId, shop.programId, ...Object.values(shop.people), ...stamped.entryIds, ...rewards, request];
  await signIn(shop, who);
  return { shop, ids, who, content: null };
}

async function signIn(shop: TestShop, who: Who): Promise<void> {
  const { role, proof } = people[who];
  if (proof === 'pin') await shop.signIn(role);
  else if (proof === 'tap') await shop.tap(role);
  else await shop.ok('people.signOut', {});
}

const contentOf = (shop: TestShop) => shop.read((c) => contentHash(c, ofWrongPins));
const versions = new WeakMap<TestShop, () => unknown>();
/** Another number when another connection has written; asked twice a call, so the statement is kept. */
function version(shop: TestShop): unknown {
  const ask =
    versions.get(shop) ??
    shop.read((c) => {
      const statement = c.prepare('PRAGMA data_version').pluck();
      return () => statement.get();
    });
  versions.set(shop, ask);
  return ask();
}

/** After a call that went through: the same person at the till again, in a new shop where that is no longer possible. */
async function resetStage(stage: Stage): Promise<Stage> {
  const { shop, who } = stage;
  untouched.delete(who);
  const { person, proof } = await shop.ok('people.session', {});
  if ((person?.role ?? null) !== people[who].role || proof !== people[who].proof) {
    try {
      await signIn(shop, who);
    } catch {
      await shop.close();
      return setStage(who);
    }
  }
  return { ...stage, content: null };
}

/** Nothing of where the program lies, how it is written or what it asks the database may reach the page. */
function expectNoInsides(shop: TestShop, answer: unknown): void {
  const text = JSON.stringify(answer);
  expect(text).not.toContain(shop.folder);
  expect(text).not.toMatch(
    /\.ts\b|\.js\b|node:|node_modules|\bat \w+ \(|SQLITE|SELECT |INSERT |constraint|Error:|ZodError|undefined is not/,
  );
}

async function check(stage: Stage, name: string, input: unknown, requestId: string | null): Promise<Result<unknown>> {
  const { shop } = stage;
  if (asksForProof.has(name)) stage.content ??= contentOf(shop);
  const before = version(shop);
  const answer = await shop.host.call(name, input, requestId);
  if (answer.ok) {
    expect(findProcedure(name)?.output.safeParse(answer.value).success).toBe(true);
    return answer;
  }
  const { code } = AppErrorSchema.parse(answer.error);
  expect(code, JSON.stringify(shop.logged.at(-1))).not.toBe('UNEXPECTED');
  expectNoInsides(shop, answer.error);
  if (version(shop) !== before) {
    untouched.delete(stage.who);
    expect(counted).toContain(code);
    expect(asksForProof).toContain(name);
    expect(contentOf(shop)).toBe(stage.content);
  }
  return answer;
}

let calls = 0;
/** Procedures that were handed an input they could work with: the fuzz reaches behind the schemas. */
const reached = new Set<string>();

describe.each(Object.keys(people) as Who[])('%s', (who) => {
  test.each(procedureNames)('%s', async (name) => {
    const procedure = findProcedure(name);
    if (!procedure) throw new Error(name);
    const { role, proof } = people[who];
    const allowed = mayCall(procedure.access, role === null ? null : { role, proof });
    // The demo shop has tests of its own; here it is enough that nobody gets in who may not, and not by a wrong input.
    const makesDemo = name.startsWith('demo.') && allowed;
    let stage = untouched.get(who) ?? (await setStage(who));
    untouched.set(who, stage);
    const input = fc.oneof(
      { weight: 1, arbitrary: anything },
      { weight: 3, arbitrary: nearlyValid(procedure, stage.ids) },
    );
    const requestId = fc.oneof(
      { weight: 8, arbitrary: fc.constant('new') },
      { weight: 1, arbitrary: fc.constantFrom(null, '', 'x', 'constructor') },
    );
    calls += await holds(
      fc.asyncProperty(input, requestId, async (value, request) => {
        if (makesDemo && procedure.input.safeParse(value).success) return;
        const answer = await check(stage, name, value, request === 'new' ? uuidv7() : request);
        if (!allowed) expect(answer.ok).toBe(false);
        else if (answer.ok || answer.error.code !== 'BAD_INPUT') reached.add(name);
        if (answer.ok && procedure.kind !== 'query') stage = await resetStage(stage);
      }),
      runs,
      1 / (procedureNames.length * Object.keys(people).length),
    );
    if (!untouched.has(who)) await stage.shop.close();
  });
});

test('every procedure was reached behind its schema', async () => {
  if (scale > 0)
    console.log(
      `R13: ${calls} calls of all ${procedureNames.length} procedures by ${Object.keys(people).length} people (seed ${seed})`,
    );
  // One that asks for a rare text may have had bad luck: it gets more tries, with inputs its schema takes.
  for (const name of procedureNames.filter((one) => !reached.has(one) && !one.startsWith('demo.'))) {
    const procedure = findProcedure(name);
    const who = (Object.keys(people) as Who[]).find((one) => {
      const { role, proof } = people[one];
      return procedure && mayCall(procedure.access, role === null ? null : { role, proof });
    });
    if (!procedure || !who) continue;
    const stage = await setStage(who);
    onTestFinished(() => stage.shop.close());
    const inputs = fc.sample(nearlyValid(procedure, stage.ids), 3_000);
    for (const value of inputs.filter((one) => procedure.input.safeParse(one).success).slice(0, 50)) {
      const answer = await check(stage, name, value, uuidv7());
      if (!answer.ok && answer.error.code === 'BAD_INPUT') continue;
      reached.add(name);
      break;
    }
  }
  expect(procedureNames.filter((name) => !reached.has(name) && !name.startsWith('demo.'))).toEqual([]);
});

test('names nobody declared are denied', async () => {
  const shop = await openTestShop({ as: 'owner' });
  const names = [
    '',
    '.',
    'counter',
    'counter.',
    '.stamp',
    'counter.stamp.x',
    'counter.Stamp',
    'Counter.stamp',
    ' counter.stamp',
    'counter.stamp ',
    'counter/stamp',
    'constructor',
    'constructor.x',
    'constructor.name',
    '__proto__',
    '__proto__.x',
    'toString',
    'counter.constructor',
    'counter.__proto__',
    'counter.toString',
    'counter.hasOwnProperty',
    'hasOwnProperty.call',
    'prototype.x',
    'shop.status.input',
    'demo.__proto__',
    'shop.constructor',
  ];
  for (const name of names) {
    expect(await shop.host.call(name, {}, uuidv7())).toEqual({
      ok: false,
      error: expect.objectContaining({ code: 'DENIED' }),
    });
  }
  await fc.assert(
    fc.asyncProperty(fc.string(), async (name) => {
      fc.pre(findProcedure(name) === null);
      expect(await shop.host.call(name, {}, null)).toMatchObject({ ok: false, error: { code: 'DENIED' } });
    }),
  );
});

test('nothing that was sent got into everybody’s prototype', async () => {
  const shop = await openTestShop({ as: 'owner' });
  const input = JSON.parse(
    '{"name":"Eve","ownFields":{"__proto__":{"polluted":"yes"},"constructor":"x"},"__proto__":{"polluted":true}}',
  ) as never;
  await shop.call('customers.enrol', input);
  await shop.call('customers.enrol', {
    name: 'Eve',
    ownFields: JSON.parse('{"__proto__":"yes","toString":"no"}') as Record<string, string>,
  });
  expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  expect(Object.keys(Object.prototype)).toEqual([]);
  const [eve] = await shop.ok('counter.find', { text: 'eve' });
  if (eve) expect(await shop.call('customers.get', { customerId: eve.customerId })).toMatchObject({ ok: true });
});

test('an input that contains itself is refused like any other', async () => {
  const shop = await openTestShop({ as: 'owner' });
  const circle: Record<string, unknown> = { name: 'Eve' };
  circle.ownFields = circle;
  expect(await shop.host.call('customers.enrol', circle, uuidv7())).toMatchObject({
    ok: false,
    error: { code: 'BAD_INPUT' },
  });
});
