import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect } from 'vitest';
import { program } from '../support/program.ts';

/** Lets a script of this folder work on a shop's folder until it has said so many slices, then kills it. */
export async function killAfter(script: string, folder: string, now: number, slices: number): Promise<void> {
  const child = spawn(process.execPath, [await program(`tests/crash/${script}`), folder, String(now)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(child, 'close');
  let said = 0;
  for await (const chunk of child.stdout) {
    said += String(chunk).split('\n').length - 1;
    if (said >= slices) break;
  }
  child.kill('SIGKILL');
  await ended;
  expect(child.signalCode, 'it had ended by itself').toBe('SIGKILL');
}
