import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { violations } from './support/page.ts';
import { expect, test } from './support/test.ts';

// R18: the rest of TRUST.md's checklist as probes in the real window; security.test.ts has the first part.

/** Ways of writing a path that is none of the page's: random mixtures of what has fooled servers before. */
function hostilePaths(count: number): string[] {
  const parts = [
    '..',
    '%2e%2e',
    '%2E.',
    '.%2e',
    '%252e%252e',
    '...',
    '.',
    '%5c..',
    '..%5c',
    '..%2f',
    '%2f',
    '%00',
    '~',
    'C:',
    '%c0%ae%c0%ae',
    '．．',
  ];
  const ends = [
    'main/index.js',
    'preload/index.cjs',
    'package.json',
    'etc/passwd',
    'regulars.db',
    'ledger.key',
    'index.html%00.js',
    'index.js:x',
    'assets',
    'INDEX.HTML/..',
    'windows/win.ini',
  ];
  const paths: string[] = [];
  for (let n = 0; n < count; n++) {
    const depth = 1 + (n % 5);
    const way = Array.from({ length: depth }, (_, i) => parts[(n * 7 + i * 3) % parts.length]);
    paths.push(`/${n % 3 === 0 ? 'assets/' : ''}${way.join(n % 4 === 0 ? '%2f' : '/')}/${ends[(n * 5) % ends.length]}`);
  }
  return paths;
}

test('R18 two hundred hostile paths are not served', async ({ app }) => {
  const paths = hostilePaths(200);
  expect(new Set(paths).size).toBeGreaterThan(150);
  const served = await app.page.evaluate(async (all) => {
    const found: string[] = [];
    for (const path of all) {
      const answer = await fetch(`app://regulars${path}`).catch(() => null);
      if (answer && answer.status !== 404) found.push(`${path}: ${answer.status}`);
    }
    return found;
  }, paths);
  expect(served).toEqual([]);
  // Control: what is there is served, and another method or host is not.
  const others = await app.page.evaluate(async () => ({
    page: (await fetch('app://regulars/index.html')).status,
    post: (await fetch('app://regulars/index.html', { method: 'POST' })).status,
    file: await fetch('file:///etc/hosts').then(
      () => 'read',
      () => 'refused',
    ),
    host: await fetch('app://elsewhere/index.html').then(
      (answer) => String(answer.status),
      () => 'refused',
    ),
  }));
  expect(others).toMatchObject({ page: 200, post: 404, file: 'refused' });
  expect(['refused', '404']).toContain(others.host);
});

test('R18 every preference of every window, also of the hidden sheets', async ({ app }) => {
  const wanted = {
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    nodeIntegrationInWorker: false,
    nodeIntegrationInSubFrames: false,
    webSecurity: true,
    allowRunningInsecureContent: false,
    experimentalFeatures: false,
    enableBlinkFeatures: '',
    webviewTag: false,
    navigateOnDragDrop: false,
    spellcheck: false,
  };
  const seen = await app.electron.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows().map((window) =>
      (window.webContents as typeof window.webContents & { getLastWebPreferences(): object }).getLastWebPreferences(),
    ),
  );
  expect(seen.length).toBeGreaterThan(0);
  // What Electron does not report was not set: false is what it then is, but for the spell checker.
  for (const one of seen as Record<string, unknown>[])
    for (const [name, value] of Object.entries(wanted))
      expect([name, one[name] ?? (value === '' ? '' : false)]).toEqual([name, value]);
});

