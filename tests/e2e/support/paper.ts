import { execFileSync } from 'node:child_process';

const run = (program: string, ...words: readonly string[]): string =>
  execFileSync(program, words, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });

/** A PDF as another program reads it: its text as it is laid out, and what it says about itself. */
export function readPdf(file: string): {
  readonly text: string;
  readonly pages: number;
  readonly info: Record<string, string>;
} {
  const info = Object.fromEntries(
    run('pdfinfo', file)
      .split('\n')
      .map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1).trim()]),
  );
  return { text: run('pdftotext', '-layout', file, '-'), pages: Number(info.Pages), info };
}

/** Where the letters of a page end, in points from its left and upper edge: nothing may be cut. */
export function inkOf(file: string): { readonly right: number; readonly bottom: number } {
  const words = [...run('pdftotext', '-bbox', file, '-').matchAll(/xMax="([\d.]+)" yMax="([\d.]+)"/g)];
  return {
    right: Math.max(...words.map(([, x]) => Number(x))),
    bottom: Math.max(...words.map(([, , y]) => Number(y))),
  };
}
