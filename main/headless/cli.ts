import { runHeadless } from './headless.ts';
import { processOutlet } from './outlet.ts';

process.exitCode = await runHeadless(process.argv.slice(2), processOutlet);
