import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { OpenDatabase } from '../../../db/open.ts';
import { listBackups } from '../../../main/backups/store.ts';
import { shopFiles } from '../../../main/shop/files.ts';
import type { Result } from '../../../preload/contract/errors.ts';
import { csv, longLog } from '../../support/logRows.ts';
import { ticks } from './check.ts';
import { type Desk, ownerPin, shopName } from './desk.ts';
import { checkBackup } from './file.ts';

/** What one point of a sweep is about: something a person does, once, and how to see that it was done, exactly once. */
export interface Attempt {
  /** Asked for the first time, and again, with the same request id. */
  ask(desk: Desk, requestId: string): Promise<Result<unknown>>;
  /** What it left behind, without ids: the same for every attempt that went well. */
  trace(shop: OpenDatabase, requestId: string): unknown;
}

/** Sets the stage without faults; `n` is another number for every point, `aside` a folder that no fault reaches. */
export type Workflow = (desk: Desk, at: { folder: string; aside: string; n: number }) => Promise<Attempt>;

async function enrolled(desk: Desk, n: number) {
  const { customerId } = await desk.ok('customers.enrol', { name: `Customer ${n}` });
  const [program] = await desk.ok('programs.list', {});
  if (!program) throw new Error('the shop has no program');
  return { customerId, programId: program.programId };
}

/** Everything that counts of a customer, and what the request is answered for. */
const traceOf =
  (customerId: string) =>
  ({ read }: OpenDatabase, requestId: string) => ({
    live: read
      .prepare(
        'SELECT kind, cause, stamps, carry FROM liveEntry WHERE customerKey = (SELECT key FROM customer WHERE id = ?) ORDER BY seq',
      )
      .raw()
      .all(customerId),
    mine: read.prepare('SELECT kind, stamps FROM entry WHERE requestId = ? ORDER BY seq').raw().all(requestId),
    receipts: read.prepare('SELECT procedure, entries FROM receipt WHERE requestId = ?').raw().all(requestId),
    cards: read
      .prepare('SELECT balance FROM card WHERE customerKey = (SELECT key FROM customer WHERE id = ?)')
      .raw()
      .all(customerId),
    rewards: read
      .prepare('SELECT state FROM reward WHERE customerKey = (SELECT key FROM customer WHERE id = ?) ORDER BY key')
      .raw()
      .all(customerId),
  });

/** The newest backup, opened and hashed once more: everything under a final name must be whole. */
async function backupsOf(folder: string) {
  const { backups } = shopFiles(folder);
  const known = listBackups(backups);
  const [newest] = known;
  const whole = newest ? (await checkBackup(folder, join(backups, newest.name))).sha256 === newest.sha256 : false;
  const named = readdirSync(backups).filter((name) => name.endsWith('.db'));
  return { whole, unknown: named.length - known.length };
}

const logRows = 30;

export const workflows = {
  async stamp(desk, { n }) {
    const { customerId, programId } = await enrolled(desk, n);
    return {
      ask: (at, id) => at.call('counter.stamp', { customerId, programId, stamps: 2 }, id),
      trace: traceOf(customerId),
    };
  },
  async redeem(desk, { n }) {
    const { customerId, programId } = await enrolled(desk, n);
    const { issued } = await desk.ok('counter.stamp', { customerId, programId, stamps: 6 });
    const rewardId = issued[0]?.rewardId ?? ('' as never);
    return {
      ask: (at, id) => at.call('counter.redeem', { rewardId, proof: { by: 'known' } }, id),
      trace: traceOf(customerId),
    };
  },
  async void(desk, { n }) {
    const { customerId, programId } = await enrolled(desk, n);
    const { entryIds } = await desk.ok('counter.stamp', { customerId, programId, stamps: 2 });
    const entryId = entryIds[0] ?? ('' as never);
    return {
      ask: (at, id) => at.call('counter.reverse', { entryId, as: 'void', reason: 'a mistake' }, id),
      trace: traceOf(customerId),
    };
  },
  async import(_desk, { aside, n }) {
    const file = join(aside, 'log.csv');
    const rows = longLog(logRows, 6).map(([who, ...rest]) => [`${n}-${who}`, ...rest] as const);
    writeFileSync(file, csv(rows));
    return {
      async ask(at, id) {
        at.dialogs.file = file;
        // Refused already here: that is what the person is told.
        const chosen = await at.call('visits.chooseFile', {});
        if (!chosen.ok) return chosen;
        return at.call('visits.import', { file: chosen.value?.file ?? ('' as never) }, id);
      },
      trace: ({ read }) => ({
        shown: read
          .prepare('SELECT count(*) FROM customer WHERE externalId LIKE ? AND pendingBatchKey IS NULL')
          .raw()
          .get(`${n}-%`),
        live: read
          .prepare(
            'SELECT count(*), sum(amount) FROM liveEntry JOIN customer ON customer.key = customerKey WHERE externalId LIKE ?',
          )
          .raw()
          .get(`${n}-%`),
      }),
    };
  },
  async backup(desk, { folder, n }) {
    await enrolled(desk, n);
    return {
      ask: (at, id) => at.call('backups.make', {}, id),
      trace: () => backupsOf(folder),
    };
  },
  async enrol(_desk, { n }) {
    const name = `Only ${n}`;
    return {
      ask: (at, id) => at.call('customers.enrol', { name, phones: [`0722 ${String(100_000 + n)}`] }, id),
      trace: ({ read }) => read.prepare('SELECT count(*) FROM customer WHERE name = ?').raw().get(name),
    };
  },
  async erase(desk, { n }) {
    const { customerId, programId } = await enrolled(desk, n);
    await desk.ok('counter.stamp', { customerId, programId, stamps: 2 });
    const { number } = await desk.ok('customers.get', { customerId });
    return {
      ask: (at, id) => at.call('privacy.erase', { customerId, typed: String(number) }, id),
      trace: (shop, id) => ({
        ...traceOf(customerId)(shop, id),
        erased: shop.read.prepare('SELECT erasedAt IS NOT NULL, name FROM customer WHERE id = ?').raw().get(customerId),
      }),
    };
  },
  /** What the app does by itself every few seconds, and before the computer sleeps: nobody is there to hear a refusal. */
  async timers(desk, { n }) {
    await enrolled(desk, n);
    return {
      async ask(at) {
        for (const work of ticks.values()) work();
        at.host.checkpoint();
        return { ok: true, value: null };
      },
      trace: () => null,
    };
  },
  async restore(desk, { n }) {
    const { customerId, programId } = await enrolled(desk, n);
    await desk.ok('counter.stamp', { customerId, programId, stamps: 1 });
    await desk.ok('backups.make', {});
    const name = (await desk.ok('backups.list', {})).backups[0]?.name ?? '';
    // The backup does not know of it: the journal brings it back.
    await desk.ok('counter.stamp', { customerId, programId, stamps: 2 });
    return {
      ask: (at, id) => at.call('backups.restore', { name, typed: shopName, pin: ownerPin }, id),
      trace: traceOf(customerId),
    };
  },
} satisfies Record<string, Workflow>;

export type WorkflowName = keyof typeof workflows;
