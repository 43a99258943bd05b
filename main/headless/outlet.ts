import { writeSync } from 'node:fs';
import { pause } from '../../db/durable.ts';
import type { Outlet } from './headless.ts';

/** The process's own stdout and stderr, written whole before it ends, also to a pipe that takes only a part at a time. */
export const processOutlet: Outlet = { stdout: (text) => write(1, text), stderr: (text) => write(2, text) };

function write(descriptor: 1 | 2, answer: string | Uint8Array): void {
  let rest = typeof answer === 'string' ? Buffer.from(answer, 'utf8') : Buffer.from(answer);
  while (rest.length > 0) {
    try {
      rest = rest.subarray(writeSync(descriptor, rest));
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      // The reader closed the pipe (head, less): nobody wants the rest.
      if (code === 'EPIPE') return;
      if (code !== 'EAGAIN') throw error;
      pause(5);
    }
  }
}
