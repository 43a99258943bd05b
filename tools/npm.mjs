// npm as an ordinary program.
import { existsSync, statSync } from 'node:fs';
import path from 'node:path';
import { must, ROOT, say } from './process.mjs';

/**
 * Runs npm; the one that runs us, if it does, because Windows cannot start `npm` without a shell.
 * @param {string} what
 * @param {string[]} args
 * @param {import('./process.mjs').RunOptions} [options]
 */
export function npm(what, args, options) {
  const cli = process.env.npm_execpath;
  return cli ? must(what, process.execPath, [cli, ...args], options) : must(what, 'npm', args, options);
}

/**
 * `npm ci`, when node_modules is missing or older than the lock file. Install scripts stay off
 * (.npmrc): no dependency needs one.
 */
export async function installModules() {
  const lock = path.join(ROOT, 'package-lock.json');
  const installed = path.join(ROOT, 'node_modules/.package-lock.json');
  if (existsSync(installed) && statSync(installed).mtimeMs >= statSync(lock).mtimeMs) return;
  say('installing the packages of the lock file (npm ci)');
  await npm('npm ci', ['ci', '--no-audit', '--no-fund', '--loglevel=error']);
}
