import { copyFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { v7 as uuidv7 } from 'uuid';
import { expect, onTestFinished, vi } from 'vitest';
import type { DatabaseFile } from '../../db/cipher.ts';
import { openReader, type ReadConnection } from '../../db/open.ts';
import { countFaults } from '../../db/queries/verify.ts';
import { openInlineBackground } from '../../main/background/inline.ts';
import { type Host, openHost } from '../../main/bridge/host.ts';
import type { KeyStore } from '../../main/keys/seal.ts';
import { shopFiles } from '../../main/shop/files.ts';
import { freeBytes } from '../../main/shop/space.ts';
import type { Notice } from '../../preload/contract/bridge.ts';
import type { AppErrorData, Result } from '../../preload/contract/errors.ts';
import type { InputFor, OutputFor, ProcedureName } from '../../preload/contract/index.ts';
import type { Role } from '../../preload/contract/kinds.ts';
import type { Sheet } from '../../preload/contract/paper.ts';
import { punchCard } from '../../preload/contract/rules.ts';
import { shopDatabase } from './database.ts';
import { noPaper } from './noPaper.ts';

/** A Tuesday, 11:00 in Bucharest: the moment every test shop is made. */
export const opening = Date.UTC(2026, 2, 10, 9, 0);
export const minute = 60_000;
export const hour = 60 * minute;
export const day = 24 * hour;
export const pins: Readonly<Record<Role, string>> = { owner: '1111', manager: '222222', staff: '3333' };
/** scrypt N: the real one would make these tests a test of scrypt. */
export const cheapPins = 2 ** 10;

export interface LogLine {
  readonly level: string;
  readonly code: string;
  readonly detail: Readonly<Record<string, string | number | null>> | undefined;
}

export interface TestPrinter {
  /** Bytes of every PDF; null where nothing can be made. */
  pdf: Uint8Array | null;
  outcome: 'printed' | 'cancelled' | 'failed';
  /** Sheets of which a PDF was wanted. */
  readonly asked: Sheet[];
  readonly printed: { sheet: Sheet; printer: string | null }[];
}

/** A real shop in a folder of its own, with an owner, a manager and a member of staff, and one program with five stamps. */
export interface TestShop {
  readonly folder: string;
  readonly file: string;
  /** The file with its key. */
  readonly database: DatabaseFile;
  /** The computer's clock, UTC ms; a test sets it, as a person would. The time that really passes stands still, but for {@link pass}. */
  readonly clock: { now: number };
  /** Lets time pass, ms: the computer's clock goes on with it. */
  pass(milliseconds: number): void;
  /** Ms that have passed so. */
  elapsed(): number;
  /** The system's place for secrets: none, until a test gives it one. */
  keyStore: KeyStore | null;
  /** What the person chooses in the next dialog; null closes it. `proposed`: the kind of file and the name that were proposed for the last target. */
  readonly dialogs: {
    file: string | null;
    target: string | null;
    folder: string | null;
    proposed: readonly [string, string] | null;
  };
  /** The world's printer: what it makes and answers, and what was sent to it. */
  readonly printer: TestPrinter;
  readonly logged: LogLine[];
  /** Hears each line as it is written: in the middle of what a command does about a fault. */
  onLog: ((line: LogLine) => void) | null;
  readonly notices: Notice[];
  readonly people: Readonly<Record<Role, string>>;
  readonly programId: string;
  readonly host: Host;
  call<N extends ProcedureName>(name: N, input: InputFor<N>, requestId?: string): Promise<Result<OutputFor<N>>>;
  /** The value of a call that must succeed. */
  ok<N extends ProcedureName>(name: N, input: InputFor<N>, requestId?: string): Promise<OutputFor<N>>;
  /** The error of a call that must be refused. */
  refused<N extends ProcedureName>(name: N, input: InputFor<N>, requestId?: string): Promise<AppErrorData>;
  signIn(role: Role): Promise<void>;
  tap(role: Role): Promise<void>;
  /** Reads with a connection of its own, as another process would. */
  read<T>(work: (connection: ReadConnection) => T): T;
  /** Closes the app and starts it again on the same folder; `between` sees the folder while nobody has it open. */
  restart(between?: () => void): Promise<void>;
  close(): Promise<void>;
}

interface Template {
  readonly folder: string;
  readonly people: Readonly<Record<Role, string>>;
  readonly programId: string;
}

/** On a busy machine a backup may still be ending in the folder that goes. */
const removal = { recursive: true, force: true, maxRetries: 30, retryDelay: 100 } as const;

/** What ends with the test file that is running. Files share a process, and this module with it (vitest.config.ts). */
const ending: (() => void)[] = [];

/** For what is kept from test to test of a file: it cannot outlive the folder it lies in. */
export function whenFileEnds(work: () => void): void {
  ending.push(work);
}

/** After everything of a file: support/file.ts calls it. */
export function endFile(): void {
  for (const work of ending.splice(0)) work();
}

interface Place {
  /** For a whole file, gone after it. */
  readonly lasting?: boolean;
  /** On the disk, for what is about processes that end, or about the disk. */
  readonly onDisk?: boolean;
}

/** A new empty folder that is gone after the test. */
export function testFolder(options: Place = {}): string {
  const folder = newFolder(options.onDisk);
  const remove = () => rmSync(folder, removal);
  if (options.lasting) whenFileEnds(remove);
  else onTestFinished(remove);
  return folder;
}

/** What the largest of these tests take at once, with room for a shop to say that there is enough. */
const roomy = 2 * 1024 * 1024 * 1024;

/** Linux's folder in memory, where there is room in it: what most tests ask does not depend on a disk, and two syncs a command take their time. */
const memory = existsSync('/dev/shm') && freeBytes('/dev/shm') > roomy ? '/dev/shm' : tmpdir();

function newFolder(onDisk = false): string {
  return mkdtempSync(join(onDisk ? tmpdir() : memory, 'regulars-test-'));
}

const quiet = {
  chooseFile: async () => null,
  chooseTarget: async () => null,
  chooseFolder: async () => null,
  ...noPaper,
  log: () => undefined,
};

/** What every host of a test is opened with. */
export const hostDefaults = {
  services: quiet,
  openBackground: openInlineBackground,
  systemLanguage: 'en',
  systemTimeZone: 'UTC',
  pinCost: cheapPins,
  callsPerSecond: Number.POSITIVE_INFINITY,
} as const;

export const firstRun = {
  name: 'Cafenea Luna',
  language: 'en',
  currency: 'RON',
  timeZone: 'Europe/Bucharest',
  owner: { name: 'Ioana', pin: pins.owner },
  program: punchCard({ name: 'Coffee card', goal: 5, rewardName: 'A free coffee', rewardValue: 1200 }),
} as const;

/**
 * What shops opened from now on do every so often comes only when it is called for: the answer lets so many milliseconds pass for it. Clocks
 * and all that waits once go on as ever.
 */
export const holdIntervals = (): ((milliseconds: number) => void) => holdTimers('setInterval', 'clearInterval');

/** The same of what shops do once, some time after they were opened. */
export const holdDelays = (): ((milliseconds: number) => void) => holdTimers('setTimeout', 'clearTimeout');

function holdTimers(...toFake: ('setInterval' | 'clearInterval' | 'setTimeout' | 'clearTimeout')[]) {
  vi.useFakeTimers({ toFake });
  onTestFinished(() => void vi.useRealTimers());
  return (milliseconds: number): void => void vi.advanceTimersByTime(milliseconds);
}

let template: Promise<Template> | undefined;

function copyShop(from: string, to: string): void {
  for (const name of ['database', 'key'] as const) copyFileSync(shopFiles(from)[name], shopFiles(to)[name]);
}

/** Made through the front door once per test file, then copied. */
async function makeTemplate(): Promise<Template> {
  const folder = testFolder({ lasting: true });
  whenFileEnds(() => {
    template = undefined;
  });
  const host = await openHost({ folder, clock: () => opening, ...hostDefaults });
  const call = async <N extends ProcedureName>(name: N, input: InputFor<N>): Promise<OutputFor<N>> => {
    const result = await host.call(name, input, uuidv7());
    if (!result.ok) throw new Error(`${name}: ${JSON.stringify(result.error)}`);
    return result.value as OutputFor<N>;
  };
  await call('shop.create', firstRun);
  await call('people.add', { name: 'Mihai', role: 'manager', pin: pins.manager });
  await call('people.add', { name: 'Ana', role: 'staff', pin: pins.staff });
  const everybody = await call('people.list', {});
  const programs = await call('programs.list', {});
  await host.close();
  const idOf = (role: Role) => everybody.find((person) => person.role === role)?.personId ?? '';
  return {
    folder,
    people: { owner: idOf('owner'), manager: idOf('manager'), staff: idOf('staff') },
    programId: programs[0]?.programId ?? '',
  };
}

/** The same shop in a new folder, with nobody having it open. */
export async function copyTestShop(
  options: Place = {},
): Promise<{ folder: string; file: string; database: DatabaseFile } & Omit<Template, 'folder'>> {
  template ??= makeTemplate();
  const { folder: original, ...rest } = await template;
  const folder = testFolder(options);
  const file = shopFiles(folder).database;
  copyShop(original, folder);
  return { folder, file, database: shopDatabase(folder), ...rest };
}

/**
 * A shop for one test, closed and deleted after it; `lasting` for one that a whole file uses and closes itself.
 * Nobody is signed in unless `as` says who.
 */
export async function openTestShop(options: Place & { as?: Role } = {}): Promise<TestShop> {
  template ??= makeTemplate();
  const made = await template;
  const folder = newFolder(options.onDisk);
  const { database } = shopFiles(folder);
  copyShop(made.folder, folder);

  const clock = { now: opening };
  let passed = 0;
  const dialogs: TestShop['dialogs'] = { file: null, target: null, folder: null, proposed: null };
  const printer: TestPrinter = { pdf: null, outcome: 'failed', asked: [], printed: [] };
  const logged: LogLine[] = [];
  const notices: Notice[] = [];
  const start = async (): Promise<Host> => {
    const host = await openHost({
      folder,
      clock: () => clock.now,
      monotonic: () => passed,
      ...hostDefaults,
      services: {
        chooseFile: async () => dialogs.file,
        async chooseTarget(kind, name) {
          dialogs.proposed = [kind, name];
          return dialogs.target;
        },
        chooseFolder: async () => dialogs.folder,
        makePdf: async (sheet) => {
          printer.asked.push(sheet);
          return printer.pdf;
        },
        printPaper: async (sheet, name) => {
          printer.printed.push({ sheet, printer: name });
          return printer.outcome;
        },
        listPrinters: async () => [{ name: 'Till', title: 'The till’s printer' }],
        keyStore: {
          lock: (secret) => shop.keyStore?.lock(secret) ?? null,
          unlock: (box) => shop.keyStore?.unlock(box) ?? null,
        },
        log(level, code, detail) {
          logged.push({ level, code, detail });
          shop.onLog?.({ level, code, detail });
        },
      },
    });
    host.subscribe((notice) => void notices.push(notice));
    return host;
  };
  let host = await start();
  let reader: ReadConnection | null = null;
  let known = shopDatabase(folder).key;

  const shop: TestShop = {
    folder,
    file: database,
    get database() {
      const { path, key } = shopDatabase(folder);
      // The keys of a sealed shop are what they were when they lay open.
      known = key ?? known;
      return { path, key: known };
    },
    clock,
    pass(milliseconds) {
      clock.now += milliseconds;
      passed += milliseconds;
    },
    elapsed: () => passed,
    keyStore: null,
    dialogs,
    printer,
    logged,
    onLog: null,
    notices,
    people: made.people,
    programId: made.programId,
    get host() {
      return host;
    },
    call: (name, input, requestId = uuidv7()) => host.call(name, input, requestId) as never,
    async ok(name, input, requestId) {
      const result = await shop.call(name, input, requestId);
      if (!result.ok) throw new Error(`${name} was refused: ${JSON.stringify(result.error)}`);
      return result.value;
    },
    async refused(name, input, requestId) {
      const result = await shop.call(name, input, requestId);
      if (result.ok) throw new Error(`${name} was not refused: ${JSON.stringify(result.value)}`);
      return result.error;
    },
    async signIn(role) {
      await shop.ok('people.signIn', { personId: made.people[role], pin: pins[role] });
    },
    async tap(role) {
      await shop.ok('people.tap', { personId: made.people[role] });
    },
    read(work) {
      reader ??= openReader(shop.database);
      return work(reader);
    },
    async restart(between) {
      reader?.close();
      reader = null;
      await host.close();
      between?.();
      host = await start();
    },
    async close() {
      reader?.close();
      await host.close();
      rmSync(folder, removal);
    },
  };
  if (!options.lasting) onTestFinished(() => shop.close());
  if (options.as) await shop.signIn(options.as);
  return shop;
}

/** The counts of the full check that must all be zero. */
export function faultsOf(connection: ReadConnection): Record<string, number> {
  const { customers: _c, entries: _e, receipts: _r, cards: _k, ...faults } = countFaults(connection);
  return faults;
}

export const noFaults = {
  integrityErrors: 0,
  brokenReferences: 0,
  ledgerGaps: 0,
  wrongBalances: 0,
  wrongVisitCounts: 0,
  wrongRewards: 0,
  wrongOffers: 0,
  wrongReceipts: 0,
  unexplainedEntries: 0,
  unfinishedBatches: 0,
};

/** The whole check of `verify`: everything that is counted twice says the same. */
export function expectSound(shop: TestShop): void {
  expect(shop.read(faultsOf)).toEqual(noFaults);
}

/** Every entry of a shop's ledger, as it stands. */
export const ledgerOf = (shop: TestShop) => shop.read((c) => c.prepare('SELECT * FROM entry ORDER BY seq').raw().all());
