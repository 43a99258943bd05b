// What package.json's scripts call. Only modules that Node brings itself are imported here and in what is
// imported from here: on a bare clone there is nothing else yet.
import { bench } from './bench.mjs';
import { dev } from './dev.mjs';
import { testFaults, torture } from './faults.mjs';
import { makePackage } from './package.mjs';
import { PlainError } from './process.mjs';
import { screenshots } from './screenshots.mjs';
import { start } from './start.mjs';
import { test } from './test.mjs';

/** Each takes the words after the command and answers with the exit code. */
/** @type {Record<string, (args: string[]) => Promise<number>>} */
const commands = { start, test, 'test:faults': testFaults, torture, dev, bench, package: makePackage, screenshots };

const [name = '', ...args] = process.argv.slice(2);
const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
if (!command) {
  process.stderr.write(`usage: node tools/run.mjs ${Object.keys(commands).join('|')} [ARGUMENTS]\n`);
  process.exit(2);
}
try {
  process.exit(await command(args));
} catch (error) {
  process.stderr.write(
    error instanceof PlainError ? `\n${error.message}\n` : `${/** @type {Error} */ (error).stack}\n`,
  );
  process.exit(1);
}
