import { resolve } from 'node:path';
import { faultOf } from '../../db/faults.ts';
import { AppError } from '../bridge/errors.ts';
import { failedShop } from '../shop/open.ts';
import { writeWhole } from '../shop/writeWhole.ts';
import {
  type Answer,
  backup,
  churnList,
  churnModel,
  exportSummary,
  type Headless,
  importLog,
  init,
  restore,
  seed,
  verify,
} from './commands.ts';
import { Failure, failureLine, refusalLine } from './failure.ts';
import { defaultFolder, isShopsOwn } from './folder.ts';
import { cannotPrint, type Print } from './paper.ts';
import { type CommandName, readCommandLine, UsageError, usage } from './usage.ts';

const commands: Record<CommandName, (headless: Headless) => Promise<Answer>> = {
  init,
  'import-visits': importLog,
  'churn-list': churnList,
  'churn-model': churnModel,
  'export-summary': exportSummary,
  seed,
  verify,
  backup,
  restore,
};

/** Where the answer and the words for the person go. */
export interface Outlet {
  stdout(answer: string | Uint8Array): void;
  stderr(text: string): void;
}

/**
 * Runs one command of HEADLESS.md. Answers the exit code: 0 done; 1 failed, one line on stderr and nothing on stdout
 * (verify still prints what it counted); 2 wrong usage.
 */
export async function runHeadless(
  words: readonly string[],
  outlet: Outlet,
  print: Print = cannotPrint('it does not run here'),
): Promise<0 | 1 | 2> {
  if (words[0] === '--help' || words[0] === 'help') {
    outlet.stdout(`${usage}\n`);
    return 0;
  }
  try {
    const line = readCommandLine(words);
    const folder = resolve(line.data ?? defaultFolder());
    const { out } = line;
    if (out !== null && isShopsOwn(folder, resolve(out)))
      throw new Failure('the answer cannot take the place of the shop itself');
    const answer = await commands[line.command]({ line, folder, print, tell: (text) => outlet.stderr(`${text}\n`) });
    if (out === null) outlet.stdout(answer.text);
    else await writeWhole(resolve(out), answer.text);
    if (answer.failed === undefined) return 0;
    outlet.stderr(`${answer.failed}\n`);
    return 1;
  } catch (error) {
    if (error instanceof UsageError) {
      outlet.stderr(`${error.message}\n${usage}\n`);
      return 2;
    }
    outlet.stderr(`${lineOf(error)}\n`);
    return 1;
  }
}

function lineOf(error: unknown): string {
  if (error instanceof Failure) return error.message;
  if (error instanceof AppError) return refusalLine(error);
  switch (faultOf(error)) {
    case 'corrupt':
      return failureLine(failedShop('damaged').failure);
    case 'busy':
      return failureLine(failedShop('busy').failure);
    case 'io':
      return "the shop's file cannot be opened or written; look whether its folder may be written to";
    case 'full':
      return 'the disk is full; nothing was changed';
    default:
      return `it failed: ${error instanceof Error ? error.message : String(error)}`;
  }
}
