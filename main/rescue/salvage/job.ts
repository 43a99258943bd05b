import { statSync } from 'node:fs';
import { type BackupReport, checkCopy } from '../../../db/backup.ts';
import { buildFile } from '../../../db/build.ts';
import type { DatabaseFile } from '../../../db/cipher.ts';
import { removeDatabase, renamePatiently, sync } from '../../../db/durable.ts';
import { schemaVersion } from '../../../db/migrations/index.ts';
import { openReader } from '../../../db/open.ts';
import { readPatiently } from '../../../db/patience.ts';
import { readPages, versionIn } from '../../../db/salvage/pages.ts';
import { listRows } from '../../../db/salvage/rows.ts';
import { type Row, type Shape, shapesOf } from '../../../db/salvage/shapes.ts';
import { openStore, type Store } from '../../../db/salvage/store.ts';
import { findRows } from '../../../db/salvage/tables.ts';
import type { SalvagePart } from '../../../preload/contract/rescue.ts';
import type { JobContext } from '../../background/jobs.ts';
import { AppError } from '../../bridge/errors.ts';
import { everyLine } from '../../ledger/journal.ts';
import { keyOf } from '../../ledger/seal.ts';
import { checkShop } from '../../shop/check.ts';
import { newId } from '../../shop/ids.ts';
import { fillIn, type Gathered, gather, type Shapes, toldSeals } from './gather.ts';
import { mend } from './mend.ts';
import { BadRow, Inexact, type Written, writeGathered } from './write.ts';

export interface SalvageParams {
  /** Where the new file is to stand, and its key. */
  readonly target: DatabaseFile;
  /** The folder of the ledger's journal, and what it is signed with. */
  readonly journal: string;
  readonly secret: Uint8Array;
  /** An older whole backup, for who people are; null for none. */
  readonly older: DatabaseFile | null;
  /** The shop's id, where something else than the file says it. */
  readonly shop: string | null;
  readonly now: number;
  /** What the shop is called and speaks where its own row is lost. */
  readonly unknown: {
    readonly name: string;
    readonly language: string;
    readonly currency: string;
    readonly timeZone: string;
  };
}

/** What was saved, and what was not. */
export interface SalvageReport extends BackupReport {
  /** Customers as the file or a backup knows them, and those of whom there is nothing but their card. */
  readonly known: number;
  readonly nameless: number;
  /** Of the known, those whose name comes from the backup. */
  readonly fromBackup: number;
  /** The last entry that anything knows of. */
  readonly entriesOnce: number;
  readonly parts: readonly SalvagePart[];
  /** Blocks of the file, its log and the journal that the disk did not give out. */
  readonly refused: number;
  /** The journal goes on behind it; else it is put aside with the damaged file. */
  readonly exact: boolean;
}

/** Rows that turn out to be no rows are left out one after another; more of them than this, and nothing in the file can be believed. */
const mostBadRows = 1000;
const wholes = 1000;

/**
 * Builds a new database of everything that can still be read of the background's own file, which is damaged and is not touched, and of its journal.
 * It is checked like a backup and stands under its name only when it is sound. Refuses with NOT_SALVAGED. A job.
 */
