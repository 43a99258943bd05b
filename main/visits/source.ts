import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { LogFault } from './fault.ts';

/** Bytes that can be read more than once: a log is read twice, first to learn how it writes dates and amounts. */
export interface LogSource {
  /** Length in bytes, or null when unknown. */
  readonly bytes: number | null;
  /** From the beginning, each time. */
  open(): AsyncIterable<Uint8Array>;
}

const bytesAtOnce = 256 * 1024;

/** A file on disk. Throws LogFault FILE_UNREADABLE when there is none that can be read. */
export async function fileSource(path: string): Promise<LogSource> {
  const info = await stat(path).catch((error: unknown) => {
    throw unreadable(error);
  });
  if (!info.isFile()) throw new LogFault('FILE_UNREADABLE', { reason: 'EISDIR' });
  return { bytes: info.size, open: () => createReadStream(path, { highWaterMark: bytesAtOnce }) };
}

/**
 * The source's bytes, after a check that they are UTF-8 text: FILE_ENCODING for anything else, UTF-16 and files with a
 * NUL included, FILE_UNREADABLE when reading fails, CANCELLED when `signal` says so. A BOM passes through.
 */
export async function* utf8Chunks(source: LogSource, signal?: AbortSignal): AsyncGenerator<Buffer> {
  // The decoded text is thrown away: the parser reads bytes. Only its refusal of what is not UTF-8 matters.
  const decoder = new TextDecoder('utf-8', { fatal: true });
  const check = (chunk?: Buffer) => {
    try {
      decoder.decode(chunk, { stream: chunk !== undefined });
    } catch {
      throw new LogFault('FILE_ENCODING');
    }
    if (chunk?.includes(0)) throw new LogFault('FILE_ENCODING');
  };
  const cancelled = () => {
    if (signal?.aborted) throw new LogFault('CANCELLED');
  };
  try {
    cancelled();
    for await (const bytes of source.open()) {
      cancelled();
      const chunk = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
      check(chunk);
      yield chunk;
    }
    cancelled();
    check();
  } catch (error) {
    throw error instanceof LogFault ? error : unreadable(error);
  }
}

/** Only the system's short name of what failed (ENOENT, EACCES): a message would carry the path. */
function unreadable(error: unknown): LogFault {
  const code = error instanceof Error && 'code' in error ? String(error.code) : null;
  return new LogFault('FILE_UNREADABLE', { reason: code });
}
