import writeWorkbook, { type CellObject, type Sheet } from 'write-excel-file/node';
import { currencyDigits } from '../../preload/contract/money.ts';
import type { Language } from '../../preload/contract/values.ts';
import type { OwnWords } from '../../preload/contract/words.ts';
import { dayNumber, monthNumber, monthStart } from '../retention/days.ts';
import type { Cell, Heading, Table } from './tables.ts';
import { type MonthWords, monthWordsOf } from './words/words.ts';

const msPerDay = 86_400_000;
/** A light grey that stays light on a printer without colours. */
const headGrey = '#E7E5E4';
/** Column widths, characters. */
const wide = 40;
const narrow = 17;
/** Height of a head with room for three lines, points. */
const headHeight = 48;

/**
 * The tables as an XLSX file, one sheet each, in a language. Numbers, percentages and dates are real ones: a percentage is its share
 * (87.5 % is 0.875 with a percent format), money is in whole units of the currency, a month is its first day.
 */
export async function workbookOf(
  tables: readonly Table[],
  currency: string,
  language: Language,
  own: OwnWords,
): Promise<Uint8Array> {
  const words = monthWordsOf(language, own);
  const look = looks(currency, language);
  const sheets = tables.map((table): Sheet<never> => {
    // Sentences stand to the left and run on; figures stand to the right under heads of several lines.
    const sentences = table.title === 't_about';
    const align: 'left' | 'right' = sentences ? 'left' : 'right';
    const ofMonths = table.corner === 'month' || table.corner === 'cohort';
    return {
      sheet: sheetName(words[table.title]),
      stickyRowsCount: 1,
      columns: [
        { width: ofMonths ? narrow : wide },
        ...table.columns.map(() => ({ width: sentences ? wide : narrow })),
      ],
      ...(table.columns.length > 4 ? { orientation: 'landscape' } : {}),
      data: [
        [{ word: table.corner }, ...table.columns].map((heading, i) => ({
          ...headingCell(heading, words, look),
          fontWeight: 'bold',
          backgroundColor: headGrey,
          alignVertical: 'bottom',
          align: i === 0 ? 'left' : align,
          ...(sentences ? {} : { wrap: true, height: headHeight }),
        })),
        ...table.rows.map((row) => [
          { ...headingCell(row.heading, words, look), align: 'left' as const },
          ...row.cells.map((cell) => {
            const written = cellOf(cell, words, look);
            return written && { ...written, align };
          }),
        ]),
      ],
    };
  });
  return writeWorkbook(sheets, { fontFamily: 'Calibri', fontSize: 11 }).toBuffer();
}

/** A shop's own word may have signs that the name of a sheet may not. */
const sheetName = (title: string): string => title.replace(/[\\/*?:[\]']/g, ' ').trim() || '-';

/** Number formats; a spreadsheet writes marks and months in its own language. */
interface Looks {
  readonly money: string;
  readonly digits: number;
  readonly day: string;
}

function looks(currency: string, language: Language): Looks {
  const digits = currencyDigits(currency);
  return {
    digits,
    money: digits === 0 ? '#,##0' : `#,##0.${'0'.repeat(digits)}`,
    day: { en: 'yyyy-mm-dd', id: 'dd/mm/yyyy', ro: 'dd.mm.yyyy' }[language],
  };
}

const headingCell = (heading: Heading, words: MonthWords, look: Looks): CellObject | null =>
  'word' in heading ? { type: String, value: words[heading.word] } : cellOf(heading.cell, words, look);

function cellOf(cell: Cell, words: MonthWords, look: Looks): CellObject | null {
  if (cell.value === null) return null;
  switch (cell.kind) {
    case 'count':
      return { type: Number, value: cell.value, format: '#,##0' };
    case 'decimal':
      return { type: Number, value: cell.value, format: '#,##0.0' };
    case 'percent':
      return { type: Number, value: cell.value / 100, format: '0.0%' };
    case 'money':
      return { type: Number, value: cell.value / 10 ** look.digits, format: look.money };
    case 'day':
      return { type: Date, value: new Date(dayNumber(cell.value) * msPerDay), format: look.day };
    case 'month':
      return {
        type: Date,
        value: new Date(monthStart(monthNumber(cell.value)) * msPerDay),
        format: 'yyyy-mm',
      };
    case 'word':
      return { type: String, value: words[cell.value] };
    case 'text':
      return { type: String, value: cell.value };
  }
}
