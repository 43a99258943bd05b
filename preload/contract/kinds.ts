import type { z } from './zod.ts';

/** What a person may be in the shop. */
export const roles = ['owner', 'manager', 'staff'] as const;
export type Role = (typeof roles)[number];

/**
 * How a person proved who they are: `tap` (chosen on a trusted till, no PIN) or `pin`.
 * A procedure that asks for `tap` is also open to somebody who gave a PIN.
 */
export const proofs = ['tap', 'pin'] as const;
export type Proof = (typeof proofs)[number];

/** Who may call a procedure; `anyone` needs no sign-in (first run, sign-in screen). */
export type Access = 'anyone' | { readonly roles: readonly Role[]; readonly proof: Proof };

export const anyone: Access = 'anyone';
/** The till's daily work: open on a trusted till after a tap on one's name. */
export const atTheTill: Access = { roles, proof: 'tap' };
/** Any signed-in person, with their PIN. */
export const withPin: Access = { roles, proof: 'pin' };
export const managersUp: Access = { roles: ['owner', 'manager'], proof: 'pin' };
export const ownerOnly: Access = { roles: ['owner'], proof: 'pin' };

/** What a command may have changed; the page refreshes what it shows of these. */
export const topics = [
  'shop',
  'people',
  'session',
  'customers',
  'cards',
  'programs',
  'visits',
  'months',
  'posters',
  'contacts',
  'closures',
  'offers',
  'backups',
  'perks',
  'keys',
] as const;
export type Topic = (typeof topics)[number];

interface Declared<I extends z.ZodType, O extends z.ZodType> {
  readonly access: Access;
  readonly input: I;
  readonly output: O;
}

/** Reads only, synchronous, on the read-only connection. */
export interface Query<I extends z.ZodType = z.ZodType, O extends z.ZodType = z.ZodType> extends Declared<I, O> {
  readonly kind: 'query';
}

/** Writes: one IMMEDIATE transaction, one receipt per requestId, one activity row, topics announced after commit. */
export interface Command<I extends z.ZodType = z.ZodType, O extends z.ZodType = z.ZodType> extends Declared<I, O> {
  readonly kind: 'command';
  readonly changes: readonly Topic[];
}

/** Asynchronous: dialogs, files, sign-in, background jobs. What it writes goes through commands or batches. */
export interface Task<I extends z.ZodType = z.ZodType, O extends z.ZodType = z.ZodType> extends Declared<I, O> {
  readonly kind: 'task';
  readonly changes: readonly Topic[];
  /** Writes much: refused with DISK_FULL while the disk has room for little more than the counter. */
  readonly needsRoom: boolean;
}

export type Procedure = Query | Command | Task;
/** The procedures of one feature, by their short name. */
export type Feature = Readonly<Record<string, Procedure>>;

export const query = <I extends z.ZodType, O extends z.ZodType>(of: Declared<I, O>): Query<I, O> => ({
  kind: 'query',
  ...of,
});

export const command = <I extends z.ZodType, O extends z.ZodType>(
  of: Declared<I, O> & { readonly changes: readonly Topic[] },
): Command<I, O> => ({ kind: 'command', ...of });

export const task = <I extends z.ZodType, O extends z.ZodType>(
  of: Declared<I, O> & { readonly changes?: readonly Topic[]; readonly needsRoom?: boolean },
): Task<I, O> => ({ kind: 'task', changes: [], needsRoom: false, ...of });

/** What a caller may send. */
export type InputOf<P extends Procedure> = z.input<P['input']>;
/** What a handler receives: the input after validation. */
export type ParsedInputOf<P extends Procedure> = z.output<P['input']>;
export type OutputOf<P extends Procedure> = z.output<P['output']>;

/** May this person, with this proof, call a procedure with this access? */
export function mayCall(access: Access, who: { role: Role; proof: Proof } | null): boolean {
  if (access === 'anyone') return true;
  if (!who) return false;
  return access.roles.includes(who.role) && (access.proof === 'tap' || who.proof === 'pin');
}
