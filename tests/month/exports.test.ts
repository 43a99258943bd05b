import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { beforeAll, describe, expect, test } from 'vitest';
import { type Cell, type Heading, type Table, tablesOf } from '../../main/month/tables.ts';
import { monthWordsOf } from '../../main/month/words/words.ts';
import { workbookOf } from '../../main/month/workbook.ts';
import { dayNumber } from '../../main/retention/days.ts';
import { punchCard } from '../../preload/contract/rules.ts';
import { type Language, languages } from '../../preload/contract/values.ts';
import { noOwnWords } from '../../preload/contract/words.ts';
import { type TestShop, testFolder } from '../support/shop.ts';
import { findLibreOffice, type ReadCell, readByLibreOffice, readWorkbook } from '../support/workbook.ts';
import { liveShop, type Report } from './live.ts';

interface CsvRow {
  readonly table: string;
  readonly row: string;
  readonly label: string;
  readonly column: string;
  readonly value: string;
}

const month = '2026-05';

/** A closed month that would be another one today, so that every table has something in it. */
async function closedMonth(): Promise<{ shop: TestShop; report: Report }> {
  const shop = await liveShop(11, 100);
  await shop.ok('month.setReceipts', { day: '2026-05-12', receipts: 40 });
  await shop.ok('month.close', { month });
  const visit = shop.read((read) =>
    read
      .prepare<[], { id: string }>(
        "SELECT id FROM liveEntry WHERE kind = 'visit' AND businessDay LIKE '2026-05-%' LIMIT 1",
      )
      .get(),
  );
  await shop.ok('counter.reverse', { entryId: visit?.id as never, as: 'void', reason: 'a mistake' });
  return { shop, report: await shop.ok('month.report', { month }) };
}

/** What each page number must be in a file: path in the CSV, and the value the page shows. Written out here, not read from the tables. */
function expectedOf({ content, changes }: Report): [table: string, row: string, column: string, value: unknown][] {
  const money = (value: number | null) => (value === null ? null : value / 100);
  const rows: [string, string, string, unknown][] = [];
  for (const [column, of] of [
    ['this_month', content],
    ['last_month', content.lastMonth],
    ['last_year', content.lastYear],
  ] as const) {
    for (const [name, value] of [...Object.entries(of?.figures ?? {}), ...Object.entries(of?.frequency ?? {})])
      if (typeof value === 'number' || value === null) rows.push(['summary', name, column, value]);
  }
  for (const m of content.series)
    for (const [name, value] of Object.entries(m))
      if (typeof value === 'number') rows.push(['months', m.month, name, value]);
  for (const cohort of content.cohorts.cohorts) {
    rows.push(['cohorts', cohort.month, 'size', cohort.size]);
    for (const [j, cell] of cohort.later.entries()) {
      rows.push(['cohorts', cohort.month, `+${j + 1}`, cell.came]);
      rows.push(['cohortsPct', cohort.month, `+${j + 1}`, cell.pct]);
    }
  }
  for (const line of [...content.rewards.lines, content.rewards.total])
    for (const [name, value] of Object.entries(line))
      if (typeof value === 'number')
        rows.push([
          'rewards',
          line.programId ?? 'total',
          name,
          /_value$/.test(name) && name !== 'open_without_value' ? money(value) : value,
        ]);
  for (const [name, best] of Object.entries(content.best))
    for (const [figure, value] of Object.entries(best ?? {}))
      if (typeof value === 'number')
        rows.push([
          'best',
          `by_${name}`,
          figure,
          name === 'spend' && ['least', 'best_total', 'total'].includes(figure) ? money(value) : value,
        ]);
  for (const line of content.staff ?? [])
    for (const [name, value] of Object.entries(line))
      if (typeof value === 'number') rows.push(['staff', line.personId ?? 'nobody', name, value]);
  for (const [name, value] of Object.entries(content.money))
    rows.push(['money', name, 'this_month', name.startsWith('income') ? money(value) : value]);
  for (const name of ['days', 'receipts', 'captured_pct'] as const)
    rows.push(['money', name, 'this_month', content.captured[name]]);
  for (const change of changes.filter((c) => c.figure.startsWith('figures.'))) {
    rows.push(['changes', change.figure, 'delivered', change.delivered]);
    rows.push(['changes', change.figure, 'now', change.now]);
  }
  return rows;
}

