import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, onTestFinished, test } from 'vitest';
import { count, scale, seed } from '../support/counts.ts';
import { lean, program } from '../support/program.ts';
import { diskLibrary, whyNoLibrary } from './support/library.ts';
import type { Swept } from './support/sweep.ts';
import type { WorkflowName } from './support/workflows.ts';

/**
 * R4: every operation on the disk fails once, or from then on, as a broken disk and as a full one would, writes whole or by half, reads too.
 * The person is told in a code there are words for, nothing is lost or doubled, and the same request goes through when the fault is over.
 */
const memory = '/dev/shm';
const run = promisify(execFile);

/** Every so many operations; 1: all of them. `npm run torture` fails all of them everywhere, one such part after another. */
const strides: Readonly<Record<WorkflowName, number>> = {
  stamp: count(13, 1, 1),
  redeem: count(41, 1, 1),
  void: count(41, 1, 1),
  timers: count(11, 1, 1),
  enrol: count(41, 1, 1),
  import: count(397, 1, 7),
  backup: count(199, 1, 7),
  erase: count(997, 2, 23),
  restore: count(997, 4, 23),
};
/** Where many operations of a kind come in a row on one file, pages of a copy, every so many of those after the eighth count. */
const rowsThinned: readonly WorkflowName[] = ['erase', 'restore'];
const rows = (name: WorkflowName): number => (rowsThinned.includes(name) ? count(1, 17, 1) : 1);
const partsOf = (name: WorkflowName): number => (scale === 2 ? strides[name] : 1);
/** Compound faults too where they take no more than a minute. */
const compounds: readonly WorkflowName[] =
  scale === 0 ? [] : scale === 1 ? ['stamp', 'redeem', 'void'] : (Object.keys(strides) as WorkflowName[]);

async function swept(
  name: WorkflowName,
  { stride, parts }: { stride: number; parts: number },
  kinds: 'single' | 'compound',
  honesty = 'honest',
) {
  const base = mkdtempSync(join(memory, 'regulars-errors-'));
  onTestFinished(() => rmSync(base, { recursive: true, force: true }));
  const words = [
    await program('tests/faults/support/sweep.ts'),
    base,
    name,
    ...[stride, seed, parts, 0.5 / Object.keys(strides).length, rows(name)].map(String),
  ];
  const { stdout } = await run(process.execPath, [...lean, ...words, kinds, honesty], {
    env: { ...process.env, LD_PRELOAD: diskLibrary(), DISK_FOLDER: base },
    maxBuffer: 2 ** 26,
  });
  return JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as Swept;
}

const total = { points: 0, workflows: 0, lost: 0, wrong: 0, once: 0, completed: 0 };
const why = whyNoLibrary();

describe('R4 every operation fails', () => {
  test.for(Object.keys(strides) as WorkflowName[])('%s', { timeout: 3_600_000 }, async (name, context) => {
    if (why) return context.skip(why);
    const sums: Swept[] = [];
    for (const kinds of ['single', 'compound'] as const) {
      if (kinds === 'compound' && !compounds.includes(name)) continue;
      sums.push(await swept(name, { stride: strides[name], parts: partsOf(name) }, kinds));
    }
    for (const of of sums) {
      total.points += of.points;
      total.lost += of.lost.length;
      total.wrong += of.wrong.length;
      total.once += of.once.points;
      total.completed += of.once.completed;
      console.log(
        `R4, ${name}: ${of.points} points${of.parts === strides[name] ? '' : `, ${of.parts} of ${strides[name]} parts`}${rows(name) === 1 ? '' : `, every ${rows(name)}th in long rows`}, ${of.unharmed} went through at once, refused ${JSON.stringify(of.refused)}; ` +
          `${of.once.completed} of ${of.once.points} that failed once completed; ${of.died} deaths, ${of.restarts} starts (seed ${seed})`,
      );
      expect(of.lost).toEqual([]);
      expect(of.wrong).toEqual([]);
      expect(of.points).toBeGreaterThan(3);
      // A second fault is never one that happened once.
      if (of.once.points > 0) expect(of.once.completed / of.once.points).toBeGreaterThanOrEqual(0.99);
    }
    total.workflows++;
  });

  test('all of them; control: a till that says "done" whatever the disk said is found out', {
    timeout: 600_000,
  }, async (context) => {
    if (why) return context.skip(why);
    console.log(
      `R4: ${total.points} points of ${total.workflows} workflows, ${total.lost} lost, ${total.wrong} wrong; ` +
        `${((100 * total.completed) / Math.max(1, total.once)).toFixed(2)} % of ${total.once} single faults completed (seed ${seed})`,
    );
    const hasty = await swept('stamp', { stride: count(27, 3, 3), parts: count(1, 1, 3) }, 'single', 'hasty');
    console.log(`R4, control: ${hasty.lost.length} of ${hasty.points} points lost by a till that does not look`);
    expect(hasty.lost.length).toBeGreaterThan(0);
  });
});
