import type { OpenDatabase, ReadConnection } from '../../db/open.ts';
import { ledgerVersion } from '../../db/queries/ledger.ts';
import { listVisitDays } from '../../db/queries/visits.ts';
import { activityCsv, checkWholeLog, unusualEntries } from '../activity/jobs.ts';
import { backUp, backUpFile } from '../backups/jobs.ts';
import { lookThrough } from '../backups/restore.ts';
import { nameList } from '../insights/naming.ts';
import { overview } from '../insights/overview.ts';
import { riskHistory } from '../insights/riskHistory.ts';
import { oldReceipts } from '../ledger/oldReceipts.ts';
import { readyList } from '../lists/job.ts';
import { listPairs } from '../merges/pairs.ts';
import { findReasons, listDueMonths } from '../month/closing.ts';
import { reportMonth } from '../month/report.ts';
import { summarizeMonths } from '../month/summarize.ts';
import { balances } from '../paper/balances.ts';
import { listPosters } from '../paper/posters.ts';
import { findBest } from '../perks/freezing.ts';
import { cleanFile } from '../privacy/traces.ts';
import { listChangeContacts, listEarnedCards, previewChange } from '../programs/change/preview.ts';
import { describeFile } from '../rescue/describe.ts';
import { lookAtFile, lookBehindFile, readRemains } from '../rescue/look.ts';
import { salvageFile } from '../rescue/salvage/job.ts';
import type { RiskModel } from '../retention/model/riskModel.ts';
import { type VisitDays, visitDaysFromRows } from '../retention/visitDays.ts';
import { listRisk } from '../risk/list.ts';
import { createRiskModels, type RiskQuestion } from '../risk/models.ts';
import { listSegments } from '../risk/segments.ts';
import { checkLogPart, checkPages, checkPart, checkShop } from '../shop/check.ts';
import { planVisits } from '../visits/plan.ts';

/** What a job works with. It only reads; what it finds is written by main. */
export interface JobContext extends OpenDatabase {
  /** Every live visit day up to a business day; kept as long as the ledger says the same. */
  visitDays(asOf: string): VisitDays;
  /** What was made of these visit days before, or what `make` makes of them now: a figure of the ledger and `name` alone. */
  kept<T>(visits: VisitDays, name: string, make: () => T): T;
  /** The churn model of a day; kept like the visit days it is made of. */
  riskModel(question: RiskQuestion): RiskModel;
  progress(done: number, total: number | null): void;
  /** Throws CANCELLED when the person has cancelled. Call it between steps of a few milliseconds. */
  checkCancelled(): void;
  /** Hands over a part of the result and waits until it has been dealt with. */
  part(value: unknown): Promise<void>;
}

/** Everything that runs in the background, by name. */
export const jobs = {
  listRisk,
  readyList,
  listSegments,
  summarizeMonths,
  reportMonth,
  listDueMonths,
  findReasons,
  overview,
  riskHistory,
  nameList,
  findBest,
  listPosters,
  balances,
  planVisits,
  previewChange,
  listChangeContacts,
  listEarnedCards,
  listPairs,
  checkShop,
  checkPages,
  activityCsv,
  checkWholeLog,
  unusualEntries,
  checkPart,
  checkLogPart,
  oldReceipts,
  cleanFile,
  backUp,
  lookThrough,
  lookAtFile,
  lookBehindFile,
  readRemains,
  backUpFile,
  describeFile,
  salvageFile,
};

export type JobName = keyof typeof jobs;
export type JobParams<J extends JobName> = Parameters<(typeof jobs)[J]>[1];
export type JobResult<J extends JobName> = Awaited<ReturnType<(typeof jobs)[J]>>;

/** Remembers the visit days of one ledger version and day. */
export function createVisitDaysCache(): (read: ReadConnection, asOf: string) => VisitDays {
  let known: { under: string; visits: VisitDays } | null = null;
  return (read, asOf) => {
    const under = `${ledgerVersion(read)}@${asOf}`;
    if (known?.under !== under) known = { under, visits: visitDaysFromRows(listVisitDays(read, asOf)) };
    return known.visits;
  };
}

/** How a job speaks to whoever asked for it. */
export type JobVoice = Pick<JobContext, 'progress' | 'checkCancelled' | 'part'>;

/** What jobs on one connection share: what was computed for one of them is there for the next. */
export function createJobContexts(source: OpenDatabase): (voice: JobVoice) => JobContext {
  const visitDays = createVisitDaysCache();
  const riskModels = createRiskModels();
  const figures = new WeakMap<VisitDays, Map<string, unknown>>();
  return (voice) => ({
    // Opened when it is asked for: a job for a damaged file does not.
    get read() {
      return source.read;
    },
    file: source.file,
    visitDays: (asOf) => visitDays(source.read, asOf),
    kept<T>(visits: VisitDays, name: string, make: () => T): T {
      const known = figures.get(visits) ?? new Map<string, unknown>();
      figures.set(visits, known);
      if (!known.has(name)) known.set(name, make());
      return known.get(name) as T;
    },
    riskModel: (question) =>
      riskModels(
        {
          read: source.read,
          visits: visitDays(source.read, question.asOf),
          onProgress: voice.progress,
          checkCancelled: voice.checkCancelled,
        },
        question,
      ),
    ...voice,
  });
}