test('R18 nothing can be asked for: devices, files, screen, place, fonts, locks', async ({ app }) => {
  const answers = await app.page.evaluate(async () => {
    const nav = navigator as unknown as Record<string, Record<string, (...words: unknown[]) => Promise<unknown>>>;
    const win = window as unknown as Record<string, (...words: unknown[]) => Promise<unknown>>;
    const asks: Record<string, () => Promise<unknown> | unknown> = {
      camera: () => navigator.mediaDevices.getUserMedia({ video: true }),
      microphone: () => navigator.mediaDevices.getUserMedia({ audio: true }),
      screen: () => navigator.mediaDevices.getDisplayMedia({ video: true }),
      place: () => new Promise((resolve, reject) => navigator.geolocation.getCurrentPosition(resolve, reject)),
      notice: async () => {
        if ((await Notification.requestPermission()) !== 'granted') throw new Error('denied');
      },
      'clipboard, reading': () => navigator.clipboard.readText(),
      'clipboard, writing': () => navigator.clipboard.writeText('x'),
      usb: () => nav.usb?.requestDevice?.({ filters: [] }),
      hid: async () => {
        const got = (await nav.hid?.requestDevice?.({ filters: [] })) as unknown[] | undefined;
        if (!got || got.length === 0) throw new Error('none');
      },
      serial: () => nav.serial?.requestPort?.(),
      bluetooth: () => {
        if (!nav.bluetooth?.requestDevice) throw new Error('not there');
        return nav.bluetooth.requestDevice({ acceptAllDevices: true });
      },
      midi: () =>
        nav.requestMIDIAccess &&
        (navigator as unknown as { requestMIDIAccess(o: object): Promise<unknown> }).requestMIDIAccess({ sysex: true }),
      'idle time': () =>
        (
          window as unknown as { IdleDetector: { requestPermission(): Promise<string> } }
        ).IdleDetector.requestPermission().then((word) => {
          if (word !== 'granted') throw new Error(word);
        }),
      'a file to read': () => win.showOpenFilePicker?.(),
      'a file to write': () => win.showSaveFilePicker?.(),
      'a folder': () => win.showDirectoryPicker?.(),
      fonts: async () => {
        const found = (await win.queryLocalFonts?.()) as unknown[];
        if (found.length === 0) throw new Error('none');
      },
      'wake lock': () => navigator.wakeLock.request('screen'),
      pointer: () => document.body.requestPointerLock() as unknown as Promise<void>,
      keyboard: () => nav.keyboard?.lock?.(),
      'lasting storage': async () => {
        if (!(await navigator.storage.persist())) throw new Error('denied');
      },
      payment: () =>
        new PaymentRequest([{ supportedMethods: 'https://example.invalid' }], {
          total: { label: 'x', amount: { currency: 'EUR', value: '1' } },
        }).show(),
      credentials: () =>
        navigator.credentials.create({
          publicKey: {
            challenge: new Uint8Array(16),
            rp: { name: 'x' },
            user: { id: new Uint8Array(8), name: 'x', displayName: 'x' },
            pubKeyCredParams: [{ type: 'public-key', alg: -7 }],
          },
        }),
      'a worker of the network': () => navigator.serviceWorker.register('sw.js'),
    };
    const given: string[] = [];
    for (const [what, ask] of Object.entries(asks)) {
      try {
        const late = new Promise((_, reject) => setTimeout(() => reject(new Error('no answer')), 4000));
        const got = await Promise.race([ask(), late]);
        if (got !== undefined) given.push(`${what}: ${String(got)}`);
        else given.push(what);
      } catch {
        // Refused, as it should be.
      }
    }
    return { given, asked: Object.keys(asks).length };
  });
  expect(answers.asked).toBeGreaterThanOrEqual(20);
  expect(answers.given).toEqual([]);
});

const violating: Readonly<Record<string, [attempt: () => unknown, directive: string | RegExp]>> = {
  'an object': [
    () => document.body.append(Object.assign(document.createElement('object'), { data: 'app://regulars/index.html' })),
    /object|trusted/,
  ],
  'an embed': [
    () => document.body.append(Object.assign(document.createElement('embed'), { src: 'app://regulars/index.html' })),
    /object|trusted/,
  ],
  'a base': [
    () => document.head.append(Object.assign(document.createElement('base'), { href: 'http://127.0.0.1/' })),
    'base-uri',
  ],
  'a frame with the page itself': [
    () => document.body.append(Object.assign(document.createElement('iframe'), { src: 'app://regulars/index.html' })),
    /frame/,
  ],
  'a frame with data': [
    () => document.body.append(Object.assign(document.createElement('iframe'), { src: 'data:text/html,x' })),
    /frame/,
  ],
  'a film from elsewhere': [
    () => document.body.append(Object.assign(document.createElement('video'), { src: 'http://127.0.0.1/x.mp4' })),
    'media-src',
  ],
  'a font from elsewhere': [() => new FontFace('x', 'url(http://127.0.0.1/x.woff2)').load(), 'font-src'],
  'a web socket': [() => new WebSocket('ws://127.0.0.1/'), 'connect-src'],
  'an event source': [() => new EventSource('http://127.0.0.1/'), 'connect-src'],
  'a beacon': [() => navigator.sendBeacon('http://127.0.0.1/', 'x'), 'connect-src'],
  'a request of old': [
    () => {
      const request = new XMLHttpRequest();
      request.open('GET', 'http://127.0.0.1/');
      request.send();
    },
    'connect-src',
  ],
  'a style sheet from elsewhere': [
    () =>
      document.head.append(
        Object.assign(document.createElement('link'), { rel: 'stylesheet', href: 'http://127.0.0.1/x.css' }),
      ),
    'style-src-elem',
  ],
  'a style on an element': [() => document.body.setAttribute('style', 'color: red'), 'style-src-attr'],
  'a handler in an attribute': [
    () => setTimeout(() => document.body.setAttribute('onclick', 'window.ran = true')),
    /script|trusted/,
  ],
  'a worker of text': [
    () => setTimeout(() => new Worker(URL.createObjectURL(new Blob(['1'])) as never)),
    /worker|script|trusted/,
  ],
  'a script from elsewhere': [
    () =>
      setTimeout(() => {
        const script = document.createElement('script');
        script.src = 'http://127.0.0.1/x.js';
        document.head.append(script);
      }),
    /script|trusted/,
  ],
  'text as a timer': [() => setTimeout(() => setTimeout('window.ran = true' as never, 0)), /script|trusted/],
  'another policy of trusted types': [
    () =>
      (
        window as unknown as { trustedTypes: { createPolicy(name: string, rules: object): unknown } }
      ).trustedTypes.createPolicy('mine', {}),
    'trusted-types',
  ],
};

