import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { listPackage } from '@electron/asar';
import { FuseState, FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { describe, expect, test } from 'vitest';
import { scale } from '../support/counts.ts';
import { testFolder } from '../support/shop.ts';

/** R18, what people install: fuses read back from the program itself, and what each of them is to prevent, tried. */
const release = resolve(import.meta.dirname, '../../release');
const unpacked = existsSync(release) ? readdirSync(release).find((name) => name.endsWith('-unpacked')) : undefined;
const folder = join(release, unpacked ?? '');
const program = join(folder, 'regulars');
const root = process.getuid?.() === 0;

function whyNot(): string | null {
  if (process.platform !== 'linux') return 'the package is looked at on Linux only so far';
  if (scale === 0) return 'packaging takes a minute: in npm run test:faults';
  return existsSync(program) ? null : 'there is no package in release/: npm run package';
}
const why = whyNot();

/** Runs the packaged program; what it said, and how it ended. */
function ran(words: readonly string[], env: NodeJS.ProcessEnv = {}) {
  const { status, stdout, stderr } = spawnSync(program, [...(root ? ['--no-sandbox'] : []), ...words], {
    encoding: 'utf8',
    timeout: 30_000,
    env: { ...process.env, ...env },
  });
  return { status, stdout, stderr };
}

describe('R18 the package', () => {
  test('every fuse is as the checklist says', async (context) => {
    if (why) return context.skip(why);
    const wire = await getCurrentFuseWire(program);
    const wanted: readonly (readonly [FuseV1Options, boolean])[] = [
      [FuseV1Options.RunAsNode, false],
      [FuseV1Options.EnableCookieEncryption, true],
      [FuseV1Options.EnableNodeOptionsEnvironmentVariable, false],
      [FuseV1Options.EnableNodeCliInspectArguments, false],
      [FuseV1Options.EnableEmbeddedAsarIntegrityValidation, process.platform !== ('linux' as NodeJS.Platform)],
      [FuseV1Options.OnlyLoadAppFromAsar, true],
      [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot, false],
      [FuseV1Options.GrantFileProtocolExtraPrivileges, false],
    ];
    const state = (on: boolean) => (on ? FuseState.ENABLE : FuseState.DISABLE);
    for (const [fuse, on] of wanted)
      expect([FuseV1Options[fuse], wire[fuse]]).toEqual([FuseV1Options[fuse], state(on)]);
    const known = Object.values(wire).filter((one) => one === FuseState.ENABLE || one === FuseState.DISABLE).length;
    console.log(`R18, package: ${wanted.length} of the ${known} fuses this Electron has are set and read back`);
  });

  test('holds the built app and its one binding, no sources, no tests', (context) => {
    if (why) return context.skip(why);
    const names = listPackage(join(folder, 'resources/app.asar'), { isPack: false }).map((name) =>
      name.replaceAll('\\', '/'),
    );
    expect(names).toContain('/out/main/index.js');
    const foreign = names.filter(
      (name) => /\.(ts|tsx|map)$|\/(tests|tools|docs)\//.test(name) && !name.includes('/node_modules/'),
    );
    expect(foreign).toEqual([]);
    expect(existsSync(join(folder, 'resources/default_app.asar'))).toBe(false);
  });

  test('is no Node: neither by ELECTRON_RUN_AS_NODE nor by NODE_OPTIONS', (context) => {
    if (why) return context.skip(why);
    const place = testFolder();
    const mark = join(place, 'ran');
    const evil = join(place, 'evil.cjs');
    writeFileSync(evil, `require('node:fs').writeFileSync(${JSON.stringify(mark)}, '')`);
    // A command of ours, which ends by itself and needs no screen; a Node would run the file instead.
    const asNode = ran([evil, 'verify', '--data', place], { ELECTRON_RUN_AS_NODE: '1' });
    expect(asNode.stderr).not.toContain('Cannot find module');
    expect(existsSync(mark)).toBe(false);
    const options = ran(['verify', '--data', place], { NODE_OPTIONS: `--require ${evil}` });
    expect(options.status).toBe(1);
    expect(existsSync(mark)).toBe(false);
    // Control: a Node runs it.
    spawnSync(process.execPath, [evil]);
    expect(existsSync(mark)).toBe(true);
  });

  test.for(['--remote-debugging-port=0', '--remote-debugging-pipe', '--inspect=0', '--inspect-brk=0'])(
    'does not start with %s',
    { timeout: 30_000 },
    async (word, context) => {
      if (why) return context.skip(why);
      const child = spawn(program, [...(root ? ['--no-sandbox'] : []), word, '--data', join(testFolder(), 'shop')], {
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      let said = '';
      child.stderr.on('data', (chunk: Buffer) => {
        said += String(chunk);
      });
      const timer = setTimeout(() => child.kill('SIGKILL'), 20_000);
      const [code] = (await once(child, 'close')) as [number | null];
      clearTimeout(timer);
      expect(code).toBe(1);
      expect(said).not.toMatch(/listening on ws/i);
    },
  );
});
