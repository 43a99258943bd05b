import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, sep } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findPageFile } from '../../main/app/pageFile.ts';

// The app:// handler's one question: which file is meant, if any.
describe('files of the page', () => {
  let root: string;
  let page: string;

  beforeAll(() => {
    root = realpathSync(mkdtempSync(join(tmpdir(), 'regulars-page-')));
    page = join(root, 'page');
    mkdirSync(join(page, 'assets'), { recursive: true });
    writeFileSync(join(page, 'index.html'), 'page');
    writeFileSync(join(page, 'assets', 'main.js'), 'page');
    writeFileSync(join(page, 'assets', 'a b.css'), 'page');
    writeFileSync(join(page, 'notes.txt'), 'no kind of file the page has');
    writeFileSync(join(root, 'secret.js'), 'secret');
    symlinkSync(join(root, 'secret.js'), join(page, 'link.js'));
    symlinkSync(root, join(page, 'out'));
  });
  afterAll(() => rmSync(root, { recursive: true }));

  test('are found by their path', () => {
    expect(findPageFile(page, '/index.html')).toEqual({
      file: join(page, 'index.html'),
      type: 'text/html; charset=utf-8',
    });
    expect(findPageFile(page, '/assets/main.js')?.file).toBe(join(page, 'assets', 'main.js'));
    expect(findPageFile(page, '/assets/a%20b.css')?.file).toBe(join(page, 'assets', 'a b.css'));
  });

  test.each([
    '',
    '/',
    'index.html',
    '/missing.js',
    '/notes.txt',
    '/assets',
    '/assets/',
    '/../secret.js',
    '/assets/../../secret.js',
    '/%2e%2e/secret.js',
    '/..%2fsecret.js',
    '/%2e%2e%2fsecret.js',
    '/..%5csecret.js',
    '/..\\secret.js',
    '/link.js',
    '/out/secret.js',
    '/index.html%00.js',
    '/%E0%A4%A',
    '/C:/secret.js',
    '//secret.js',
  ])('%j leads nowhere', (path) => {
    expect(findPageFile(page, path)).toBeNull();
  });

  test('no path leads out of the folder', () => {
    const part = fc.constantFrom(
      '..',
      '.',
      '%2e',
      '%2e%2e',
      '/',
      '%2f',
      '\\',
      '%5c',
      '%00',
      ':',
      'out',
      'link',
      'page',
      'secret',
      '.js',
      'assets',
      'main',
      '%25',
      '%252e',
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 10 }), (parts) => {
        const found = findPageFile(page, `/${parts.join('')}`);
        expect(found === null || found.file.startsWith(page + sep)).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });
});
