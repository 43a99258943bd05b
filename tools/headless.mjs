// `npm run --silent headless -- COMMAND …`: the shop without the window. Builds the commands when their
// sources have changed, each build in a folder named by its sources, so that runs side by side never
// disturb each other. stdout belongs to the command alone.
import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { displayNeeds, electronNeeds, ensure } from './apt.mjs';
import { makeOnce } from './cache.mjs';
import { ensureDisplay, hasDisplay } from './display.mjs';
import { prepareElectron } from './electron.mjs';
import { PlainError, ROOT, toolEnv, toolNode } from './process.mjs';
import { hashOf } from './sources.mjs';
import { switches } from './start.mjs';

const SOURCES = ['main', 'db', 'preload/contract', 'tools/bundle.mjs', 'package-lock.json'];
/** What a PDF is printed from besides: the page. */
const PAGE_SOURCES = ['preload', 'renderer', 'electron.vite.config.ts', 'package.json'];
const BUILDS = path.join(ROOT, 'out/headless');
const DAY_MS = 24 * 3600 * 1000;

try {
  // npm runs us in the top folder; a FILE or DIR means what it meant where the person typed it.
  if (process.env.npm_lifecycle_event === 'headless' && process.env.INIT_CWD) process.chdir(process.env.INIT_CWD);
  if (!existsSync(path.join(ROOT, 'node_modules/.package-lock.json'))) throw new PlainError('Run `npm ci` first.');
  const electron = asksForPdf(process.argv) ? await electronOrWhyNot() : null;
  if (electron && typeof electron !== 'string') await runOn(electron.program, electron.args, electron.env);
  else {
    if (electron) process.env.REGULARS_NO_ELECTRON = electron;
    const script = path.join(await built(SOURCES, bundle), 'cli.js');
    const node = toolNode();
    if (process.execPath === node) await runHere(script);
    else await runOn(node, [script]);
  }
} catch (error) {
  process.stderr.write(`${error instanceof PlainError ? error.message : error}\n`);
  process.exitCode = 1;
}

/** Only Electron can print. @param {string[]} words @returns {boolean} */
function asksForPdf(words) {
  return words.some((word, i) => word === '--format=pdf' || (word === '--format' && words[i + 1] === 'pdf'));
}

/**
 * The app itself with the command behind it, as an installed one takes it; or why there is none, in one line.
 * @returns {Promise<{ program: string, args: string[], env: NodeJS.ProcessEnv } | string>}
 */
async function electronOrWhyNot() {
  try {
    await ensure([...electronNeeds, ...(hasDisplay() ? [] : displayNeeds)]);
    const { program, env } = await prepareElectron();
    const app = await built([...SOURCES, ...PAGE_SOURCES], buildPage);
    return {
      program,
      args: [...switches(), app],
      env: { ...env, ...(await ensureDisplay()) },
    };
  } catch (error) {
    return (error instanceof Error ? error.message : String(error))
      .split(/\s*\n\s*/)
      .filter(Boolean)
      .join(' ');
  }
}

/**
 * @param {string[]} sources
 * @param {(target: string) => Promise<void>} build fills the folder
 * @returns {Promise<string>} the folder of the build that fits the sources
 */
async function built(sources, build) {
  const folder = path.join(BUILDS, hashOf(sources));
  if (existsSync(folder)) return folder;
  await makeOnce(folder, build);
  forgetOld(folder);
  return folder;
}

/** The commands for Node. @param {string} target @returns {Promise<void>} */
function bundle(target) {
  const entries = ['cli=main/headless/cli.ts', 'worker=main/background/worker.ts'];
  return runQuietly([path.join(import.meta.dirname, 'bundle.mjs'), target, ...entries]);
}

/** The whole app as a folder that Electron can be started with. @param {string} target @returns {Promise<void>} */
async function buildPage(target) {
  const script = path.join(ROOT, 'node_modules/electron-vite/bin/electron-vite.js');
  await runQuietly([script, 'build', '--logLevel', 'warn', '--outDir', target]);
  const { name, productName, version, type } = JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8'));
  writeFileSync(
    path.join(target, 'package.json'),
    JSON.stringify({ name, productName, version, type, main: 'main/index.js' }),
  );
}

/** A tool on the tools' Node; both of its outputs go to our stderr. @param {string[]} args @returns {Promise<void>} */
function runQuietly(args) {
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
 * @param {string} program
 * @param {string[]} args before the command's own words
 * @param {NodeJS.ProcessEnv} [env] more of it
 * @returns {Promise<void>}
 */
function runOn(program, args, env = {}) {
  const child = spawn(program, [...args, ...process.argv.slice(2)], {
    stdio: 'inherit',
    env: { ...process.env, ...env },
  });
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
