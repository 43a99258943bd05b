// `npm run bench -- mutants [FILE …]`: R21, do the tests of the ledger, of PINs and of "once means once" notice when the code is broken? Stryker breaks
// it, one small change after another, and runs the tests that come by there: hours for all of it, so only by name, or for the FILEs named. It brings
// 180 packages and a TypeScript of its own, so it is no dependency: it lies in the user's cache.
import { mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { cacheDir, makeOnce } from './cache.mjs';
import { npm } from './npm.mjs';
import { PlainError, ROOT, run, say, toolNode } from './process.mjs';

const VERSION = '10.1.1';
const PACKAGES = [`@stryker-mutator/core@${VERSION}`, `@stryker-mutator/vitest-runner@${VERSION}`, 'typescript@5.9.3'];
const AIM = 95;

/** What is broken; the tests that should notice stand in mutants.vitest.mjs. */
const subjects = [
  'main/ledger/*.ts',
  'main/people/{locks,pin,recovery}.ts',
  'main/bridge/{dispatcher,session}.ts',
  'db/queries/receipts.ts',
];

/** @typedef {{ status: string, mutatorName: string, replacement?: string, location: { start: { line: number } } }} Mutant */

/** @param {string[]} files what to break; none: all of the subjects. @returns {Promise<boolean>} whether it ran */
export async function mutants(files) {
  const target = path.join(cacheDir(), `stryker-${VERSION}`);
  try {
    await makeOnce(target, install);
  } catch (error) {
    if (!(error instanceof PlainError)) throw error;
    say(`SKIPPED: mutants (${error.message.split('\n')[0]})`);
    return true;
  }
  const out = path.join(ROOT, 'out/mutants');
  mkdirSync(out, { recursive: true });
  const [report, config] = [path.join(out, 'report.json'), path.join(out, 'stryker.json')];
  const modules = path.join(target, 'node_modules/@stryker-mutator');
  const options = {
    testRunner: 'vitest',
    plugins: [path.join(modules, 'vitest-runner/dist/src/index.js')],
    mutate: files.length > 0 ? files : subjects,
    vitest: { configFile: 'tools/mutants.vitest.mjs', related: false },
    coverageAnalysis: 'perTest',
    // What is worked out while a file is loaded cannot be broken for one test alone: each would take all of the tests. They are counted apart.
    ignoreStatic: true,
    tempDirName: path.join(out, 'sandbox'),
    reporters: ['progress-append-only', 'json'],
    jsonReporter: { fileName: report },
    allowConsoleColors: false,
  };
  writeFileSync(config, JSON.stringify(options));
  // The tests run in this project's own vitest, which Stryker's runner looks for beside itself.
  const link = path.join(target, 'node_modules/vitest');
  rmSync(link, { force: true });
  symlinkSync(path.join(ROOT, 'node_modules/vitest'), link, 'junction');
  const { code } = await run(toolNode(), [path.join(modules, 'core/bin/stryker.js'), 'run', config]);
  if (code === 0) tell(JSON.parse(readFileSync(report, 'utf8')));
  return code === 0;
}

/** @param {string} folder */
async function install(folder) {
  writeFileSync(path.join(folder, 'package.json'), '{ "private": true }\n');
  const quietly = ['--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  // Its peers are here already.
  const args = ['install', '--save-exact', '--legacy-peer-deps', ...quietly, ...PACKAGES];
  await npm(`Fetching ${PACKAGES[0]}`, args, { cwd: folder, quiet: true, timeoutMs: 600_000 });
}

/** @param {{ files: Record<string, { mutants: Mutant[] }> }} report */
function tell(report) {
  let [all, noticed, apart] = [0, 0, 0];
  for (const [file, { mutants: made }] of Object.entries(report.files)) {
    const counted = made.filter(({ status }) => ['Killed', 'Timeout', 'Survived', 'NoCoverage'].includes(status));
    const left = counted.filter(({ status }) => status === 'Survived' || status === 'NoCoverage');
    apart += made.filter(({ status }) => status === 'Ignored').length;
    all += counted.length;
    noticed += counted.length - left.length;
    say(`${file}: ${counted.length - left.length} of ${counted.length} breaks noticed`);
    for (const { status, location, mutatorName, replacement = '' } of left)
      say(
        `  line ${location.start.line}, ${mutatorName}${status === 'NoCoverage' ? ', no test comes by' : ''}: ${replacement.slice(0, 100).replace(/\s+/g, ' ')}`,
      );
  }
  say(
    `R21: ${noticed} of ${all} breaks noticed, ${((100 * noticed) / Math.max(1, all)).toFixed(1)} %   aim ≥ ${AIM} %; ${apart} of constants not tried`,
  );
}
