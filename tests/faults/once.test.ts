import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { v7 as uuidv7 } from 'uuid';
import { describe, expect, test } from 'vitest';
import type { Result } from '../../preload/contract/errors.ts';
import { count, randomOf, seed, upTo } from '../support/counts.ts';
import { program } from '../support/program.ts';
import { day, expectSound, minute, openTestShop, type TestShop, testFolder } from '../support/shop.ts';
import { openDesk } from './support/desk.ts';

/** R9: double clicks, retries, a second process. */
const commands = count(500, 20_000, 1_000_000);
const starts = count(2, 20, 200);
const customers = 60;

interface Stage {
  readonly shop: TestShop;
  readonly customerIds: readonly never[];
}

async function setStage(): Promise<Stage> {
  const shop = await openTestShop({ as: 'owner' });
  await shop.ok('shop.update', { minutesBetweenVisits: 0, visitsPerDay: 50 });
  const customerIds: never[] = [];
  for (let n = 0; n < customers; n++)
    customerIds.push((await shop.ok('customers.enrol', { name: `Customer ${n}` })).customerId as never);
  return { shop, customerIds };
}

const receipts = (shop: TestShop): number =>
  shop.read((c) => (c.prepare('SELECT count(*) AS n FROM receipt').get() as { n: number }).n);
const stamps = (shop: TestShop): number =>
  shop.read((c) => (c.prepare("SELECT count(*) AS n FROM entry WHERE kind = 'stamp'").get() as { n: number }).n);

/** One thing somebody does, with words and with other words. */
function somethingToDo({ shop, customerIds }: Stage, random: () => number) {
  const customerId = customerIds[Math.floor(random() * customerIds.length)] as never;
  const other = customerIds[Math.floor(random() * customerIds.length)] as never;
  const programId = shop.programId as never;
  const all = [
    ['counter.stamp', { customerId, programId, stamps: 1 }, { customerId, programId, stamps: 2 }],
    ['counter.stamp', { customerId, programId, stamps: 1 }, { customerId: other, programId, stamps: 3 }],
    ['customers.mark', { customerId, mark: 'booked' }, { customerId, mark: 'none' }],
    [
      'contacts.log',
      { customerId, channel: 'phone', outcome: 'noAnswer' },
      { customerId, channel: 'sms', outcome: 'sent' },
    ],
  ] as const;
  return all[Math.floor(random() * all.length)] as (typeof all)[number];
}

/** Twice or three times mostly, seldom as often as an angry finger can. */
const clicks = (random: () => number): number => 2 + Math.floor(random() ** 11 * 49);

test(`R9 ${commands} commands sent 2 to 50 times at once are done once`, {
  timeout: 120_000 + commands * 20,
}, async () => {
  const stage = await setStage();
  const { shop } = stage;
  const random = randomOf(seed);
  const before = { receipts: receipts(shop), stamps: stamps(shop) };
  const known: { id: string; name: never; words: never; others: never; value: unknown }[] = [];
  let [sent, mismatches, stamped, reopened] = [0, 0, 0, 0];
  let done = 0;
  for (const n of upTo(commands)) {
    done++;
    // Nobody is given more than fifty a day.
    if (n % 400 === 399) shop.pass(day);
    shop.pass(minute / 60);
    const [name, words, others] = somethingToDo(stage, random);
    const id = uuidv7();
    const times = clicks(random);
    // Sometimes one of them says something else: whoever comes first is the one that counts.
    const odd = random() < 0.2 ? Math.floor(random() * times) : -1;
    const asked = Array.from({ length: times }, (_, i) => (i === odd ? others : words));
    const answers = (await Promise.all(asked.map((input) => shop.call(name, input as never, id)))) as Result<unknown>[];
    sent += times;
    const [first] = answers;
    if (!first?.ok) throw new Error(`seed ${seed}, ${n}: ${JSON.stringify(first)}`);
    if (name === 'counter.stamp') stamped++;
    const value = JSON.stringify(first.value);
    for (const [i, answer] of answers.entries()) {
      const other = JSON.stringify(asked[i]) !== JSON.stringify(asked[0]);
      if (other) mismatches++;
      const right = other
        ? !answer.ok && answer.error.code === 'REQUEST_REUSED'
        : answer.ok && JSON.stringify(answer.value) === value;
      if (!right)
        throw new Error(`seed ${seed}, ${n}, the ${i}th of ${times}: ${JSON.stringify(answer)}, first ${value}`);
    }
    if (known.length < 200)
      known.push({
        id,
        name: name as never,
        words: asked[0] as never,
        others: (odd === 0 ? words : others) as never,
        value: first.value,
      });
    if (n % Math.ceil(commands / 10) === 0 && n > 0) {
      await shop.restart();
      await shop.signIn('owner');
      for (const one of known.splice(0)) {
        expect(await shop.call(one.name, one.words, one.id)).toMatchObject({ ok: true, value: one.value });
        if (JSON.stringify(one.words) !== JSON.stringify(one.others))
          expect(await shop.call(one.name, one.others, one.id)).toMatchObject({ error: { code: 'REQUEST_REUSED' } });
        reopened++;
      }
    }
  }
  expect(receipts(shop) - before.receipts).toBe(done);
  expect(stamps(shop) - before.stamps).toBe(stamped);
  expectSound(shop);
  console.log(
    `R9: ${done} commands sent ${sent} times, ${mismatches} with other words refused, ${reopened} asked again after a start, 0 doubles (seed ${seed})`,
  );
});

