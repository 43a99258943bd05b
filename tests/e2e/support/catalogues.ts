import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Language } from '../../../preload/contract/values.ts';
import { inWords, noOwnWords, type OwnWords } from '../../../preload/contract/words.ts';
import { root } from './root.ts';

interface Tree {
  readonly [key: string]: string | Tree;
}

/** Every sentence of a language, by "feature:dotted.key", in the app's own words or a shop's. */
export function catalogue(language: Language, own: OwnWords = noOwnWords): Record<string, string> {
  const folder = join(root, 'renderer/i18n', language);
  const all: Record<string, string> = {};
  const add = (prefix: string, tree: Tree) => {
    for (const [key, value] of Object.entries(tree)) {
      if (typeof value === 'string') all[`${prefix}${key}`] = inWords(value, own, language);
      else add(`${prefix}${key}.`, value);
    }
  };
  for (const file of readdirSync(folder)) {
    add(`${file.replace('.json', '')}:`, JSON.parse(readFileSync(join(folder, file), 'utf8')));
  }
  return all;
}
