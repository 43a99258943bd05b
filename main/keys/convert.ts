import { statSync } from 'node:fs';
import { join } from 'node:path';
import { contentOf } from '../../db/backup.ts';
import { contentHash } from '../../db/content.ts';
import { openReader } from '../../db/open.ts';
import { makeBackup } from '../backups/make.ts';
import { type Source, stepsOf } from '../backups/restore.ts';
import { checkedAtOnce } from '../shop/check.ts';
import { shopFiles } from '../shop/files.ts';
import { readBox } from './box.ts';
import { keepOrMakeKeys } from './files.ts';
import type { ShopKeys } from './ring.ts';

/**
 * Locks the database of a shop from before there were keys, which nobody has open. Its locked copy is a backup like any other, checked and
 * compared with the plain file row by row; it then takes that file's place in the steps of a restore. So whatever the moment of a power
 * cut, the shop is the plain one or the locked one, and the keys are on the disk before anything is locked with them.
 */
export async function lockPlainShop(folder: string, at: number): Promise<ShopKeys> {
  const files = shopFiles(folder);
  const keys = keepOrMakeKeys(folder);
  const plain = { path: files.database, key: null };
  const read = openReader(plain);
  let source: Source;
  try {
    const why = { why: 'update', at, key: keys.file, recovery: readBox(folder).recovery } as const;
    const { name, sha256 } = await makeBackup({ read, file: plain }, files.backups, why);
    source = { file: { path: join(files.backups, name), key: keys.file }, sha256 };
    const copy = openReader(source.file);
    try {
      const whole = statSync(files.database).size <= checkedAtOnce ? contentHash : contentOf;
      if (JSON.stringify(whole(copy)) !== JSON.stringify(whole(read))) throw new Error('the locked copy differs');
    } finally {
      copy.close();
    }
  } finally {
    read.close();
  }
  for (const step of stepsOf(folder, { source, key: keys.file, aside: null })) await step();
  return keys;
}
