import { copyFileSync, existsSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { expect } from 'vitest';
import { runHeadless } from '../../main/headless/headless.ts';
import { shopFiles } from '../../main/shop/files.ts';
import { hashOfFile } from '../support/content.ts';
import { testFolder, whenFileEnds } from '../support/shop.ts';

export interface Ran {
  readonly code: 0 | 1 | 2;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a command in this process; what it does and prints is the same as at the command line (processes.test.ts). */
export async function run(...words: readonly string[]): Promise<Ran> {
  let stdout = '';
  let stderr = '';
  const code = await runHeadless(words, {
    stdout(text) {
      stdout += text;
    },
    stderr(text) {
      stderr += text;
    },
  });
  return { code, stdout, stderr };
}

/** The stdout of a command that must succeed. */
export async function done(...words: readonly string[]): Promise<string> {
  const ran = await run(...words);
  if (ran.code !== 0) throw new Error(`${words.join(' ')}: ${ran.code} ${ran.stderr}`);
  return ran.stdout;
}

export const answer = async <T = unknown>(...words: readonly string[]): Promise<T> => JSON.parse(await done(...words));

/** A table as CSV says it: every cell a text, RFC 4180 taken strictly. */
export const table = async (...words: readonly string[]): Promise<Record<string, string>[]> =>
  parse(await done(...words), { columns: true, record_delimiter: '\r\n' });

/** Exit 1 with one line on stderr and nothing on stdout. Answers the line. */
export async function fails(...words: readonly string[]): Promise<string> {
  const ran = await run(...words);
  expect({ ...ran, stderr: '' }).toEqual({ code: 1, stdout: '', stderr: '' });
  expect(ran.stderr).toMatch(/^[^\n]+\n$/);
  return ran.stderr.trimEnd();
}

/** Exit 2 with the reason and the usage on stderr. Answers the reason. */
export async function misused(...words: readonly string[]): Promise<string> {
  const ran = await run(...words);
  expect({ ...ran, stderr: '' }).toEqual({ code: 2, stdout: '', stderr: '' });
  const [reason = '', next] = ran.stderr.split('\n');
  expect(next).toMatch(/^usage: /);
  return reason;
}

const templates = new Map<string, Promise<string>>();

/** A new shop, made by `init` once per set of options and copied; its folder. */
export async function newShop(...options: readonly string[]): Promise<string> {
  const under = options.join(' ');
  const template = templates.get(under) ?? makeTemplate(options);
  templates.set(under, template);
  return copied(shopFiles(await template).database);
}

async function makeTemplate(options: readonly string[]): Promise<string> {
  const folder = testFolder({ lasting: true });
  whenFileEnds(() => templates.clear());
  await done('init', '--data', folder, '--time-zone', 'Europe/Bucharest', '--currency', 'RON', ...options);
  return folder;
}

/** A log of visits as a file; bytes or lines. */
export function logFile(content: string | Uint8Array | readonly string[], name = 'log.csv'): string {
  const file = join(testFolder(), name);
  writeFileSync(file, Array.isArray(content) ? `${content.join('\n')}\n` : (content as string | Uint8Array));
  return file;
}

export interface Imported {
  readonly rows: number;
  readonly customersNew: number;
  readonly visitsNew: number;
  readonly duplicates: number;
  readonly errors: readonly { readonly line: number; readonly reason: string }[];
}

export const imported = (folder: string, content: Parameters<typeof logFile>[0], ...options: string[]) =>
  answer<Imported>('import-visits', logFile(content), '--data', folder, ...options);

/** A customer of `churn-list --format json`. */
export interface Listed {
  readonly customer_id: string;
  readonly name: string | null;
  readonly visits: number;
  readonly first_visit: string;
  readonly last_visit: string;
  readonly days_since_last_visit: number;
  readonly usual_gap_days: number;
  readonly band: string;
  readonly reason: string;
}

/** Everybody, by customer_id. */
export async function everybody(folder: string, asOf: string): Promise<Record<string, Listed>> {
  const rows = await answer<Listed[]>('churn-list', '--all', '--as-of', asOf, '--format', 'json', '--data', folder);
  return Object.fromEntries(rows.map((row) => [row.customer_id, row]));
}

/** Every customer's visit days as first day, last day and how many. */
export async function visitDays(folder: string, asOf = '2199-12-31'): Promise<Record<string, string>> {
  const rows = Object.entries(await everybody(folder, asOf));
  return Object.fromEntries(rows.map(([id, row]) => [id, `${row.visits} ${row.first_visit} ${row.last_visit}`]));
}

/**
 * SHA-256 of every file of a folder. Left out is what SQLite keeps for readers beside the database: the shared memory, and a
 * write-ahead log with nothing in it.
 */
export const bytesOf = (folder: string): Record<string, string> =>
  Object.fromEntries(
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && !entry.name.endsWith('-shm'))
      .map((entry) => join(entry.parentPath, entry.name))
      .filter((file) => !file.endsWith('-wal') || statSync(file).size > 0)
      .map((file) => [file, hashOfFile(file)]),
  );

/** A copy of a shop's database, or of a backup, in a folder of its own, with the key that lies beside it. */
export function copied(database: string): string {
  const folder = testFolder();
  copyFileSync(database, shopFiles(folder).database);
  const beside = [`${database}.key`, shopFiles(dirname(database)).key].find((file) => existsSync(file));
  if (beside) copyFileSync(beside, shopFiles(folder).key);
  return folder;
}
