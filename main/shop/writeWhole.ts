import { open, rename, rm } from 'node:fs/promises';
import { AppError } from '../bridge/errors.ts';

/** Writes a file whole or not at all: a temporary file beside it, synced, renamed. Throws FILE_WRITE. */
export async function writeWhole(file: string, content: string | Uint8Array): Promise<void> {
  const temporary = `${file}.${process.pid}.part`;
  try {
    const handle = await open(temporary, 'w', 0o600);
    try {
      await handle.writeFile(content, 'utf8');
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(temporary, file);
  } catch {
    await rm(temporary, { force: true });
    throw new AppError('FILE_WRITE');
  }
}
