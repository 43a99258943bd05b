import { existsSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { commandNames, findCommandWords } from '../../main/headless/usage.ts';
import { testFolder } from '../support/shop.ts';
import { answer, done, fails, logFile, misused, newShop, run } from './support.ts';

describe('wrong words: exit 2, the reason, the usage, nothing on stdout', () => {
  const wrong: readonly (readonly string[])[] = [
    [],
    ['churn'],
    ['--data'],
    ['toString'],
    ['churn-list', '--nonsense'],
    ['churn-list', 'extra'],
    ['churn-list', '--as-of', '2025-02-29'],
    ['churn-list', '--as-of', '2025-1-1'],
    ['churn-list', '--as-of', '01/02/2025'],
    ['churn-list', '--as-of', ''],
    ['churn-list', '--weeks', '0'],
    ['churn-list', '--weeks', '4.5'],
    ['churn-list', '--weeks', 'four'],
    ['churn-list', '--format', 'xml'],
    ['churn-list', '--all', '--data'],
    ['export-summary'],
    ['export-summary', '--month', '2025-13'],
    ['export-summary', '--month', '2025-00'],
    ['export-summary', '--month', '2025-1'],
    ['export-summary', '--month', '2025-01-01'],
    ['export-summary', '--month', '2025-03', '--to', '2025-02'],
    ['export-summary', '--month', '2025-01', '--window-days', '30'],
    ['export-summary', '--month', '2025-01', '--window-days', '-60'],
    ['export-summary', '--month', '2025-01', '--as-of', 'today'],
    ['export-summary', '--month', '2025-02', '--as-of', '2025-01-31'],
    ['export-summary', '--month', '2025-01', '--to', '2025-02', '--as-of', '2025-01-31'],
    ['export-summary', '--month', '2999-01'],
    ['import-visits'],
    ['import-visits', ''],
    ['import-visits', 'a.csv', 'b.csv'],
    ['import-visits', 'a.csv', '--date-order', 'ymd'],
    ['import-visits', 'a.csv', '--format', 'csv'],
    ['seed'],
    ['seed', '--customers', '3'],
    ['seed', '--customers', '0', '--entries', '5'],
    ['verify', 'file'],
    ['verify', '--dry-run'],
    ['backup'],
    ['init', '--currency', 'LEU'],
    ['init', '--time-zone', 'Bucharest'],
    ['init', '--time-zone', '+02:00'],
    ['init', '--language', 'fr'],
    ['init', '--day-start', '24:00'],
    ['init', '--day-start', '12:01'],
    ['init', '--day-start', '4'],
    ['init', '--name', ' '],
  ];
  test.each(wrong.map((words) => [words.join(' ') || '(none)', words] as const))('%s', async (_, words) => {
    const folder = words[0] === 'init' ? testFolder() : await newShop();
    // Where --data itself is what is wrong, there is none to add.
    const data = words.length === 0 || words.includes('--data') ? [] : ['--data', folder];
    expect(await misused(...words, ...data)).not.toBe('');
    if (words[0] === 'init') expect(readdirSync(folder)).toEqual([]);
  });

  test('a window of 31 days is none of them', async () => {
    const folder = await newShop();
    await done('export-summary', '--month', '2025-01', '--window-days', '31', '--data', folder);
    await done('export-summary', '--month', '2025-01', '--as-of', '2025-01-01', '--data', folder);
  });
});

test('--help tells of every command on stdout', async () => {
  const { code, stdout, stderr } = await run('--help');
  expect([code, stderr]).toEqual([0, '']);
  for (const name of commandNames) expect(stdout).toContain(`\n  ${name}`);
});

test('--data may stand before the command, with a space or a =', async () => {
  const folder = await newShop();
  expect(await answer('--data', folder, 'verify')).toMatchObject({ ok: true });
  expect(await answer(`--data=${folder}`, 'churn-list', '--format', 'json')).toEqual([]);
});

describe('the command in the arguments of the installed app', () => {
  const cases: readonly [string[], string[] | null][] = [
    [[], null],
    [['--data', 'D'], null],
    // A folder that is called like a command is still the app with a folder.
    [['--data', 'seed'], null],
    [['--data=verify'], null],
    [['some.file', 'other.file', 'verify'], null],
    [
      ['verify', '--data', 'D'],
      ['verify', '--data', 'D'],
    ],
    [
      ['--no-sandbox', 'app', 'churn-list', '--all'],
      ['churn-list', '--all'],
    ],
    // Lost, it would be the command on another shop.
    [
      ['--no-sandbox', '--data', 'D', 'verify'],
      ['--data', 'D', 'verify'],
    ],
    [
      ['--data=D', 'verify'],
      ['--data=D', 'verify'],
    ],
  ];
  test.each(cases)('%j', (args, words) => {
    expect(findCommandWords(args)).toEqual(words);
  });
});

describe('--out', () => {
  test('writes what stdout would say, for every command that answers, over what stood there', async () => {
    const folder = await newShop();
    const log = logFile(['customer_id,date', 'A,2025-01-01', 'B,never']);
    const out = join(testFolder(), 'out');
    const month = ['export-summary', '--month', '2025-01'];
    for (const words of [['verify'], ['churn-list'], month, [...month, '--format', 'json'], ['import-visits', log]]) {
      const said = await done(...words, '--data', folder);
      writeFileSync(out, 'what stood there, and was longer than any answer '.repeat(100));
      const ran = await run(...words, '--out', out, '--data', folder);
      expect(ran).toMatchObject({ code: 0, stdout: '' });
      // The same log again is all duplicates; the rest says the same.
      if (words[0] === 'import-visits') expect(JSON.parse(readFileSync(out, 'utf8'))).toMatchObject({ duplicates: 1 });
      else expect(readFileSync(out, 'utf8')).toBe(said);
    }
  });

  test('whole or not at all: where nothing can be written, exit 1 and nothing left behind', async () => {
    const folder = await newShop();
    const place = testFolder();
    const out = join(place, 'not-there', 'list.csv');
    expect(await fails('churn-list', '--out', out, '--data', folder)).toContain('could not be written');
    expect(await fails('churn-list', '--out', place, '--data', folder)).toContain('could not be written');
    expect(readdirSync(place)).toEqual([]);
  });

  test('never in the place of the shop itself, by whatever path', async () => {
    const folder = await newShop();
    const link = join(testFolder(), 'link');
    symlinkSync(folder, link);
    for (const place of [folder, join(folder, '..', basename(folder)), link])
      for (const name of ['regulars.db', 'regulars.db-wal', 'regulars.db-shm', 'lock.db'])
        expect(await fails('churn-list', '--out', join(place, name), '--data', folder)).toContain('shop itself');
    expect(await answer('verify', '--data', folder)).toMatchObject({ ok: true });
  });
});

describe('a folder without a shop', () => {
  test.each([
    ['churn-list'],
    ['churn-model'],
    ['export-summary', '--month', '2025-01'],
    ['verify'],
    ['backup', 'never.db'],
    ['import-visits', 'never.csv'],
    ['seed', '--customers', '1', '--entries', '1'],
  ])('%s: exit 1, and nothing is made', async (...words) => {
    const folder = testFolder();
    expect(await fails(...words, '--data', folder)).toContain('no shop');
    expect(readdirSync(folder)).toEqual([]);
    const missing = join(folder, 'missing');
    expect(await fails(...words, '--data', missing)).toContain('no shop');
    expect(existsSync(missing)).toBe(false);
  });
});
