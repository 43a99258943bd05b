import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { schemaVersion } from '../../../db/migrations/index.ts';
import { listBackups } from '../../../main/backups/store.ts';
import { shopFiles } from '../../../main/shop/files.ts';
import { faultsIn } from './check.ts';
import { checkBackup, look } from './file.ts';

/** What is wrong with a shop of {@link makeOldShop} after it was brought up to date, in words; null when nothing is. */
export async function wrongWithUpdated(folder: string): Promise<string | null> {
  const wrong = look(folder, (read) => {
    const version = read.pragma('user_version', { simple: true });
    if (version !== schemaVersion) return `version ${String(version)}`;
    const rows = read
      .prepare(
        'SELECT (SELECT count(*) FROM entry), (SELECT sum(amount) FROM liveEntry), (SELECT count(*) FROM customer)',
      )
      .raw()
      .get();
    const should = [40, 40 * 900 + (40 * 41) / 2, 2];
    return JSON.stringify(rows) === JSON.stringify(should) ? faultsIn(read) : `rows ${JSON.stringify(rows)}`;
  });
  if (wrong) return wrong;
  const { backups } = shopFiles(folder);
  if (!existsSync(backups)) return null;
  const known = new Map(listBackups(backups).map((one) => [one.name, one.sha256]));
  for (const name of readdirSync(backups).filter((one) => one.endsWith('.db'))) {
    const found = await checkBackup(folder, join(backups, name)).catch(() => null);
    if (!found || found.sha256 !== known.get(name)) return `half a backup: ${name}`;
  }
  return null;
}
