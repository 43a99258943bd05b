import { randomUUID } from 'node:crypto';
import type { Proof, Role } from '../../preload/contract/kinds.ts';

/** Who is at the till. */
export interface SignedIn {
  readonly personKey: number;
  readonly personId: string;
  readonly role: Role;
  readonly proof: Proof;
}

/** A manager's leave for one override. */
export interface Approval {
  readonly personKey: number;
  readonly role: Role;
}

const approvalMilliseconds = 60_000;

/**
 * The session of the one window: in memory only, gone with the process. Idle time is measured on the monotonic clock,
 * so setting the computer's clock neither locks nor opens anything.
 */
export class Session {
  #who: SignedIn | null = null;
  #touchedAt = performance.now();
  /** A recovery code that was told and not yet heard again. */
  toldCode: string | null = null;
  readonly #approvals = new Map<string, Approval & { until: number }>();

  get who(): SignedIn | null {
    return this.#who;
  }

  signIn(who: SignedIn): void {
    if (who.personId !== this.#who?.personId) this.toldCode = null;
    this.#who = who;
    this.touch();
  }

  signOut(): void {
    this.#who = null;
    this.toldCode = null;
    this.#approvals.clear();
  }

  /** What the person is in the shop now; null when they no longer work here. */
  recheck(role: Role | null): void {
    if (role === null) this.signOut();
    else if (this.#who) this.#who = { ...this.#who, role };
  }

  touch(): void {
    this.#touchedAt = performance.now();
  }

  /**
   * Ends what a PIN opened when nobody has touched the till for `minutes`: back to the tap on a trusted till, signed out elsewhere.
   * True when something changed.
   */
  lockWhenIdle(minutes: number, trustedTill: boolean): boolean {
    if (!this.#who || performance.now() - this.#touchedAt < minutes * 60_000) return false;
    if (trustedTill && this.#who.proof === 'tap') return false;
    this.#approvals.clear();
    this.#who = trustedTill ? { ...this.#who, proof: 'tap' } : null;
    return true;
  }

  /** A leave that can be used once, within a minute. */
  approve(by: Approval): { approval: string; milliseconds: number } {
    const approval = randomUUID();
    this.#approvals.set(approval, { ...by, until: performance.now() + approvalMilliseconds });
    return { approval, milliseconds: approvalMilliseconds };
  }

  /** The leave behind a token, or null when it is unknown, used or old. It is spent by {@link spend}. */
  findApproval(token: string): Approval | null {
    const approval = this.#approvals.get(token);
    return approval && approval.until > performance.now() ? approval : null;
  }

  /** Called after the command it was for has been committed: a retry after a fault may still use it. */
  spend(token: string): void {
    this.#approvals.delete(token);
  }
}
