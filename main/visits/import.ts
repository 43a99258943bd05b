import { hashFile } from '../../db/backup.ts';
import type { WriteConnection } from '../../db/open.ts';
import {
  closeBatch,
  findUnfinishedBatch,
  insertBatch,
  reopenBatch,
  updateBatchRange,
  voidBatch,
} from '../../db/queries/batches.ts';
import {
  adoptPendingCustomer,
  findKeyByExternalId,
  insertCustomer,
  nextNumber,
  updatePendingCustomer,
} from '../../db/queries/customers.ts';
import { appendEntry, lastEntry } from '../../db/queries/ledger.ts';
import type { ShopRow } from '../../db/queries/shop.ts';
import type { Background } from '../background/background.ts';
import { backUpShop } from '../backups/keep.ts';
import { AppError } from '../bridge/errors.ts';
import { readPhone } from '../customers/phones.ts';
import { settleBatches } from '../ledger/settle.ts';
import { inSlices } from '../ledger/slices.ts';
import type { Shop } from '../shop/open.ts';
import type { DateOrder } from './dates.ts';
import type { PlannedVisit, VisitPlan } from './plan.ts';

export interface PlanOptions {
  readonly shop: Shop;
  readonly settings: ShopRow;
  readonly background: Background;
  readonly file: string;
  readonly dateOrder: DateOrder | null;
  readonly signal?: AbortSignal;
  /** Parts in a thousand. */
  readonly onProgress?: (done: number, total: number | null) => void;
}

export interface ImportOptions extends PlanOptions {
  readonly personKey: number | null;
  readonly clock: () => number;
  readonly newId: () => string;
}

/** Share of the whole that reading and writing take; settling takes the rest. */
const readingShare = 800;

/** What the import would do; writes nothing. */
export function planImport(options: PlanOptions): Promise<VisitPlan> {
  return plan(options, null, null);
}

/**
 * Brings a log of visits in: in slices under one batch that counts when it is closed, so the good rows appear together or not at all and
 * the till never waits. Cancelled or crashed in between, nothing shows; the same file again goes on where it stopped. The batch is opened
 * with the first row to write: a file that is refused, or brings nothing new, leaves nothing behind.
 */
export async function importVisits(options: ImportOptions): Promise<VisitPlan> {
  const { shop, clock, signal } = options;
  const { sha256: fileHash } = await hashFile(options.file).catch(() => {
    throw new AppError('FILE_UNREADABLE');
  });
  let batchKey = takeUpBatch(options, fileHash);
  let done: VisitPlan;
  try {
    let writer: ReturnType<typeof createVisitWriter> | null = null;
    done = await plan(options, batchKey, async (rows) => {
      if (batchKey === null) {
        // Without it the import goes on all the same: it can be told from everything else by its batch.
        await backUpShop(options, 'import').catch(() => null);
        batchKey = openBatch(options, fileHash);
      }
      writer ??= createVisitWriter(options, batchKey);
      return writer(rows);
    });
    signal?.throwIfAborted();
    if (batchKey === null) {
      // Nothing new in it; what an earlier import could not bring up to date for a fault of the disk may go through now.
      await settleBatches(shop, clock);
      return done;
    }
    const closed = batchKey;
    shop.transaction((write) => closeBatch(write, closed, clock()), { batchKey: closed });
  } catch (error) {
    if (batchKey !== null) {
      const left = batchKey;
      shop.transaction((write) => voidBatch(write, left, clock()), { batchKey: left });
      await settleBatches(shop, clock);
    }
    throw signal?.aborted ? new AppError('CANCELLED') : error;
  }
  // Closed is closed: what goes wrong from here on is made good by the next start.
  await settleBatches(shop, clock, (part, total) =>
    options.onProgress?.(readingShare + ((1000 - readingShare) * part) / total, 1000),
  );
  return done;
}

