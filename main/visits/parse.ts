import type { Result } from '../../preload/contract/errors.ts';
import { currencyDigits } from '../../preload/contract/money.ts';
import type { BadRow, RowErrorCode } from '../../preload/contract/visits.ts';
import { type DecimalMark, DecimalProof, readAmount } from './amounts.ts';
import { type Columns, columnsOf } from './columns.ts';
import { type DateOrder, DateOrderProof, readWhen, type When } from './dates.ts';
import { LogFault } from './fault.ts';
import { fileSource, type LogSource } from './source.ts';
import { findSeparator, readTable, type Separator, type TableRecord } from './table.ts';

export interface LogOptions {
  /** The shop's time zone (IANA name), start of day in minutes after midnight, and currency (ISO 4217). */
  readonly timeZone: string;
  readonly dayStartMinutes: number;
  readonly currency: string;
  /** What the owner said about 03/04/2025; null: only the column itself may prove it. A proof in the column wins. */
  readonly dateOrder: DateOrder | null;
  readonly signal?: AbortSignal;
  /** Work done and to do, in bytes read; the file is read twice. `total` is null when the source's length is unknown. */
  readonly onProgress?: (done: number, total: number | null) => void;
}

/** A visit of the log, with the physical line where its row starts. */
export interface LogRow extends When {
  readonly line: number;
  /** The file's customer_id as text, trimmed. */
  readonly externalId: string;
  readonly name: string | null;
  readonly phone: string | null;
  /** Minor units; null when the file does not say. */
  readonly amount: number | null;
}

/** Take rows in the order of the file. A promise holds the reading back until it is kept; what they throw comes out of parseVisitLog. */
export interface LogHandlers {
  row(row: LogRow): void | Promise<void>;
  badRow(row: BadRow): void | Promise<void>;
}

/** What the file was like. */
export interface LogSummary {
  /** Rows below the header, good and bad; blank lines are none. */
  readonly rows: number;
  readonly errorCount: number;
  readonly ignoredColumns: readonly string[];
  /** Of the good rows; null when there are none. */
  readonly firstDay: string | null;
  readonly lastDay: string | null;
}

const longest = { customer: 100, name: 100, phone: 40, value: 60 } as const;

/**
 * Reads a log of visits (HEADLESS.md, "import-visits") from a path or a source: twice, first to learn from whole columns
 * how it writes dates and decimals, then row by row, so memory does not grow with the file. A file that cannot be taken
 * as a whole is refused before the first row is handed over: FILE_UNREADABLE, FILE_ENCODING, FILE_NO_TABLE,
 * FILE_COLUMNS, FILE_QUOTE (params.line), FILE_DATES (params.ask = 1 when the order of day and month must be said).
 * CANCELLED and, if the file changes meanwhile, the same errors can come later: what was handed over is void then.
 */
export async function parseVisitLog(
  from: string | LogSource,
  options: LogOptions,
  handlers: LogHandlers,
): Promise<Result<LogSummary>> {
  try {
    const source = typeof from === 'string' ? await fileSource(from) : from;
    const survey = await surveyLog(source, options);
    return { ok: true, value: await readRows(source, survey, options, handlers) };
  } catch (error) {
    if (error instanceof LogFault) return { ok: false, error: error.data };
    throw error;
  }
}

/** What the first reading learns. */
interface Survey {
  readonly separator: Separator;
  readonly columns: Columns;
  readonly dateOrder: DateOrder | null;
  readonly decimal: DecimalMark;
  readonly bytes: number;
}

async function surveyLog(source: LogSource, options: LogOptions): Promise<Survey> {
  const separator = await findSeparator(source, options.signal);
  const dates = new DateOrderProof();
  const decimals = new DecimalProof();
  let columns: Columns | null = null;
  let read = 0;
  for await (const { records, bytes } of readTable(source, separator, options.signal)) {
    for (const { cells } of records) {
      if (!columns) {
        columns = columnsOf(cells);
        continue;
      }
      if (cells.length !== columns.count) continue;
      dates.add(cellOf(cells, columns.date));
      decimals.add(cellOf(cells, columns.amount));
    }
    read = bytes;
    options.onProgress?.(bytes, source.bytes && 2 * source.bytes);
  }
  if (!columns) throw new LogFault('FILE_NO_TABLE');
  return { separator, columns, dateOrder: orderOf(dates, options.dateOrder), decimal: decimals.mark, bytes: read };
}

