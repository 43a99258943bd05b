import { basename } from 'node:path';
import log from 'electron-log/node.js';
import type { Services } from '../bridge/services.ts';
import { shopFiles } from '../shop/files.ts';

const mostBytes = 1_000_000;

/** Opens the log in the data folder: one line of codes and ids each, two files of a megabyte at most. */
export function openLog(dataFolder: string): Services['log'] {
  log.transports.file.resolvePathFn = () => shopFiles(dataFolder).log;
  log.transports.file.maxSize = mostBytes;
  log.transports.console.level = 'error';
  return (level, code, detail) => log[level](code, ...(detail ? [JSON.stringify(detail)] : []));
}

/**
 * An error as the log may keep it: its kind and the place in our code. Its message stays out, as it may carry
 * what a person typed.
 */
export function traceOf(error: unknown): Record<string, string | null> {
  if (!(error instanceof Error)) return { kind: typeof error, place: null };
  const line = error.stack?.split('\n').find((text) => text.trimStart().startsWith('at ')) ?? '';
  const place = /([^\\/()\s]+:\d+:\d+)\)?$/.exec(line)?.[1] ?? null;
  return { kind: error.name, code: (error as { code?: string }).code ?? null, place: place && basename(place) };
}
