import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import packageJson from '../package.json' with { type: 'json' };
import { contract } from '../preload/contract/index.ts';
import { unsafeSql } from './support/constantSql.ts';
import { filesIn, parsedText, place, root, type Source, sourcesIn, textOf, walk } from './support/sources.ts';

const db = sourcesIn('db');
const main = sourcesIn('main');
const preload = sourcesIn('preload');
const renderer = sourcesIn('renderer');
const everything = [...db, ...main, ...preload, ...renderer];
const under = (folder: string) => (path: string) => path.startsWith(`${folder}/`);
const isOurs = (name: string) => /^(db|main|preload|renderer|tests|tools)\//.test(name);

/** Imports that a rule does not allow, as "who → what". */
const offending = (sources: readonly Source[], allowed: (name: string, from: string) => boolean) =>
  sources.flatMap(({ path, imports }) =>
    imports.filter((name) => !allowed(name, path)).map((name) => `${path} → ${name}`),
  );

test('an open shop is written to through its one door, which seals and journals: elsewhere nobody begins a transaction', () => {
  const doors = ['main/backups/make.ts', 'main/ledger/keeper.ts', 'main/shop/open.ts'];
  const begins = (path: string) => /\binTransaction\b|\.transaction\(\s*\(\)|\bBEGIN\b/.test(textOf(path));
  expect(main.map(({ path }) => path).filter(begins)).toEqual(doors);
});

describe('who may import whom', () => {
  test('there is something to look at', () => {
    expect(db.length).toBeGreaterThan(15);
    expect(main.length).toBeGreaterThan(40);
    expect(preload.length).toBeGreaterThan(10);
    expect(renderer.length).toBeGreaterThan(60);
    expect(everything.flatMap((source) => source.imports).length).toBeGreaterThan(500);
  });

  test('db knows SQLite and nobody above it', () => {
    expect(
      offending(
        db,
        (name) => under('db')(name) || /^node:(crypto|fs|path|timers)/.test(name) || name === 'better-sqlite3',
      ),
    ).toEqual([]);
  });

  test('better-sqlite3 is imported in db alone, no other SQLite anywhere', () => {
    const others = [...main, ...preload, ...renderer];
    expect(offending(others, (name) => name !== 'better-sqlite3')).toEqual([]);
    expect(offending(everything, (name) => name !== 'node:sqlite')).toEqual([]);
  });

  test('Electron is imported in main/app and preload alone', () => {
    const others = everything.filter(({ path }) => !under('main/app')(path) && path !== 'preload/index.ts');
    expect(offending(others, (name) => !/^electron(\/|$)/.test(name))).toEqual([]);
  });

  test('the contract imports zod and itself', () => {
    const contractFiles = preload.filter(({ path }) => under('preload/contract')(path));
    expect(offending(contractFiles, (name) => under('preload/contract')(name) || name === 'zod')).toEqual([]);
    // One place says how zod is set up, before any schema is made.
    const others = contractFiles.filter(({ path }) => path !== 'preload/contract/zod.ts');
    expect(offending(others, (name) => name !== 'zod')).toEqual([]);
  });

  test('preload imports the contract and Electron', () => {
    const files = preload.filter(({ path }) => !under('preload/contract')(path));
    expect(offending(files, (name) => under('preload')(name) || name === 'electron')).toEqual([]);
  });

  test('the page imports itself, the contract and packages: never main, db or Node', () => {
    const allowed = (name: string) =>
      isOurs(name) ? under('renderer')(name) || under('preload/contract')(name) : !name.startsWith('node:');
    expect(offending(renderer, allowed)).toEqual([]);
  });

  test('main imports no page, and only its entry and main/app import main/app', () => {
    expect(
      offending(main, (name) => !under('renderer')(name) && !under('tests')(name) && !under('tools')(name)),
    ).toEqual([]);
    const others = main.filter(({ path }) => !under('main/app')(path) && path !== 'main/index.ts');
    expect(offending(others, (name) => !under('main/app')(name))).toEqual([]);
  });

  test('figures are pure: main/retention imports nothing that reads or writes', () => {
    const retention = main.filter(({ path }) => under('main/retention')(path));
    expect(offending(retention, (name) => under('main/retention')(name) || under('preload/contract')(name))).toEqual(
      [],
    );
  });

  test('every package is named in package.json', () => {
    const known = Object.keys({ ...packageJson.dependencies, ...packageJson.devDependencies });
    const allowed = (name: string) =>
      isOurs(name) || name.startsWith('node:') || known.some((known) => name === known || name.startsWith(`${known}/`));
    expect(offending(everything, allowed)).toEqual([]);
  });

  test('nothing that could open a connection is imported', () => {
    const network = /^node:(http|https|http2|net|tls|dgram|dns|child_process|cluster|inspector)/;
    expect(offending(everything, (name) => !network.test(name))).toEqual([]);
  });
});

describe('the same word for a feature in every layer', () => {
  const features = Object.keys(contract);
  /** Features that ask other features' tables, and which. */
  const borrowed: Readonly<Record<string, readonly string[]>> = {
    counter: ['ledger', 'cards', 'customers'],
    risk: ['visits'],
    month: ['visits'],
    demo: [],
    keys: [],
  };

  test.each(features)('%s', (feature) => {
    const exists = (path: string) => existsSync(join(root, path));
    expect(exists(`preload/contract/${feature}.ts`)).toBe(true);
    expect(exists(`main/${feature}`)).toBe(true);
    expect(exists(`renderer/${feature}`)).toBe(true);
    expect(exists(`tests/${feature}`)).toBe(true);
    for (const language of ['en', 'id', 'ro']) expect(exists(`renderer/i18n/${language}/${feature}.json`)).toBe(true);
    for (const queries of borrowed[feature] ?? [feature]) expect(exists(`db/queries/${queries}.ts`)).toBe(true);
  });

  test('the contract has a file for each, and main no folder that is neither a feature nor known', () => {
    const shared = ['app', 'background', 'bridge', 'headless', 'ledger', 'retention'];
    const folders = readdirSync(join(root, 'main'), { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map((entry) => entry.name);
    expect(folders.filter((name) => !features.includes(name) && !shared.includes(name))).toEqual([]);
    const pages = readdirSync(join(root, 'renderer'), { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map((entry) => entry.name);
    expect(pages.filter((name) => !features.includes(name) && !['app', 'i18n'].includes(name))).toEqual([]);
  });
});

describe('SQL', () => {
  /** Looked at by a person: why no value of anybody's can be in there. */
  const trusted: Readonly<Record<string, readonly string[]>> = {
    'db/open.ts': ['sql'], // the one way through: every caller of prepared() is checked itself
    'db/migrate.ts': ['migration.sql', 'version', 'applicationId'], // our own migrations, their count, a number of ours
    'db/queries/verify.ts': ['sql', 'check'], // of a helper whose calls stand below it; one of two literals by its type
    'db/queries/ledger.ts': ['appends(1)', 'appends(entriesAtOnce)'], // question marks, as many as rows
    'db/queries/customers.ts': ['sql'], // from the list of conditions right above
    'db/seed/roomyCache.ts': ['Math.round(bytes / 1024)', 'before'], // numbers
    'db/backup.ts': ['sql'], // of a helper whose calls stand below it
    'db/content.ts': ['list', 'table', 'order'], // names as the schema has them, and numbers
    'db/queries/privacy.ts': ['sql'], // from the list right above
    'db/queries/rescue.ts': ['sql'], // from the list right above
    'db/queries/journal.ts': ['sql'], // tables of a constant list and columns as the schema names them
    'db/salvage/store.ts': ['sql'], // of a helper whose calls stand in it: tables and columns as the schema names them
    'db/salvage/rows.ts': ['sql', 'shape.name'], // tables and columns as the schema names them
    'main/rescue/describe.ts': ['name'], // from the list right above // PASSIVE or TRUNCATE by its type
  };

  test('is never put together from values', () => {
    const used = new Set<string>();
    const unsafe = [...db, ...main].flatMap((source) => {
      const own = new Set<string>();
      const found = unsafeSql(source, trusted[source.path] ?? [], own);
      for (const text of own) used.add(`${source.path}: ${text}`);
      return found;
    });
    expect(unsafe).toEqual([]);
    // What is no longer needed is no longer trusted.
    const listed = Object.entries(trusted).flatMap(([path, texts]) => texts.map((text) => `${path}: ${text}`));
    expect(listed.filter((one) => !used.has(one))).toEqual([]);
  });

  test('the rule finds what it is there to find', () => {
    // A § stands for the dollar of a template, which would be one of this file's own.
    const faulty = (text: string) => unsafeSql(parsedText(text.replaceAll('§', '$')), [], new Set()).length;
    expect(faulty('const a = "x"; db.prepare(`SELECT §{a}`)')).toBe(0);
    expect(faulty('const d = up ? "ASC" : "DESC"; db.prepare(`SELECT x ORDER BY y §{d}`)')).toBe(0);
    expect(faulty('const w = ["a"]; w.push("b"); db.prepare(`SELECT §{w.join(" AND ")}`)')).toBe(0);
    expect(faulty('const pattern = /x/; pattern.exec(text); /y/.exec(text)')).toBe(0);
    expect(faulty('function f(a) { db.prepare(`SELECT §{a}`) }')).toBe(1);
    expect(faulty('function f(a) { const b = a; db.exec("SELECT " + b) }')).toBe(1);
    expect(faulty('function f(a) { prepared(c, `SELECT §{a.name}`) }')).toBe(1);
    expect(faulty('const w = ["a"]; function f(a) { w.push(a); db.prepare(w.join(" ")) }')).toBe(1);
    expect(faulty('let a = "x"; a = input(); db.prepare(a)')).toBe(1);
    expect(faulty('db.prepare(build())')).toBe(1);
    expect(faulty('write.exec(input)')).toBe(1);
  });

  test('neither replaces rows nor drops triggers nor attaches files, outside of migrations', () => {
    const found = [...db, ...main]
      .filter(({ path }) => !under('db/migrations')(path))
      .flatMap((source) =>
        texts(source)
          .filter(([text]) =>
            /\bOR\s+REPLACE\b|\bREPLACE\s+INTO\b|\bDROP\s+TRIGGER\b|\bATTACH\s|writable_schema/i.test(text),
          )
          .map(([, where]) => where),
      );
    // A copy under another key is written by a connection that has it, from a file attached with its own.
    expect(found).toEqual([expect.stringMatching(/^db\/cipher\.ts:/)]);
  });

  test('stands in db alone', () => {
    const found = [...main, ...preload, ...renderer].flatMap((source) =>
      texts(source)
        .filter(([text]) =>
          /\b(SELECT\s+.+\s+FROM|INSERT\s+INTO|UPDATE\s+\w+\s+SET|DELETE\s+FROM|CREATE\s+TABLE)\b/s.test(text),
        )
        .map(([, where]) => where),
    );
    expect(found).toEqual([]);
  });
});

describe('the security checklist, as far as the code shows it', () => {
  test('one window, one way in, no way out', () => {
    const places = (kind: 'new' | 'call', of: string) =>
      everything.flatMap((source) => {
        const found: string[] = [];
        walk(source, {
          NewExpression: (node) =>
            void (
              kind === 'new' &&
              source.text.slice(node.callee.start, node.callee.end) === of &&
              found.push(place(source, node))
            ),
          CallExpression: (node) =>
            void (
              kind === 'call' &&
              source.text.slice(node.callee.start, node.callee.end) === of &&
              found.push(place(source, node))
            ),
        });
        return found;
      });
    expect(places('new', 'BrowserWindow')).toEqual([expect.stringMatching(/^main\/app\/window\.ts:/)]);
    expect(places('call', 'ipcMain.handle')).toEqual([expect.stringMatching(/^main\/app\/ipc\.ts:/)]);
    expect(places('call', 'ipcMain.on')).toEqual([]);
    for (const name of ['shell.openExternal', 'shell.openPath', 'eval', 'crashReporter.start', 'window.open'])
      expect(places('call', name)).toEqual([]);
    for (const name of ['Function', 'XMLHttpRequest', 'WebSocket', 'EventSource', 'WebView', 'BrowserView'])
      expect(places('new', name)).toEqual([]);
    const fetches = [...places('call', 'fetch'), ...places('call', 'navigator.sendBeacon')];
    expect(fetches).toEqual([]);
  });

  test('no markup from text', () => {
    const found = renderer.flatMap((source) => {
      const places: string[] = [];
      walk(source, {
        JSXAttribute: (node) =>
          void (
            node.name.type === 'JSXIdentifier' &&
            node.name.name === 'dangerouslySetInnerHTML' &&
            places.push(place(source, node))
          ),
        Property: (node) =>
          void (
            node.key.type === 'Identifier' &&
            node.key.name === 'dangerouslySetInnerHTML' &&
            places.push(place(source, node))
          ),
        AssignmentExpression: (node) =>
          void (
            node.left.type === 'MemberExpression' &&
            node.left.property.type === 'Identifier' &&
            /^(inner|outer)HTML$/.test(node.left.property.name) &&
            places.push(place(source, node))
          ),
        CallExpression: (node) =>
          void (
            node.callee.type === 'MemberExpression' &&
            node.callee.property.type === 'Identifier' &&
            /^(insertAdjacentHTML|write|writeln)$/.test(node.callee.property.name) &&
            source.text.slice(node.callee.object.start, node.callee.object.end) === 'document' &&
            places.push(place(source, node))
          ),
      });
      return places;
    });
    expect(found).toEqual([]);
  });

  test('no address of anything outside', () => {
    const found = everything.flatMap((source) =>
      texts(source)
        .filter(([text]) => /\b(https?|wss?|ftp):\/\//i.test(text))
        .map(([text, where]) => `${where} ${text}`),
    );
    const files = filesIn('renderer', ['.html', '.css', '.json']).filter((path) =>
      /\b(https?|wss?):\/\/|@import\s+url/i.test(textOf(path)),
    );
    expect([...found, ...files]).toEqual([]);
  });

  test('no switch that weakens the window is ever thrown', () => {
    const weak = /^(webSecurity|contextIsolation|sandbox)$/;
    const strong =
      /^(nodeIntegration\w*|webviewTag|allowRunningInsecureContent|experimentalFeatures|enableBlinkFeatures|enableRemoteModule|navigateOnDragDrop)$/;
    const found = main.flatMap((source) => {
      const places: string[] = [];
      walk(source, {
        Property(node) {
          if (node.key.type !== 'Identifier' || node.value.type !== 'Literal') return;
          const { name } = node.key;
          if ((weak.test(name) && node.value.value !== true) || (strong.test(name) && node.value.value !== false))
            places.push(`${place(source, node)} ${name}`);
        },
      });
      return places;
    });
    expect(found).toEqual([]);
  });
});

/** Every text in the code, with its place. Comments are none. */
function texts(source: Source): [text: string, where: string][] {
  const found: [string, string][] = [];
  walk(source, {
    Literal: (node) => void (typeof node.value === 'string' && found.push([node.value, place(source, node)])),
    TemplateElement: (node) => void found.push([node.value.raw, place(source, node)]),
    JSXText: (node) => void found.push([node.value, place(source, node)]),
  });
  return found;
}