test('R18 each way of bringing something in is a violation, and nothing runs', async ({ app }) => {
  const wrong: string[] = [];
  for (const [what, [attempt, directive]] of Object.entries(violating)) {
    const found = await violations(app.page, attempt).catch(() => ['none']);
    if (!found.some((one) => (typeof directive === 'string' ? one === directive : directive.test(one))))
      wrong.push(`${what}: ${found.join(', ')}`);
  }
  expect(wrong).toEqual([]);
  // Markup is refused before it could be one: our own policy throws at the first "<".
  const markup = await app.page.evaluate(() => {
    const ways: Record<string, () => unknown> = {
      innerHTML: () => {
        document.body.innerHTML = '<img src=x onerror="window.ran = true">';
      },
      outerHTML: () => {
        document.body.outerHTML = '<body onload="window.ran = true">';
      },
      srcdoc: () => {
        document.createElement('iframe').srcdoc = '<script>parent.ran = true</script>';
      },
      fragment: () => document.createRange().createContextualFragment('<b>x</b>'),
      parser: () => new DOMParser().parseFromString('<b>x</b>', 'text/html'),
      write: () => document.write('<b>x</b>'),
    };
    return Object.entries(ways).flatMap(([name, way]) => {
      try {
        way();
        return [name];
      } catch {
        return [];
      }
    });
  });
  expect(markup).toEqual([]);
  expect(await app.page.evaluate(() => 'ran' in window)).toBe(false);
  console.log(`R18: ${Object.keys(violating).length} ways in, all of them violations`);
});

test('R18 the page goes nowhere: refresh, form, history, a dropped file, a middle click, a download', async ({
  app,
  folder,
}) => {
  const { page } = app;
  const address = page.url();
  const dropped = join(folder, 'dropped.html');
  writeFileSync(dropped, '<script>document.title = "dropped"</script>');
  await page.evaluate((file) => {
    const refresh = Object.assign(document.createElement('meta'), { content: '0;url=http://127.0.0.1/' });
    refresh.setAttribute('http-equiv', 'refresh');
    document.head.append(refresh);
    const link = Object.assign(document.createElement('a'), { href: 'http://127.0.0.1/', textContent: 'x' });
    document.body.append(link);
    link.dispatchEvent(new MouseEvent('auxclick', { button: 1, bubbles: true }));
    link.dispatchEvent(new MouseEvent('click', { ctrlKey: true, bubbles: true }));
    const saved = Object.assign(document.createElement('a'), {
      href: 'data:text/plain,x',
      download: 'x.txt',
      textContent: 'x',
    });
    document.body.append(saved);
    saved.click();
    const data = new DataTransfer();
    data.setData('text/uri-list', `file://${file}`);
    document.body.dispatchEvent(new DragEvent('drop', { dataTransfer: data, bubbles: true }));
    location.assign('javascript:window.ran = true');
    history.back();
  }, dropped);
  await page.waitForTimeout(500);
  expect(page.url()).toBe(address);
  expect(app.electron.windows()).toHaveLength(1);
  expect(await page.evaluate(() => 'ran' in window)).toBe(false);
  expect(readdirSync(folder).filter((name) => name.endsWith('.txt'))).toEqual([]);
  const asked = await app.electron.evaluate(async ({ session, BrowserWindow }) => {
    const contents = BrowserWindow.getAllWindows()[0]?.webContents;
    const outside = await session.defaultSession.fetch('http://127.0.0.1:9/').then(
      () => 'answered',
      (error: Error) => error.message,
    );
    return { outside, history: contents?.navigationHistory.length() ?? 0 };
  });
  expect(asked.outside).toContain('ERR_BLOCKED_BY_CLIENT');
});

