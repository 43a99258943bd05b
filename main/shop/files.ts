import { join } from 'node:path';

/** Everything of a shop lies in its data folder, under these names. */
export const shopFiles = (folder: string) => ({
  database: join(folder, 'regulars.db'),
  lock: join(folder, 'lock.db'),
  /** The keys of a shop that is not sealed, as they are. */
  key: join(folder, 'key'),
  /** The keys of a sealed shop, locked with what only this computer or the owner has. */
  sealedKey: join(folder, 'key.sealed'),
  /** The ledger's second memory. */
  journal: join(folder, 'journal'),
  /** Room that is given up when the disk is full. */
  ballast: join(folder, 'ballast'),
  backups: join(folder, 'backups'),
  /** A file that is to take the database's place, what is to be done with it, and where those lie whose place was taken. */
  incoming: join(folder, 'restoring.db'),
  restorePlan: join(folder, 'restore.json'),
  aside: join(folder, 'aside'),
  /** What was saved of a damaged database, until it takes its place. */
  salvaged: join(folder, 'salvaged.db'),
  /** What Regulars says to developers. */
  log: join(folder, 'logs', 'regulars.log'),
  /** Wrong PINs and codes in front of a shop that could not be opened. */
  rescueTries: join(folder, 'rescue.json'),
  /** What a shop had before its file was locked: the key of the ledger, what PINs are mixed with. */
  oldLedgerKey: join(folder, 'ledger.key'),
  oldPepper: join(folder, 'pepper'),
  /** Copies of a damaged database, kept as evidence. */
  damaged: join(folder, 'damaged'),
  /** The demo shop is a data folder of its own inside this one. */
  demo: join(folder, 'demo'),
});
