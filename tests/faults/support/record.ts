import { readFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** What the disk library writes down, in its order. `made`: the path was not there before. */
export type Operation =
  | { readonly op: 'open'; readonly path: string; readonly made: boolean; readonly emptied: boolean }
  | { readonly op: 'write'; readonly path: string; readonly at: number; readonly bytes: Buffer }
  | { readonly op: 'truncate'; readonly path: string; readonly length: number }
  | { readonly op: 'sync'; readonly path: string; readonly folder: boolean }
  | { readonly op: 'unlink'; readonly path: string }
  | { readonly op: 'rename'; readonly path: string; readonly to: string };

export function readRecord(file: string): Operation[] {
  const bytes = readFileSync(file);
  const paths = new Map<number, string>();
  const operations: Operation[] = [];
  for (let at = 0; at + 17 <= bytes.length; ) {
    const op = bytes.readUInt8(at);
    const path = paths.get(bytes.readUInt32LE(at + 1)) ?? '';
    const offset = Number(bytes.readBigUInt64LE(at + 5));
    const length = bytes.readUInt32LE(at + 13);
    const data = bytes.subarray(at + 17, at + 17 + length);
    if (op === 1) {
      paths.set(bytes.readUInt32LE(at + 1), data.toString());
      if (!(offset & 1))
        operations.push({ op: 'open', path: data.toString(), made: (offset & 2) > 0, emptied: (offset & 4) > 0 });
    } else if (op === 2) operations.push({ op: 'write', path, at: offset, bytes: data });
    else if (op === 3) operations.push({ op: 'truncate', path, length: offset });
    else if (op === 4) operations.push({ op: 'sync', path, folder: offset === 1 });
    else if (op === 5) operations.push({ op: 'unlink', path: data.toString() });
    else if (op === 6) {
      const [from = '', to = ''] = data.toString().split('\n');
      operations.push({ op: 'rename', path: from, to });
    }
    at += 17 + length;
  }
  return operations;
}

/** What the disk had done of what it was not asked to finish, when the power went. */
export const models = ['nothing', 'everything', 'prefix', 'subset', 'torn'] as const;
export type Model = (typeof models)[number];

interface File {
  safe: Buffer;
  pending: ({ at: number; bytes: Buffer } | { length: number })[];
}
type Named = { readonly path: string; readonly folder: string; readonly to: File | null };

/** A disk that remembers what it was asked to finish: fed operation after operation, it can be looked at as a power cut would leave it. */
export function createDisk(forgetSync: (path: string) => boolean = () => false) {
  const names = new Map<string, File>();
  let safeNames = new Map<string, File>();
  let pendingNames: Named[] = [];
  const name = (path: string, to: File | null) => {
    pendingNames.push({ path, folder: dirname(path), to });
    if (to) names.set(path, to);
    else names.delete(path);
  };
  return {
    do(operation: Operation): void {
      const { path } = operation;
      const file = names.get(path);
      switch (operation.op) {
        case 'open':
          if (!file || operation.made) name(path, { safe: Buffer.alloc(0), pending: [] });
          else if (operation.emptied) file.pending.push({ length: 0 });
          break;
        case 'write':
          file?.pending.push({ at: operation.at, bytes: operation.bytes });
          break;
        case 'truncate':
          file?.pending.push({ length: operation.length });
          break;
        case 'sync':
          if (operation.folder) {
            for (const one of pendingNames.filter(({ folder }) => folder === path))
              if (one.to) safeNames.set(one.path, one.to);
              else safeNames.delete(one.path);
            pendingNames = pendingNames.filter(({ folder }) => folder !== path);
          } else if (file && !forgetSync(path)) {
            file.safe = applied(file.safe, file.pending);
            file.pending = [];
          }
          break;
        case 'unlink':
          name(path, null);
          break;
        case 'rename':
          if (file) {
            name(operation.to, file);
            name(path, null);
          }
          break;
      }
    },
    /** The files as they are found after a power cut now. */
    cut(model: Model, random: () => number): Map<string, Buffer> {
      const share = random();
      const keepNames =
        model === 'nothing'
          ? 0
          : model === 'everything'
            ? pendingNames.length
            : Math.floor(share * (pendingNames.length + 1));
      const there = new Map(safeNames);
      for (const one of pendingNames.slice(0, keepNames))
        if (one.to) there.set(one.path, one.to);
        else there.delete(one.path);
      const left = new Map<string, Buffer>();
      for (const [path, file] of there) {
        const { pending } = file;
        let changes = pending;
        if (model === 'nothing') changes = [];
        else if (model === 'prefix') changes = pending.slice(0, Math.floor(share * (pending.length + 1)));
        else if (model === 'subset') changes = pending.filter(() => random() < 0.5);
        else if (model === 'torn')
          changes = pending.flatMap((change) =>
            'length' in change ? (random() < 0.5 ? [change] : []) : sectors(change).filter(() => random() < 0.7),
          );
        left.set(path, applied(file.safe, changes));
      }
      return left;
    },
    /** Starts from files that lie there already. */
    lay(files: ReadonlyMap<string, Buffer>): void {
      for (const [path, bytes] of files) names.set(path, { safe: bytes, pending: [] });
      safeNames = new Map(names);
    },
  };
}

/** A file's bytes after some changes of them; copied once, however many there are. */
function applied(content: Buffer, changes: File['pending']): Buffer {
  if (changes.length === 0) return content;
  const ends = changes.map((change) => ('length' in change ? change.length : change.at + change.bytes.length));
  const whole = Buffer.alloc(Math.max(content.length, ...ends));
  content.copy(whole);
  let { length } = content;
  for (const change of changes) {
    if ('length' in change) {
      // What was cut off does not come back when the file grows again.
      if (change.length < length) whole.fill(0, change.length, length);
      length = change.length;
    } else {
      change.bytes.copy(whole, change.at);
      length = Math.max(length, change.at + change.bytes.length);
    }
  }
  return whole.subarray(0, length);
}

/** A write in the pieces that a disk writes whole. */
function sectors({ at, bytes }: { at: number; bytes: Buffer }): { at: number; bytes: Buffer }[] {
  const pieces: { at: number; bytes: Buffer }[] = [];
  for (let from = 0; from < bytes.length; ) {
    const to = Math.min(bytes.length, from + 512 - ((at + from) % 512));
    pieces.push({ at: at + from, bytes: bytes.subarray(from, to) });
    from = to;
  }
  return pieces;
}
