import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, statfsSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const has = (program: string): boolean => spawnSync('sh', ['-c', `command -v ${program}`]).status === 0;

export type FileSystem = 'tmpfs' | 'ext4' | 'xfs';
/** The smallest that mkfs makes, megabytes. */
const least: Readonly<Record<FileSystem, number>> = { tmpfs: 1, ext4: 8, xfs: 320 };

/** Why this machine cannot mount a small file system of its own; null when it can. */
export function whyNoMount(kind: FileSystem): string | null {
  if (process.platform !== 'linux') return 'mounting a file system for a test works on Linux alone';
  if (process.getuid?.() !== 0) return 'mounting needs root';
  if (kind !== 'tmpfs' && !has(`mkfs.${kind}`)) return `there is no mkfs.${kind}`;
  try {
    unmount(mountNew(kind, least[kind]));
    return null;
  } catch (error) {
    return `a ${kind} cannot be mounted here: ${String((error as { stderr?: Buffer }).stderr ?? error).trim()}`;
  }
}

export interface Mounted {
  readonly kind: FileSystem;
  /** Where it is mounted. */
  readonly folder: string;
  /** The file it lies in; null for one in memory. */
  readonly image: string | null;
}

/** A small file system of its own, until it is unmounted. */
export function mountNew(kind: FileSystem, megabytes: number): Mounted {
  const folder = mkdtempSync(join(tmpdir(), 'regulars-mount-'));
  if (kind === 'tmpfs') {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'regulars', folder], { stdio: 'pipe' });
    return { kind, folder, image: null };
  }
  const image = join('/dev/shm', `${folder.split('/').at(-1)}.img`);
  writeFileSync(image, '');
  truncateSync(image, megabytes * 1024 * 1024);
  execFileSync(`mkfs.${kind}`, kind === 'ext4' ? ['-q', '-m', '0', image] : ['-q', image], { stdio: 'pipe' });
  const mounted = { kind, folder, image };
  mount(mounted);
  return mounted;
}

/** Mounts again what was unmounted, and with it replays the file system's own journal. */
export function mount({ image, folder }: Mounted): void {
  execFileSync('mount', ['-o', 'loop', image ?? '', folder], { stdio: 'pipe' });
}

export function detach({ folder }: Mounted): void {
  execFileSync('umount', [folder], { stdio: 'pipe' });
}

export function unmount(mounted: Mounted): void {
  // Whatever still has a file open there is about to end with its test.
  execFileSync('umount', ['-l', mounted.folder], { stdio: 'pipe' });
  rmSync(mounted.folder, { recursive: true, force: true });
  if (mounted.image) rmSync(mounted.image, { force: true });
}

/** Bytes that may still be written there. */
export function freeOf(folder: string): number {
  const { bavail, bsize } = statfsSync(folder);
  return bavail * bsize;
}

/** Takes the room of a file system until so many bytes are left, with real blocks. */
export function fillTo(folder: string, left: number): void {
  const filler = join(folder, 'filler');
  const free = freeOf(folder) - left;
  // A file system takes some of what is free for its own books.
  for (let taken = free; taken > 0; taken -= 4096) {
    // Beside what is there already: asked twice, it takes more.
    const name = `${filler}-${performance.now()}`;
    const n = spawnSync('fallocate', ['-l', String(taken), name]);
    if (n.status === 0) return;
    rmSync(name, { force: true });
    if (free - taken > 256 * 1024) throw new Error(`the disk could not be filled: ${n.stderr}`);
  }
}

/** Takes away what filled it. */
export function empty(folder: string): void {
  spawnSync('sh', ['-c', `rm -f ${folder}/filler-*`]);
}
