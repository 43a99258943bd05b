// `npm run bench -- mutants [WORD …]`: R21, do the tests of the ledger, of PINs, of the keys and of "once means once" notice when the code is
// broken? Stryker breaks it, one small change after another, and runs the module's own tests that come by there. All of it takes hours, so only by
// name: WORDs are modules (`people`) or files, with lines if wanted (`main/ledger/journal.ts:100-200`). What was found out before stays in
// out/mutants and is not tried again until the file or its tests change. Stryker brings 180 packages and a TypeScript of its own, so it is no
// dependency: it lies in the user's cache.
import { mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { cacheDir, makeOnce } from './cache.mjs';
import { npm } from './npm.mjs';
import { PlainError, ROOT, run, say, toolNode } from './process.mjs';

const VERSION = '10.1.1';
const PACKAGES = [`@stryker-mutator/core@${VERSION}`, `@stryker-mutator/vitest-runner@${VERSION}`, 'typescript@5.9.3'];
const AIM = 95;
const OUT = path.join(ROOT, 'out/mutants');

/** What is broken, and the tests that should notice: the module's own, none that take long. @type {Record<string, { files: string[], tests: string[] }>} */
const modules = {
  people: {
    files: ['people/locks', 'people/pin', 'people/recovery', 'people/people', 'bridge/session'].map(
      (name) => `main/${name}.ts`,
    ),
    tests: ['tests/people/*.test.ts'],
  },
  keys: {
    files: ['wrap', 'ring', 'box', 'files', 'seal', 'keys'].map((name) => `main/keys/${name}.ts`),
    tests: ['tests/keys/{files,seal,wrap}.test.ts'],
  },
  once: {
    files: ['main/bridge/dispatcher.ts', 'db/queries/receipts.ts'],
    tests: ['tests/contract/{once,door,storage}.test.ts', 'tests/people/rate.test.ts'],
  },
  clock: { files: ['main/ledger/clock.ts'], tests: ['tests/ledger/clock.test.ts'] },
  seals: { files: ['main/ledger/seal.ts'], tests: ['tests/ledger/seal.test.ts'] },
  ledger: {
    files: ['ledger', 'refreshCard'].map((name) => `main/ledger/${name}.ts`),
    tests: [
      'tests/counter/{stamp,redeem,reverse,undo,move,bonus,adjust,paid}.test.ts',
      'tests/ledger/{clock,entries}.test.ts',
      'tests/programs/expiryRun.test.ts',
    ],
  },
  batches: {
    files: ['settle', 'slices'].map((name) => `main/ledger/${name}.ts`),
    tests: ['tests/ledger/slices.test.ts', 'tests/import/*.test.ts'],
  },
  moves: {
    files: ['main/ledger/relocate.ts'],
    tests: ['tests/ledger/relocate.test.ts', 'tests/counter/move.test.ts', 'tests/merges/*.test.ts'],
  },
  journal: {
    files: ['journal', 'keeper', 'lines', 'logGap'].map((name) => `main/ledger/${name}.ts`),
    tests: ['tests/ledger/{parts,lines,logGap,journal,keeper}.test.ts', 'tests/activity/chain.test.ts'],
  },
};

/** @typedef {{ status: string, mutatorName: string, replacement?: string, location: { start: Place, end: Place } }} Mutant */
/** @typedef {{ line: number, column: number }} Place */
/** @typedef {{ files: Record<string, { source: string, mutants: Mutant[] }> }} Report */
/** @typedef {{ all: number, noticed: number, late: number, same: number, apart: number }} Score */

/**
 * Breaks that change nothing anybody could see, each with its reason: counted apart, and printed.
 * @type {{ file: string, line: string, code: string, mutator: string, replacement: string, why: string }[]}
 */
const equivalents = JSON.parse(readFileSync(path.join(import.meta.dirname, 'mutants.json'), 'utf8'));

/** @param {string[]} words modules or files; none: everything. @returns {Promise<boolean>} whether it ran */
export async function mutants(words) {
  const target = path.join(cacheDir(), `stryker-${VERSION}`);
  try {
    await makeOnce(target, install);
  } catch (error) {
    if (!(error instanceof PlainError)) throw error;
    say(`SKIPPED: mutants (${error.message.split('\n')[0]})`);
    return true;
  }
  mkdirSync(OUT, { recursive: true });
  // The tests run in this project's own vitest, which Stryker's runner looks for beside itself.
  const link = path.join(target, 'node_modules/vitest');
  rmSync(link, { force: true });
  symlinkSync(path.join(ROOT, 'node_modules/vitest'), link, 'junction');
  const wanted = words.length > 0 ? words : Object.keys(modules);
  for (const word of wanted)
    if (!Object.entries(modules).some(([name, { files }]) => word === name || files.includes(fileOf(word))))
      throw new PlainError(`mutants: neither a module nor a file of one: ${word}`);
  /** @type {Score[]} */
  const scores = [];
  for (const [name, { files, tests }] of Object.entries(modules)) {
    const chosen = wanted.includes(name) ? files : wanted.filter((word) => files.includes(fileOf(word)));
    if (chosen.length === 0) continue;
    if (!(await breakAll(path.join(target, 'node_modules/@stryker-mutator'), name, chosen, tests))) return false;
    scores.push(tell(name, JSON.parse(readFileSync(path.join(OUT, `${name}.json`), 'utf8'))));
  }
  say(closing('R21', scores));
  return true;
}

const fileOf = (/** @type {string} */ word) => word.replace(/:\d+-\d+$/, '');

/** @param {string} stryker @param {string} name @param {string[]} files @param {string[]} tests */
async function breakAll(stryker, name, files, tests) {
  const config = path.join(OUT, 'stryker.json');
  const options = {
    testRunner: 'vitest',
    plugins: [path.join(stryker, 'vitest-runner/dist/src/index.js')],
    mutate: files,
    testFiles: tests,
    vitest: { configFile: 'tools/mutants.vitest.mjs', related: false },
    coverageAnalysis: 'perTest',
    // What is worked out while a file is loaded cannot be broken for one test alone: each would take all of the tests. They are counted apart.
    ignoreStatic: true,
    incremental: true,
    incrementalFile: path.join(OUT, `${name}.known.json`),
    // A machine that is busy is no endless loop: those end by the number of their rounds.
    timeoutMS: 60_000,
    // Each runs a test process beside its own.
    concurrency: Math.max(1, Math.floor(os.availableParallelism() / 2)),
    tempDirName: path.join(OUT, 'sandbox'),
    reporters: ['progress-append-only', 'json'],
    jsonReporter: { fileName: path.join(OUT, `${name}.json`) },
    allowConsoleColors: false,
  };
  writeFileSync(config, JSON.stringify(options));
  const { code } = await run(toolNode(), [path.join(stryker, 'core/bin/stryker.js'), 'run', config]);
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

/** @param {string} name @param {Report} report @returns {Score} */
function tell(name, report) {
  /** @type {Score[]} */
  const scores = [];
  for (const [file, { source, mutants: made }] of Object.entries(report.files)) {
    const lines = source.split('\n');
    const score = { all: 0, noticed: 0, late: 0, same: 0, apart: 0 };
    for (const { status, location, mutatorName, replacement = '' } of made) {
      const { line } = location.start;
      if (status === 'Ignored') score.apart++;
      else if (status === 'Killed' || status === 'Timeout') {
        score.all++;
        score.noticed++;
        if (status === 'Timeout') score.late++;
      } else if (status === 'Survived' || status === 'NoCoverage') {
        const text = lines[line - 1] ?? '';
        const code = text.slice(location.start.column - 1, location.end.column - 1);
        const known = equivalents.find(
          (one) =>
            one.file === file &&
            one.line === text.trim() &&
            one.code === code &&
            one.mutator === mutatorName &&
            one.replacement === replacement,
        );
        if (known) score.same++;
        else score.all++;
        const what = `${mutatorName}${status === 'NoCoverage' ? ', no test comes by' : ''}`;
        const instead = replacement.slice(0, 100).replace(/\s+/g, ' ');
        say(`  ${file}:${line}, ${what}: ${instead}${known ? `   changes nothing: ${known.why}` : ''}`);
      }
    }
    scores.push(score);
    say(closing(file, [score]));
  }
  say(closing(name, scores));
  return sum(scores);
}

/** @param {Score[]} scores @returns {Score} */
function sum(scores) {
  const total = { all: 0, noticed: 0, late: 0, same: 0, apart: 0 };
  for (const score of scores)
    for (const key of /** @type {(keyof Score)[]} */ (Object.keys(total))) total[key] += score[key];
  return total;
}

/** @param {string} of @param {Score[]} scores */
function closing(of, scores) {
  const { all, noticed, late, same, apart } = sum(scores);
  const share = ((100 * noticed) / Math.max(1, all)).toFixed(1);
  return (
    `${of}: ${noticed} of ${all} breaks noticed, ${share} % (aim ≥ ${AIM} %; ${late} of them by never ending); ` +
    `apart: ${same} that change nothing, ${apart} of constants not tried`
  );
}
