import { openWriter } from '../../db/open.ts';
import { removeTraces } from '../../db/queries/privacy.ts';
import type { JobContext } from '../background/jobs.ts';

/** Up to this size the file is written anew at once after an erasure, bytes: well under a second. A larger one when nobody is at the till. */
export const cleanedAtOnce = 64 * 1024 * 1024;

/**
 * Removes what an erasure left in the file. A job, because it takes long; it writes nothing that says anything, and has a connection of
 * its own for it: the shop's writer waits.
 */
export function cleanFile({ file }: JobContext, _params: Record<string, never>): { done: true } {
  const write = openWriter(file);
  try {
    removeTraces(write);
  } finally {
    write.close();
  }
  return { done: true };
}
