import { createHmac, randomUUID } from 'node:crypto';
import { faultOf } from '../../db/faults.ts';
import { assertDurable, type ReadConnection, type WriteConnection } from '../../db/open.ts';
import type { StoredLine } from '../../db/queries/activity.ts';
import { findOwnCustomer, findRole } from '../../db/queries/people.ts';
import { findReceipt, insertReceipt, type ReceiptRow } from '../../db/queries/receipts.ts';
import { findShop, type ShopRow } from '../../db/queries/shop.ts';
import type { Result } from '../../preload/contract/errors.ts';
import { findProcedure } from '../../preload/contract/index.ts';
import { type Command, mayCall, type Procedure, type Topic } from '../../preload/contract/kinds.ts';
import { RequestId } from '../../preload/contract/values.ts';
import { appendActivity } from '../activity/chain.ts';
import type { Background } from '../background/background.ts';
import type { Backups } from '../backups/keep.ts';
import type { ClockWatch } from '../ledger/clock.ts';
import type { Note } from '../ledger/keeper.ts';
import { type Ledger, openLedger } from '../ledger/ledger.ts';
import type { LedgerKey } from '../ledger/seal.ts';
import { createPinLocks } from '../people/locks.ts';
import type { Pins } from '../people/pin.ts';
import type { Shop } from '../shop/open.ts';
import { freeBytes, spaceOf } from '../shop/space.ts';
import { businessDayOf } from '../shop/time.ts';
import type { CommandContext, Moment, QueryContext, TaskContext } from './context.ts';
import { AppError } from './errors.ts';
import { handlerOf } from './handlers.ts';
import type { Services } from './services.ts';
import type { Approval, Session } from './session.ts';

/** Free bytes below which an I/O error is taken for a full disk. */
const noRoom = 1024 * 1024;

/** What one dispatcher works with: an open shop and who is at its till. */
export interface DispatcherParts {
  readonly shop: Shop;
  readonly session: Session;
  readonly background: Background;
  readonly services: Services;
  readonly backups: Backups;
  readonly clock: () => number;
  readonly clockWatch: ClockWatch;
  /** Ms that pass whatever is done to the computer's clock. */
  readonly monotonic: () => number;
  readonly newId: () => string;
  readonly pins: Pins;
  /** Commands and tasks that one session may ask for in a second (TRUST.md, ASVS 2.4). */
  readonly callsPerSecond: number;
  announce(topics: readonly Topic[]): void;
  progress(requestId: string, done: number, total: number | null): void;
  /** Called when the database looks damaged; the host looks again and shows the screen. */
  suspectDamage(): void;
  /** Called when the disk is full: gives up the reserve. False when there is none any more. */
  makeRoom(): boolean;
}

/** Ages of requests are known for so long, ms. */
const ageKept = 60_000;

export interface Dispatcher {
  call(name: string, input: unknown, requestId: string | null): Promise<Result<unknown>>;
  /** A line in the activity log that no call asked for. */
  note(action: string, detail: Readonly<Record<string, string | number>>): void;
  /** Writes down what is left of locked PINs: now and then, and before closing. */
  keepLocks(): void;
  /** What it was made of, for the host that closes it. */
  readonly parts: DispatcherParts;
  /** Storage has failed twice in a row: what is there can be read, and every command tries anew. */
  readonly readOnly: boolean;
}

