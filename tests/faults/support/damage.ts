import { readFileSync, writeFileSync } from 'node:fs';
import { minute, openTestShop, type TestShop } from '../../support/shop.ts';

export const pageSize = 4096;

/** Changes a file's bytes as a failing disk would: whoever has it open is not asked. */
export const change = (file: string, work: (bytes: Buffer) => Buffer | undefined): void => {
  const bytes = readFileSync(file);
  writeFileSync(file, work(bytes) ?? bytes);
};

export const between = (random: () => number, from: number, to: number): number =>
  from + Math.floor(random() * (to - from));

export const noise = (random: () => number, length: number): Buffer =>
  Buffer.from(Array.from({ length }, () => Math.floor(random() * 256)));

export const flip = (bytes: Buffer, random: () => number, from = 0): undefined => {
  const at = between(random, from, bytes.length);
  bytes.writeUInt8(bytes.readUInt8(at) ^ (1 << Math.floor(random() * 8)), at);
};

export const anyPage = (bytes: Buffer, random: () => number): number =>
  between(random, 0, bytes.length / pageSize) * pageSize;

/** A shop in memory whose owner is in, and what one customer's first day there is: enrolled, stamped, rewarded, now and then taken back. */
export async function openBusyShop(): Promise<{ shop: TestShop; work(n: number): Promise<void> }> {
  const shop = await openTestShop({ as: 'owner', lasting: true });
  const programId = shop.programId as never;
  const work = async (n: number) => {
    const { customerId } = await shop.ok('customers.enrol', {
      name: `Customer ${n}`,
      notes: `Likes ${'tea '.repeat(30)}`,
    });
    shop.pass(minute);
    const stamped = await shop.ok('counter.stamp', { customerId, programId, stamps: 1 + (n % 6) });
    for (const { rewardId } of stamped.issued) await shop.ok('counter.redeem', { rewardId, proof: { by: 'known' } });
    if (n % 5 === 4)
      await shop.ok('counter.reverse', { entryId: stamped.entryIds[0] as never, as: 'void', reason: 'a mistake' });
  };
  return { shop, work };
}
