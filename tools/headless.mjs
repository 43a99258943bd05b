// `npm run --silent headless -- COMMAND …`: the shop without the window. Builds the commands when their
// sources have changed, each build in a folder named by its sources, so that runs side by side never
// disturb each other. stdout belongs to the command alone.
import { spawn } from 'node:child_process';
import { existsSync, readdirSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { makeOnce } from './cache.mjs';
import { PlainError, ROOT, toolEnv, toolNode } from './process.mjs';
import { hashOf } from './sources.mjs';

const SOURCES = ['main', 'db', 'preload/contract', 'tools/bundle.mjs', 'package-lock.json'];
const BUILDS = path.join(ROOT, 'out/headless');
const DAY_MS = 24 * 3600 * 1000;

try {
  // npm runs us in the top folder; a FILE or DIR means what it meant where the person typed it.
  if (process.env.npm_lifecycle_event === 'headless' && process.env.INIT_CWD) process.chdir(process.env.INIT_CWD);
  const script = path.join(await built(), 'cli.js');
  const node = toolNode();
  if (process.execPath === node) await runHere(script);
  else await runOn(node, script);
} catch (error) {
  process.stderr.write(`${error instanceof PlainError ? error.message : error}\n`);
  process.exitCode = 1;
}

/** @returns {Promise<string>} the folder of the build that fits the sources */
async function built() {
  if (!existsSync(path.join(ROOT, 'node_modules/.package-lock.json'))) throw new PlainError('Run `npm ci` first.');
  const folder = path.join(BUILDS, hashOf(SOURCES));
  if (existsSync(folder)) return folder;
  await makeOnce(folder, build);
  forgetOld(folder);
  return folder;
}

/** @param {string} target @returns {Promise<void>} */
function build(target) {
  const entries = ['cli=main/headless/cli.ts', 'worker=main/background/worker.ts'];
  const args = [path.join(import.meta.dirname, 'bundle.mjs'), target, ...entries];
  // Both of its outputs go to our stderr.
  const child = spawn(toolNode(), args, { cwd: ROOT, stdio: ['ignore', 2, 2], env: { ...process.env, ...toolEnv() } });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (code) => (code === 0 ? resolve() : reject(new PlainError('Building the commands failed.'))));
  });
}

/** Removes builds that nobody can be running any more. @param {string} current */
function forgetOld(current) {
  for (const name of readdirSync(BUILDS)) {
    const folder = path.join(BUILDS, name);
    const info = statSync(folder, { throwIfNoEntry: false });
    if (folder !== current && info && Date.now() - info.mtimeMs > DAY_MS)
      rmSync(folder, { recursive: true, force: true });
  }
}

/** @param {string} script */
async function runHere(script) {
  process.argv[1] = script;
  await import(pathToFileURL(script).href);
}

/**
 * @param {string} node
 * @param {string} script
 * @returns {Promise<void>}
 */
function runOn(node, script) {
  const child = spawn(node, [script, ...process.argv.slice(2)], { stdio: 'inherit' });
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']))
    process.on(signal, () => child.kill(signal));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (code, signal) => {
      process.exitCode = code ?? 128 + (signal === 'SIGKILL' ? 9 : 15);
      resolve();
    });
  });
}
