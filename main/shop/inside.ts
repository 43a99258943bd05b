import { realpathSync } from 'node:fs';
import { relative, sep } from 'node:path';

/** Is this folder the other one, or does it lie below it, by whatever path? Throws where one of them is not there. */
export function isInside(folder: string, place: string): boolean {
  const way = relative(realpathSync(folder), realpathSync(place));
  return way === '' || !(way === '..' || way.startsWith(`..${sep}`) || /^([A-Za-z]:|[\\/])/.test(way));
}
