import { create } from 'zustand';
import { type Confirmation, type CounterCustomer, undoMilliseconds } from '../../preload/contract/counter.ts';
import type { AppErrorData, Result } from '../../preload/contract/errors.ts';
import type { InputFor } from '../../preload/contract/index.ts';
import type { CustomerId, PersonId, ProgramId, RewardId } from '../../preload/contract/values.ts';
import { call, newRequestId } from '../app/client.ts';
import { showError } from '../app/errors.tsx';

export type Proof = InputFor<'counter.redeem'>['proof'];
export type StampInput = Omit<InputFor<'counter.stamp'>, 'customerId'>;

/** Who is at the counter, and how they were found. `code` is what the scanner read and proves the person (F-17). */
export interface Opened {
  readonly customerId: CustomerId;
  readonly by: 'search' | 'scan';
  readonly code: string | null;
}

/** The last thing done. */
export interface Shown {
  readonly confirmation: Confirmation;
  /** Stamps given; 0 when a reward was handed over. */
  readonly stamps: number;
  /** Until when Undo is offered, ms on performance.now(): setting the computer's clock plays no part. */
  readonly undoUntil: number;
  readonly undone: boolean;
}

/** Why the last stamp was not given, and what was wanted, so that one press can go on. */
export interface Blocked {
  readonly error: AppErrorData;
  readonly wanted: StampInput;
}

/** A scanned code that leads to nobody. */
export interface UnknownCode {
  readonly code: string;
  readonly problem: 'unknown' | 'misread' | 'replaced';
  readonly replacedOn: string | null;
}

interface CounterState {
  /** Who stands at the till. */
  servedBy: PersonId | null;
  /** What is in the search field. */
  text: string;
  opened: Opened | null;
  /** The program whose card is on top; null lets the page choose the obvious one. */
  programId: ProgramId | null;
  shown: Shown | null;
  blocked: Blocked | null;
  /** The program just stamped or redeemed for this customer: what comes next is the next customer. */
  done: ProgramId | null;
  /** This customer was stamped since they were opened: more stamps belong to the same visit. */
  stamped: boolean;
  /** A scanned code that leads to nobody, and why. */
  unknownCode: UnknownCode | null;
  /** The action whose slip was printed at once: it is not printed again when the page comes back. */
  slipOf: string | null;
  /** A blank card that was scanned and waits for its customer. */
  blankCard: string | null;
  /** The reward that waits for a proof of the person. */
  redeeming: RewardId | null;
  /** A stamp, redemption or undo is being written. */
  busy: boolean;
  /** Names the next stamp or redemption; a double click sends the same one. */
  intention: string;
}

const blank = {
  text: '',
  opened: null,
  programId: null,
  blocked: null,
  done: null,
  stamped: false,
  unknownCode: null,
  redeeming: null,
};

export const useCounter = create<CounterState>(() => ({
  ...blank,
  servedBy: null,
  blankCard: null,
  slipOf: null,
  shown: null,
  busy: false,
  intention: newRequestId(),
}));
const { getState: get, setState: set } = useCounter;

/** After these nobody knows whether it was written: the retry must carry the same id. */
const mayBeWritten = new Set<AppErrorData['code']>(['UNEXPECTED', 'SHOP_BUSY']);

/** Types into the search field. */
export function search(text: string): void {
  set({ text, unknownCode: null });
}

/** What was just done has been moved to this customer: it is their turn, and there is nothing left to undo here. */
export function goOnWith(customerId: CustomerId): void {
  open(customerId);
  set({ shown: null });
}

/** Puts a customer on the counter. */
export function open(customerId: CustomerId, by: Opened['by'] = 'search', code: string | null = null): void {
  set({ ...blank, opened: { customerId, by, code }, intention: newRequestId() });
}

/** Back to the search; the last confirmation keeps its Undo. */
export function close(): void {
  set({ ...blank });
}

/** Says who is at the till; for another person than before nothing stays on the counter. */
export function serve(personId: PersonId): void {
  if (get().servedBy !== personId)
    set({ ...blank, servedBy: personId, shown: null, blankCard: null, intention: newRequestId() });
}

/** Puts another program's card on top. */
export function chooseProgram(programId: ProgramId): void {
  set({ programId, blocked: null, redeeming: null });
}

/** Asks for the proof of the person (null: no longer). */
export function askProof(redeeming: RewardId | null): void {
  set({ redeeming, blocked: null });
}

/** The slip of this action is on its way. */
export function slipPrinted(requestId: string): void {
  set({ slipOf: requestId });
}

/** The blank card is given, or is not to be given now. */
export function forgetBlankCard(): void {
  set({ blankCard: null });
}

