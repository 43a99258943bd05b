import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { root } from './support/root.ts';
import { team } from './support/shops.ts';
import { expect, test } from './support/test.ts';

test.use({ apart: true });

// R16: the app where there is no network at all, with the kernel writing down every call that could want one.

const calls = 'trace=socket,connect,sendto,sendmsg,sendmmsg';
const has = (program: string): boolean => spawnSync('sh', ['-c', `command -v ${program}`]).status === 0;

function whyNot(): string | null {
  if (process.platform !== 'linux') return 'network namespaces are Linux’s';
  if (process.getuid?.() !== 0) return 'an empty network namespace needs root';
  if (!has('strace')) return 'there is no strace';
  return spawnSync('unshare', ['-n', 'true']).status === 0 ? null : 'this system allows no network namespace';
}

/**
 * Chromium asks the system once whether there is a way to the internet of version 6, by naming the address of a server on a socket that
 * nothing is sent on. There is no switch against it. It is answered with "no" here, and counted.
 */
const asksForRoute = (line: string): boolean =>
  /\bconnect\(\d+, \{sa_family=AF_INET6, .*2001:4860:4860::8888/.test(line);

/** Runs a program in an empty network namespace. Answers the lines of its calls that reach for more than this computer. */
function outward(words: readonly string[], env: NodeJS.ProcessEnv) {
  const place = mkdtempSync(join(tmpdir(), 'regulars-strace-'));
  const log = join(place, 'calls');
  try {
    // Whatever hangs is ended from within: a signal from here would reach the first of them only.
    const ran = spawnSync(
      'timeout',
      ['-s', 'KILL', '150', 'unshare', '-n', 'strace', '-f', '--seccomp-bpf', '-e', calls, '-o', log, ...words],
      {
        cwd: root,
        encoding: 'utf8',
        env: { ...process.env, ...env },
        timeout: 170_000,
      },
    );
    const lines = existsSync(log) ? readFileSync(log, 'utf8').split('\n') : [];
    return {
      ran,
      calls: lines.filter((line) => /\b(connect|send(to|msg|mmsg))\(/.test(line)).length,
      outward: lines.filter((line) =>
        /\b(connect|send(to|msg|mmsg))\(.*sa_family=AF_(?!UNIX|NETLINK|UNSPEC)/.test(line),
      ),
      sockets: lines.filter((line) => /\bsocket\(AF_INET/.test(line)).length,
    };
  } finally {
    rmSync(place, { recursive: true, force: true });
  }
}

test('R16 a working day in an empty network namespace: nothing is connected to, nothing sent', async ({ folder }) => {
  const why = whyNot();
  test.skip(why !== null, why ?? '');
  const says = join(folder, '..', `driver-${Date.now()}.json`);
  const program = process.env.ELECTRON_EXEC_PATH ?? '';
  // An app of its own, as far as Electron is concerned, that loads ours.
  const driver = mkdtempSync(join(tmpdir(), 'regulars-driver-'));
  writeFileSync(
    join(driver, 'package.json'),
    JSON.stringify({ name: 'driver', version: '1.0.0', type: 'module', main: 'main.js' }),
  );
  const script = pathToFileURL(join(root, 'tests/e2e/support/driver.js')).href;
  writeFileSync(join(driver, 'main.js'), `await import(${JSON.stringify(script)});`);
  const words = [program, '--no-sandbox', '--log-level=3', driver, '--data', folder];
  const { ran, calls, outward: found, sockets } = outward(words, { DRIVER_SAYS: says, DRIVER_PIN: team.owner.pin });
  const journey = existsSync(says) ? JSON.parse(readFileSync(says, 'utf8')) : { failed: ran.stderr };
  for (const made of [says, driver]) rmSync(made, { recursive: true, force: true });
  expect(journey).toMatchObject({ title: expect.any(String) });
  expect(journey.failed).toBeUndefined();
  expect(journey.done).toEqual(expect.arrayContaining(['counter.stamp', 'counter.redeem', 'month.exportCsv']));
  expect(journey.places).toBeGreaterThan(4);
  expect(existsSync(join(folder, 'months.csv'))).toBe(true);
  console.log(
    `R16: ${journey.done.length} calls, ${journey.places} places; ${calls} connect and send calls, ${found.filter((line) => !asksForRoute(line)).length} outside this computer's own sockets; ${found.filter(asksForRoute).length} question for a route, ${sockets} internet sockets made, none written to`,
  );
  expect(calls).toBeGreaterThan(0);
  expect(found.filter((line) => !asksForRoute(line))).toEqual([]);
});

test('R16 control: a program that asks the network is seen', () => {
  const why = whyNot();
  test.skip(why !== null, why ?? '');
  const { outward: found } = outward([process.execPath, '-e', "fetch('http://192.0.2.1/').catch(() => 0)"], {});
  expect(found.join('\n')).toContain('192.0.2.1');
});
