import { runHeadless } from './headless.ts';
import { processOutlet } from './outlet.ts';
import { cannotPrint } from './paper.ts';

// Where a PDF is asked for, tools/headless.mjs starts Electron instead, or says here why it cannot.
process.exitCode = await runHeadless(
  process.argv.slice(2),
  processOutlet,
  cannotPrint(process.env.REGULARS_NO_ELECTRON ?? 'it does not run here'),
);
