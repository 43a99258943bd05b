// Writes down what has run out until it is killed: `node expirer.ts FOLDER NOW`. It says `slice N` after each short slice, N things done.
import { writeSync } from 'node:fs';
import { v7 as uuidv7 } from 'uuid';
import { createClockWatch } from '../../main/ledger/clock.ts';
import { expireDue } from '../../main/programs/expiryRun.ts';
import { openShop } from '../../main/shop/open.ts';

const [folder = '', now = ''] = process.argv.slice(2);
const clock = () => Number(now);
const opened = await openShop(folder, clock);
if (opened.state !== 'open') throw new Error(opened.state);
await expireDue({
  shop: opened.shop,
  clock,
  clockWatch: createClockWatch(clock, () => 0),
  newId: uuidv7,
  // One card or reward a slice: the more places to be killed at.
  slice: 0,
  onProgress: (done) => void writeSync(1, `slice ${done}\n`),
});
opened.shop.close();
