import type { Pages } from './pages.ts';

/** What a row holds. A whole number that JavaScript cannot hold makes a row unreadable: none of ours comes near it. */
export type Value = number | string | Buffer | null;

/** A page of one of SQLite's trees: of rows under their number, or of rows in the order of their first columns. */
export interface Node {
  readonly kind: 'numbered' | 'ordered';
  /** Pages below it; none on a leaf. */
  readonly children: readonly number[];
  readonly rows: readonly { readonly number: number | null; readonly values: readonly Value[] }[];
  /** Something on it could not be read: it is damaged, or what lay elsewhere of a row. */
  readonly lacking: boolean;
}

const inner = { numbered: 5, ordered: 2 } as const;
const leaf = { numbered: 13, ordered: 10 } as const;
const firstPageHeader = 100;
const longestChain = 65_535;

/** What is said of a page's form: where rows go on on other pages depends on the bytes a page has for itself. */
const spared = (pages: Pages): number => pages.page(1)?.readUInt8(20) ?? 0;

/** SQLite's whole numbers of one to nine bytes. */
function varint(bytes: Buffer, at: number): [value: number, next: number] {
  let value = 0;
  for (let n = 0; n < 8; n++) {
    const byte = bytes.readUInt8(at + n);
    value = value * 128 + (byte & 127);
    if (byte < 128) return [value, at + n + 1];
  }
  return [value * 256 + bytes.readUInt8(at + 8), at + 9];
}

/**
 * Reads a page as the file format has it (sqlite.org, "Database File Format", 1.6 and 2.1). Null where it is no page of a tree. Every row is read
 * by itself: one that makes no sense is left out. `most`: only so many of its first rows.
 */
export function readNode(pages: Pages, number: number, most = Number.POSITIVE_INFINITY): Node | null {
  const page = pages.page(number);
  if (!page) return null;
  const usable = page.length - spared(pages);
  const header = number === 1 ? firstPageHeader : 0;
  const type = page.readUInt8(header);
  const kind = type === inner.numbered || type === leaf.numbered ? 'numbered' : 'ordered';
  const isLeaf = type === leaf[kind];
  if (!isLeaf && type !== inner[kind]) return null;
  const cells = page.readUInt16BE(header + 3);
  const pointers = header + (isLeaf ? 8 : 12);
  if (pointers + cells * 2 > usable) return null;
  const children: number[] = [];
  const rows: Node['rows'][number][] = [];
  let lacking = false;
  for (let i = 0; i < cells && i < most; i++) {
    try {
      let at = page.readUInt16BE(pointers + i * 2);
      if (!isLeaf) {
        children.push(page.readUInt32BE(at));
        at += 4;
        if (kind === 'numbered') continue;
      }
      const [length, behind] = varint(page, at);
      let row: number | null = null;
      at = behind;
      if (kind === 'numbered') [row, at] = varint(page, at);
      rows.push({ number: row, values: valuesOf(payloadOf(pages, { page, at, length, kind, usable })) });
    } catch {
      lacking = true;
    }
  }
  if (!isLeaf) children.push(page.readUInt32BE(header + 8));
  return { kind, children, rows, lacking };
}

/**
 * Could this page be one as the engine writes it? One of a tree, with rows that can be read; one that a long row goes on on, or a free one, begins with the
 * number of the next, of which a small file leaves the first byte zero.
 */
export function looksSound(pages: Pages, number: number): boolean {
  const page = pages.page(number);
  if (!page || page.readUInt8(0) === 0) return true;
  const node = readNode(pages, number);
  return node !== null && !node.lacking;
}

/** A row's bytes: on its page, and the rest on a chain of others. Throws where a part of it cannot be read. */
function payloadOf(
  pages: Pages,
  of: { page: Buffer; at: number; length: number; kind: Node['kind']; usable: number },
): Buffer {
  const { page, at, length, usable } = of;
  const highest = of.kind === 'numbered' ? usable - 35 : Math.floor(((usable - 12) * 64) / 255) - 23;
  if (length <= highest) {
    if (at + length > usable) throw new Error('a row leaves its page');
    return page.subarray(at, at + length);
  }
  const least = Math.floor(((usable - 12) * 32) / 255) - 23;
  const wanted = least + ((length - least) % (usable - 4));
  const here = wanted <= highest ? wanted : least;
  const parts = [page.subarray(at, at + here)];
  let next = page.readUInt32BE(at + here);
  for (let left = length - here; left > 0; ) {
    const more = pages.page(next);
    if (!more || parts.length > longestChain) throw new Error('a row goes on where nothing can be read');
    parts.push(more.subarray(4, 4 + Math.min(left, usable - 4)));
    left -= usable - 4;
    next = more.readUInt32BE(0);
  }
  return Buffer.concat(parts);
}

const wholeBytes = [0, 1, 2, 3, 4, 6, 8] as const;

function valuesOf(payload: Buffer): Value[] {
  const [headerEnd, first] = varint(payload, 0);
  let at = first;
  let from = headerEnd;
  const values: Value[] = [];
  while (at < headerEnd) {
    let type: number;
    [type, at] = varint(payload, at);
    const length = lengthOf(type);
    if (from + length > payload.length) throw new Error('a row is shorter than it says');
    values.push(decoded(payload.subarray(from, from + length), type));
    from += length;
  }
  if (at !== headerEnd || from !== payload.length) throw new Error('a row is not as long as it says');
  return values;
}

const lengthOf = (type: number): number => {
  if (type >= 12) return Math.floor((type - 12) / 2);
  if (type === 7) return 8;
  return type < 7 ? (wholeBytes[type] ?? 0) : 0;
};

const words = new TextDecoder('utf-8', { fatal: true });

function decoded(bytes: Buffer, type: number): Value {
  if (type === 0) return null;
  if (type === 8 || type === 9) return type - 8;
  if (type === 10 || type === 11) throw new Error('no row has this type');
  if (type === 7) return bytes.readDoubleBE(0);
  if (type < 7) {
    const value = bytes.length === 8 ? Number(bytes.readBigInt64BE(0)) : bytes.readIntBE(0, bytes.length);
    if (!Number.isSafeInteger(value)) throw new Error('a number is too large');
    return value;
  }
  return type % 2 === 0 ? Buffer.from(bytes) : words.decode(bytes);
}
