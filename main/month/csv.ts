import { stringify } from 'csv-stringify/sync';
import { currencyDigits } from '../../preload/contract/money.ts';
import type { MonthFigures } from '../../preload/contract/month.ts';
import { harmlessCell } from '../shop/csvCell.ts';
import type { Cell, Heading, Table } from './tables.ts';
import { en } from './words/en.ts';

/** Columns of the summary, in the order of HEADLESS.md. */
export const monthColumns = [
  'month',
  'complete',
  'start',
  'end',
  'new',
  'won_back',
  'kept',
  'lost',
  'retention_pct',
  'churn_pct',
  'naive_retention_pct',
  'net_growth',
  'visitors',
  'returning_visitors',
  'returning_visitor_pct',
  'month_on_month_return_pct',
  'mature',
] as const satisfies readonly (keyof MonthFigures)[];

/** RFC 4180 with a header row; a rate over zero is an empty cell, flags are true and false, nothing is rounded. */
export function monthsCsv(months: readonly MonthFigures[]): string {
  return stringify([...months], {
    header: true,
    columns: [...monthColumns],
    record_delimiter: '\r\n',
    cast: { boolean: String },
  });
}

/**
 * The tables of a report as one: a row for each value, under the names that HEADLESS.md uses, so that it reads alike in every
 * language. Nothing is rounded; money is in whole units of the currency with its decimals; what is not known is empty.
 */
export function tablesCsv(tables: readonly Table[], currency: string): string {
  const records = tables.flatMap((table) =>
    table.rows.flatMap((row) =>
      row.cells.map((cell, i) => ({
        table: table.title.slice(2),
        row: nameOf(row.heading),
        label: 'cell' in row.heading ? plainValue(row.heading.cell, currency) : null,
        column: nameOf(table.columns[i]),
        value: plainValue(cell, currency),
      })),
    ),
  );
  return stringify(records, {
    header: true,
    columns: ['table', 'row', 'label', 'column', 'value'],
    record_delimiter: '\r\n',
  });
}

const nameOf = (heading: Heading | undefined): string =>
  heading === undefined ? '' : 'word' in heading ? heading.word : heading.key;

function plainValue(cell: Cell, currency: string): string | number | null {
  if (cell.value === null) return null;
  if (cell.kind === 'money') return moneyText(cell.value, currency);
  if (cell.kind === 'word') return en[cell.value];
  return cell.kind === 'text' ? harmlessCell(cell.value) : cell.value;
}

/** Minor units as a decimal number: exact for whole ones, and a mean keeps its fraction. */
function moneyText(minor: number, currency: string): number | string {
  const digits = currencyDigits(currency);
  return Number.isInteger(minor) ? (minor / 10 ** digits).toFixed(digits) : minor / 10 ** digits;
}