/** The one door to everything: knows the procedure, checks who calls, validates, runs, validates the answer, announces. */
export function createDispatcher(parts: DispatcherParts): Dispatcher {
  const { shop, session } = parts;
  const running = new Map<string, AbortController>();
  const pinLocks = createPinLocks(shop.read, parts.monotonic);
  const mayCallNow = limitRate(parts.callsPerSecond, parts.monotonic);
  /** When each request of the last minute was committed, by the monotonic clock. */
  const committed = new Map<string, number>();
  let readOnly = false;
  let durable = false;

  // Not of the writer, unless it is at work: what a failing disk does to it lasts until it is opened anew (R4).
  const settings = (connection = shop.read): ShopRow => {
    const row = findShop(connection);
    if (!row) throw new AppError('NO_SHOP');
    return row;
  };

  const moment = (row: ShopRow): Moment => {
    const now = parts.clock();
    return { now, today: businessDayOf(now, row.timeZone, row.dayStartMinutes) };
  };

  /** By the present word of the shop: who was archived or given another role has the old rights no longer. */
  const recheck = (connection: ReadConnection): void => {
    if (session.who) session.recheck(findRole(connection, session.who.personId));
  };

  const admit = (procedure: Procedure): void => {
    const { who } = session;
    if (mayCall(procedure.access, who)) return;
    if (!who) throw new AppError('NOT_SIGNED_IN');
    throw new AppError(mayCall(procedure.access, { ...who, proof: 'pin' }) ? 'PIN_NEEDED' : 'NOT_ALLOWED');
  };

  /** One transaction; after the first write FULL is read back, or the promise of durability would be empty. */
  const write = <T>(work: (connection: WriteConnection) => T, note?: (result: T) => Note): T => {
    const result = shop.transaction(work, note);
    if (!durable) {
      assertDurable(shop.write);
      durable = true;
    }
    return result;
  };

  /** TRUST.md rule 4: an I/O error costs the connection, never the command. The receipt tells whether it had gone through. */
  const writeSafely = <T>(work: (connection: WriteConnection) => T, note?: (result: T) => Note): T => {
    // What failed before may have been mended: a disk that was put back, a folder that may be written again.
    if (readOnly && !reopened()) throw new AppError('READ_ONLY');
    for (let attempt = 1; ; attempt++) {
      try {
        const result = write(work, note);
        setReadOnly(false);
        return result;
      } catch (error) {
        const fault = faultOf(error);
        if (fault !== 'full' && fault !== 'io' && fault !== 'corrupt') throw error;
        parts.services.log('error', 'STORAGE_FAULT', { fault, attempt });
        // A disk without room answers some writes with an I/O error.
        if (fault === 'full' || freeBytes(shop.folder) < noRoom) {
          const room = parts.makeRoom();
          if (attempt === 1 && room && reopened()) continue;
          throw new AppError('DISK_FULL');
        }
        if (attempt === 1 && reopened()) continue;
        if (fault === 'corrupt') parts.suspectDamage();
        setReadOnly(true);
        throw new AppError('READ_ONLY');
      }
    }
  };

  const setReadOnly = (now: boolean): void => {
    if (readOnly === now) return;
    readOnly = now;
    parts.announce(['shop']);
  };

  const reopened = (): boolean => {
    try {
      durable = false;
      shop.reopen();
      return true;
    } catch {
      return false;
    }
  };

  const activity = (
    connection: WriteConnection,
    at: Moment,
    action: string,
    rest: { targetId?: string | null; requestId?: string | null; approvedBy?: number | null; detail?: object },
  ): StoredLine =>
    appendActivity(connection, shop.keys.ledger, {
      recordedAt: at.now,
      businessDay: at.today,
      personKey: session.who?.personKey ?? null,
      role: session.who?.role ?? null,
      via: 'window',
      action,
      targetId: rest.targetId ?? null,
      requestId: rest.requestId ?? null,
      approvedBy: rest.approvedBy ?? null,
      detail: JSON.stringify(rest.detail ?? {}),
    });

  /** The command's transaction: the stored answer for a repeat, else the work, its receipt and its activity row. */
  const commit = <T>(
    name: string,
    requestId: string,
    input: unknown,
    work: (context: CommandContext) => T,
    check: (connection: ReadConnection) => void = () => undefined,
  ): { value: T; repeated: boolean } => {
    const argsHash = hashOf(shop.keys.ledger, name, input);
    const spent = new Set<string>();
    let erased: readonly string[] = [];
    let receipt: ReceiptRow | undefined;
    let logged: StoredLine | undefined;
    const note = ({ repeated }: { repeated: boolean }): Note =>
      repeated ? {} : { procedure: name, requestId, receipt, logged, ...(erased.length > 0 ? { erased } : {}) };
    const outcome = writeSafely((connection): { value: T; repeated: boolean } => {
      check(connection);
      const known = findReceipt(connection, requestId);
      if (known) {
        if (known.argsHash !== argsHash) throw new AppError('REQUEST_REUSED');
        return { value: JSON.parse(known.answer) as T, repeated: true };
      }
      const row = settings(connection);
      const at = moment(row);
      const { who } = session;
      let detail: object = {};
      let targetId: string | null = null;
      let approvedBy: number | null = null;
      const ledger = openLedger(connection, {
        ...at,
        deviceKey: row.deviceKey,
        personKey: who?.personKey ?? null,
        requestId,
        clockSuspect: parts.clockWatch.suspect,
        newId: parts.newId,
      });
      const value = work({
        ...at,
        // Inside the transaction everything is read from the writer, which sees its own changes.
        read: connection,
        write: connection,
        settings: row,
        who,
        requestId,
        ledger,
        ageOf(other) {
          const at = committed.get(other);
          return at === undefined ? null : parts.monotonic() - at;
        },
        newId: parts.newId,
        approval(token): Approval {
          const approval = session.findApproval(token);
          if (!approval) throw new AppError('APPROVAL_NEEDED');
          approvedBy = approval.personKey;
          spent.add(token);
          return approval;
        },
        erased(ids) {
          erased = ids;
        },
        note(more, target) {
          detail = { ...detail, ...more };
          targetId = target ?? targetId;
        },
      });
      ledger.finish();
      refuseOwnCard(connection, who?.personKey ?? null, ledger);
      receipt = {
        requestId,
        procedure: name,
        argsHash,
        answer: JSON.stringify(value ?? null),
        entries: ledger.appended.length,
        personKey: who?.personKey ?? null,
        recordedAt: at.now,
      };
      insertReceipt(connection, receipt);
      logged = activity(connection, at, name, { targetId, requestId, approvedBy, detail });
      return { value, repeated: false };
    }, note);
    for (const token of spent) session.spend(token);
    if (!outcome.repeated) {
      const at = parts.monotonic();
      // Oldest first.
      for (const [id, then] of committed) {
        if (at - then <= ageKept) break;
        committed.delete(id);
      }
      committed.set(requestId, at);
    }
    return outcome;
  };

  const runCommand = (name: string, procedure: Command, input: unknown, requestId: string): Result<unknown> => {
    const handler = handlerOf(name) as (context: CommandContext, input: unknown) => unknown;
    const { value, repeated } = commit(
      name,
      requestId,
      input,
      (context) => procedure.output.parse(handler(context, input)),
      (connection) => {
        recheck(connection);
        admit(procedure);
      },
    );
    if (!repeated) parts.announce(procedure.changes);
    return repeated ? { ok: true, value, repeated } : { ok: true, value };
  };

  const runTask = async (
    name: string,
    procedure: Procedure & { kind: 'task' },
    input: unknown,
    requestId: string,
  ): Promise<unknown> => {
    const row = settings();
    const at = moment(row);
    const abort = new AbortController();
    running.set(requestId, abort);
    const context: TaskContext = {
      ...at,
      shop,
      settings: row,
      session,
      background: parts.background,
      services: parts.services,
      backups: parts.backups,
      signal: abort.signal,
      newId: parts.newId,
      clock: parts.clock,
      pins: parts.pins,
      pinLocks,
      progress: (done, total) => parts.progress(requestId, done, total),
      commit: (work) => commit(name, requestId, input, work).value,
      record: (action, work, detail) =>
        writeSafely((connection) => {
          const result = work(connection);
          if (action !== null) activity(connection, moment(settings(connection)), action, detail ? { detail } : {});
          return result;
        }),
      cancel(other) {
        running.get(other)?.abort();
      },
    };
    try {
      const handler = handlerOf(name) as (context: TaskContext, input: unknown) => Promise<unknown>;
      return procedure.output.parse(await handler(context, input));
    } finally {
      running.delete(requestId);
    }
  };

  return {
    parts,
    note(action, detail) {
      writeSafely((connection) => activity(connection, moment(settings(connection)), action, { detail }));
    },
    keepLocks() {
      try {
        writeSafely((connection) => pinLocks.keep(connection));
      } catch {
        // A lock that could not be written down begins anew at the next start: never shorter.
      }
    },
    get readOnly() {
      return readOnly;
    },
    async call(name, input, requestId) {
      try {
        const procedure = findProcedure(name);
        if (!procedure) throw new AppError('DENIED');
        // A command asks its own transaction: the reader's pages are those of before the last write, and would be read anew for one row.
        if (procedure.kind !== 'command') recheck(shop.read);
        admit(procedure);
        const parsed = procedure.input.safeParse(input);
        if (!parsed.success) throw badInput(parsed.error);
        if (procedure.kind !== 'query' && name !== 'people.signOut' && !mayCallNow()) throw new AppError('TOO_FAST');
        if (procedure.kind === 'query') {
          const row = settings();
          const context: QueryContext = {
            ...moment(row),
            read: shop.read,
            settings: row,
            who: session.who,
            newId: parts.newId,
          };
          const handler = handlerOf(name) as (context: QueryContext, input: unknown) => unknown;
          return { ok: true, value: procedure.output.parse(handler(context, parsed.data)) };
        }
        const id = RequestId.safeParse(requestId ?? (procedure.kind === 'task' ? parts.newId() : null));
        if (!id.success) throw new AppError('BAD_INPUT', {}, ['requestId']);
        const request = id.data;
        if (procedure.kind === 'task' && procedure.needsRoom && spaceOf(shop.folder) === 'full')
          throw new AppError('DISK_FULL');
        session.touch();
        if (procedure.kind === 'command') return runCommand(name, procedure, parsed.data, request);
        const value = await runTask(name, procedure, parsed.data, request);
        if (procedure.changes.length > 0) parts.announce(procedure.changes);
        return { ok: true, value };
      } catch (error) {
        return { ok: false, error: refusal(error, name, parts) };
      }
    },
  };
}

