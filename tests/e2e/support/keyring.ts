import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { keyringNeeds } from '../../../tools/apt.mjs';
import { newFolder, removeFolder } from './shops.ts';

/** Why there is no keyring to try here; null where there is one. */
export function whyNoKeyring(): string | null {
  if (process.platform !== 'linux') return 'the key store of another system than Linux is the account’s own';
  const missing = keyringNeeds.filter((need) => need.missing()).map((need) => need.debian);
  return missing.length === 0 ? null : `this machine lacks what Debian calls ${missing.join(', ')}`;
}

/** Starts the keyring, opened by its password, and says where the session is once it answers. Ends with its input, and takes all of it along. */
const session = `
printf %s 'of the account' | gnome-keyring-daemon --unlock --components=secrets > /dev/null
until dbus-send --session --print-reply --dest=org.freedesktop.DBus / \
  org.freedesktop.DBus.GetNameOwner string:org.freedesktop.secrets > /dev/null 2>&1; do sleep 0.1; done
echo "$DBUS_SESSION_BUS_ADDRESS"
exec cat
`;

/** A GNOME keyring as an account has it after its person has signed in: new, open, in a session and a home of its own, which nothing else sees. */
export class Keyring {
  readonly #home: string;
  /** What a program is told that runs in this session. */
  readonly env: NodeJS.ProcessEnv;
  readonly #stop: () => Promise<void>;

  private constructor(home: string, env: NodeJS.ProcessEnv, stop: () => Promise<void>) {
    this.#home = home;
    this.env = env;
    this.#stop = stop;
  }

  static async start(): Promise<Keyring> {
    const home = newFolder();
    const runtime = join(home, 'run');
    mkdirSync(runtime, { mode: 0o700 });
    const env = {
      ...{ HOME: home, XDG_RUNTIME_DIR: runtime, XDG_CURRENT_DESKTOP: 'GNOME' },
      ...{
        XDG_DATA_HOME: join(home, 'data'),
        XDG_CONFIG_HOME: join(home, 'config'),
        XDG_CACHE_HOME: join(home, 'cache'),
      },
    };
    const running = spawn('dbus-run-session', ['--', 'sh', '-c', session], {
      env: { ...process.env, ...env },
      stdio: ['pipe', 'pipe', 'ignore'],
    });
    const ended = once(running, 'exit');
    const [address] = await once(createInterface(running.stdout), 'line');
    return new Keyring(home, { ...env, DBUS_SESSION_BUS_ADDRESS: String(address) }, async () => {
      running.stdin.end();
      await ended;
    });
  }

  /** The session ends, and the keyring with everything in it is gone. */
  async end(): Promise<void> {
    await this.#stop();
    removeFolder(this.#home);
  }
}
