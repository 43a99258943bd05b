import { join } from 'node:path';
import { app, session } from 'electron';
import type { Print } from '../headless/paper.ts';
import { handleCalls } from './ipc.ts';
import { makePdf } from './printing.ts';
import { registerScheme, servePage } from './protocol.ts';
import { makeScratch } from './scratch.ts';
import { applySwitches, lockContents, lockSession, startedForSpying } from './security.ts';

/**
 * Electron for a command that prints: no window anybody sees, no instance lock, no shop opened for writing. What the page asks is
 * answered from what the command has computed. Chromium's own files lie in a folder of their own for that time, so that the
 * app may be open meanwhile. Ends the process with the command's exit code.
 */
export function runWithPaper(command: (print: Print) => Promise<number>): void {
  applySwitches();
  registerScheme();
  if (startedForSpying(process.argv)) {
    app.exit(1);
    return;
  }
  const scratch = makeScratch();
  app.setPath('userData', scratch);
  app.setPath('sessionData', scratch);
  app.setPath('crashDumps', join(scratch, 'crashes'));
  app.dock?.hide();
  lockContents();
  // The sheet's end is not the command's.
  app.on('window-all-closed', () => undefined);
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => app.exit(1));
  void app.whenReady().then(async () => {
    lockSession(session.defaultSession);
    servePage(session.defaultSession, join(import.meta.dirname, '../renderer'));
    const print: Print = (month, answers) => {
      handleCalls(async () => ({
        call: async (name) =>
          Object.hasOwn(answers, name) ? { ok: true, value: answers[name] } : { ok: false, error: { code: 'DENIED' } },
      }));
      return makePdf(null, { kind: 'month', month });
    };
    app.exit(await command(print));
  });
}