test('R9 control: a page that makes its id with every click doubles', async () => {
  const { shop, customerIds } = await setStage();
  const customerId = customerIds[0] as never;
  const before = stamps(shop);
  await Promise.all([1, 2, 3].map(() => shop.ok('counter.stamp', { customerId, programId: shop.programId as never })));
  expect(stamps(shop) - before).toBe(3);
});

/** A start of the app in a process of its own, up to what its screen would say. */
async function started(folder: string) {
  const child = spawn(process.execPath, [await program('tests/faults/support/starter.ts'), folder], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const line = async () => String((await lines.next()).value ?? 'ended');
  return {
    ready: line,
    /** Both begin at the same moment; answers what came of it. */
    go: () => {
      child.stdin.write('go\n');
      return line();
    },
    stamp: () => {
      child.stdin.write('stamp\n');
      return line();
    },
    async kill() {
      if (child.exitCode !== null) return;
      child.kill('SIGKILL');
      await once(child, 'close');
    },
    async end() {
      if (child.exitCode !== null) return;
      const ended = once(child, 'close');
      child.stdin.end();
      await ended;
    },
  };
}

describe('R9 two starts at the same moment', () => {
  test(`${starts} times: one has the shop, the other says so; never two, never none`, {
    timeout: 60_000 + starts * 15_000,
  }, async () => {
    const folder = join(testFolder(), 'shop');
    mkdirSync(folder);
    const desk = await openDesk(folder);
    await desk.begin();
    await desk.host.close();
    let done = 0;
    for (const n of upTo(starts, 0.5)) {
      done++;
      const both = await Promise.all([started(folder), started(folder)]);
      await Promise.all(both.map((one) => one.ready()));
      const states = await Promise.all(both.map((one) => one.go()));
      expect([...states].sort(), `round ${n}`).toEqual(['busy', 'ready']);
      const winner = both[states.indexOf('ready')];
      const loser = both[states.indexOf('busy')];
      expect(await winner?.stamp()).toBe('stamped');
      expect(await loser?.stamp()).toBe('refused NO_SHOP');
      // The lock goes with its process, however that ends.
      if (n % 2 === 0) await winner?.kill();
      else await winner?.end();
      await loser?.end();
    }
    const again = await openDesk(folder);
    await again.begin();
    expect((await again.ok('customers.list', {})).total).toBe(done);
    await again.host.close();
    console.log(`R9: ${done} pairs of starts, each with one writer`);
  });

  test('control: without the lock both are writers', async () => {
    const folder = join(testFolder(), 'shop');
    mkdirSync(folder);
    const desk = await openDesk(folder);
    await desk.begin();
    await desk.host.close();
    const both = await Promise.all([started(folder), started(folder)]);
    await Promise.all(both.map((one) => one.ready()));
    expect(await both[0]?.go()).toBe('ready');
    // The lock's file taken away under the first one: what holds the second back is that lock and nothing else.
    rmSync(join(folder, 'lock.db'));
    expect(await both[1]?.go()).toBe('ready');
    for (const one of both) await one?.kill();
  });
});
