import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader';

// The reader looks for its own part on the network otherwise.
const wasm = readFileSync(createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm'));
prepareZXingModule({ overrides: { wasmBinary: wasm.buffer.slice(wasm.byteOffset, wasm.byteOffset + wasm.length) } });

const dotsPerInch = 300;
const millimetre = dotsPerInch / 25.4;

/** A QR code as another program read it from paper: its text and its middle, millimetres from the page's left and upper edge. */
export interface Seen {
  readonly page: number;
  readonly text: string;
  readonly x: number;
  readonly y: number;
}

/** Every QR code of a PDF, from pictures of its pages: zxing, which shares nothing with the library that drew them. */
export async function qrCodesOf(pdf: string): Promise<Seen[]> {
  const folder = mkdtempSync(join(tmpdir(), 'regulars-qr-'));
  try {
    execFileSync('pdftoppm', ['-r', String(dotsPerInch), '-png', '-gray', pdf, join(folder, 'page')]);
    const pages = readdirSync(folder).sort();
    const seen: Seen[] = [];
    for (const [n, file] of pages.entries()) {
      const codes = await readBarcodes(readFileSync(join(folder, file)), { formats: ['QRCode'], tryHarder: true });
      for (const { text, position } of codes) {
        const corners = [position.topLeft, position.topRight, position.bottomLeft, position.bottomRight];
        const middle = (of: 'x' | 'y') => corners.reduce((sum, corner) => sum + corner[of], 0) / 4 / millimetre;
        seen.push({ page: n + 1, text, x: middle('x'), y: middle('y') });
      }
    }
    return seen.sort((a, b) => a.page - b.page || Math.round(a.y - b.y) || a.x - b.x);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** How dark a page is at a place, 0 (black) to 255; millimetres from its left and upper edge. */
export function darknessOf(pdf: string, page: number): (x: number, y: number) => number {
  const raw = execFileSync('pdftoppm', ['-r', '600', '-gray', '-f', String(page), '-l', String(page), pdf], {
    maxBuffer: 1e9,
  });
  // PGM: "P5 width height 255", then a byte a pixel.
  const head = /^P5\s+(\d+)\s+(\d+)\s+255\s/.exec(raw.subarray(0, 40).toString('latin1'));
  if (!head) throw new Error('not a picture');
  const width = Number(head[1]);
  const start = head[0].length;
  const dot = 600 / 25.4;
  // A hair line may fall between two dots: the darkest of its neighbours counts.
  return (x, y) => {
    const [cx, cy] = [Math.round(x * dot), Math.round(y * dot)];
    let darkest = 255;
    for (let dy = -2; dy <= 2; dy++)
      for (let dx = -2; dx <= 2; dx++) darkest = Math.min(darkest, raw[start + (cy + dy) * width + cx + dx] ?? 255);
    return darkest;
  };
}