/** The order the column proves, else the one the owner said; no file is read on a guess. */
function orderOf({ dmy, mdy, open }: DateOrderProof, said: DateOrder | null): DateOrder | null {
  if (dmy !== null && mdy !== null)
    throw new LogFault('FILE_DATES', { ask: 0, example: shown(dmy), other: shown(mdy) });
  const order = (dmy !== null && 'dmy') || (mdy !== null && 'mdy') || said;
  if (open !== null && !order) throw new LogFault('FILE_DATES', { ask: 1, example: shown(open), other: null });
  return order;
}

async function readRows(
  source: LogSource,
  survey: Survey,
  options: LogOptions,
  handlers: LogHandlers,
): Promise<LogSummary> {
  const read = rowReader(survey, options);
  let header = true;
  let rows = 0;
  let errorCount = 0;
  let firstDay: string | null = null;
  let lastDay: string | null = null;
  for await (const { records, bytes } of readTable(source, survey.separator, options.signal)) {
    for (const record of records) {
      if (header) {
        header = false;
        continue;
      }
      rows++;
      const row = read(record);
      let held: void | Promise<void>;
      if ('reason' in row) {
        errorCount++;
        held = handlers.badRow(row);
      } else {
        if (firstDay === null || row.businessDay < firstDay) firstDay = row.businessDay;
        if (lastDay === null || row.businessDay > lastDay) lastDay = row.businessDay;
        held = handlers.row(row);
      }
      if (held) await held;
    }
    options.onProgress?.(survey.bytes + bytes, 2 * survey.bytes);
  }
  return { rows, errorCount, ignoredColumns: survey.columns.ignored, firstDay, lastDay };
}

/** Reads one row of this file for this shop. */
function rowReader(survey: Survey, options: LogOptions): (record: TableRecord) => LogRow | BadRow {
  const { columns, decimal } = survey;
  const decimals = currencyDigits(options.currency);
  const { timeZone, dayStartMinutes } = options;
  const calendar = { timeZone, dayStartMinutes, dateOrder: survey.dateOrder };

  return ({ line, cells }) => {
    const bad = (reason: RowErrorCode, value: string): BadRow => ({ line, reason, value: shown(value) });
    if (cells.length !== columns.count) return bad('WRONG_CELLS', cells.join(survey.separator));

    const externalId = cellOf(cells, columns.customer);
    if (externalId === '') return bad('NO_CUSTOMER', externalId);
    if (externalId.length > longest.customer) return bad('CUSTOMER_TOO_LONG', externalId);

    const date = cellOf(cells, columns.date);
    const time = cellOf(cells, columns.time);
    const when = readWhen(date, time, calendar);
    if (typeof when === 'string') return bad(when, `${date} ${time}`.trim());

    const amount = readAmount(cellOf(cells, columns.amount), decimal, decimals);
    if (typeof amount === 'string') return bad(amount, cellOf(cells, columns.amount));

    const name = oneLine(cellOf(cells, columns.name));
    if (name && name.length > longest.name) return bad('NAME_TOO_LONG', name);
    const phone = oneLine(cellOf(cells, columns.phone));
    if (phone && phone.length > longest.phone) return bad('PHONE_TOO_LONG', phone);

    return { line, externalId, name, phone, amount, ...when };
  };
}

/** The trimmed cell of a column; '' where the file has no such column. */
function cellOf(cells: readonly string[], column: number | null): string {
  return column === null ? '' : (cells[column] ?? '').trim();
}

/** As the contract's Text: no control characters, empty is nothing. */
function oneLine(text: string): string | null {
  return text.replace(/\p{Cc}/gu, ' ').trim() || null;
}

function shown(value: string): string {
  return value.length > longest.value ? `${value.slice(0, longest.value - 1)}…` : value;
}
