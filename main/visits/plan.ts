import { listKnownVisits } from '../../db/queries/batches.ts';
import { findKeyByExternalId } from '../../db/queries/customers.ts';
import { hasErasedNumbers, isErasedNumber } from '../../db/queries/privacy.ts';
import type { BadRow } from '../../preload/contract/visits.ts';
import type { JobContext } from '../background/jobs.ts';
import { AppError } from '../bridge/errors.ts';
import { hashOfNumber } from '../privacy/erase.ts';
import type { DateOrder } from './dates.ts';
import { type LogRow, parseVisitLog } from './parse.ts';

export interface PlanVisitsParams {
  readonly file: string;
  readonly timeZone: string;
  readonly dayStartMinutes: number;
  readonly currency: string;
  readonly dateOrder: DateOrder | null;
  /** The unfinished batch of this very file, whose rows need not be written again; null when there is none. */
  readonly batchKey: number | null;
  /** The shop's key, by which the numbers of erased people are known. */
  readonly secret: Uint8Array;
  /** Are the new rows wanted in parts, or only counted? */
  readonly handOver: boolean;
}

/** A row to be written. */
export type PlannedVisit = Pick<
  LogRow,
  'externalId' | 'name' | 'phone' | 'businessDay' | 'occurredAt' | 'sourceTime' | 'amount'
>;

/** What the file would bring. `visitsNew` counts rows. */
export interface VisitPlan {
  readonly rows: number;
  readonly customersNew: number;
  readonly visitsNew: number;
  readonly duplicates: number;
  /** Rows of people who were erased: they are passed over. */
  readonly erased: number;
  readonly errors: BadRow[];
  readonly ignoredColumns: readonly string[];
  readonly firstDay: string | null;
  readonly lastDay: string | null;
}

/** Rows handed over together. */
const partRows = 1_000;

/** Of one customer: visits the ledger has, and how many of each the file has had so far, by moment and amount. */
interface Known {
  readonly settled: ReadonlyMap<string, { settled: number; mine: number }>;
  readonly seen: Map<string, number>;
}

/**
 * Reads a log and tells new rows from those the ledger has. The n-th row of one customer, moment and amount is new when the ledger holds
 * fewer than n such rows: the same file again adds nothing, a longer one only what is new.
 */
export async function planVisits(context: JobContext, params: PlanVisitsParams): Promise<VisitPlan> {
  const { read } = context;
  const customers = new Map<string, Known | null>();
  const merged = new Map<number, Known>();
  const errors: BadRow[] = [];
  let part: PlannedVisit[] = [];
  let customersNew = 0;
  let visitsNew = 0;
  let duplicates = 0;
  let erased = 0;
  const anyErased = hasErasedNumbers(read);

  /** Null for somebody who was erased. */
  const knownOf = (externalId: string): Known | null => {
    let known = customers.get(externalId);
    if (known === undefined) {
      const found = findKeyByExternalId(read, externalId);
      if (!found && anyErased && isErasedNumber(read, hashOfNumber(params.secret, externalId))) {
        customers.set(externalId, null);
        return null;
      }
      if (!found?.made) customersNew++;
      // Two numbers of the log may be one person by now.
      known = found ? merged.get(found.key) : undefined;
      if (!known) {
        const rows = found ? listKnownVisits(read, found.key, params.batchKey) : [];
        known = { settled: new Map(rows.map((row) => [identity(row), row])), seen: new Map() };
      }
      if (found) merged.set(found.key, known);
      customers.set(externalId, known);
    }
    return known;
  };

  const handOver = async () => {
    const rows = part;
    part = [];
    await context.part(rows);
  };

  const result = await parseVisitLog(
    params.file,
    {
      ...params,
      onProgress: (done, total) => {
        context.checkCancelled();
        context.progress(done, total);
      },
    },
    {
      badRow: (row) => void errors.push(row),
      row({ line: _line, ...row }) {
        const known = knownOf(row.externalId);
        if (!known) {
          erased++;
          return undefined;
        }
        const id = identity(row);
        const nth = (known.seen.get(id) ?? 0) + 1;
        known.seen.set(id, nth);
        const { settled, mine } = known.settled.get(id) ?? { settled: 0, mine: 0 };
        if (nth <= settled) {
          duplicates++;
          return undefined;
        }
        visitsNew++;
        // Rows of this very batch were written before a cancel or a crash.
        if (!params.handOver || nth <= settled + mine) return undefined;
        part.push(row);
        return part.length >= partRows ? handOver() : undefined;
      },
    },
  );
  if (!result.ok) throw new AppError(result.error.code, result.error.params);
  if (part.length > 0) await handOver();
  const { rows, ignoredColumns, firstDay, lastDay } = result.value;
  return { rows, customersNew, visitsNew, duplicates, erased, errors, ignoredColumns, firstDay, lastDay };
}

function identity(row: { sourceTime: string; amount: number | null }): string {
  return `${row.sourceTime} ${row.amount ?? ''}`;
}
