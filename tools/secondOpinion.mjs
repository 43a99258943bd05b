// `npm run bench -- electronegativity`: what somebody else's checker finds in the app's sources. It is old and brings 400 packages, so it is no
// dependency: it lies in the user's cache. Each of its findings has an answer in secondOpinion.json; one without, or an answer to nothing, fails.
import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { cacheDir, makeOnce } from './cache.mjs';
import { npm } from './npm.mjs';
import { must, PlainError, ROOT, say, toolNode } from './process.mjs';

const PACKAGE = '@doyensec/electronegativity@1.10.3';
const sources = ['main', 'preload', 'renderer', 'db', 'package.json'];

/** @typedef {{ id: string, file: string, line: number, severity: string, sample: string }} Finding */

/** @returns {Promise<boolean>} whether every finding has its answer */
export async function secondOpinion() {
  const target = path.join(cacheDir(), PACKAGE.split('/')[1] ?? '');
  try {
    await makeOnce(target, install);
  } catch (error) {
    if (!(error instanceof PlainError)) throw error;
    say(`SKIPPED: electronegativity (${error.message.split('\n')[0]})`);
    return true;
  }
  const staged = path.join(ROOT, 'out/secondOpinion');
  rmSync(staged, { recursive: true, force: true });
  for (const name of sources) cpSync(path.join(ROOT, name), path.join(staged, name), { recursive: true });
  const { version } = JSON.parse(readFileSync(path.join(ROOT, 'node_modules/electron/package.json'), 'utf8'));
  const child = path.join(import.meta.dirname, 'electronegativity.mjs');
  const output = await must('Electronegativity', toolNode(), [child, target, staged, version], { quiet: true });
  /** @type {{ found: Finding[], unread: string[] }} */
  const { found, unread } = JSON.parse(output.trim().split('\n').at(-1) ?? '');
  return judge(found, unread);
}

/** @param {string} folder */
async function install(folder) {
  writeFileSync(path.join(folder, 'package.json'), '{ "private": true }\n');
  const args = ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--save-exact', '--loglevel=error', PACKAGE];
  await npm(`Fetching ${PACKAGE}`, args, { cwd: folder, quiet: true, timeoutMs: 600_000 });
}

/** @param {Finding[]} found @param {string[]} unread files it could not read: what it says about them is nothing */
function judge(found, unread) {
  /** @type {{ id: string, file: string, answer: string }[]} */
  const answers = JSON.parse(readFileSync(path.join(import.meta.dirname, 'secondOpinion.json'), 'utf8'));
  const is = (/** @type {{ id: string, file: string }} */ a, /** @type {{ id: string, file: string }} */ b) =>
    a.id === b.id && a.file === b.file;
  const lines = [];
  for (const one of found) {
    const answer = answers.find((known) => is(known, one))?.answer ?? 'NO ANSWER in tools/secondOpinion.json';
    lines.push(`${one.severity} ${one.id} ${one.file}:${one.line} ${one.sample}\n    ${answer}`);
  }
  for (const answer of answers)
    if (!found.some((one) => is(one, answer))) lines.push(`${answer.id} ${answer.file}: answered, and no longer found`);
  for (const file of unread) lines.push(`not read: ${file}`);
  const answered = found.filter((one) => answers.some((known) => is(known, one))).length;
  lines.push(
    `electronegativity 1.10.3: ${found.length} findings, ${answered} answered, ${unread.length} files not read`,
  );
  process.stdout.write(`${lines.join('\n')}\n`);
  return answered === found.length && answers.length === found.length && unread.length === 0;
}
