import { setNativeBinding } from '../db/binding.ts';
import { runWithPaper } from './app/paper.ts';
import { nativeBinding, runApp } from './app/run.ts';
import { openThreadBackground } from './background/thread.ts';
import { openHost } from './bridge/host.ts';
import { asksForPdf } from './headless/paper.ts';
import { findCommandWords } from './headless/usage.ts';

setNativeBinding(nativeBinding());
const words = findCommandWords(process.argv.slice(1));
if (words) {
  // A command of HEADLESS.md in the installed app.
  const [{ runHeadless }, { processOutlet }] = await Promise.all([
    import('./headless/headless.ts'),
    import('./headless/outlet.ts'),
  ]);
  if (asksForPdf(words)) runWithPaper((print) => runHeadless(words, processOutlet, print));
  // Awaited here, before Electron is ready: it needs no display and never opens one.
  else process.exit(await runHeadless(words, processOutlet));
} else {
  // The app: a shop in its data folder, long work in a thread of its own, one window to ask it by.
  const worker = new URL('./worker.js', import.meta.url);
  runApp((around) => openHost({ ...around, openBackground: (file) => openThreadBackground(worker, file) }));
}