let shop: TestShop;
let report: Report;
let folder: string;
/** Files of the report as the owner saves them. */
const saved = async (format: 'csv' | 'xlsx'): Promise<string> => {
  shop.dialogs.target = join(folder, `month.${format}`);
  expect(await shop.ok('month.exportReport', { month, format })).toEqual({ saved: `month.${format}` });
  return shop.dialogs.target;
};

beforeAll(async () => {
  folder = testFolder({ lasting: true });
});

const ours = (language: Language) => monthWordsOf(language, noOwnWords);
const tables = (): Table[] => tablesOf(report, { shop: 'Cafenea Luna', closedOn: '2026-06-18' });

/** A cell as the workbook must have it: a share for a percentage, whole units for money, the serial day for a date. */
function inWorkbook(cell: Cell, language: Language): string | number | null {
  if (cell.value === null) return null;
  if (cell.kind === 'percent') return cell.value / 100;
  if (cell.kind === 'money') return cell.value / 100;
  // Day 0 of a spreadsheet is 1899-12-30.
  if (cell.kind === 'day') return dayNumber(cell.value) + 25_569;
  if (cell.kind === 'month') return dayNumber(`${cell.value}-01`) + 25_569;
  return cell.kind === 'word' ? ours(language)[cell.value] : cell.value;
}

const headingIn = (heading: Heading, language: Language) =>
  'word' in heading ? ours(language)[heading.word] : inWorkbook(heading.cell, language);

const formatOf: Readonly<Record<Cell['kind'], RegExp | null>> = {
  count: /^#,##0$/,
  decimal: /^#,##0\.0$/,
  percent: /^0\.0%$/,
  money: /^#,##0\.00$/,
  day: /^(yyyy-mm-dd|dd\/mm\/yyyy|dd\.mm\.yyyy)$/,
  month: /^yyyy-mm$/,
  text: null,
  word: null,
};

function expectCell(got: ReadCell | null | undefined, cell: Cell, language: Language, where: string): void {
  const wanted = inWorkbook(cell, language);
  if (wanted === null) {
    expect(got?.value ?? null, where).toBeNull();
    return;
  }
  if (typeof wanted === 'number') {
    expect(typeof got?.value, where).toBe('number');
    expect(got?.value as number, where).toBeCloseTo(wanted, 9);
  } else expect(got?.value, where).toBe(wanted);
  const format = formatOf[cell.kind];
  if (format) expect(got?.format, where).toMatch(format);
}

