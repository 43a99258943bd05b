import { parseArgs } from 'node:util';
import { parseDay, parseMonth } from '../retention/days.ts';

/** Wrong words on the command line: exit code 2. */
export class UsageError extends Error {}

/** The options each command takes. */
const options = {
  init: { name: 'string', language: 'string', currency: 'string', 'time-zone': 'string', 'day-start': 'string' },
  'import-visits': { 'dry-run': 'boolean', 'date-order': 'string' },
  'churn-list': { 'as-of': 'string', weeks: 'string', all: 'boolean', 'ignore-closures': 'boolean' },
  'churn-model': { 'as-of': 'string', 'ignore-closures': 'boolean' },
  'export-summary': { month: 'string', to: 'string', 'window-days': 'string', 'as-of': 'string' },
  seed: { customers: 'string', entries: 'string' },
  verify: {},
  backup: {},
  restore: { 'recovery-code-file': 'string' },
} as const satisfies Record<string, Record<string, 'string' | 'boolean'>>;

/** What every command takes. */
const commonOptions = { data: 'string', 'key-file': 'string', format: 'string', out: 'string' } as const;

export type CommandName = keyof typeof options;
export const commandNames = Object.keys(options) as CommandName[];

export type Format = 'csv' | 'json' | 'xlsx' | 'pdf';

/** How a command can answer, its usual way first; those not named answer with one object, which is always JSON. */
const formats: Partial<Record<CommandName, readonly [Format, ...Format[]]>> = {
  'churn-list': ['csv', 'json'],
  'churn-model': ['csv', 'json'],
  'export-summary': ['csv', 'json', 'xlsx', 'pdf'],
};

/** What stands behind a command's name. */
const files: Partial<Record<CommandName, string>> = { 'import-visits': 'FILE', backup: 'FILE', restore: 'FILE' };

/** The whole usage, for --help and for a wrong call. */
export const usage = `usage: COMMAND [--data DIR] [--key-file FILE] [--format csv|json] [--out FILE] …
  init [--name NAME] [--language en|id|ro] [--currency CODE] [--time-zone ZONE] [--day-start HH:MM]
  import-visits FILE [--dry-run] [--date-order dmy|mdy]
  churn-list [--as-of DAY] [--weeks H] [--all] [--ignore-closures]
  churn-model [--as-of DAY] [--ignore-closures]
  export-summary --month YYYY-MM [--to YYYY-MM] [--window-days W] [--as-of DAY] [--format csv|json|xlsx|pdf]
  seed --customers N --entries M
  verify
  backup FILE
  restore FILE [--recovery-code-file FILE]`;

/** A parsed command line. */
export interface CommandLine {
  readonly command: CommandName;
  readonly file: string | null;
  readonly data: string | null;
  readonly out: string | null;
  readonly format: Format;
  text(name: string): string | null;
  flag(name: string): boolean;
  /** YYYY-MM-DD that exists, or null when the option is missing. */
  day(name: string): string | null;
  month(name: string): string | null;
  /** A whole number within the bounds, or null when the option is missing. */
  whole(name: string, least: number, most: number): number | null;
  oneOf<T extends string>(name: string, values: readonly T[]): T | null;
}

export const isCommand = (word: string | undefined): word is CommandName =>
  word !== undefined && Object.hasOwn(options, word);

/** Reads the words after the program's name. Throws UsageError. */
export function readCommandLine(words: readonly string[]): CommandLine {
  const [command, ...rest] = commandFirst(words);
  if (!isCommand(command)) throw new UsageError(command ? `unknown command: ${command}` : 'no command');
  let values: Record<string, string | boolean | undefined>;
  let positionals: string[];
  try {
    ({ values, positionals } = parseArgs({
      args: rest,
      allowPositionals: true,
      strict: true,
      options: Object.fromEntries(
        Object.entries({ ...options[command], ...commonOptions }).map(([name, type]) => [name, { type }]),
      ),
    }) as { values: Record<string, string | boolean | undefined>; positionals: string[] });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message.split('\n')[0] : String(error));
  }
  const wanted = files[command];
  if (positionals.length !== (wanted ? 1 : 0))
    throw new UsageError(wanted ? `${command} takes one ${wanted}` : `${command} takes no file`);
  if (wanted && positionals[0] === '') throw new UsageError(`${command} takes one ${wanted}`);

  const text = (name: string): string | null => {
    const value = values[name];
    return typeof value === 'string' ? value : null;
  };
  const checked = <T>(name: string, read: (value: string) => T | null, what: string): T | null => {
    const value = text(name);
    if (value === null) return null;
    const result = read(value);
    if (result === null) throw new UsageError(`--${name} ${what}: ${value}`);
    return result;
  };
  const oneOf = <T extends string>(name: string, allowed: readonly T[]): T | null =>
    checked(name, (value) => allowed.find((one) => one === value) ?? null, `is one of ${allowed.join(', ')}`);
  const allowed = formats[command] ?? (['json'] as const);
  return {
    command,
    file: positionals[0] ?? null,
    data: text('data'),
    out: text('out'),
    format: oneOf<Format>('format', allowed) ?? allowed[0],
    text,
    flag: (name) => values[name] === true,
    day: (name) => checked(name, (value) => (parseDay(value) === null ? null : value), 'is no day YYYY-MM-DD'),
    month: (name) => checked(name, (value) => (parseMonth(value) === null ? null : value), 'is no month YYYY-MM'),
    whole: (name, least, most) =>
      checked(
        name,
        (value) => (/^\d{1,12}$/.test(value) && Number(value) >= least && Number(value) <= most ? Number(value) : null),
        `takes a whole number from ${least} to ${most}`,
      ),
    oneOf,
  };
}

/** `--data DIR COMMAND …` means the same as `COMMAND … --data DIR`. */
function commandFirst(words: readonly string[]): readonly string[] {
  const before = words[0] === '--data' ? 2 : words[0]?.startsWith('--data=') ? 1 : 0;
  const [command, ...rest] = words.slice(before);
  return command === undefined ? words : [command, ...words.slice(0, before), ...rest];
}

/**
 * The command line of a program that was started with a command (after switches like --no-sandbox), or null: then it is
 * the app. The folder behind --data is never taken for a command, and never lost.
 */
export function findCommandWords(args: readonly string[]): string[] | null {
  const data: string[] = [];
  // Before the command only switches, and the path of the app where Electron runs it unpackaged.
  let others = 0;
  for (let i = 0; i < args.length; i++) {
    const word = args[i] ?? '';
    if (word === '--data') data.push(word, args[++i] ?? '');
    else if (word.startsWith('--data=')) data.push(word);
    else if (isCommand(word)) return [...data, ...args.slice(i)];
    else if (!word.startsWith('--') && ++others > 1) return null;
  }
  return null;
}
