import { setNativeBinding } from '../db/binding.ts';
import { runApp } from './app/run.ts';
import { openThreadBackground } from './background/thread.ts';
import { openHost } from './bridge/host.ts';

// The app: a shop in its data folder, long work in a thread of its own, one window to ask it by.
runApp(({ nativeBinding, ...around }) => {
  setNativeBinding(nativeBinding);
  const worker = new URL('./worker.js', import.meta.url);
  return openHost({ ...around, openBackground: (file) => openThreadBackground(worker, file) });
});
