import { copyFileSync, existsSync, mkdirSync, readdirSync, rmSync, statSync, utimesSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { buildFile } from '../../db/build.ts';
import { type DatabaseFile, lockOf } from '../../db/cipher.ts';
import { keepToOurselves, removeDatabase, renamePatiently, sync, syncNames } from '../../db/durable.ts';
import { faultOf } from '../../db/faults.ts';
import { type ShopLock, takeLock } from '../../db/lock.ts';
import { hasNoTables, versionOf } from '../../db/migrate.ts';
import { schemaVersion } from '../../db/migrations/index.ts';
import {
  applicationId,
  assertDurable,
  emptyLog,
  inTransaction,
  openReader,
  openWriter,
  type ReadConnection,
  type WriteConnection,
} from '../../db/open.ts';
import { listOpenBatches, voidBatch } from '../../db/queries/batches.ts';
import { lastEntry } from '../../db/queries/ledger.ts';
import { insertReceipt } from '../../db/queries/receipts.ts';
import { findShop } from '../../db/queries/shop.ts';
import type { ShopFailure } from '../../preload/contract/shop.ts';
import { appendActivity, firstBadOfLast, migrateAndSeal } from '../activity/chain.ts';
import { makeBackup } from '../backups/make.ts';
import { finishRestore, isRestoring } from '../backups/restore.ts';
import { readBox } from '../keys/box.ts';
import { lockPlainShop } from '../keys/convert.ts';
import { keepOrMakeKeys, openKeysOf, removeOldSecrets } from '../keys/files.ts';
import type { ShopKeys } from '../keys/ring.ts';
import { type Journal, type JournalFrom, openJournal, type Remains, remainsOf, setAside } from '../ledger/journal.ts';
import { createKeeper, type JournalState, type Keeper, keptTransaction, type Note } from '../ledger/keeper.ts';
import { compare, type Lost, lacksItsEnd, replay } from '../ledger/lines.ts';
import { bringLogBack, type LogGap } from '../ledger/logGap.ts';
import { checkLastSeals, type LedgerKey, sealNewEntries } from '../ledger/seal.ts';
import { createPins } from '../people/pin.ts';
import { proversOf } from '../rescue/proof.ts';
import { checkedAtOnce } from './check.ts';
import { shopFiles } from './files.ts';
import { newId } from './ids.ts';
import { removeLeftovers } from './leftovers.ts';
import { finishRollback } from './rollback.ts';
import { freeBytes, leastToOpen } from './space.ts';
import { businessDayOf } from './time.ts';

/** The schema version whose ledger is sealed from its first entry on. */
const firstSealed = 7;

/** Entries, and lines of the activity log, whose seals are checked before a shop opens; the others in the background. */
const checkedEntries = 1000;
/** Bringing a shop up to date needs this many times the database's size: the backup, the tables built anew or the locked copy, the log of both. */
const roomForUpdate = 2.5;

/** An open shop: one writer, one reader, the lock. */
export interface Shop {
  readonly folder: string;
  readonly file: DatabaseFile;
  readonly write: WriteConnection;
  readonly read: ReadConnection;
  readonly keys: ShopKeys;
  /** What the ledger's second memory is worth just now. */
  readonly journal: JournalState;
  /** The first entry that is not as it was written, as far as the start has looked; null when all are. */
  readonly firstBad: number | null;
  /** The same of the activity log: the first line that was changed or taken away. */
  readonly firstBadLine: number | null;
  /** Entries that the start has brought back from the journal. */
  readonly broughtBack: number;
  /**
   * Everything that is written to an open shop goes through here: one transaction, its entries sealed in it and journalled after it.
   * `note` says what it was. Without `sync` the journal's line is safe only with the next one that has it: for parts of a batch,
   * which nobody is told of before the batch is closed.
   */
  transaction<T>(
    work: (write: WriteConnection) => T,
    note?: Note | ((result: T) => Note),
    options?: { readonly sync?: boolean },
  ): T;
  /** Called when the journal is refused by the disk; true: room was made, try again. */
  onRefused: (error: unknown) => boolean;
  /** After an I/O error the connections are dead: opens new ones. Throws when that fails too, and when the shop was closed. */
  reopen(): void;
  /** Copies the write-ahead log into the file as far as readers allow. */
  checkpoint(mode: 'PASSIVE' | 'TRUNCATE'): void;
  close(): void;
}

export type Opened =
  | { readonly state: 'open'; readonly shop: Shop }
  | { readonly state: 'empty' }
  | { readonly state: 'failed'; readonly failure: ShopFailure };

type Failed = Extract<Opened, { state: 'failed' }>;

/** A shop that does not open, and why. */
export const failedShop = (kind: ShopFailure['kind'], rest: Partial<ShopFailure> = {}): Failed => ({
  state: 'failed',
  failure: { kind, found: null, known: null, kept: null, lost: null, needed: null, demo: null, ...rest },
});

/**
 * A shop that cannot be read. A disk without room answers all sorts of things: a file is not called unreadable for it, or somebody would have it saved
 * or restored.
 */
export const unreadableShop = (folder: string): Failed =>
  failedShop(freeBytes(folder) < leastToOpen ? 'noRoom' : 'unreadable');

/** Looks at the file without changing a byte of it. Answers the connection it looked through, or what is wrong. */
function inspect(file: DatabaseFile): ReadConnection | Failed {
  let reader: ReadConnection | undefined;
  let wrong: Failed;
  try {
    reader = openReader(file);
    const found = faultIn(reader, file.path);
    if (!found) return reader;
    wrong = found;
  } catch (error) {
    const fault = faultOf(error);
    wrong =
      fault === 'corrupt' || fault === 'busy'
        ? failedShop(fault === 'corrupt' ? 'damaged' : 'busy')
        : unreadableShop(dirname(file.path));
  }
  reader?.close();
  return wrong;
}

function faultIn(reader: ReadConnection, path: string): Failed | null {
  const version = versionOf(reader);
  const application = reader.pragma('application_id', { simple: true });
  if (version > schemaVersion) return failedShop('newer', { found: version, known: schemaVersion });
  // Tables without a version are another program's; hasShop has passed over a new file without any.
  if (application !== applicationId) return failedShop('unreadable');
  const isSmall = statSync(path).size <= checkedAtOnce;
  return isSmall && reader.pragma('quick_check(1)', { simple: true }) !== 'ok' ? failedShop('damaged') : null;
}

/** A shop whose file is damaged, and which nobody has open: evidence is kept. */
const damaged = (folder: string, now: number): Failed => failedShop('damaged', { kept: keepEvidence(folder, now) });

/** The failure of a shop whose damage was found while it was open; it must be closed by now. */
export const damagedShop = (folder: string, now: number): ShopFailure => damaged(folder, now).failure;

/** Is there a shop in this folder, be it a damaged one? */
export function hasShop(folder: string): boolean {
  const { database } = shopFiles(folder);
  return existsSync(database) && statSync(database).size > 0 && !isUnfinished(database);
}

/** Before files were locked, a first run that was cut off before the shop's own row left a file under the shop's name. */
function isUnfinished(path: string): boolean {
  if (lockOf(path, null) !== 'plain') return false;
  let reader: ReadConnection | undefined;
  try {
    reader = openReader({ path, key: null });
    const version = versionOf(reader);
    if (version === 0) return hasNoTables(reader);
    const ours = reader.pragma('application_id', { simple: true }) === applicationId;
    return ours && version <= schemaVersion && findShop(reader) === null;
  } catch {
    // Not to be read: whatever it is, it is not nothing.
    return false;
  } finally {
    reader?.close();
  }
}

/** What to do with work that only the journal knows: say so and open nothing, bring it back, or open without it. */
export type WhenBehind = 'tell' | 'replay' | 'leave';

type ReadRemains = (of: JournalFrom) => Promise<Remains | null>;

interface Opening {
  readonly whenBehind?: WhenBehind;
  readonly keys?: ShopKeys | null;
  /** What was saved of a damaged file is still to take its place: the swap is tried again. */
  readonly keepSaved?: boolean;
  /** Reads a journal of which the disk refuses blocks, elsewhere than where a window waits. */
  readonly readRemains?: ReadRemains;
}

/**
 * Opens the shop of a folder for writing: looks at the file first, takes the lock, locks a plain file and brings the schema up to date (with a
 * verified backup before), compares ledger and journal, voids what a crash left half done. A newer or damaged file is refused and left as it
 * is. The keys of a sealed shop come from whoever opened them; those of another lie in its folder.
 */
export async function openShop(
  folder: string,
  now: () => number,
  { whenBehind = 'tell', keys: given = openKeysOf(folder), keepSaved = false, readRemains = readHere }: Opening = {},
): Promise<Opened> {
  if (!hasShop(folder) && !isRestoring(folder)) return { state: 'empty' };
  const files = shopFiles(folder);
  const lock = takeLock(folder);
  if (!lock) return failedShop('busy');
  try {
    finishRestore(folder);
    removeLeftovers(folder, { keepSaved });
    finishRollback(folder, given?.file ?? null);
    if (!hasShop(folder)) {
      lock.release();
      return { state: 'empty' };
    }
    // What an older version has brought back from a backup is open to others, and so would be what SQLite lays beside it.
    keepToOurselves(files.database);
    const settled = await settleFile(folder, given, now());
    if ('state' in settled) {
      lock.release();
      return settled;
    }
    const { keys } = settled;
    const key = keys.ledger;
    const connections = connect(folder, lock, keys, settled.read);
    try {
      const upToDate = await bringUpToDate(connections, keys, { backedUp: settled.backedUp, now });
      if ('needed' in upToDate) {
        connections.letGo();
        return failedShop('noRoom', { needed: upToDate.needed });
      }
      const row = findShop(connections.read);
      if (!row) {
        connections.letGo();
        return failedShop('unreadable');
      }
      if (whenBehind === 'leave' && existsSync(files.journal)) setAside(files.journal, now());
      const { seq } = lastEntry(connections.read);
      const expected = seq > 0 && upToDate.from >= firstSealed && whenBehind !== 'leave';
      const journalOf = { journal: files.journal, secret: key.secret, shop: row.id, lastSeq: seq };
      const found = await readJournal(connections.read, journalOf, { key, expected, readRemains });
      const { firstBad: firstChanged } = checkLastSeals(connections.read, key, checkedEntries);
      const { lost: missing, firstOther, log } = found;
      // After a restore the log is shorter by what was done since, and nobody has changed it.
      const firstMissing = whenBehind === 'replay' ? null : log.firstBad;
      const firstBadLine = firstBadOfLast(connections.read, key, checkedEntries) ?? firstMissing;
      // A ledger that somebody changed is shorter for another reason, and nothing can be put behind it.
      const lost = firstChanged === null && firstOther === null ? missing : null;
      const firstBad = firstChanged ?? firstOther;
      if (lost && whenBehind === 'tell') {
        const { entries, changes, since } = lost;
        const provers = proversOf(connections.read, createPins(keys.pepper));
        found.journal?.close();
        connections.letGo();
        return failedShop('behind', { lost: { entries, changes, since, provers } });
      }
      const short = found.journal?.state === 'good' && lacksItsEnd(connections.read, found.journal);
      const broughtBack = bringBack(connections, { lost, log }, key, now());
      // Not before all that it still says is in the file.
      if (!found.journal) setAside(files.journal, now());
      const journal = found.journal ?? openJournal(files.journal, row.id, key, { seq, log: null });
      const shop = keep(connections, {
        ...{ journal, keys, shopId: row.id, now, firstBad, firstBadLine },
        state: found.journal ? (short ? 'short' : journal.state) : 'damaged',
        broughtBack: lost?.entries ?? 0,
      });
      // What the journal has not seen yet, and what a crash left open, in the same breath.
      shop.transaction((write) => {
        for (const batch of listOpenBatches(write)) voidBatch(write, batch.key, now());
      }, broughtBack);
      assertDurable(shop.write);
      return { state: 'open', shop };
    } catch (error) {
      connections.letGo();
      throw error;
    }
  } catch (error) {
    lock.release();
    if (faultOf(error) === 'corrupt') return damaged(folder, now());
    throw error;
  }
}

/**
 * Opens the journal of a shop that has come to an entry, and compares the two. Where the disk refuses blocks of the journal, what can still be read of it is
 * compared, and it is not opened: the file is the shop, and may well be sound.
 */
async function readJournal(
  read: ReadConnection,
  of: JournalFrom,
  how: { key: LedgerKey; expected: boolean; readRemains: ReadRemains },
): Promise<{ journal: Journal | null } & ReturnType<typeof compare>> {
  const whole = () => {
    const reached = { seq: of.lastSeq, log: null };
    const journal = openJournal(of.journal, of.shop, how.key, reached, { expected: how.expected });
    try {
      return { journal, ...compare(read, journal) };
    } catch (error) {
      journal.close();
      throw error;
    }
  };
  try {
    return whole();
  } catch (error) {
    if (faultOf(error) !== 'io') throw error;
    const remains = await how.readRemains(of);
    // Nothing is refused any more: it has passed.
    return remains ? { journal: null, ...compare(read, remains) } : whole();
  }
}

/** Where nobody looks at a window. */
const readHere: ReadRemains = async (of) => remainsOf(of);

/**
 * A folder's database as it is opened from now on: locked with the shop's keys, which a plain one becomes here. Answers why it cannot be
 * opened otherwise; then nothing has been changed. Nobody else has it open; `read` is the connection it was looked at through, where that goes on.
 */
async function settleFile(
  folder: string,
  keys: ShopKeys | null,
  now: number,
): Promise<{ keys: ShopKeys; backedUp: boolean; read: ReadConnection | null } | Failed> {
  const { database, sealedKey } = shopFiles(folder);
  const lock = lockOf(database, keys?.file ?? null);
  if (!keys && (lock === 'other' || existsSync(sealedKey))) return failedShop('noKey');
  const file = { path: database, key: lock === 'plain' ? null : (keys?.file ?? null) };
  if (lock === 'other' || lock === 'none') return damaged(folder, now);
  // A passing read error can look like corruption: it is believed when a second look says the same (TRUST.md finding 6).
  let looked = inspect(file);
  if ('state' in looked) looked = inspect(file);
  if ('state' in looked) return looked.failure.kind === 'damaged' ? damaged(folder, now) : looked;
  if (keys && lock === 'fits') {
    try {
      removeOldSecrets(folder);
    } catch (error) {
      looked.close();
      throw error;
    }
    return { keys, backedUp: false, read: looked };
  }
  looked.close();
  const needed = roomLacking(database);
  if (needed !== null) return failedShop('noRoom', { needed });
  const made = await lockPlainShop(folder, now);
  removeOldSecrets(folder);
  return { keys: made, backedUp: true, read: null };
}

/** The free bytes that bringing a database up to date takes, where there are fewer. */
function roomLacking(database: string): number | null {
  const needed = Math.ceil(statSync(database).size * roomForUpdate);
  return freeBytes(dirname(database)) < needed ? needed : null;
}

/** Backup, migration, and the seals a ledger from before they were invented gets. Answers the version it came from, or the free bytes it takes where there are fewer. */
async function bringUpToDate(
  connections: Connections,
  keys: ShopKeys,
  { backedUp, now }: { backedUp: boolean; now: () => number },
): Promise<{ from: number } | { needed: number }> {
  const { write, file, folder } = connections;
  const version = versionOf(write);
  if (version === schemaVersion) return { from: version };
  if (version > 0 && !backedUp) {
    const needed = roomLacking(file.path);
    if (needed !== null) return { needed };
    const { recovery } = readBox(folder);
    await makeBackup(connections, shopFiles(folder).backups, { why: 'update', at: now(), recovery });
  }
  migrateAndSeal(write, keys.ledger, now());
  if (version < firstSealed) inTransaction(write, () => sealNewEntries(write, keys.ledger));
  return { from: version };
}

/**
 * Writes back what the journal has. It leaves a receipt of its own, which the journal is told of next: what the journal knows only the names
 * of would else be missed again at every start.
 */
function bringBack(
  { write }: Connections,
  { lost, log }: { lost: Lost | null; log: LogGap },
  key: LedgerKey,
  now: number,
): Note {
  if (!lost) {
    if (log.lines.length > 0) inTransaction(write, () => bringLogBack(write, log, key));
    return {};
  }
  const note = { procedure: 'ledger.replay', requestId: newId() };
  inTransaction(write, () => {
    replay(write, lost, key);
    bringLogBack(write, log, key);
    insertReceipt(write, { ...note, argsHash: '', answer: 'null', entries: 0, personKey: null, recordedAt: now });
    const row = findShop(write);
    appendActivity(write, key, {
      recordedAt: now,
      businessDay: row ? businessDayOf(now, row.timeZone, row.dayStartMinutes) : '',
      personKey: null,
      role: null,
      via: 'window',
      action: 'ledger.replay',
      targetId: null,
      requestId: null,
      approvedBy: null,
      detail: JSON.stringify({ entries: lost.entries, changes: lost.changes }),
    });
  });
  return note;
}

/** Makes the database of a new shop. The folder may exist but must hold no shop; `fill` writes the shop's own rows. */
export function createShop(folder: string, now: () => number, fill: (write: WriteConnection) => void): Shop {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const lock = takeLock(folder);
  if (!lock) throw new Error('another process has the shop');
  try {
    if (hasShop(folder)) throw new Error('there is a shop in this folder already');
    const files = shopFiles(folder);
    // Sealed keys and a journal that lie here were another shop's.
    for (const left of [files.sealedKey, files.journal]) if (existsSync(left)) setAside(left, now());
    const keys = keepOrMakeKeys(folder);
    makeFile({ path: files.database, key: keys.file }, fill);
    const connections = connect(folder, lock, keys);
    try {
      const row = findShop(connections.read);
      if (!row) throw new Error('a new shop has no row of its own');
      const journal = openJournal(files.journal, row.id, keys.ledger, { seq: 0, log: null });
      return keep(connections, {
        ...{ journal, keys, shopId: row.id, now, state: journal.state },
        ...{ firstBad: null, firstBadLine: null, broughtBack: 0 },
      });
    } catch (error) {
      connections.close();
      throw error;
    }
  } catch (error) {
    lock.release();
    throw error;
  }
}

/** The file of a new shop gets its name only when the shop is in it: a first run that is cut off leaves none. */
function makeFile({ path, key }: DatabaseFile, fill: (write: WriteConnection) => void): void {
  const part = `${path}.part`;
  buildFile({ path: part, key }, fill);
  sync(part, 'r+');
  removeDatabase(path);
  renamePatiently(part, path);
  syncNames(dirname(path));
}

type Connections = Omit<
  Shop,
  'keys' | 'journal' | 'firstBad' | 'firstBadLine' | 'broughtBack' | 'transaction' | 'onRefused'
> & {
  /** Closes a shop that is not opened after all, with file and log as they were found; `close` empties the log. */
  letGo(): void;
};

/** Both connections or none. */
function openBoth(file: DatabaseFile, reader: ReadConnection | null): { write: WriteConnection; read: ReadConnection } {
  let read = reader;
  try {
    read ??= openReader(file);
    return { read, write: openWriter(file) };
  } catch (error) {
    read?.close();
    throw error;
  }
}

/** `reader`: one that the file was looked at through, and that goes on. */
function connect(folder: string, lock: ShopLock, keys: ShopKeys, reader: ReadConnection | null = null): Connections {
  const file: DatabaseFile = { path: shopFiles(folder).database, key: keys.file };
  let { write, read } = openBoth(file, reader);
  let open = true;
  const closeConnections = (all: readonly ReadConnection[] = [read, write]) => {
    for (const connection of all) {
      try {
        connection.close();
      } catch {
        // A connection that an I/O error killed may refuse to close; the process lets go of it at exit.
      }
    }
  };
  return {
    folder,
    file,
    get write() {
      return write;
    },
    get read() {
      return read;
    },
    reopen() {
      // What outlived its shop may find another one in the place, which has a writer of its own.
      if (!open) throw new Error('the shop is closed');
      // The new ones first: where they cannot be had, reading goes on with the old ones.
      const anew = openBoth(file, null);
      closeConnections();
      ({ write, read } = anew);
    },
    checkpoint(mode) {
      try {
        if (mode === 'TRUNCATE') emptyLog(write);
        else write.pragma('wal_checkpoint(PASSIVE)');
      } catch {
        // Nobody waits for it: what stays in the log is safe there, and the next command meets the disk by itself.
      }
    },
    close() {
      if (!open) return;
      open = false;
      try {
        emptyLog(write);
      } catch {
        // Not the moment to fail: the log is replayed at the next start.
      }
      closeConnections();
      lock.release();
    },
    letGo() {
      if (!open) return;
      open = false;
      // Whoever is the last brings the log into the file, unless it cannot write.
      closeConnections([write, read]);
      lock.release();
    },
  };
}

/** The connections with the ledger's seals and journal around them. */
function keep(
  connections: Connections,
  of: {
    journal: Journal;
    state: JournalState;
    keys: ShopKeys;
    shopId: string;
    now: () => number;
    firstBad: number | null;
    firstBadLine: number | null;
    broughtBack: number;
  },
): Shop {
  const keeper: Keeper = createKeeper(of.journal, {
    folder: shopFiles(connections.folder).journal,
    shopId: of.shopId,
    key: of.keys.ledger,
    state: of.state,
    clock: of.now,
    refused: (error) => shop.onRefused(error),
  });
  const shop: Shop = {
    folder: connections.folder,
    file: connections.file,
    keys: of.keys,
    firstBad: of.firstBad,
    firstBadLine: of.firstBadLine,
    broughtBack: of.broughtBack,
    onRefused: () => false,
    get write() {
      return connections.write;
    },
    get read() {
      return connections.read;
    },
    get journal() {
      return keeper.journal;
    },
    transaction: (work, note = {}, { sync = true } = {}) =>
      keptTransaction(keeper, connections.write, work, note, sync),
    reopen: () => connections.reopen(),
    checkpoint: (mode) => connections.checkpoint(mode),
    close() {
      connections.close();
      keeper.close();
    },
  };
  return shop;
}

/** A copy that was not made to its end. */
const unfinished = '.part';

/**
 * Copies the damaged file and its log aside, so that nothing later can spoil them, whole or not at all; the same damage is copied once.
 * Answers the copy's place inside the shop's folder; null where the disk has no room for it or does not give the file out: it stays where it lies.
 */
function keepEvidence(folder: string, now: number): string | null {
  const { database, damaged } = shopFiles(folder);
  const of = statSync(database);
  const known = existsSync(damaged) ? readdirSync(damaged) : [];
  const isPart = (name: string): boolean => name.endsWith(unfinished);
  for (const left of known.filter(isPart)) rmSync(join(damaged, left), { recursive: true, force: true });
  const earlier = known.find((name) => {
    const copy = statSync(join(damaged, name, 'regulars.db'), { throwIfNoEntry: false });
    // In whole milliseconds: that is as fine as the copy's time could be set.
    return !isPart(name) && copy?.size === of.size && copy.mtime.getTime() === of.mtime.getTime();
  });
  if (earlier) return join('damaged', earlier);
  const name = new Date(now).toISOString().replace(/[:.]/g, '-');
  const target = join(damaged, name);
  const part = target + unfinished;
  try {
    mkdirSync(part, { recursive: true, mode: 0o700 });
    for (const suffix of ['', '-wal', '-journal']) {
      if (!existsSync(database + suffix)) continue;
      const copy = join(part, `regulars.db${suffix}`);
      copyFileSync(database + suffix, copy);
      const { atime, mtime } = statSync(database + suffix);
      utimesSync(copy, atime, mtime);
    }
    renamePatiently(part, target);
    return join('damaged', name);
  } catch (error) {
    if (faultOf(error) === 'other') throw error;
    rmSync(part, { recursive: true, force: true });
    return null;
  }
}
