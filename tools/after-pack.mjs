// electron-builder calls this when the app lies unpacked: last changes before archives are made of it.
import { copyFileSync, existsSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { FuseState, FuseV1Options, FuseVersion, flipFuses, getCurrentFuseWire } from '@electron/fuses';

/** Security checklist 19. Read back after flipping. @type {Partial<Record<FuseV1Options, boolean>>} */
const FUSES = {
  [FuseV1Options.RunAsNode]: false,
  [FuseV1Options.EnableCookieEncryption]: true,
  [FuseV1Options.EnableNodeOptionsEnvironmentVariable]: false,
  [FuseV1Options.EnableNodeCliInspectArguments]: false,
  [FuseV1Options.OnlyLoadAppFromAsar]: true,
  [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
  [FuseV1Options.GrantFileProtocolExtraPrivileges]: false,
};

/** @param {import('electron-builder').AfterPackContext} context */
export default async function afterPack(context) {
  const mac = context.electronPlatformName === 'darwin';
  const name = context.packager.appInfo.productFilename;
  const resources = mac
    ? path.join(context.appOutDir, `${name}.app/Contents/Resources`)
    : path.join(context.appOutDir, 'resources');
  // An Electron that electron-builder did not download leaves its own start page there.
  rmSync(path.join(resources, 'default_app.asar'), { force: true });
  placeBinding(resources);
  await setFuses(program(context, name));
}

/**
 * @param {import('electron-builder').AfterPackContext} context
 * @param {string} name
 */
function program(context, name) {
  if (context.electronPlatformName === 'darwin') return path.join(context.appOutDir, `${name}.app`);
  if (context.electronPlatformName === 'win32') return path.join(context.appOutDir, `${name}.exe`);
  return path.join(context.appOutDir, 'regulars'); // linux.executableName of electron-builder.yml
}

/** On an Electron too old for the prebuilt binding, the compiled one takes its place. @param {string} resources */
function placeBinding(resources) {
  const folder = path.join(resources, 'app.asar.unpacked/node_modules/better-sqlite3/prebuilds');
  const files = existsSync(folder) ? readdirSync(folder) : [];
  if (files.length !== 1 || !files[0])
    throw new Error(`one database binding expected in ${folder}, found: ${files.join(', ')}`);
  const older = process.env.REGULARS_NATIVE_BINDING;
  if (older) copyFileSync(older, path.join(folder, files[0]));
}

/** @param {string} file */
async function setFuses(file) {
  // Asar integrity exists on macOS and Windows only, and electron-builder writes its hash there.
  const integrity = process.platform !== 'linux';
  const fuses = { ...FUSES, [FuseV1Options.EnableEmbeddedAsarIntegrityValidation]: integrity };
  await flipFuses(file, { version: FuseVersion.V1, resetAdHocDarwinSignature: true, ...fuses });
  const wire = await getCurrentFuseWire(file);
  for (const [fuse, on] of Object.entries(fuses)) {
    const state = wire[/** @type {FuseV1Options} */ (Number(fuse))];
    if (state !== (on ? FuseState.ENABLE : FuseState.DISABLE))
      throw new Error(`fuse ${FuseV1Options[Number(fuse)]} is not as set`);
  }
}
