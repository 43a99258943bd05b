import { cpSync, existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { v7 as uuidv7 } from 'uuid';
import { lockOf } from '../../../db/cipher.ts';
import { schemaVersion } from '../../../db/migrations/index.ts';
import { seedShop } from '../../../main/demo/seed.ts';
import { lockPlainShop } from '../../../main/keys/convert.ts';
import { createPins } from '../../../main/people/pin.ts';
import { shopFiles } from '../../../main/shop/files.ts';
import { completeFirstRun, fillShop } from '../../../main/shop/firstRun.ts';
import { createShop } from '../../../main/shop/open.ts';
import { ProgramRules, punchCard } from '../../../preload/contract/rules.ts';

export const bigCustomers = 100_000;
export const bigEntries = 3_000_000;
export const ownerPin = '1234';

/**
 * A folder with the big shop, made once per machine and schema in the user's cache (two minutes) and copied for each use.
 * `REGULARS_BENCH_SCALE` below 1 makes a smaller one, for trying the benchmark itself.
 */
export async function bigShopFolder(): Promise<string> {
  const scale = Number(process.env.REGULARS_BENCH_SCALE ?? 1);
  const cache = process.env.REGULARS_CACHE_DIR ?? join(homedir(), '.cache', 'regulars');
  const made = join(cache, `bench-shop-${schemaVersion}-${scale}-3`);
  if (!existsSync(made)) await makeBigShop(made, scale);
  const folder = join(tmpdir(), `regulars-bench-${process.pid}`);
  rmSync(folder, { recursive: true, force: true });
  cpSync(made, folder, { recursive: true });
  // One that was made before files were locked.
  if (lockOf(shopFiles(folder).database, null) === 'plain') {
    await lockPlainShop(folder, Date.now());
    rmSync(shopFiles(folder).backups, { recursive: true });
  }
  return folder;
}

async function makeBigShop(target: string, scale: number): Promise<void> {
  process.stdout.write(
    `making the big shop once (${Math.round(bigCustomers * scale)} customers, ${Math.round(bigEntries * scale)} entries) …\n`,
  );
  const temporary = `${target}.${process.pid}`;
  mkdirSync(temporary, { recursive: true });
  const now = Date.now();
  const place = {
    name: 'Bench',
    language: 'en',
    currency: 'EUR',
    timeZone: 'Europe/Bucharest',
    dayStartMinutes: 0,
  } as const;
  const shop = createShop(temporary, Date.now, (write) => fillShop(write, { ...place, now, newId: uuidv7 }));
  await completeFirstRun(shop, {
    owner: { name: 'Owner', pin: ownerPin },
    program: ProgramRules.parse(punchCard({ name: 'Coffee card', goal: 10, rewardName: 'A coffee' })),
    now,
    pins: createPins(null, 2 ** 14),
    newId: uuidv7,
  });
  await seedShop(shop, { customers: Math.round(bigCustomers * scale), entries: Math.round(bigEntries * scale), now });
  shop.close();
  renameSync(temporary, target);
}
