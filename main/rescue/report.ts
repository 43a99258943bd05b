import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { release } from 'node:os';
import { join } from 'node:path';
import { schemaVersion } from '../../db/migrations/index.ts';
import type { ShopFailure } from '../../preload/contract/shop.ts';
import type { OpenBackground } from '../background/background.ts';
import { sourceAt } from '../backups/restore.ts';
import { listBackups } from '../backups/store.ts';
import type { ShopKeys } from '../keys/ring.ts';
import { shopFiles } from '../shop/files.ts';
import { freeBytes } from '../shop/space.ts';
import type { FileDescription } from './describe.ts';

/** Lines of the log that a report takes along, from its end. */
const mostLines = 400;

interface ReportParts {
  readonly folder: string;
  readonly openBackground: OpenBackground;
  readonly now: number;
  readonly version: string;
  readonly state: string;
  readonly failure: ShopFailure | null;
  /** Null where they are not known: then nothing is said of what the file holds. */
  readonly keys: ShopKeys | null;
}

/**
 * What somebody who helps needs to know about a shop: versions, states, counts, settings that are figures or choices, and the log's codes.
 * Nothing in it was typed by anybody: no name, no phone, no word, no path.
 */
export async function reportOf(parts: ReportParts): Promise<string> {
  const { folder, failure } = parts;
  const files = shopFiles(folder);
  const { versions, platform, arch } = process;
  return `${JSON.stringify(
    {
      what: 'Regulars: a report without personal data',
      madeAt: new Date(parts.now).toISOString(),
      regulars: { version: parts.version, schema: schemaVersion },
      runsOn: {
        ...{ platform, arch, release: release() },
        ...{ node: versions.node, electron: versions.electron ?? null, chrome: versions.chrome ?? null },
      },
      state: parts.state,
      // The name of a copy is a date; the journal's figures are figures.
      failure: failure && { kind: failure.kind, found: failure.found, needed: failure.needed, lost: lostOf(failure) },
      freeMegabytes: Math.round(freeBytes(folder) / 1_000_000),
      bytes: {
        database: sizeOf(files.database),
        log: sizeOf(`${files.database}-wal`),
        journal: sizeOfFolder(files.journal),
        reserve: sizeOf(files.ballast),
      },
      keptAside: { damaged: countIn(files.damaged), restored: countIn(files.aside) },
      database: await describe(parts),
      backups: listBackups(files.backups).map(({ at, why, bytes, schema, customers, entries }) => ({
        ...{ at: new Date(at).toISOString(), why, bytes, schema, customers, entries },
      })),
      log: logLines(files.log),
    },
    null,
    2,
  )}\n`;
}

async function describe({ folder, openBackground, keys }: ReportParts): Promise<FileDescription | null> {
  const { database } = shopFiles(folder);
  if (!existsSync(database)) return null;
  try {
    const background = openBackground(sourceAt(database, [keys?.file]));
    try {
      return await background.run('describeFile', {});
    } finally {
      await background.close();
    }
  } catch {
    return null;
  }
}

const sizeOf = (file: string): number | null => statSync(file, { throwIfNoEntry: false })?.size ?? null;
const countIn = (folder: string): number => (existsSync(folder) ? readdirSync(folder).length : 0);
const sizeOfFolder = (folder: string): number | null =>
  existsSync(folder) ? readdirSync(folder).reduce((sum, name) => sum + (sizeOf(join(folder, name)) ?? 0), 0) : null;

const line = /^\[([\d :.-]+)\] \[(info|warn|error)\]\s+([A-Z][A-Z_]*)(?: (\{.*\}))?$/;
/** What a code's detail may be: a number or a word of the program's own. Whatever has a space in it, or looks like a phone, stays here. */
const isPlain = (value: unknown): boolean =>
  value === null ||
  (typeof value === 'number' && Math.abs(value) < 1e8) ||
  (typeof value === 'string' && /^[\w.:()/-]{1,60}$/.test(value) && !/\d{7}/.test(value));

/**
 * The log, line by line as it should be: a moment, a level, a code, plain details. Types keep everything else out of it; this is the second
 * look, for a report that leaves the shop.
 */
export function logLines(file: string): string[] {
  if (!existsSync(file)) return [];
  return readFileSync(file, 'utf8')
    .split(/\r?\n/)
    .slice(-mostLines)
    .flatMap((text) => {
      const [, at, level, code, detail] = line.exec(text) ?? [];
      if (!code) return [];
      return [`${at} ${level} ${code}${detail ? ` ${plain(detail)}` : ''}`];
    });
}

function plain(detail: string): string {
  try {
    const known = Object.entries(JSON.parse(detail) as Record<string, unknown>);
    return JSON.stringify(Object.fromEntries(known.map(([name, value]) => [name, isPlain(value) ? value : '…'])));
  } catch {
    return '…';
  }
}

/** What is missing, without who could prove that the shop is theirs. */
function lostOf({ lost }: ShopFailure) {
  if (!lost) return null;
  const { provers: _provers, ...figures } = lost;
  return figures;
}
