// Gives out what changed rules have earned until it is killed: `node giver.ts FOLDER NOW`. It says `slice N` after each short slice.
import { writeSync } from 'node:fs';
import { v7 as uuidv7 } from 'uuid';
import { openInlineBackground } from '../../main/background/inline.ts';
import { giveAllEarned } from '../../main/programs/change/giveEarned.ts';
import { openShop } from '../../main/shop/open.ts';

const [folder = '', now = ''] = process.argv.slice(2);
const clock = () => Number(now);
const opened = await openShop(folder, clock);
if (opened.state !== 'open') throw new Error(opened.state);
let slices = 0;
await giveAllEarned({
  shop: opened.shop,
  background: openInlineBackground(opened.shop.file),
  personKey: null,
  clock,
  newId: uuidv7,
  // One card a slice: the more places to be killed at.
  slice: 0,
  onProgress: () => void writeSync(1, `slice ${++slices}\n`),
});
opened.shop.close();
