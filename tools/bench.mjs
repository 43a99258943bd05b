// `npm run bench [-- WORD]`: the benchmarks whose file name holds WORD, or all. `*.bench.ts` run on plain
// Node, one after the other and alone on the machine; `*.electron.ts` drive the real app. `electronegativity` is the second opinion,
// `mutants` breaks the code on purpose, and only when it is asked for by name.
import { existsSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { buildApp } from './build.mjs';
import { prepareElectron } from './electron.mjs';
import { mutants } from './mutants.mjs';
import { playwright } from './playwright.mjs';
import { must, ROOT, run, say, toolNode } from './process.mjs';
import { secondOpinion } from './secondOpinion.mjs';
import { setUp } from './setup.mjs';

const SOURCES = path.join(ROOT, 'tests/bench');
const TARGET = path.join(ROOT, 'out/bench');

/**
 * @param {string[]} args words that file names must hold
 * @returns {Promise<number>} 1 when any of them failed
 */
export async function bench(args) {
  await setUp();
  if (args[0] === 'mutants') return (await mutants(args.slice(1))) ? 0 : 1;
  const files = (existsSync(SOURCES) ? readdirSync(SOURCES) : []).filter((file) =>
    args.every((word) => file.includes(word)),
  );
  const plain = await runPlain(files.filter((file) => file.endsWith('.bench.ts')));
  const inElectron = await runInElectron(files.filter((file) => file.endsWith('.electron.ts')));
  const answered = args.every((word) => 'electronegativity'.includes(word)) ? await secondOpinion() : true;
  return plain && inElectron && answered ? 0 : 1;
}

/** @param {string[]} files @returns {Promise<boolean>} whether all went well */
async function runPlain(files) {
  if (files.length === 0) return true;
  rmSync(TARGET, { recursive: true, force: true });
  const entries = files.map((file) => `${file.replace(/\.ts$/, '')}=tests/bench/${file}`);
  if (existsSync(path.join(ROOT, 'main/background/worker.ts'))) entries.push('worker=main/background/worker.ts');
  await must('Building the benchmarks', toolNode(), [path.join(import.meta.dirname, 'bundle.mjs'), TARGET, ...entries]);
  let good = true;
  for (const file of files) {
    say(file);
    const { code } = await run(toolNode(), ['--expose-gc', path.join(TARGET, file.replace(/\.ts$/, '.js'))]);
    good &&= code === 0;
  }
  return good;
}

/** @param {string[]} files @returns {Promise<boolean>} whether all went well */
async function runInElectron(files) {
  if (files.length === 0) return true;
  const electron = await prepareElectron();
  await buildApp();
  const args = ['--workers=1', '--reporter=list', ...files.map((file) => `tests/bench/${file}`)];
  return (await playwright('bench', electron, { args })) === 0;
}
