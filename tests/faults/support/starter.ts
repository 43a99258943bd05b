// A start of the app without its window: `node starter.ts FOLDER`. Says "waiting", opens the shop at the word "go" and says what its screen
// would show; "stamp" enrols somebody and gives them a stamp. It ends well when its input ends.
import { createInterface } from 'node:readline';
import { type Desk, openDesk } from './desk.ts';

const [folder = ''] = process.argv.slice(2);
const say = (line: string) => process.stdout.write(`${line}\n`);
let desk: Desk | null = null;

say('waiting');
for await (const word of createInterface({ input: process.stdin })) {
  if (word === 'go') {
    desk = await openDesk(folder);
    const status = await desk.ok('shop.status', {});
    if (status.state === 'ready') await desk.signIn();
    say(status.state === 'failed' ? (status.failure?.kind ?? 'failed') : status.state);
  } else if (word === 'stamp' && desk) {
    const enrolled = await desk.call('customers.enrol', { name: 'Maria' });
    say(enrolled.ok ? 'stamped' : `refused ${enrolled.error.code}`);
  }
}
await desk?.host.close();