describe('the files of a month', () => {
  // One shop for all: it lasts as long as its test does, so everything stands in one.
  test('say what the page says, in CSV and in XLSX, in three languages', { timeout: 120_000 }, async () => {
    ({ shop, report } = await closedMonth());
    expect(report.changes.length).toBeGreaterThan(0);

    const csv = parse(readFileSync(await saved('csv'), 'utf8'), { columns: true }) as CsvRow[];
    const known = new Map(csv.map((row) => [`${row.table}|${row.row}|${row.column}`, row.value]));
    const expected = expectedOf(report);
    expect(expected.length).toBeGreaterThan(140);
    for (const [table, row, column, value] of expected) {
      const got = known.get(`${table}|${row}|${column}`);
      const where = `${table} ${row} ${column}`;
      if (value === null) expect(got, where).toBe('');
      else expect(Number(got), where).toBeCloseTo(value as number, 9);
    }

    const book = await readWorkbook(await saved('xlsx'));
    expectBook(book, 'en');
    for (const language of languages) {
      const bytes = await workbookOf(tables(), 'RON', language, noOwnWords);
      const file = join(folder, `${language}.xlsx`);
      writeFileSync(file, bytes);
      expectBook(await readWorkbook(file), language);
    }
  });

  function expectBook(book: Awaited<ReturnType<typeof readWorkbook>>, language: Language): void {
    expect([...book.keys()]).toEqual(tables().map((table) => ours(language)[table.title]));
    for (const table of tables()) {
      const [head, ...rows] = book.get(ours(language)[table.title]) ?? [];
      expect(head?.map((cell) => cell?.value)).toEqual(
        [{ word: table.corner }, ...table.columns].map((heading) => headingIn(heading, language)),
      );
      expect(rows).toHaveLength(table.rows.length);
      for (const [r, row] of table.rows.entries()) {
        expect(rows[r]?.[0]?.value).toBe(headingIn(row.heading, language));
        for (const [c, cell] of row.cells.entries())
          expectCell(rows[r]?.[c + 1], cell, language, `${table.title} row ${r} column ${c}`);
      }
    }
  }

  test('LibreOffice opens the workbook and reads the same', { timeout: 180_000 }, async (context) => {
    const program = findLibreOffice();
    if (program === null)
      return context.skip('LibreOffice is not installed here; the workbook was read with unzip and XML only');
    ({ shop, report } = await closedMonth());
    const sheets = await readByLibreOffice(program, readFileSync(await saved('xlsx')));
    const words = ours('en');
    expect([...sheets.keys()].sort()).toEqual(
      tables()
        .map((table) => words[table.title])
        .sort(),
    );
    for (const table of tables()) {
      const rows = sheets.get(words[table.title]) ?? [];
      for (const [r, row] of table.rows.entries()) {
        for (const [c, cell] of row.cells.entries()) {
          const got = rows[r + 1]?.[c + 1] ?? '';
          const where = `${table.title} row ${r} column ${c}: ${got}`;
          if (cell.value === null) expect(got, where).toBe('');
          else if (cell.kind === 'day' || cell.kind === 'month')
            expect(dayFrom(got), where).toBe(cell.value.padEnd(10, '-01'));
          else if (cell.kind === 'word') expect(got, where).toBe(words[cell.value]);
          else if (cell.kind === 'text') expect(got, where).toBe(cell.value);
          else expect(numberFrom(got), where).toBeCloseTo(inWorkbook(cell, 'en') as number, 9);
        }
      }
    }
  });

  /** A real date, which LibreOffice writes as 05/31/2026 here. */
  const dayFrom = (text: string): string => text.replace(/^(\d\d)\/(\d\d)\/(\d{4})$/, '$3-$1-$2');

  /** LibreOffice writes a percentage as 12.34%; everything else as a plain number. */
  const numberFrom = (text: string): number => (text.endsWith('%') ? Number(text.slice(0, -1)) / 100 : Number(text));

  test('are the owner’s to save; closing the dialog saves nothing', async () => {
    shop = await liveShop(12, 5);
    shop.dialogs.target = null;
    expect(await shop.ok('month.exportReport', { month: '2026-03', format: 'xlsx' })).toEqual({ saved: null });
    await shop.signIn('manager');
    expect((await shop.refused('month.exportReport', { month: '2026-03', format: 'csv' })).code).toBe('NOT_ALLOWED');
  });

  test('a name that a spreadsheet would take for a formula stays text', async () => {
    shop = await liveShop(13, 3);
    await shop.ok('programs.create', punchCard({ name: '=1+1', goal: 4, rewardName: 'x' }));
    report = await shop.ok('month.report', { month: '2026-03' });
    const bytes = await workbookOf(tables(), 'RON', 'en', noOwnWords);
    const file = join(folder, 'formula.xlsx');
    writeFileSync(file, bytes);
    const cells = (await readWorkbook(file)).get('Rewards')?.map((row) => row[0]?.value);
    expect(cells).toContain('=1+1');
    shop.dialogs.target = join(folder, 'formula.csv');
    await shop.ok('month.exportReport', { month: '2026-03', format: 'csv' });
    expect(readFileSync(shop.dialogs.target, 'utf8')).toContain("'=1+1");
  });
});

test('every language has every word, and no sheet’s name is too long or taken twice', () => {
  for (const language of languages) {
    const words = ours(language);
    expect(Object.values(words).every((word) => word.trim() !== '')).toBe(true);
    const titles = Object.entries(words).filter(([key]) => key.startsWith('t_'));
    expect(titles.every(([, word]) => word.length <= 31 && !/[\\/*?:[\]]/.test(word))).toBe(true);
    expect(new Set(titles.map(([, word]) => word)).size).toBe(titles.length);
  }
});
