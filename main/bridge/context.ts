import type { ReadConnection, WriteConnection } from '../../db/open.ts';
import type { ShopRow } from '../../db/queries/shop.ts';
import type { Background } from '../background/background.ts';
import type { Backups } from '../backups/keep.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { PinLocks } from '../people/locks.ts';
import type { Pins } from '../people/pin.ts';
import type { Shop } from '../shop/open.ts';
import type { Services } from './services.ts';
import type { Approval, Session, SignedIn } from './session.ts';

/** The moment of a call, in the shop's own calendar. */
export interface Moment {
  /** UTC ms. */
  readonly now: number;
  readonly today: string;
}

/** What a query works with. */
export interface QueryContext extends Moment {
  readonly read: ReadConnection;
  readonly settings: ShopRow;
  readonly who: SignedIn | null;
  /** Ids are UUIDv7. */
  newId(): string;
}

/** What a command works with: it runs inside the dispatcher's transaction. */
export interface CommandContext extends QueryContext {
  readonly write: WriteConnection;
  readonly requestId: string;
  readonly ledger: Ledger;
  /** Ms since a request was committed, by a clock nobody can set; null when that was before the app was started. */
  ageOf(requestId: string): number | null;
  /** The manager behind an approval token; refuses with APPROVAL_NEEDED. Spent when the command commits. */
  approval(token: string): Approval;
  /** Tells the journal which records were erased, by id: whatever comes back from an older copy is erased again. */
  erased(ids: readonly string[]): void;
  /** What the activity log keeps beside the action: ids, counts and codes only. */
  note(detail: Readonly<Record<string, string | number | boolean | null>>, targetId?: string): void;
}

/** What a task works with. Whatever it writes goes through `commit`. */
export interface TaskContext extends Moment {
  readonly shop: Shop;
  readonly settings: ShopRow;
  readonly session: Session;
  readonly background: Background;
  readonly services: Services;
  readonly backups: Backups;
  /** Ends long work; set when the person cancels. */
  readonly signal: AbortSignal;
  newId(): string;
  clock(): number;
  readonly pins: Pins;
  readonly pinLocks: PinLocks;
  /** Tells the page how far the work is; `total` null when not known. */
  progress(done: number, total: number | null): void;
  /** Runs like a command: one transaction, one receipt under the task's requestId, one activity row. */
  commit<T>(work: (context: CommandContext) => T): T;
  /** A write that is no answer to a person's intention (a wrong PIN counted, a slice of a batch): transaction without receipt. */
  record<T>(
    action: string | null,
    work: (write: WriteConnection) => T,
    detail?: Readonly<Record<string, string | number | null>>,
  ): T;
  /** Stops another running task. */
  cancel(requestId: string): void;
}
