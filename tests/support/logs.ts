import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { v7 as uuidv7 } from 'uuid';
import type { Result } from '../../preload/contract/errors.ts';
import type { ImportReport } from '../../preload/contract/visits.ts';
import { type TestShop, testFolder } from './shop.ts';

/** A row of a log: customer, day, and perhaps amount, name and phone. */
export type Row = readonly [customer: string, date: string, amount?: string, name?: string, phone?: string];

export const csv = (rows: readonly Row[]): string =>
  ['customer_id,date,amount,name,phone', ...rows.map((row) => [0, 1, 2, 3, 4].map((i) => row[i] ?? '').join(','))].join(
    '\n',
  );

const firstDay = Date.UTC(2025, 0, 1);

/** A log that takes many slices: `visits` rows of `customers` people over a year, the same every time. */
export function longLog(visits: number, customers: number): Row[] {
  return Array.from({ length: visits }, (_, i): Row => {
    const who = (i * 7919) % customers;
    const date = new Date(firstDay + ((i * 31) % 365) * 86_400_000).toISOString().slice(0, 10);
    return [`C${String(who).padStart(4, '0')}`, date, `${10 + (i % 50)}.50`, `Customer ${who}`, ''];
  });
}

let files = 0;

/** Writes a log into a folder of its own and chooses it in the shop's dialog. Answers the page's token for it. */
export async function choose(shop: TestShop, rows: readonly Row[] | string): Promise<string> {
  const path = join(testFolder(), `log-${files++}.csv`);
  writeFileSync(path, typeof rows === 'string' ? rows : csv(rows));
  return chooseAgain(shop, path);
}

export async function chooseAgain(shop: TestShop, path: string): Promise<string> {
  shop.dialogs.file = path;
  const chosen = await shop.ok('visits.chooseFile', {});
  return chosen?.file ?? '';
}

export async function imported(shop: TestShop, rows: readonly Row[] | string): Promise<ImportReport> {
  return shop.ok('visits.import', { file: await choose(shop, rows) });
}

/** Starts an import, waits until it has written at least `entries` of its own, and does something then. */
export async function duringImport(
  shop: TestShop,
  file: string,
  entries: number,
  act: (requestId: string) => Promise<void> | void,
): Promise<Result<ImportReport>> {
  const requestId = uuidv7();
  let ended = false;
  const running = shop.call('visits.import', { file }, requestId).finally(() => {
    ended = true;
  });
  while (countBatchEntries(shop) < entries && !ended) await nextTurn();
  if (ended) throw new Error('the import was over before anything could happen during it');
  await act(requestId);
  return running;
}

export const countBatchEntries = (shop: TestShop): number =>
  shop.read(
    (c) => c.prepare<[], { n: number }>('SELECT count(*) AS n FROM entry WHERE batchKey IS NOT NULL').get()?.n ?? 0,
  );

/** All that anybody can see of customers and visits. */
export const visible = (shop: TestShop) =>
  shop.read((c) => ({
    customers: c
      .prepare(
        'SELECT externalId, number, name, firstVisitDay, lastVisitDay, visitDays FROM customer WHERE pendingBatchKey IS NULL ORDER BY key',
      )
      .all(),
    visits: c.prepare("SELECT count(*) AS n, sum(amount) AS spend FROM liveEntry WHERE kind = 'visit'").get(),
    search: c.prepare('SELECT count(*) AS n FROM customerSearch').get(),
  }));
