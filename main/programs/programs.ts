import { basename } from 'node:path';
import type { ReadConnection } from '../../db/open.ts';
import { findItem, findItemByName, insertItem, listItems, updateItem } from '../../db/queries/items.ts';
import {
  countOpenByProgram,
  findProgram,
  insertPendingChange,
  updateProgramEnd,
  updateProgramPause,
} from '../../db/queries/programs.ts';
import type { ParsedInputOf } from '../../preload/contract/kinds.ts';
import type { programs as contract, Program } from '../../preload/contract/programs.ts';
import type { ProgramRules } from '../../preload/contract/rules.ts';
import type { ItemId, ProgramId } from '../../preload/contract/values.ts';
import type { TaskContext } from '../bridge/context.ts';
import { AppError, found } from '../bridge/errors.ts';
import { implement } from '../bridge/implement.ts';
import { writeWhole } from '../shop/writeWhole.ts';
import { giveEarned } from './change/giveEarned.ts';
import { stateOf } from './state.ts';
import { addVersion, createProgram, findProgramNow, loadPrograms, type ProgramNow } from './versions.ts';

/** Programs that may run together (F-01). */
const mostPrograms = 10;

/** Every item that has a rate of its own must be there. */
function checkItems(read: ReadConnection, rules: ProgramRules, path: string): void {
  if (!('itemRates' in rules)) return;
  const unknown = rules.itemRates.flatMap(({ of }, i) =>
    of.by === 'item' && !findItem(read, of.itemId) ? [`${path}itemRates.${i}.of.itemId`] : [],
  );
  if (unknown.length > 0) throw new AppError('BAD_INPUT', {}, unknown);
}

/** Rewards keep the ids they have had in this program; one from elsewhere would be two things under one name. */
function checkRewardIds({ versions }: ProgramNow | { versions: [] }, rules: ProgramRules, path: string): void {
  if (!('rewards' in rules)) return;
  const own = new Set<string>(versions.flatMap(({ rewardKeys }) => [...rewardKeys.keys()]));
  const foreign = rules.rewards.flatMap(({ rewardId }, i) =>
    rewardId !== null && !own.has(rewardId) ? [`${path}rewards.${i}.rewardId`] : [],
  );
  if (foreign.length > 0) throw new AppError('BAD_INPUT', {}, foreign);
}

/** The program that new rules are meant for; refuses what cannot be its rules. */
function checkChange(
  read: ReadConnection,
  { programId, version, rules }: ParsedInputOf<typeof contract.change>,
): ProgramNow {
  const program = found(findProgramNow(read, programId));
  if (program.endedAt !== null) throw new AppError('PROGRAM_NOT_RUNNING', { state: 'ended' });
  if (program.latest.version !== version) throw new AppError('PROGRAM_CHANGED', { version: program.latest.version });
  if (rules.kind !== program.latest.rules.kind) throw new AppError('BAD_INPUT', {}, ['rules.kind']);
  checkItems(read, rules, 'rules.');
  checkRewardIds(program, rules, 'rules.');
  return program;
}

/** A job on what new rules would do. */
const jobOf = (context: TaskContext, input: ParsedInputOf<typeof contract.change>) => ({
  params: { programKey: checkChange(context.shop.read, input).key, rules: input.rules, today: context.today },
  options: { signal: context.signal, onProgress: context.progress },
});