/** Runs one write at a time; a second press while the first is under way does nothing. */
async function once<T>(write: () => Promise<Result<T> | null>): Promise<Result<T> | null> {
  if (get().busy) return null;
  set({ busy: true });
  const answer = await write();
  set({ busy: false });
  return answer;
}

function confirm(confirmation: Confirmation, stamps: number): void {
  const { opened, stamped } = get();
  const shown = { confirmation, stamps, undoUntil: performance.now() + undoMilliseconds, undone: false };
  set({ shown, intention: newRequestId() });
  // Somebody else may have been opened while the answer was on its way.
  if (opened?.customerId !== confirmation.customerId) return;
  const { programId } = confirmation;
  set({ programId, done: programId, stamped: stamped || stamps > 0, blocked: null, redeeming: null });
}

/** Gives stamps to the open customer; true when given. What hinders it is put into `blocked`. */
export async function stamp(wanted: StampInput): Promise<boolean> {
  const { opened, stamped, intention } = get();
  if (!opened) return false;
  const input = { sameVisit: stamped, ...wanted, customerId: opened.customerId };
  const answer = await once(() => call('counter.stamp', input, intention));
  if (!answer) return false;
  if (answer.ok) {
    confirm(answer.value, answer.value.earned);
  } else if (get().opened === opened) {
    set({ blocked: { error: answer.error, wanted } });
    if (!mayBeWritten.has(answer.error.code)) set({ intention: newRequestId() });
  }
  return answer.ok;
}

/** Asks for what is missing (a PIN) around a call; null when the person closes the dialog. */
type Gate = <T>(fn: () => Promise<Result<T>>) => Promise<Result<T> | null>;

/** Hands a reward over. Gives back what hindered it, for the panel that asked; null when done, closed or already under way. */
export async function redeem(rewardId: RewardId, proof: Proof, gate: Gate): Promise<AppErrorData | null> {
  const { intention } = get();
  const answer = await once(() => gate(() => call('counter.redeem', { rewardId, proof }, intention)));
  if (!answer) return null;
  if (answer.ok) {
    confirm(answer.value, 0);
    return null;
  }
  if (!mayBeWritten.has(answer.error.code)) set({ intention: newRequestId() });
  return answer.error;
}

/** Takes the last confirmed action back while that is offered. Gives back what hindered it. */
export async function undo(): Promise<AppErrorData | null> {
  const { shown } = get();
  if (!shown || shown.undone || performance.now() > shown.undoUntil) return null;
  const answer = await once(() => call('counter.undo', { undo: shown.confirmation.requestId }));
  if (!answer) return null;
  if (!answer.ok) return answer.error;
  set({ shown: { ...shown, undone: true }, done: null, stamped: false, intention: newRequestId() });
  return null;
}

/**
 * The card a scan stamps at once: the only running one, when nothing else is more obvious
 * (no reward to hand over, no amount to ask for). Otherwise null, and the person at the till chooses.
 */
export function stampedByScan(customer: CounterCustomer): ProgramId | null {
  const running = customer.cards.filter((card) => card.state === 'running');
  const [only] = running;
  if (!only || running.length > 1 || only.minimumSpend !== null || only.per !== 'visit' || customer.archived)
    return null;
  return customer.cards.some((card) => card.rewards.length > 0) ? null : only.programId;
}

/** What is nobody's card may be a colleague's badge: then the till changes hands, or says whose PIN it wants. */
async function isBadge(code: string): Promise<boolean> {
  const answer = await call('people.badge', { code });
  if (!answer.ok && answer.error.code === 'PIN_NEEDED') showError(answer.error);
  return answer.ok || answer.error.code === 'PIN_NEEDED';
}

async function takeScan(code: string): Promise<void> {
  const found = await call('counter.scan', { code });
  if (!found.ok) return;
  const { customerId, problem, replacedOn, blank: nobodys } = found.value;
  if (!customerId) {
    // A card that is nobody's yet is for whoever is on the counter, or comes there next.
    if (nobodys !== null) set({ blankCard: nobodys, unknownCode: null });
    else if (!(await isBadge(code)) && problem && problem !== 'blank')
      set({ ...blank, unknownCode: { code, problem, replacedOn } });
    return;
  }
  forgetBlankCard();
  const { opened, redeeming } = get();
  if (redeeming && opened?.customerId === customerId) {
    // The card is the proof the panel was waiting for.
    set({ opened: { customerId, by: 'scan', code } });
    return;
  }
  open(customerId, 'scan', code);
  const customer = await call('counter.open', { customerId });
  const programId = customer.ok ? stampedByScan(customer.value) : null;
  if (programId) await stamp({ programId });
}

let scans: Promise<void> = Promise.resolve();

/** A code from the scanner. Scans are taken one after the other, however fast they come. */
export function scan(code: string): Promise<void> {
  scans = scans.then(() => takeScan(code));
  return scans;
}
