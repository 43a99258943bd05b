import { type LogOptions, type LogRow, type LogSummary, parseVisitLog } from '../../main/visits/parse.ts';
import type { LogSource } from '../../main/visits/source.ts';
import type { Result } from '../../preload/contract/errors.ts';
import type { BadRow } from '../../preload/contract/visits.ts';

/** A log in memory, handed over in chunks of `size` bytes, so that every border falls somewhere else. */
export function bytesSource(content: string | Uint8Array, size = 1 << 16): LogSource {
  const bytes = Buffer.from(content);
  return {
    bytes: bytes.length,
    async *open() {
      for (let i = 0; i < bytes.length; i += size) yield bytes.subarray(i, i + size);
    },
  };
}

export const shop: LogOptions = { timeZone: 'Europe/Bucharest', dayStartMinutes: 0, currency: 'RON', dateOrder: null };

export interface Read {
  readonly result: Result<LogSummary>;
  readonly rows: readonly LogRow[];
  readonly bad: readonly BadRow[];
}

/** Everything a log gives, for a shop like `shop` unless said otherwise. */
export async function read(
  content: string | Uint8Array | LogSource,
  options: Partial<LogOptions> = {},
  chunk?: number,
): Promise<Read> {
  const rows: LogRow[] = [];
  const bad: BadRow[] = [];
  const source = typeof content === 'string' || content instanceof Uint8Array ? bytesSource(content, chunk) : content;
  const result = await parseVisitLog(
    source,
    { ...shop, ...options },
    { row: (row) => void rows.push(row), badRow: (row) => void bad.push(row) },
  );
  return { result, rows, bad };
}

/** The file's error, or null when it was taken. */
export const refusal = ({ result }: Read) => (result.ok ? null : result.error);
