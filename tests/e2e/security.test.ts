import type { RegularsBridge } from '../../preload/contract/bridge.ts';
import { violations } from './support/page.ts';
import { expect, test } from './support/test.ts';

// TRUST.md's security checklist against the real window: what the page must not be able to do.

test.use({ shop: null, as: null });
test.beforeEach(({ app }) => expect(app.firstRun.welcome).toBeVisible());

test('every window has exactly the preferences of the checklist', async ({ app }) => {
  const all = await app.electron.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows().map((window) => {
      const contents = window.webContents as typeof window.webContents & { getLastWebPreferences(): object };
      return contents.getLastWebPreferences();
    }),
  );
  expect(all).toHaveLength(1);
  expect(all[0]).toMatchObject({
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    nodeIntegrationInSubFrames: false,
    webSecurity: true,
    allowRunningInsecureContent: false,
    experimentalFeatures: false,
    enableBlinkFeatures: '',
    webviewTag: false,
  });
});

test('the page has no Node and only the two functions of the bridge', async ({ app: { page } }) => {
  const seen = await page.evaluate(() => ({
    node: ['require', 'process', 'Buffer', 'module', 'global'].filter((name) => name in globalThis),
    bridge: Object.entries(window.regulars).map(([name, value]) => `${name}: ${typeof value}`),
    frozen: Object.isFrozen(window.regulars),
    onItsFunctions: Object.values(window.regulars).flatMap((value) => Object.keys(value)),
  }));
  expect(seen).toEqual({
    node: [],
    bridge: ['call: function', 'subscribe: function'],
    frozen: true,
    onItsFunctions: [],
  });
});

test('the policy comes as a header, whole, with a new nonce for each load', async ({ app: { page } }) => {
  const load = () =>
    page.evaluate(async () => {
      const { headers } = await fetch('app://regulars/index.html');
      return {
        policy: headers.get('content-security-policy') ?? '',
        sniff: headers.get('x-content-type-options'),
        opener: headers.get('cross-origin-opener-policy'),
        resource: headers.get('cross-origin-resource-policy'),
      };
    });
  const [first, second] = [await load(), await load()];
  expect(first.policy).not.toBe(second.policy);
  expect(first.policy.replace(/nonce-[\w+/=]{22,}/, 'nonce-N')).toBe(
    "default-src 'none'; script-src 'self'; style-src 'self' 'nonce-N'; img-src 'self' data:; font-src 'self'; media-src 'self'; " +
      "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; object-src 'none'; " +
      "require-trusted-types-for 'script'; trusted-types default",
  );
  expect(first).toMatchObject({ sniff: 'nosniff', opener: 'same-origin', resource: 'same-origin' });
});

test('the app itself violates nothing', async ({ app: { page } }) => {
  const messages: string[] = [];
  page.on('console', (message) => messages.push(message.text()));
  await page.reload();
  await page.waitForSelector('button');
  expect(messages.filter((text) => /Content Security Policy|Trusted|Refused/.test(text))).toEqual([]);
});

test.describe('refused by the policy', () => {
  test('eval', async ({ app: { page } }) => {
    // Later, because what the test driver itself evaluates is exempt from the policy.
    const attempt = () => {
      // biome-ignore lint/security/noGlobalEval: that it is refused is the point
      setTimeout(() => window.eval('1'));
    };
    expect(await violations(page, attempt)).toContain('require-trusted-types-for');
  });
  test('new Function', async ({ app: { page } }) => {
    expect(await violations(page, () => setTimeout(() => new Function('return 1')))).toContain(
      'require-trusted-types-for',
    );
  });
  test('a script element with text', async ({ app: { page } }) => {
    const found = await violations(page, () => {
      const script = document.createElement('script');
      script.textContent = 'window.ran = true';
      document.body.append(script);
    });
    expect(found).toContain('require-trusted-types-for');
    expect(await page.evaluate(() => 'ran' in window)).toBe(false);
  });
  test('a picture from elsewhere', async ({ app: { page } }) => {
    const found = await violations(page, () => {
      new Image().src = 'http://127.0.0.1/x.png';
    });
    expect(found).toContain('img-src');
  });
  test('a request elsewhere', async ({ app: { page } }) => {
    expect(await violations(page, () => fetch('http://127.0.0.1/'))).toContain('connect-src');
  });
  test('a form', async ({ app: { page } }) => {
    const found = await violations(page, () => {
      const form = document.createElement('form');
      form.action = 'http://127.0.0.1/';
      document.body.append(form);
      form.submit();
    });
    expect(found).toContain('form-action');
  });
  test('a frame', async ({ app: { page } }) => {
    const found = await violations(page, () => {
      const frame = document.createElement('iframe');
      frame.src = 'http://127.0.0.1/';
      document.body.append(frame);
    });
    expect(found).toContain('frame-src');
  });
  test('a style without the nonce', async ({ app: { page } }) => {
    const found = await violations(page, () => {
      const style = document.createElement('style');
      style.textContent = 'body { display: none }';
      document.head.append(style);
    });
    expect(found).toContain('style-src-elem');
  });
  test('markup written as text', async ({ app: { page } }) => {
    const refused = await page.evaluate(() => {
      try {
        document.body.insertAdjacentHTML('beforeend', '<b>x</b>');
        return false;
      } catch {
        return true;
      }
    });
    expect(refused).toBe(true);
  });
});

