import { setImmediate as nextTurn } from 'node:timers/promises';
import { type HistoryPlan, type SeedVisit, simulate } from './history.ts';

/** Customers whose history is tried first, before everybody's. */
const sample = 2_000;
const tries = 12;
const [fastest, slowest] = [1 / 16, 64] as const;
/** The share of the wanted entries that the visits themselves should bring: second purchases bring the rest. */
const aim = 0.99;
const enough = 0.98;
/** Customers of a very short history who come at all bring this many entries each. */
const visitorEntries = 5;
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
  const next = (pace: number, made: number, wanted: number) =>
    Math.min(slowest, Math.max(fastest, (pace * made) / (aim * wanted)));
  let { pace } = plan;
  if (share < 1)
    for (let i = 0; i < tries; i++)
      pace = next(pace, (await count({ ...part, pace }, signal)).entries, share * entries);

  let best: { plan: HistoryPlan; entries: number } | null = null;
  for (let i = 0; i < tries; i++) {
    const made = await count({ ...plan, visitors, pace }, signal);
    const fits = made.entries <= entries;
    // The most that fits; as long as nothing fits, the least.
    if (best === null || (fits ? made.entries > best.entries || best.entries > entries : made.entries < best.entries)) {
      const fill = { more: Math.max(0, entries - made.entries), visits: made.visits };
      best = { plan: { ...plan, visitors, pace, fill }, entries: made.entries };
    }
    const other = next(pace, made.entries, entries);
    if ((fits && made.entries >= enough * entries) || other === pace) break;
    pace = other;
  }
  return best?.plan ?? plan;
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
