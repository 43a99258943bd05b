import { createHash } from 'node:crypto';
import { linkSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { openReader } from '../../../db/open.ts';
import { openShop } from '../../../main/shop/open.ts';
import { shopDatabase } from '../../support/database.ts';
import { faultsIn } from './check.ts';
import type { Left } from './powerCut.ts';

/** What a start made of what a till left. */
export interface Started {
  /** `behind`: the journal knows of work that the file has not. */
  readonly state: 'open' | 'behind' | 'empty';
  /** Requests that are there. */
  readonly ids: ReadonlySet<string>;
  readonly damagedJournal: boolean;
  /** The journal was asked to bring back what a backup lacks that has taken the shop's place. */
  readonly broughtBack: boolean;
}

const memory = '/dev/shm';
/** Of the states that are as good as known so many are started all the same: every so many. */
const startedAllTheSame = 40;

/** Copies of the shop, which a start passes over, or reads at the most: written once, however many states have them. */
const isCopy = (path: string): boolean => /^\/(backup\.db|(backups|aside)\/.*\.(db|json))$/.test(path);
/** What is being written under another name until it is whole. A start takes it away or lets it lie, and does not open it: it tells no two states apart. */
const isPart = (path: string): boolean => /\.part(-\w+)?$/.test(path);
const isDatabase = (path: string): boolean => /^\/regulars\.db(-wal)?$/.test(path);

/** States looked at; those of them whose files no other had byte for byte; those of which SQLite recovers what it did of no other; starts. */
export interface Counts {
  states: number;
  distinct: number;
  recovered: number;
  started: number;
}

/**
 * Starts a shop on what was left, by `start`, which looks whether everything fits together and throws when it does not. That takes twenty milliseconds and
 * more, and most moments leave the same: files of the same bytes; or SQLite recovers the same pages of them, beside the same other files, journal and
 * markers among them. What a start makes of those is known from the first one. SQLite's recovery is done for each that is not the same byte for byte.
 */
export function createStarts<T, Moment>(
  start: (folder: string, moment: Moment) => Promise<T>,
  isSame: (one: T, other: T) => boolean,
) {
  const base = mkdtempSync(join(memory, 'regulars-cut-'));
  const copies = createCopies(join(base, 'copies'));
  const folder = join(base, 'shop');
  const pagesOf = createRecovery(join(base, 'recovered'));
  const hash = createHashes();
  const byBytes = new Map<string, { readonly started: T }>();
  const byPages = new Map<string, { readonly started: T }>();
  const counts: Counts = { states: 0, distinct: 0, recovered: 0, started: 0 };

  const lay = (left: Left): void => {
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder);
    for (const [path, bytes] of left) {
      const target = join(folder, path);
      mkdirSync(dirname(target), { recursive: true });
      if (isCopy(path)) copies.lay(bytes, target);
      else writeFileSync(target, bytes);
    }
  };

  const startOn = async (left: Left, moment: Moment): Promise<T> => {
    counts.started++;
    lay(left);
    return start(folder, moment);
  };

  return {
    counts,
    /** `moment`: what a start is told of it, which makes it another one. */
    async look(left: Left, moment: Moment): Promise<T> {
      counts.states++;
      const told = (path: string): boolean => !isPart(path);
      const bytes = nameOf(left, told, hash) + String(moment);
      const known = byBytes.get(bytes);
      if (known) return known.started;
      counts.distinct++;
      const pages = pagesOf(left);
      const rest =
        pages === null
          ? bytes
          : `${nameOf(left, (path) => told(path) && !isDatabase(path), hash)}${pages}${String(moment)}`;
      let first = byPages.get(rest);
      if (!first) {
        counts.recovered++;
        first = { started: await startOn(left, moment) };
        byPages.set(rest, first);
      } else if (counts.distinct % startedAllTheSame === 0) {
        const again = await startOn(left, moment);
        if (!isSame(again, first.started)) throw new Error('the same pages and files were started otherwise');
      }
      byBytes.set(bytes, first);
      return first.started;
    },
    remove: () => rmSync(base, { recursive: true, force: true }),
  };
}

/** Starts of a till's shop; the moment: was a restore under way? */
export const createTillStarts = () => createStarts(startTill, isSame);

