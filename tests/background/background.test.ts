import { readdirSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { OpenBackground } from '../../main/background/background.ts';
import { openInlineBackground } from '../../main/background/inline.ts';
import { openThreadBackground } from '../../main/background/thread.ts';
import { shopDatabase } from '../support/database.ts';
import { program } from '../support/program.ts';
import { openTestShop } from '../support/shop.ts';

/** Files of a folder that this process has open. */
const openIn = (folder: string): string[] =>
  readdirSync('/proc/self/fd').flatMap((fd) => {
    try {
      const file = readlinkSync(join('/proc/self/fd', fd));
      return file.startsWith(folder) ? [file] : [];
    } catch {
      return [];
    }
  });

const kinds: Record<string, () => Promise<OpenBackground>> = {
  'in a thread': async () => {
    const script = pathToFileURL(await program('main/background/worker.ts'));
    return (file) => openThreadBackground(script, file);
  },
  'without a thread': async () => openInlineBackground,
};

describe.for(Object.entries(kinds))('the background %s', ([, kind]) => {
  test.for([true, false])(
    'takes no job after it was closed (used before: %s), and leaves no file open',
    async (used, context) => {
      if (process.platform !== 'linux') return context.skip('only Linux tells which files a process has open');
      const open = await kind();
      const shop = await openTestShop();
      const file = shopDatabase(shop.folder);
      await shop.host.close();
      expect(openIn(shop.folder)).toEqual([]);
      const background = open(file);
      onTestFinished(() => background.close());
      if (used) expect(await background.run('checkPages', {})).toEqual({ ok: true });
      await background.close();
      await expect(background.run('checkPages', {})).rejects.toThrow('closed');
      expect(openIn(shop.folder)).toEqual([]);
    },
  );
});
