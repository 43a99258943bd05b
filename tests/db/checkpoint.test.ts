import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { checkpointIfDue, deferCheckpoints } from '../../db/checkpoint.ts';
import { openWriter, type WriteConnection } from '../../db/open.ts';
import { inSlices } from '../../main/ledger/slices.ts';
import { openShop } from '../../main/shop/open.ts';
import { openTestShop, testFolder } from '../support/shop.ts';

/** Pages in the log that the file has not got yet. */
function waiting(connection: WriteConnection): number {
  const [log] = connection.pragma('wal_checkpoint(NOOP)') as { log: number; checkpointed: number }[];
  return (log?.log ?? 0) - (log?.checkpointed ?? 0);
}

function writerOf(folder: string): WriteConnection {
  const write = openWriter({ path: join(folder, 'pages.db'), key: null });
  write.exec('CREATE TABLE page (bytes BLOB)');
  return write;
}

/** One commit of about so many pages. */
const fill = (write: WriteConnection, pages: number): void =>
  void write.prepare('INSERT INTO page VALUES (zeroblob(?))').run(pages * 4096);

describe('checkpoints', () => {
  test('come with the commit that fills the log; control', () => {
    const write = writerOf(testFolder());
    fill(write, 1100);
    expect(waiting(write)).toBe(0);
    write.close();
  });

  test('wait for a turn of their own while somebody asks for it, and again with the commit when nobody does', () => {
    const write = writerOf(testFolder());
    const one = deferCheckpoints(write);
    const other = deferCheckpoints(write);
    fill(write, 1100);
    expect(waiting(write)).toBeGreaterThan(1000);
    one();
    fill(write, 1100);
    expect(waiting(write)).toBeGreaterThan(2000);
    expect(checkpointIfDue(write)).toBe(true);
    expect(waiting(write)).toBe(0);
    fill(write, 400);
    expect(checkpointIfDue(write)).toBe(false);
    other();
    fill(write, 1100);
    expect(waiting(write)).toBe(0);
    write.close();
  });

  test('are nobody’s any more when the shop was closed between two turns', () => {
    const write = writerOf(testFolder());
    const resume = deferCheckpoints(write);
    write.close();
    expect(checkpointIfDue(write)).toBe(false);
    resume();
  });

  test('keep the log short through a long work in slices', async () => {
    const till = await openTestShop({ as: 'owner' });
    const { customerId } = await till.ok('customers.enrol', { name: 'Ana' });
    await till.ok('counter.stamp', { customerId, programId: till.programId as never });
    await till.host.close();
    const opened = await openShop(till.folder, () => till.clock.now);
    if (opened.state !== 'open') throw new Error(opened.state);
    const { shop } = opened;
    const longest: number[] = [];
    await inSlices(
      shop,
      Array.from({ length: 40 }, (_, i) => i),
      (write) => {
        // Pages that are written over, as the ledger's are: the log would hold each time's.
        write.prepare('INSERT INTO entryReason (seq, reason) VALUES (?, hex(zeroblob(200000)))').run(1);
        write.prepare('DELETE FROM entryReason WHERE seq = 1').run();
      },
      { slice: 0, onSlice: () => longest.push(waiting(shop.write)) },
    );
    shop.close();
    expect(longest).toHaveLength(40);
    expect(Math.max(...longest)).toBeLessThan(1000);
    expect(Math.max(...longest)).toBeGreaterThan(0);
  });
});
