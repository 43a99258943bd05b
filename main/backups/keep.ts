import type { ReadConnection } from '../../db/open.ts';
import { findBackupPlace, updateBackupCopied } from '../../db/queries/backups.ts';
import { findShop } from '../../db/queries/shop.ts';
import { type BackupWhy, outsideDays } from '../../preload/contract/backups.ts';
import type { Background } from '../background/background.ts';
import { readBox } from '../keys/box.ts';
import { shopFiles } from '../shop/files.ts';
import type { Shop } from '../shop/open.ts';
import type { BackedUp } from './jobs.ts';
import type { Source } from './restore.ts';

/** What backing up works with. */
export interface BackupKeeper {
  readonly shop: Shop;
  readonly background: Background;
  clock(): number;
}

/** Has no copy left the shop's folder for seven days? A decision for later only puts the question off, not the warning. */
export function isOutsideLate(read: ReadConnection, now: number): boolean {
  const since = findBackupPlace(read)?.copiedAt ?? findShop(read)?.createdAt ?? now;
  return now - since > outsideDays * 86_400_000;
}

/** Backing up as the features see it. */
export interface Backups {
  /**
   * Makes one if there is something new (`always`: in any case). Never throws: false when it could not be made, which {@link failed} then
   * says until one could. Nothing in a demo.
   */
  make(why: BackupWhy, options?: { always?: boolean }): Promise<boolean>;
  /** The last try failed: here, or at the second place. */
  readonly failed: 'here' | 'outside' | null;
  /**
   * Closes the shop, puts a file in its place, opens it, and lets the journal bring back what was recorded since. Answers how many entries
   * that was. Whoever asked is signed in again if they still are who they were; the old shop's connections are closed by then.
   */
  restore(source: Source): Promise<number>;
  /** When nothing is being made any more. */
  settled(): Promise<unknown>;
}

/** The backups of one open shop, one after another. `changed` is called when there is something new to tell. */
export function keepBackups(
  keeper: BackupKeeper,
  of: { demo: boolean; changed(): void; log(kind: string): void; restore(source: Source): Promise<number> },
): Backups {
  let failed: Backups['failed'] = null;
  let last: Promise<unknown> = Promise.resolve();
  const makeNow = async (why: BackupWhy, options: { always?: boolean }): Promise<boolean> => {
    const before = failed;
    try {
      const { made, outside } = await backUpShop(keeper, why, options);
      failed = outside === 'failed' ? 'outside' : null;
      if (made !== null || failed !== before) of.changed();
      return true;
    } catch (error) {
      failed = 'here';
      of.log(error instanceof Error ? error.name : typeof error);
      of.changed();
      return false;
    }
  };
  return {
    get failed() {
      return failed;
    },
    settled: () => last,
    restore: (source) => of.restore(source),
    make(why, options = {}) {
      if (of.demo) return Promise.resolve(true);
      const mine = last.then(() => makeNow(why, options));
      last = mine;
      return mine;
    },
  };
}

/** Backs an open shop up, in the background, and notes when a copy has reached the second place. Throws when it cannot be done. */
export async function backUpShop(
  { shop, background, clock }: BackupKeeper,
  why: BackupWhy,
  { always = false }: { always?: boolean } = {},
): Promise<BackedUp> {
  const place = findBackupPlace(shop.read)?.folder ?? null;
  const now = clock();
  const done = await background.run('backUp', {
    folder: shopFiles(shop.folder).backups,
    secret: shop.keys.ledger.secret,
    recovery: readBox(shop.folder).recovery,
    ...{ why, now, always, place },
  });
  if (done.outside === 'copied') shop.transaction((write) => updateBackupCopied(write, now));
  return done;
}
