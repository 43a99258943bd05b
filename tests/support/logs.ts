import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { v7 as uuidv7 } from 'uuid';
import type { Result } from '../../preload/contract/errors.ts';
import type { ImportReport } from '../../preload/contract/visits.ts';
import { csv, type Row } from './logRows.ts';
import { type TestShop, testFolder } from './shop.ts';

export { csv, longLog, type Row } from './logRows.ts';

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