function plan(
  { shop, background, settings, file, dateOrder, signal, onProgress }: PlanOptions,
  batchKey: number | null,
  take: ((rows: PlannedVisit[]) => Promise<void>) | null,
) {
  const { timeZone, dayStartMinutes, currency } = settings;
  return background.run(
    'planVisits',
    {
      file,
      timeZone,
      dayStartMinutes,
      currency,
      dateOrder,
      batchKey,
      secret: shop.keys.ledger.secret,
      handOver: take !== null,
    },
    {
      ...(signal ? { signal } : {}),
      onProgress: (done, total) => onProgress?.(total ? (readingShare * done) / total : done, total ? 1000 : null),
      onPart: async (rows) => take?.(rows as PlannedVisit[]),
    },
  );
}

/** The batch that a crash or a cancel of this very file left, open again; null when there is none to go on with. */
function takeUpBatch({ shop }: ImportOptions, fileHash: string): number | null {
  const unfinished = findUnfinishedBatch(shop.read, fileHash);
  if (!unfinished) return null;
  shop.transaction((write) => reopenBatch(write, unfinished.key), { batchKey: unfinished.key });
  return unfinished.key;
}

function openBatch({ shop, personKey, clock, newId }: ImportOptions, fileHash: string): number {
  return shop.transaction((write) =>
    insertBatch(write, { id: newId(), kind: 'import', fileHash, personKey, openedAt: clock() }),
  );
}

/** Writes planned rows: customers that are new, then one visit entry each. Imported visits earn nothing and open no card. */
function createVisitWriter({ shop, settings, personKey, clock, newId, signal }: ImportOptions, batchKey: number) {
  const keys = new Map<string, { key: number; named: boolean; phoned: boolean }>();
  let last = { seq: 0, recordedAt: 0 };
  let firstSeq = 0;

  const customerKey = (write: WriteConnection, row: PlannedVisit): number => {
    const phone = row.phone === null ? null : (readPhone(row.phone, settings) ?? { typed: row.phone, e164: null });
    let known = keys.get(row.externalId);
    if (!known) {
      const found = findKeyByExternalId(write, row.externalId);
      if (found && !found.made) adoptPendingCustomer(write, found.key, batchKey);
      // What the shop already knows of somebody is not overwritten by a log.
      known = found
        ? { key: found.key, named: found.made, phoned: found.made }
        : { key: insertPending(write, row.externalId), named: false, phoned: false };
      keys.set(row.externalId, known);
    }
    if ((row.name !== null && !known.named) || (phone && !known.phoned)) {
      updatePendingCustomer(write, known.key, known.named ? null : row.name, known.phoned ? null : phone);
      known.named ||= row.name !== null;
      known.phoned ||= phone !== null;
    }
    return known.key;
  };

  const insertPending = (write: WriteConnection, externalId: string): number =>
    insertCustomer(write, {
      id: newId(),
      number: nextNumber(write),
      externalId,
      createdAt: clock(),
      pendingBatchKey: batchKey,
      name: null,
      phones: [],
      email: null,
      birthMonth: null,
      birthDay: null,
      birthYear: null,
      language: null,
      address: null,
      likes: null,
      notes: null,
      tags: [],
      source: null,
      ownFields: {},
    });

  return (rows: PlannedVisit[]): Promise<void> =>
    inSlices(
      shop,
      rows,
      (write, row) => {
        last = { seq: last.seq + 1, recordedAt: Math.max(clock(), last.recordedAt) };
        appendEntry(write, {
          ...last,
          id: newId(),
          kind: 'visit',
          customerKey: customerKey(write, row),
          cardKey: null,
          programVersionKey: null,
          rewardKey: null,
          visitSeq: null,
          reverses: null,
          fromSeq: null,
          cause: null,
          stamps: 0,
          carry: 0,
          amount: row.amount,
          parts: null,
          businessDay: row.businessDay,
          occurredAt: row.occurredAt,
          sourceTime: row.sourceTime,
          deviceKey: settings.deviceKey,
          personKey,
          requestId: null,
          batchKey,
          clockSuspect: 0,
          offerKey: null,
        });
      },
      {
        // The till may have written between two slices.
        before: (write) => {
          last = lastEntry(write);
          firstSeq = last.seq + 1;
        },
        after: (write) => updateBatchRange(write, batchKey, firstSeq, last.seq),
        ...(signal ? { signal } : {}),
      },
    );
}
