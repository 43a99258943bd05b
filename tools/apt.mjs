// The few things that come from the operating system and not from the package registry. What is looked
// for are libraries and programs, not package names: names differ between releases, files do not.
import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { must, PlainError, say } from './process.mjs';

/** A Debian package and how to see that it is needed. @typedef {{ debian: string, missing: () => boolean }} Need */

/** What Electron links against, beyond what those packages bring themselves. @type {Need[]} */
export const electronNeeds = [
  library('libgtk-3.so.0', 'libgtk-3-0'),
  library('libnss3.so', 'libnss3'),
  library('libasound.so.2', 'libasound2'),
  library('libgbm.so.1', 'libgbm1'),
  program('fc-list', 'fontconfig'),
  { debian: 'fonts-dejavu-core', missing: () => !hasFonts('/usr/share/fonts') },
];

/** A screen for machines without one. @type {Need[]} */
export const displayNeeds = [program('Xvfb', 'xvfb')];

/** What the tests read a printed report with. @type {Need[]} */
export const readerNeeds = [program('pdftotext', 'poppler-utils')];

/** A key store, for the journey that tries it. 3 MB; without it that one is skipped. @type {Need[]} */
export const keyringNeeds = [
  program('dbus-run-session', 'dbus'),
  program('gnome-keyring-daemon', 'gnome-keyring'),
  library('libsecret-1.so.0', 'libsecret-1-0'),
];

/** What the longer fault tests cut, set and watch with: a second file system, a clock of its own, calls of the system. Without them those are skipped. @type {Need[]} */
export const faultNeeds = [
  program('mkfs.xfs', 'xfsprogs'),
  program('faketime', 'faketime'),
  program('strace', 'strace'),
];

/** What compiles the database binding. @type {Need[]} */
export const compileNeeds = [program('make', 'make'), program('g++', 'g++'), program('python3', 'python3')];

/** What electron-builder makes archives with. @type {Need[]} */
export const packageNeeds = [program('7za', 'p7zip-full')];

/**
 * Installs what is missing: as root with apt-get, else it says what would help.
 * @param {Need[]} needs
 * @throws {PlainError} with the one line to type, when it may not install by itself
 */
export async function ensure(needs) {
  if (process.platform !== 'linux') return;
  const missing = needs.filter((need) => need.missing()).map((need) => need.debian);
  if (missing.length === 0) return;
  if (!onPath('apt-get')) {
    throw new PlainError(`Please install what Debian calls ${missing.join(', ')} with this system's package manager.`);
  }
  if (process.getuid?.() !== 0) {
    const names = missing.map(nameOnThisRelease).join(' ');
    throw new PlainError(
      `Something of the operating system is missing. This line helps, then try again:\n\n  sudo apt-get update && sudo apt-get install -y ${names}\n`,
    );
  }
  say(`installing from Debian: ${missing.join(' ')}`);
  const env = { DEBIAN_FRONTEND: 'noninteractive' };
  await must('apt-get update', 'apt-get', ['update', '-q'], { quiet: true, env });
  const names = missing.map(nameOnThisRelease);
  await must('apt-get install', 'apt-get', ['install', '-y', '-q', '--no-install-recommends', ...names], {
    quiet: true,
    env,
  });
  const still = needs.filter((need) => need.missing()).map((need) => need.debian);
  if (still.length > 0) throw new PlainError(`apt-get has installed, but this is still missing: ${still.join(', ')}.`);
}

/**
 * The same for what is only nice to have: nobody is asked to type anything, and nothing ends where it cannot be had.
 * @param {Need[]} needs
 */
export async function tryToEnsure(needs) {
  if (process.platform !== 'linux' || process.getuid?.() !== 0 || !onPath('apt-get')) return;
  try {
    await ensure(needs);
  } catch (error) {
    if (!(error instanceof PlainError)) throw error;
    say(`going on without: ${error.message}`);
  }
}

/**
 * @param {string} soname
 * @param {string} debian
 * @returns {Need}
 */
function library(soname, debian) {
  return { debian, missing: () => !loaderKnows(soname) };
}

/**
 * @param {string} name
 * @param {string} debian
 * @returns {Need}
 */
function program(name, debian) {
  return { debian, missing: () => !onPath(name) };
}

/** @param {string} soname @returns {boolean} */
function loaderKnows(soname) {
  const ldconfig = ['/sbin/ldconfig', '/usr/sbin/ldconfig'].find((file) => existsSync(file)) ?? 'ldconfig';
  const known = spawnSync(ldconfig, ['-p'], { encoding: 'utf8' }).stdout ?? '';
  return known.split('\n').some((line) => line.trim().startsWith(`${soname} `));
}

/** @param {string} name of a program @returns {string | null} its full path */
export function onPath(name) {
  for (const folder of (process.env.PATH ?? '').split(path.delimiter)) {
    const file = path.resolve(folder, name);
    try {
      accessSync(file, constants.X_OK);
      return file;
    } catch {
      // not there
    }
  }
  return null;
}

/** @param {string} folder @returns {boolean} */
function hasFonts(folder) {
  if (!existsSync(folder)) return false;
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).some((file) => /\.(ttf|otf|ttc)$/i.test(file));
}

/**
 * Releases with 64-bit time (Debian 13, Ubuntu 24.04) call some libraries …t64.
 * @param {string} debian
 * @returns {string}
 */
function nameOnThisRelease(debian) {
  if (!debian.startsWith('lib')) return debian;
  const known = spawnSync('apt-cache', ['show', `${debian}t64`], { encoding: 'utf8' });
  return known.status === 0 && known.stdout.includes('Package:') ? `${debian}t64` : debian;
}
