import { setImmediate as nextTurn } from 'node:timers/promises';
import { type HistoryPlan, type SeedVisit, simulate } from './history.ts';

/** Customers whose history is tried first, before everybody's. */
const sample = 2_000;
const [fastest, slowest] = [1 / 16, 64] as const;
/** The share of the wanted entries that the visits themselves should bring; second purchases bring the rest. */
const aim = 0.994;
/** Customers of a very short history who come at all bring this many entries each. */
const visitorEntries = 4;
const visitsBetweenTurns = 5_000;

/**
 * The plan changed so that {@link cutAfter} of its history has exactly `entries` entries: the pace is found by trying, second purchases
 * bring what is missing, and what a very short history has too many (one visit is two entries) is cut off.
 */
export async function fitPlan(plan: HistoryPlan, entries: number, signal?: AbortSignal): Promise<HistoryPlan> {
  const visitors = Math.min(plan.customers, Math.max(1, Math.floor(entries / visitorEntries)));
  const share = Math.min(1, sample / plan.customers);
  const part = {
    ...plan,
    customers: Math.round(plan.customers * share),
    visitors: Math.max(1, Math.round(visitors * share)),
  };
  let pace = plan.pace;
  const better = (made: number, wanted: number) => Math.min(slowest, Math.max(fastest, pace * (made / wanted) ** 1.2));
  for (let i = 0; i < 10; i++) pace = better((await count({ ...part, pace }, signal)).entries, aim * share * entries);
  for (let i = 0; i < 8; i++) {
    const made = await count({ ...plan, visitors, pace }, signal);
    const close = made.entries <= entries && made.entries >= (2 * aim - 1) * entries;
    const next = better(made.entries, aim * entries);
    if (close || (made.entries <= entries && next === pace))
      return { ...plan, visitors, pace, fill: { more: entries - made.entries, visits: made.visits } };
    pace = next;
  }
  const made = await count({ ...plan, visitors, pace }, signal);
  return { ...plan, visitors, pace, fill: { more: Math.max(0, entries - made.entries), visits: made.visits } };
}

async function count(plan: HistoryPlan, signal?: AbortSignal): Promise<{ entries: number; visits: number }> {
  let entries = 0;
  let visits = 0;
  let steps = 0;
  for (const visit of simulate(plan)) {
    entries += visit.entries.length;
    if (visit.entries.length > 0) visits++;
    if (++steps % visitsBetweenTurns === 0) {
      signal?.throwIfAborted();
      await nextTurn();
    }
  }
  return { entries, visits };
}

/** The history up to its `entries`-th entry. */
export function* cutAfter(history: Iterable<SeedVisit>, entries: number): Generator<SeedVisit, void, undefined> {
  let left = entries;
  for (const visit of history) {
    yield left >= visit.entries.length ? visit : { ...visit, entries: visit.entries.slice(0, left) };
    left = Math.max(0, left - visit.entries.length);
  }
}
