import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { describe, expect, test } from 'vitest';
import { runHeadless } from '../../main/headless/headless.ts';
import { testFolder } from '../support/shop.ts';
import { readWorkbook } from '../support/workbook.ts';

async function run(...words: string[]) {
  let stdout = Buffer.alloc(0);
  let stderr = '';
  const code = await runHeadless(words, {
    stdout: (answer) => {
      stdout = Buffer.concat([stdout, Buffer.from(answer)]);
    },
    stderr: (text) => {
      stderr += text;
    },
  });
  return { code, stdout, text: stdout.toString('utf8'), stderr };
}

/** A shop with an imported log of three months. */
async function importedShop() {
  const folder = testFolder();
  const data = join(folder, 'shop');
  const log = join(folder, 'log.csv');
  const lines = Array.from(
    { length: 60 },
    (_, i) => `C${i % 14},2025-0${1 + (i % 3)}-${String(1 + (i % 27)).padStart(2, '0')},${i}.50`,
  );
  writeFileSync(log, `customer_id,date,amount\n${lines.join('\n')}\n`);
  expect(
    (await run('init', '--data', data, '--currency', 'RON', '--time-zone', 'Europe/Bucharest', '--language', 'ro'))
      .code,
  ).toBe(0);
  expect((await run('import-visits', log, '--data', data)).code).toBe(0);
  const summary = (...more: string[]) =>
    run('export-summary', '--data', data, '--month', '2025-01', '--to', '2025-03', '--as-of', '2025-04-10', ...more);
  return { folder, summary };
}

describe('export-summary', () => {
  test('gives the same months as CSV, JSON and a workbook', async () => {
    const { folder, summary } = await importedShop();
    const json = JSON.parse((await summary('--format', 'json')).text) as Record<string, unknown>[];
    expect(json.map((month) => month.month)).toEqual(['2025-01', '2025-02', '2025-03']);
    const csv = parse((await summary()).text, { columns: true }) as Record<string, string>[];
    const file = join(folder, 'summary.xlsx');
    const answer = await summary('--format', 'xlsx', '--out', file);
    expect(answer).toMatchObject({ code: 0, text: '' });
    // The shop's language names the sheets and the columns.
    const sheet = (await readWorkbook(file)).get('Luni') ?? [];
    const titles = sheet[0]?.map((cell) => cell?.value) ?? [];
    for (const [i, month] of json.entries()) {
      for (const [name, title, scale] of [
        ['start', 'Activi la început', 1],
        ['end', 'Activi la sfârșit', 1],
        ['new', 'Noi', 1],
        ['won_back', 'Recâștigați', 1],
        ['kept', 'Păstrați', 1],
        ['lost', 'Pierduți', 1],
        ['visitors', 'Vizitatori', 1],
        ['retention_pct', 'Retenție', 100],
        ['churn_pct', 'Pierdere', 100],
        ['naive_retention_pct', 'Retenția socotită pe scurt', 100],
      ] as const) {
        const cell = sheet[i + 1]?.[titles.indexOf(title)];
        const value = month[name] as number | null;
        expect(csv[i]?.[name]).toBe(value === null ? '' : String(value));
        if (value === null) expect(cell ?? null, name).toBeNull();
        else expect(Number(cell?.value), name).toBeCloseTo(value / scale, 9);
      }
    }
  });

  test('writes the workbook to stdout when no file is named, byte for byte', async () => {
    const { folder, summary } = await importedShop();
    const { code, stdout } = await summary('--format', 'xlsx');
    expect(code).toBe(0);
    const file = join(folder, 'piped.xlsx');
    writeFileSync(file, stdout);
    expect([...(await readWorkbook(file)).keys()]).toContain('Rezumat');
    expect(readFileSync(file).subarray(0, 2).toString()).toBe('PK');
  });

  test('takes no other format', async () => {
    const { summary } = await importedShop();
    const answer = await summary('--format', 'html');
    expect(answer).toMatchObject({ code: 2, text: '' });
    expect(answer.stderr).toContain('--format is one of csv, json, xlsx, pdf');
  });
});