test('R18 a webview is only a word, and one that is forced is not attached', async ({ app }) => {
  const inert = await app.page.evaluate(() => {
    const view = document.createElement('webview');
    view.setAttribute('src', 'http://127.0.0.1/');
    document.body.append(view);
    return { methods: 'getURL' in view, shadow: view.shadowRoot !== null, kind: view.constructor.name };
  });
  expect(inert).toMatchObject({ methods: false, shadow: false });
  const attached = await app.electron.evaluate(async ({ BrowserWindow, webContents }) => {
    const other = new BrowserWindow({ show: false, webPreferences: { webviewTag: true, sandbox: true } });
    await other.loadURL('data:text/html,<webview src="data:text/html,inside"></webview>').catch(() => undefined);
    await new Promise((resolve) => setTimeout(resolve, 500));
    const found = webContents.getAllWebContents().filter((one) => one.getType() === 'webview').length;
    other.destroy();
    return found;
  });
  expect(attached).toBe(0);
});

test('R18 the bridge, walked to its ends, is two frozen functions and nothing of Electron', async ({ app }) => {
  const walk = await app.page.evaluate(() => {
    const seen = new Set<unknown>();
    const found: string[] = [];
    const built = new Set<unknown>([Object.prototype, Function.prototype, Object, Function]);
    const visit = (value: unknown, path: string, depth: number): void => {
      if ((typeof value !== 'object' && typeof value !== 'function') || value === null) return;
      if (seen.has(value) || built.has(value) || depth > 6) return;
      seen.add(value);
      for (const key of Reflect.ownKeys(value)) {
        const name = `${path}.${String(key)}`;
        let inner: unknown;
        try {
          inner = (value as Record<PropertyKey, unknown>)[key];
        } catch {
          continue;
        }
        if (/ipc|electron|sender|emit|invoke|require|process|webFrame|contextBridge/i.test(String(key)))
          found.push(name);
        visit(inner, name, depth + 1);
      }
      visit(Object.getPrototypeOf(value), `${path}.__proto__`, depth + 1);
    };
    visit(window.regulars, 'regulars', 0);
    const before = window.regulars.call;
    try {
      (window.regulars as unknown as Record<string, unknown>).call = () => 'mine';
    } catch {
      // Frozen.
    }
    let replaced = false;
    try {
      Object.defineProperty(window.regulars, 'more', { value: 1 });
      replaced = true;
    } catch {
      // Frozen.
    }
    return {
      found,
      kept: window.regulars.call === before,
      replaced,
      names: Reflect.ownKeys(window.regulars).map(String).sort(),
      types: Object.values(window.regulars).map((one) => typeof one),
      globals: ['require', 'process', 'Buffer', 'module', 'global', 'electron', 'ipcRenderer', '__dirname'].filter(
        (name) => name in window,
      ),
    };
  });
  expect(walk).toEqual({
    found: [],
    kept: true,
    replaced: false,
    names: ['call', 'subscribe'],
    types: ['function', 'function'],
    globals: [],
  });
  const channels = await app.electron.evaluate(({ ipcMain }) => {
    const inside = ipcMain as unknown as { _invokeHandlers: Map<string, unknown>; eventNames(): (string | symbol)[] };
    return { asked: [...inside._invokeHandlers.keys()], told: inside.eventNames().map(String) };
  });
  // 'error' is Node's own word; Electron listens for it itself.
  expect(channels).toEqual({ asked: ['regulars:call'], told: ['error'] });
});