test('the page stays where it is and opens nothing', async ({ app }) => {
  const { page } = app;
  const address = page.url();
  for (const target of [
    'http://127.0.0.1/',
    'file:///etc/hosts',
    'app://other/index.html',
    'data:text/html,x',
    'app://regulars/index.html?other',
    'chrome://gpu',
  ]) {
    await page.evaluate((to) => {
      location.href = to;
    }, target);
    await page.evaluate((to) => window.open(to), target);
    await page.evaluate((to) => {
      const link = Object.assign(document.createElement('a'), { href: to, target: '_blank', textContent: 'x' });
      document.body.append(link);
      link.click();
      link.remove();
    }, target);
  }
  await page.waitForTimeout(300);
  expect(page.url()).toBe(address);
  expect(app.electron.windows()).toHaveLength(1);
  expect(await page.evaluate(() => typeof window.regulars)).toBe('object');
});

test('a page that was emptied comes back', async ({ app: { page } }) => {
  await page.evaluate(() => {
    location.href = 'about:blank';
  });
  await page.waitForSelector('button');
  expect(page.url()).toBe('app://regulars/index.html');
});

test('every permission is denied', async ({ app: { page } }) => {
  const states = await page.evaluate(async () => {
    const names = [
      'geolocation',
      'notifications',
      'camera',
      'microphone',
      'midi',
      'clipboard-read',
      'clipboard-write',
      'persistent-storage',
      'storage-access',
      'window-management',
      'local-fonts',
      'screen-wake-lock',
      'idle-detection',
    ];
    const ask = async (name: string) => (await navigator.permissions.query({ name: name as PermissionName })).state;
    return Promise.all(names.map(async (name) => `${name}: ${await ask(name).catch(() => 'unknown')}`));
  });
  expect(states.filter((state) => !/denied|unknown/.test(state))).toEqual([]);
  expect(states.filter((state) => state.endsWith('denied')).length).toBeGreaterThan(5);
  const screen = await page.evaluate(() =>
    navigator.mediaDevices.getDisplayMedia({ video: true }).then(
      () => 'shared',
      (error: DOMException) => error.name,
    ),
  );
  expect(screen).toBe('NotAllowedError');
});

test('nothing but the page’s files is served', async ({ app: { page } }) => {
  const statuses = await page.evaluate(async () => {
    const paths = [
      '/../main/index.js',
      '/%2e%2e/main/index.js',
      '/..%2fmain%2findex.js',
      '/..%5cmain%5cindex.js',
      '/package.json',
      '/assets/',
      '/x%00.js',
      '//etc/hosts',
      '/.built-from',
    ];
    return Promise.all(paths.map(async (path) => (await fetch(`app://regulars${path}`)).status));
  });
  expect(new Set(statuses)).toEqual(new Set([404]));
});

test('a call from another page, or with nonsense, is denied', async ({ app }) => {
  const { page } = app;
  const denied = { ok: false, error: { code: 'DENIED' } };
  const call = (name: unknown, requestId: unknown) =>
    page.evaluate(
      ([name, requestId]) => (window.regulars.call as (...args: unknown[]) => Promise<unknown>)(name, {}, requestId),
      [name, requestId],
    );
  expect(await call('no.such', null)).toEqual(denied);
  expect(await call('constructor', null)).toEqual(denied);
  expect(await call('__proto__.toString', null)).toEqual(denied);
  expect(await call(7, null)).toEqual(denied);
  expect(await call('shop.status', { id: 'x' })).toEqual(denied);

  // A second window with the same preload, as an attacker would want one: same bridge, other page.
  const other = app.electron.waitForEvent('window');
  await app.electron.evaluate(async ({ app: electron, BrowserWindow }) => {
    const preload = `${electron.getAppPath()}/out/preload/index.cjs`;
    const second = new BrowserWindow({ show: false, webPreferences: { sandbox: true, preload } });
    await second.loadURL('data:text/html,<p>other</p>');
  });
  const answer = await (await other).evaluate(() =>
    (window as Window & { regulars?: RegularsBridge }).regulars?.call('shop.status', {}, null),
  );
  expect(answer).toEqual(denied);
});

test('a second start brings the first window forward and ends', async ({ app, folder }) => {
  await app.electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.minimize());
  const code = await app.electron.evaluate(async ({ app: electron }, data) => {
    const { spawn } = process.getBuiltinModule('node:child_process');
    const args = [electron.getAppPath(), '--data', data];
    if (electron.commandLine.hasSwitch('no-sandbox')) args.unshift('--no-sandbox');
    return new Promise<number | null>((resolve) => spawn(process.execPath, args).on('exit', resolve));
  }, folder);
  expect(code).toBe(0);
  await expect
    .poll(() => app.electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isMinimized()))
    .toBe(false);
  expect(app.electron.windows()).toHaveLength(1);
});

test('a crashed page starts again', async ({ app }) => {
  app.touch();
  const loaded = app.electron.evaluate(({ BrowserWindow }) => {
    const contents = BrowserWindow.getAllWindows()[0]?.webContents;
    return new Promise<boolean>((resolve) => {
      contents?.once('did-finish-load', () => resolve(true));
      contents?.forcefullyCrashRenderer();
    });
  });
  expect(await loaded).toBe(true);
});
