// `npm run package`: what people install, into release/.
import { rmSync } from 'node:fs';
import path from 'node:path';
import { ensure, onPath, packageNeeds } from './apt.mjs';
import { buildApp } from './build.mjs';
import { prepareElectron } from './electron.mjs';
import { must, ROOT, say, tool } from './process.mjs';
import { setUp } from './setup.mjs';

/**
 * @param {string[]} args for electron-builder
 * @returns {Promise<number>}
 */
export async function makePackage(args) {
  await setUp();
  await ensure(packageNeeds);
  const electron = await prepareElectron();
  await buildApp();
  rmSync(path.join(ROOT, 'release'), { recursive: true, force: true });
  const own = [
    '--publish',
    'never',
    `--config.electronDist=${electron.folder}`,
    `--config.electronVersion=${electron.version}`,
  ];
  const archiver = onPath('7za');
  const env = {
    ...electron.env,
    // Without these it would download its own archiver, and pack for minutes.
    ...(archiver ? { ELECTRON_BUILDER_7ZIP_PATH: archiver } : {}),
    ELECTRON_BUILDER_COMPRESSION_LEVEL: process.env.ELECTRON_BUILDER_COMPRESSION_LEVEL ?? '3',
  };
  await must('Packaging', ...tool('electron-builder/cli.js', [...own, ...args], { env }));
  if (electron.binding)
    say(`made with Electron ${electron.version} of the package registry: good for trying, not for release`);
  return 0;
}