test('R18 a frame inside the page has no bridge, and after its window is gone nobody is answered', async ({ app }) => {
  const inside = await app.page.evaluate(() => {
    const frame = document.createElement('iframe');
    document.body.append(frame);
    const inner = frame.contentWindow as (Window & { regulars?: unknown; require?: unknown }) | null;
    const has = { bridge: inner?.regulars !== undefined, node: inner?.require !== undefined };
    frame.remove();
    return has;
  });
  expect(inside).toEqual({ bridge: false, node: false });
  // The handler itself, asked as it would be by a frame that is not the page's main one, by one that is gone, by none.
  const answers = await app.electron.evaluate(async ({ ipcMain, BrowserWindow }) => {
    const handlers = (ipcMain as unknown as { _invokeHandlers: Map<string, (...words: unknown[]) => Promise<unknown>> })
      ._invokeHandlers;
    const handle = handlers.get('regulars:call');
    const contents = BrowserWindow.getAllWindows()[0]?.webContents;
    const main = contents?.mainFrame;
    const ask = async (senderFrame: unknown, sender: unknown = contents) =>
      JSON.stringify(await handle?.({ sender, senderFrame }, 'shop.status', {}, null));
    return Promise.all([
      ask(null),
      ask({ ...{ parent: main, origin: 'app://regulars' } }),
      ask({ ...{ parent: null, origin: 'app://regulars' } }),
      ask({ ...{ parent: null, origin: 'https://regulars' } }),
    ]);
  });
  for (const answer of answers) expect(answer).toContain('DENIED');
});

test('R18 the switches that keep Chromium quiet are set, and no menu opens the developer tools of a shop', async ({
  app,
}) => {
  const missing = await app.electron.evaluate(({ app: electron }) =>
    [
      'disable-background-networking',
      'disable-component-update',
      'disable-domain-reliability',
      'disable-sync',
      'dns-prefetch-disable',
      'no-pings',
      'no-proxy-server',
      'host-resolver-rules',
    ].filter((name) => !electron.commandLine.hasSwitch(name)),
  );
  expect(missing).toEqual([]);
  expect(
    await app.electron.evaluate(({ app: electron }) => electron.commandLine.getSwitchValue('host-resolver-rules')),
  ).toContain('NOTFOUND');
});

/** What people put into fields to make pages do things. */
const scripts = [
  '<script>window.ran = true</script>',
  '<img src=x onerror="window.ran = true">',
  '<svg onload="window.ran = true">',
  '"><script>window.ran = true</script>',
  "';window.ran = true;//",
  'javascript:window.ran = true',
  '{{constructor.constructor("window.ran = true")()}}',
  '$'.concat('{window.ran = true}'),
  '<iframe srcdoc="<script>parent.ran = true</script>">',
  '<a href="javascript:window.ran = true">x</a>',
  '<math><mtext><script>window.ran = true</script></mtext></math>',
  '<style>@import "http://127.0.0.1/x.css";</style>',
  '<link rel=stylesheet href=http://127.0.0.1/x.css>',
  '<meta http-equiv=refresh content="0;url=http://127.0.0.1/">',
  '<base href=http://127.0.0.1/>',
  '<object data=http://127.0.0.1/>',
  '<b onmouseover=window.ran=true>x</b>',
  '\u202Egnp.exe\u202C',
  '&lt;script&gt;window.ran = true&lt;/script&gt;',
  '%3Cscript%3Ewindow.ran%3Dtrue%3C/script%3E',
];

test('R18 a hundred names that are scripts are shown as names', async ({ app }) => {
  const { page, counter } = app;
  const refused: string[] = [];
  page.on('console', (message) => {
    if (/Content Security Policy|Trusted|Refused/.test(message.text())) refused.push(message.text());
  });
  let dialogs = 0;
  page.on('dialog', (dialog) => {
    dialogs++;
    void dialog.dismiss();
  });
  let made = 0;
  for (let n = 0; n < 100; n++) {
    const text = `${scripts[n % scripts.length]} ${Math.floor(n / scripts.length)}`.slice(0, 100);
    const answer = await app.call('customers.enrol', {
      name: text,
      notes: text,
      likes: text,
      tags: [text.slice(0, 20)],
    });
    if (answer.ok) made++;
    else expect(answer.error?.code).toBe('BAD_INPUT');
    // A person at a till cannot ask more than thirty times a second.
    await page.waitForTimeout(40);
  }
  expect(made).toBeGreaterThan(60);
  await counter.search.fill('script');
  await expect(page.getByText('<script>', { exact: false }).first()).toBeVisible();
  await app.go('Customers');
  await expect(page.getByRole('row').filter({ hasText: '<' }).first()).toBeVisible();
  for (const place of ['At risk', 'Month', 'Insights', 'Counter'] as const) {
    await app.go(place);
    await expect(page.getByRole('heading', { level: 1 }).or(counter.search).first()).toBeVisible();
  }
  expect(await page.evaluate(() => 'ran' in window)).toBe(false);
  expect(dialogs).toBe(0);
  expect(refused).toEqual([]);
  expect(app.requests.filter((url) => !/^(app:\/\/regulars\/|data:)/.test(url))).toEqual([]);
});