export async function salvageFile(
  { file, progress, checkCancelled }: JobContext,
  of: SalvageParams,
): Promise<SalvageReport> {
  const part = `${of.target.path}.part`;
  let store: Store | null = null;
  const key = keyOf(of.secret);
  const share = (from: number, to: number) => (done: number, total: number) => {
    checkCancelled();
    progress(Math.round((from + ((to - from) * done) / Math.max(total, 1)) * wholes), wholes);
  };
  let refused = 0;
  /** What the disk still gives out of a part of the journal; a line that is not whole ends it. */
  let isToldWhole = true;
  const readTold = (path: string): Buffer => {
    const bytes = Buffer.alloc(statSync(path).size);
    const lost = readPatiently(path, (some, at) => void some.copy(bytes, at), checkCancelled);
    refused += lost;
    isToldWhole &&= lost === 0;
    return bytes;
  };
  /** The pages are not needed any longer than that. */
  const readInto = async (rows: Store, shapes: Shapes): Promise<ReadonlySet<string>> => {
    const pages = await readPages(file, `${of.target.path}.scratch`, checkCancelled);
    refused = pages.refused;
    if (![0, schemaVersion].includes(versionIn(pages))) throw new AppError('NOT_SALVAGED', { why: 'version' });
    const take = ({ name }: Shape, row: Row) => rows.of(name).add(row);
    return findRows(pages, shapes, { take, progress: share(0.1, 0.4) });
  };
  try {
    share(0, 0)(0, 1);
    const shapes = buildFile({ path: part, key: of.target.key }, shapesOf);
    const rows = openStore({ path: `${of.target.path}.rows`, key: of.target.key }, [...shapes.values(), toldSeals]);
    store = rows;
    const lacking = await readInto(rows, shapes);
    const [known] = rows.of('shop').values();
    const shop = typeof known?.id === 'string' ? known.id : of.shop;
    const gathered = gather(shapes, rows, patiently(everyLine(of.journal, key, shop, readTold), checkCancelled));
    const fromBackup = of.older ? fillFrom(of.older, gathered, lacking) : 0;
    checkCancelled();
    if (gathered.of('customer').size === 0 && gathered.of('entry').size === 0)
      throw new AppError('NOT_SALVAGED', { why: 'nothing' });

    const mending = { now: of.now, newId, shop: { id: shop ?? newId(), ...of.unknown, dayStartMinutes: 0 } };
    let written: Written | null = null;
    const made = new Set<string>();
    for (let exactly = true, bad = 0; !written; ) {
      for (const table of mend(gathered, mending)) made.add(table);
      checkCancelled();
      try {
        written = buildFile(
          { path: part, key: of.target.key },
          (write) => writeGathered(write, gathered, { key, at: of.now, exactly, progress: share(0.4, 0.9) }),
          { inAnyOrder: true },
        );
      } catch (error) {
        if (error instanceof Inexact) exactly = false;
        else if (error instanceof BadRow && bad++ < mostBadRows) gathered.of(error.table).delete(error.key);
        else throw error;
      }
    }
    share(0.9, 1)(0, 1);
    const built = { path: part, key: of.target.key };
    refuseFaulty(built, of.secret);
    const report = await checkCopy(built);
    checkCancelled();
    sync(part, 'r+');
    renamePatiently(part, of.target.path);
    share(1, 1)(1, 1);
    const customers = gathered.of('customer');
    const isErased = (key: number): boolean => gathered.erased.has(String(customers.get(key)?.id));
    const nameless = [...gathered.nameless].filter((key) => !isErased(key)).length;
    return {
      ...report,
      known: report.customers - report.erased - nameless,
      nameless,
      fromBackup,
      entriesOnce: Math.max(gathered.lastSeq, written.entries),
      parts: partsOf(lacking, made, gathered),
      refused,
      // A journal that the disk does not give out could not be opened behind it.
      exact: written.exact && isToldWhole,
    };
  } finally {
    store?.close();
    removeDatabase(part);
  }
}

/** The same, with a look between them at whether somebody has cancelled. */
function* patiently<T>(all: Iterable<T>, checkCancelled: () => void): Generator<T> {
  let done = 0;
  for (const one of all) {
    if (done++ % wholes === 0) checkCancelled();
    yield one;
  }
}

function fillFrom(older: DatabaseFile, gathered: Gathered, lacking: ReadonlySet<string>): number {
  const read = openReader(older);
  try {
    return fillIn(gathered, lacking, (shape) => listRows(read, shape));
  } finally {
    read.close();
  }
}

/** The whole check of `verify`: nothing of it may be wrong before it takes a shop's place. */
function refuseFaulty(built: DatabaseFile, secret: Uint8Array): void {
  const read = openReader(built);
  try {
    const check = checkShop({ read }, { secret });
    if (!check.ok) throw new Error(`what was saved is not sound: ${JSON.stringify(check)}`);
  } finally {
    read.close();
  }
}

/** What an owner understands of the tables of which something is or may be missing. */
const parts: Readonly<Record<SalvagePart, readonly string[]>> = {
  customers: ['customer'],
  details: ['customerPhone', 'customerTag', 'customerConsent', 'consentWording', 'memberCard'],
  notes: ['entryReason', 'contact'],
  programs: ['program', 'programVersion', 'programReward', 'item', 'offer'],
  people: ['person', 'recovery'],
  settings: ['shop', 'shopLogo', 'backupPlace', 'closure'],
  months: [
    'monthClosing',
    'monthCost',
    'dayReceipts',
    'namedList',
    'namedCustomer',
    'perk',
    'perkList',
    'perkHolder',
    'perkPick',
  ],
  log: ['activity'],
};

/** Of these the journal has every row: they lack something only where a row had to be made up. */
const toldWhole = new Set(['program', 'programVersion', 'programReward', 'item', 'offer']);

function partsOf(lacking: ReadonlySet<string>, made: ReadonlySet<string>, { of }: Gathered): SalvagePart[] {
  const isWhole = (table: string): boolean => {
    if (toldWhole.has(table)) return !made.has(table);
    if (table === 'shop') return !made.has(table);
    // The journal has its lines too: it is whole when none is missing between the first and the last.
    if (table === 'activity') {
      const lines = of(table).size;
      return !lacking.has(table) || (lines > 0 && lines === of(table).highest('seq'));
    }
    return !lacking.has(table) || (table === 'recovery' && of(table).size > 0);
  };
  return (Object.keys(parts) as SalvagePart[]).filter((part) => !parts[part].every(isWhole));
}
