// A second process: takes the writer lock of the folder it is given, says whether it has it, and keeps it until it is killed.
import { takeLock } from '../../db/lock.ts';

const [folder] = process.argv.slice(2);
if (folder === undefined) throw new Error('which folder?');
const lock = takeLock(folder);
process.stdout.write(lock ? 'held\n' : 'refused\n');
if (lock) setInterval(() => undefined, 60_000);