export const programs = implement('programs', {
  list({ read, today }) {
    const open = new Map(countOpenByProgram(read).map((row) => [row.programKey, row]));
    return loadPrograms(read).map((program): Program => {
      const { key, id, latest, createdAt } = program;
      return {
        programId: id as ProgramId,
        version: latest.version,
        rules: latest.rules,
        state: stateOf(program, today),
        createdAt,
        changedAt: latest.createdAt,
        openCards: open.get(key)?.openCards ?? 0,
        openRewards: open.get(key)?.openRewards ?? 0,
      };
    });
  },

  create({ read, write, newId, now, today, note }, rules) {
    const active = loadPrograms(read).filter((program) => !['ended', 'over'].includes(stateOf(program, today)));
    if (active.length >= mostPrograms) throw new AppError('PROGRAM_LIMIT', { limit: mostPrograms });
    checkItems(read, rules, '');
    checkRewardIds({ versions: [] }, rules, '');
    const id = createProgram(write, rules, newId, now);
    note({ kind: rules.kind }, id);
    return { programId: id as ProgramId };
  },

  change({ read, write, newId, now, note }, { programId, version, rules }) {
    const program = checkChange(read, { programId, version, rules });
    const key = addVersion(write, program.key, rules, newId, now);
    if (rules.kind === 'stamps') insertPendingChange(write, key);
    note({ version: version + 1 }, programId);
    return { programId, version: version + 1 };
  },

  async preview(context, input) {
    const { params, options } = jobOf(context, input);
    return context.background.run('previewChange', params, options);
  },

  async saveContacts(context, input) {
    const { params, options } = jobOf(context, input);
    const text = await context.background.run('listChangeContacts', params, options);
    const target = await context.services.chooseTarget('csv', `contacts-${context.today}.csv`);
    if (target === null) return { saved: null };
    await writeWhole(target, text);
    context.record('programs.saveContacts', () => undefined, { programId: input.programId });
    return { saved: basename(target) };
  },

  async cancel({ cancel }, { task }) {
    cancel(task);
    return { done: true };
  },

  async giveEarned(context, { programId }) {
    const { shop, background, session, clock, newId, signal, progress } = context;
    const personKey = session.who?.personKey ?? null;
    const giving = { shop, background, personKey, clock, newId, signal, onProgress: progress };
    const rewards = await giveEarned(giving, found(findProgram(shop.read, programId)).key);
    if (rewards > 0) context.record('programs.giveEarned', () => undefined, { programId, rewards });
    return { rewards };
  },

  versions: ({ read }, { programId }) =>
    found(findProgramNow(read, programId)).versions.map(({ version, rules, createdAt }) => ({
      version,
      rules,
      createdAt,
    })),

  pause({ read, write, now, note }, { programId }) {
    const row = found(findProgram(read, programId));
    if (row.endedAt !== null) throw new AppError('PROGRAM_NOT_RUNNING', { state: 'ended' });
    updateProgramPause(write, row.key, now);
    note({}, programId);
    return { done: true };
  },

  resume({ read, write, note }, { programId }) {
    const row = found(findProgram(read, programId));
    if (row.endedAt !== null) throw new AppError('PROGRAM_NOT_RUNNING', { state: 'ended' });
    updateProgramPause(write, row.key, null);
    note({}, programId);
    return { done: true };
  },

  end({ read, write, now, note }, { programId }) {
    const row = found(findProgram(read, programId));
    if (row.endedAt === null) updateProgramEnd(write, row.key, now);
    note({}, programId);
    return { done: true };
  },

  items: ({ read }) =>
    listItems(read).map(({ id, name, category, archivedAt }) => ({
      itemId: id as ItemId,
      name,
      category,
      archived: archivedAt !== null,
    })),

  addItem({ read, write, newId, now, note }, { name, category }) {
    if (findItemByName(read, name)) throw new AppError('BAD_INPUT', {}, ['name']);
    const id = newId();
    insertItem(write, { id, name, category, createdAt: now });
    note({}, id);
    return { itemId: id as ItemId };
  },

  changeItem({ read, write, now, note }, { itemId, name, category, archived }) {
    const item = found(findItem(read, itemId));
    const other = findItemByName(read, name);
    if (other && other.key !== item.key) throw new AppError('BAD_INPUT', {}, ['name']);
    updateItem(write, item.key, { name, category, archivedAt: archived ? (item.archivedAt ?? now) : null });
    note({}, itemId);
    return { done: true };
  },
});
