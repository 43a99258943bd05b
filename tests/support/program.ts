import { createRequire } from 'node:module';
import { join, parse } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'vite';
import { testFolder, whenFileEnds } from './shop.ts';
import { root } from './sources.ts';

const database = pathToFileURL(createRequire(import.meta.url).resolve('better-sqlite3')).href;
let made = new Map<string, Promise<string>>();

/** For a program that is at work for long: V8's threads that collect garbage beside it took a quarter to a third of its processor time. */
export const lean = ['--single-threaded-gc'] as const;

/**
 * A script of the tests as a program in one file, made once for a test file: a process that loads the app from its sources spends a second on
 * that, and most are there for less. Everything is in it but the database, whose compiled part stays where it is.
 */
export function program(script: string): Promise<string> {
  let known = made.get(script);
  if (!known) {
    known = bundle(script);
    made.set(script, known);
  }
  return known;
}

async function bundle(script: string): Promise<string> {
  const folder = testFolder({ lasting: true });
  whenFileEnds(() => {
    made = new Map();
  });
  const { name } = parse(script);
  await build({
    root,
    configFile: false,
    logLevel: 'error',
    ssr: { noExternal: true, external: ['better-sqlite3'] },
    build: {
      ssr: join(root, script),
      outDir: folder,
      minify: false,
      rolldownOptions: { output: { entryFileNames: `${name}.mjs`, paths: { 'better-sqlite3': database } } },
    },
  });
  return join(folder, `${name}.mjs`);
}
