import { CsvError, type Options, Parser } from 'csv-parse';
import { parse as parseText } from 'csv-parse/sync';
import { knownColumns } from './columns.ts';
import { LogFault } from './fault.ts';
import { LineCounter } from './lines.ts';
import { type LogSource, utf8Chunks } from './source.ts';

/** One record of the file: its cells and the physical line where it starts. */
export interface TableRecord {
  readonly line: number;
  readonly cells: readonly string[];
}

const separators = [',', ';', '\t'] as const;
export type Separator = (typeof separators)[number];

/** The header must be within the first 64 KB. */
const headBytes = 64 * 1024;
/** A longer record is a quote that was never closed: refused before it fills the memory. */
const recordBytes = 1024 * 1024;

/**
 * RFC 4180 with what spreadsheets do to it: any line ending, spaces around cells, a quote in the middle of an unquoted
 * cell is a character like any other. Text after a closing quote is an error, because that is what an unclosed quote
 * a few rows above looks like.
 */
const dialect: Options = {
  bom: true,
  trim: true,
  relax_quotes: true,
  relax_column_count: true,
  record_delimiter: ['\r\n', '\n', '\r'],
};

/** The separator with which the first line names most columns of a visit log; with the most cells among equals. */
export async function findSeparator(source: LogSource, signal?: AbortSignal): Promise<Separator> {
  const head = await readHead(source, signal);
  let best: { separator: Separator; known: number; cells: number } | null = null;
  let fault: unknown = null;
  for (const separator of separators) {
    try {
      const [header] = parseText(head, {
        ...dialect,
        delimiter: separator,
        to: 1,
        skip_empty_lines: true,
        skip_records_with_empty_values: true,
      });
      if (!header) continue;
      const found = { separator, known: knownColumns(header), cells: header.length };
      if (!best || found.known > best.known || (found.known === best.known && found.cells > best.cells)) best = found;
    } catch (error) {
      fault = error;
    }
  }
  if (best) return best.separator;
  throw fault ? faultOf(fault, 1) : new LogFault('FILE_NO_TABLE');
}

async function readHead(source: LogSource, signal?: AbortSignal): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of utf8Chunks(source, signal)) {
    chunks.push(chunk);
    bytes += chunk.length;
    if (bytes >= headBytes) break;
  }
  return Buffer.concat(chunks).subarray(0, headBytes);
}

/**
 * The records of a file, a chunk's worth at a time, blank lines left out; the first is the header. `bytes` is how much
 * has been read. Throws LogFault FILE_QUOTE with the line where the broken record starts, and what utf8Chunks throws.
 */
export async function* readTable(
  source: LogSource,
  separator: Separator,
  signal?: AbortSignal,
): AsyncGenerator<{ readonly records: readonly TableRecord[]; readonly bytes: number }> {
  const lines = new LineCounter();
  let records: TableRecord[] = [];
  let recordStart = 0;
  const parser = new Parser({
    ...dialect,
    delimiter: separator,
    max_record_size: recordBytes,
    // Taken here instead of from the stream's readable side: no queue, no waiting per record.
    on_record: (cells: string[], { bytes }) => {
      if (cells.length > 1 || cells[0] !== '') records.push({ line: lines.lineAt(recordStart), cells });
      recordStart = bytes;
      return null;
    },
  });
  // The callbacks of write and end tell; without a listener the event would end the process.
  parser.on('error', () => {});
  const told = (resolve: () => void, reject: (fault: unknown) => void) => (error?: Error | null) =>
    error ? reject(faultOf(error, lines.lineAt(recordStart))) : resolve();

  let bytes = 0;
  for await (const chunk of utf8Chunks(source, signal)) {
    lines.add(chunk);
    await new Promise<void>((resolve, reject) => parser.write(chunk, told(resolve, reject)));
    bytes += chunk.length;
    yield { records, bytes };
    records = [];
  }
  await new Promise<void>((resolve, reject) => parser.end(told(resolve, reject)));
  yield { records, bytes };
}

/** Whatever the parser stumbles over in text of any kind is a quote; an error that is not its own is ours. */
function faultOf(error: unknown, line: number): unknown {
  return error instanceof CsvError ? new LogFault('FILE_QUOTE', { line }) : error;
}
