// The app's own build (electron-vite, into out/), left alone while the sources are the same.
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { must, ROOT, say, tool } from './process.mjs';
import { hashOf } from './sources.mjs';

const SOURCES = ['main', 'db', 'preload', 'renderer', 'electron.vite.config.ts', 'package.json', 'package-lock.json'];
const STAMP = path.join(ROOT, 'out/.built-from');
const RESULTS = ['main/index.js', 'main/worker.js', 'preload/index.cjs', 'renderer/index.html'];

/** Builds what `electron .` runs. */
export async function buildApp() {
  const hash = hashOf(SOURCES);
  const complete = RESULTS.every((file) => existsSync(path.join(ROOT, 'out', file)));
  if (complete && existsSync(STAMP) && readFileSync(STAMP, 'utf8') === hash) return;
  say('building the app');
  forgetBuild();
  const args = ['build', '--logLevel', 'warn'];
  await must('The build', ...tool('electron-vite/bin/electron-vite.js', args, { quiet: true }));
  writeFileSync(STAMP, hash);
}

/** Says that out/ is no longer what a build made. */
export function forgetBuild() {
  rmSync(STAMP, { force: true });
}
