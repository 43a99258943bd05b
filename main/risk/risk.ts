import { ledgerVersion } from '../../db/queries/ledger.ts';
import { deleteClosure, insertClosure, listClosures } from '../../db/queries/risk.ts';
import type { ClosureId } from '../../preload/contract/values.ts';
import type { Background } from '../background/background.ts';
import { AppError } from '../bridge/errors.ts';
import { implement } from '../bridge/implement.ts';
import { dayNumber } from '../retention/days.ts';

/** Nobody is closed for longer and still a shop; and it keeps a slip of the year from taking out a decade. */
const longestClosure = 366;

/** Lists being computed, by the shop's background, and the ledger they are computed from. */
const underWay = new WeakMap<Background, { version: string; end: AbortController }>();

/** Whoever asks after the ledger has changed ends what was asked before: nobody waits for that answer any longer. */
function signalFor(background: Background, version: string): AbortSignal {
  const before = underWay.get(background);
  if (before?.version === version && !before.end.signal.aborted) return before.end.signal;
  before?.end.abort();
  const end = new AbortController();
  underWay.set(background, { version, end });
  return end.signal;
}

export const risk = implement('risk', {
  list: ({ background, shop, settings, today, signal, progress }, filter) =>
    background.run(
      'listRisk',
      { asOf: today, windowDays: settings.activityWindowDays, weeks: settings.riskWeeks, ...filter },
      { signal: AbortSignal.any([signal, signalFor(background, ledgerVersion(shop.read))]), onProgress: progress },
    ),

  segments: ({ background, today, signal, progress }, { segment }) =>
    background.run('listSegments', { asOf: today, segment }, { signal, onProgress: progress }),

  async cancel({ cancel }, { task }) {
    cancel(task);
    return { done: true };
  },

  closures: ({ read }) => listClosures(read).map(({ id, ...days }) => ({ closureId: id as ClosureId, ...days })),

  addClosure({ write, now, who, newId, note }, { firstDay, lastDay }) {
    const days = dayNumber(lastDay) - dayNumber(firstDay) + 1;
    if (days < 1 || days > longestClosure) throw new AppError('BAD_DAYS', {}, ['lastDay']);
    const id = newId();
    insertClosure(write, { id, firstDay, lastDay, personKey: who?.personKey ?? null, createdAt: now });
    note({ firstDay, lastDay });
    return { closureId: id as ClosureId };
  },

  removeClosure({ write, note }, { closureId }) {
    if (!deleteClosure(write, closureId)) throw new AppError('NOT_FOUND');
    note({ closureId });
    return { done: true };
  },
});