/**
 * Nobody writes into the history of the customer they are themselves (F-33). Here, where every command passes, so that no way
 * of earning or redeeming can be forgotten; the whole transaction is undone.
 */
function refuseOwnCard(connection: WriteConnection, personKey: number | null, { appended }: Ledger): void {
  if (personKey === null || appended.length === 0) return;
  const own = findOwnCustomer(connection, personKey);
  if (own !== null && appended.some((entry) => entry.customerKey === own)) throw new AppError('OWN_CARD');
}

const secrets = new Set(['pin', 'recoveryCode', 'password']);

/** True when one more call fits into the last second. */
function limitRate(perSecond: number, monotonic: () => number): () => boolean {
  const recent: number[] = [];
  return () => {
    const now = monotonic();
    while (recent[0] !== undefined && now - recent[0] >= 1000) recent.shift();
    if (recent.length >= perSecond) return false;
    recent.push(now);
    return true;
  };
}

/**
 * Tells a repeat of a request from another one under its id. Keyed, because receipts stay when a person is erased, and a name or a phone
 * could be guessed from a plain hash. Secrets are left out: even so, six digits would give a PIN away.
 */
function hashOf(key: LedgerKey, name: string, input: unknown): string {
  const text = JSON.stringify([name, input], (field, value: unknown) => (secrets.has(field) ? undefined : value));
  return createHmac('sha256', key.object).update('request\0').update(text).digest('hex');
}

