// Big things that outlive node_modules: `npm ci` deletes that folder, a second checkout has none yet.
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

/** The user's cache folder for this project. REGULARS_CACHE_DIR says otherwise. @returns {string} */
export function cacheDir() {
  const { REGULARS_CACHE_DIR, XDG_CACHE_HOME, LOCALAPPDATA } = process.env;
  if (REGULARS_CACHE_DIR) return path.resolve(REGULARS_CACHE_DIR);
  if (process.platform === 'darwin') return path.join(os.homedir(), 'Library/Caches/regulars');
  if (process.platform === 'win32' && LOCALAPPDATA) return path.join(LOCALAPPDATA, 'regulars', 'Cache');
  return path.join(XDG_CACHE_HOME || path.join(os.homedir(), '.cache'), 'regulars');
}

/**
 * A folder made once: filled under a temporary name and then renamed, so that a half-made one is never
 * seen and two makers at the same time do no harm (the second one's is thrown away).
 * @param {string} target full path of the finished folder
 * @param {(temporary: string) => Promise<void>} fill
 * @returns {Promise<string>} target
 */
export async function makeOnce(target, fill) {
  if (existsSync(target)) return target;
  await mkdir(path.dirname(target), { recursive: true });
  const temporary = await mkdtemp(`${target}.making-`);
  try {
    await fill(temporary);
    await rename(temporary, target);
  } catch (error) {
    await rm(temporary, { recursive: true, force: true });
    if (!existsSync(target)) throw error;
  }
  return target;
}
