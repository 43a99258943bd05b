import { readFile, stat } from 'node:fs/promises';
import type { LogoRow } from '../../db/queries/paper.ts';
import { logoBytes } from '../../preload/contract/paper.ts';
import { AppError } from '../bridge/errors.ts';

/** How a file of each kind begins and ends: what is cut off or something else altogether is not taken. */
const kinds = [
  {
    type: 'image/png',
    begins: [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a],
    ends: [0x49, 0x45, 0x4e, 0x44, 0xae, 0x42, 0x60, 0x82],
  },
  { type: 'image/jpeg', begins: [0xff, 0xd8, 0xff], ends: [0xff, 0xd9] },
] as const;

/** Reads a picture for the logo. Throws PICTURE_TOO_LARGE, PICTURE_KIND or FILE_UNREADABLE. */
export async function readLogo(file: string): Promise<LogoRow> {
  const unreadable = () => {
    throw new AppError('FILE_UNREADABLE');
  };
  const { size } = await stat(file).catch(unreadable);
  if (size > logoBytes) throw new AppError('PICTURE_TOO_LARGE', { limit: logoBytes / 1024 });
  const bytes = await readFile(file).catch(unreadable);
  const kind = kinds.find(
    ({ begins, ends }) =>
      bytes.subarray(0, begins.length).equals(Buffer.from(begins)) &&
      bytes.subarray(-ends.length).equals(Buffer.from(ends)),
  );
  if (!kind) throw new AppError('PICTURE_KIND');
  return { type: kind.type, bytes };
}