/** Which fields a schema refused, as dotted paths. */
export function badInput(error: { issues: readonly { path: readonly PropertyKey[] }[] }): AppError {
  const fields = [...new Set(error.issues.map((issue) => issue.path.map(String).join('.')))];
  return new AppError('BAD_INPUT', {}, fields);
}

/** An exception as the page may see it: the code of a refusal, or UNEXPECTED with the id of a log line. Never a stack, a path or SQL. */
export function refusal(error: unknown, name: string, parts: Pick<DispatcherParts, 'services' | 'suspectDamage'>) {
  if (error instanceof AppError) return error.data;
  const fault = faultOf(error);
  if (fault === 'corrupt') parts.suspectDamage();
  if (fault === 'busy') return new AppError('SHOP_BUSY').data;
  if (fault === 'full') return new AppError('DISK_FULL').data;
  if (fault === 'io' || fault === 'corrupt') {
    parts.services.log('error', 'STORAGE_FAULT', { fault, procedure: name });
    return new AppError('DISK_TROUBLE').data;
  }
  const logId = randomUUID().slice(0, 8);
  const place =
    error instanceof Error
      ? (error.stack
          ?.split('\n')[1]
          ?.trim()
          .replace(/\(?\S*[\\/]/, '') ?? '')
      : '';
  parts.services.log('error', 'UNEXPECTED', {
    logId,
    procedure: name,
    fault,
    // The kind of error and where, not its message: that may carry what a person typed.
    kind: error instanceof Error ? error.name : typeof error,
    sqlite: (error as { code?: string } | null)?.code ?? null,
    place,
  });
  return { ...new AppError('UNEXPECTED').data, logId };
}