/** Opens the shop as a start would. */
async function startTill(folder: string, restoring: boolean): Promise<Started> {
  const nothing = { ids: new Set<string>(), damagedJournal: false };
  let opened = await openShop(folder, Date.now);
  const isBehind = opened.state === 'failed' && opened.failure.kind === 'behind';
  // A backup that has taken the shop's place already: the screen offers what the journal has beyond it.
  const broughtBack = restoring && isBehind;
  if (broughtBack) opened = await openShop(folder, Date.now, { whenBehind: 'replay' });
  else if (isBehind) return { state: 'behind', ...nothing, broughtBack };
  // Nothing but the journal is left: a disk that has forgotten the whole first run.
  if (opened.state === 'empty') return { state: 'empty', ...nothing, broughtBack };
  if (opened.state !== 'open') throw new Error(`the shop is ${JSON.stringify(opened)}`);
  const { shop } = opened;
  try {
    const ids = shop.read.prepare<[], string>('SELECT requestId FROM receipt').pluck().all();
    const there = new Set(ids);
    if (there.size !== ids.length) throw new Error('a request has two receipts');
    const faults = faultsIn(shop.read);
    if (faults) throw new Error(faults);
    if (shop.firstBad !== null) throw new Error(`entry ${shop.firstBad} is not as it was written`);
    return { state: 'open', ids: there, damagedJournal: shop.journal === 'damaged', broughtBack };
  } finally {
    shop.close();
  }
}

const isSame = (one: Started, other: Started): boolean =>
  one.state === other.state &&
  one.broughtBack === other.broughtBack &&
  one.damagedJournal === other.damagedJournal &&
  // A replay leaves a receipt of its own, under a new id.
  one.ids.size === other.ids.size &&
  [...one.ids].filter((id) => !other.ids.has(id)).length <= (one.broughtBack ? 1 : 0);

/** A name that files have in common with others of the same paths and bytes. */
function nameOf(left: Left, isTold: (path: string) => boolean, hash: (bytes: Buffer) => string): string {
  const paths = [...left.keys()].filter(isTold).sort();
  const named = createHash('sha1');
  for (const path of paths) named.update(`${path}\n`).update(hash(left.get(path) as Buffer));
  return named.digest('base64');
}

/**
 * The pages as SQLite recovers them from file and log; null where it cannot, or where there is more to it than the two. A reader changes neither, so
 * that what lies there from the state before stays.
 */
function createRecovery(folder: string) {
  mkdirSync(folder);
  const lying = new Map<string, Buffer>();
  return (left: Left): string | null => {
    if (!left.has('/regulars.db') || !left.has('/key') || left.has('/regulars.db-journal')) return null;
    rmSync(join(folder, 'regulars.db-shm'), { force: true });
    for (const path of ['/regulars.db', '/regulars.db-wal', '/key']) {
      const bytes = left.get(path);
      if (bytes === lying.get(path)) continue;
      if (bytes) {
        writeFileSync(join(folder, path), bytes);
        lying.set(path, bytes);
      } else {
        rmSync(join(folder, path));
        lying.delete(path);
      }
    }
    try {
      return hashPages(folder);
    } catch {
      return null;
    }
  };
}

/** Pages of a database without the bytes at their ends that the cipher keeps, which are others each time a page is written. */
function hashPages(folder: string): string {
  const read = openReader(shopDatabase(folder));
  try {
    const image = read.serialize();
    const [size, reserved] = [image.readUInt16BE(16), image.readUInt8(20)];
    const pages = createHash('sha1');
    for (let at = 0; at < image.length; at += size) pages.update(image.subarray(at, at + size - reserved));
    // The engine's memory, which nobody counts for Node: given back at once, not when there are gigabytes of it.
    (image.buffer as ArrayBuffer).transfer(0);
    return pages.digest('base64');
  } finally {
    read.close();
  }
}

/** What a file hashes to, found once for those that stay as they are from state to state. */
function createHashes() {
  const known = new WeakMap<Buffer, string>();
  return (bytes: Buffer): string => {
    let hash = known.get(bytes);
    if (hash === undefined) {
      hash = createHash('sha1').update(bytes).digest('base64');
      known.set(bytes, hash);
    }
    return hash;
  };
}

function createCopies(folder: string) {
  mkdirSync(folder);
  const places = new WeakMap<Buffer, string>();
  let count = 0;
  return {
    lay(bytes: Buffer, target: string): void {
      let place = places.get(bytes);
      if (!place) {
        place = join(folder, String(count++));
        writeFileSync(place, bytes);
        places.set(bytes, place);
      }
      linkSync(place, target);
    },
  };
}
