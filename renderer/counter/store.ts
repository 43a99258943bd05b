import { create } from 'zustand';
import { type Confirmation, type CounterCustomer, undoMilliseconds } from '../../preload/contract/counter.ts';
import type { AppErrorData, Result } from '../../preload/contract/errors.ts';
import type { InputFor } from '../../preload/contract/index.ts';
import type { CustomerId, OfferId, PerkId, PersonId, ProgramId, RewardId } from '../../preload/contract/values.ts';
import { call, newRequestId } from '../app/client.ts';
import { showError } from '../app/errors.tsx';
import { resetPrivacy } from './privacy.ts';

export type Proof = InputFor<'counter.redeem'>['proof'];
export type StampInput = Omit<InputFor<'counter.stamp'>, 'customerId'>;
export type Spend = InputFor<'counter.spend'>['spend'];

/** What is to be handed over once the person has shown who they are. */
export type Claim =
  | { readonly what: 'reward'; readonly rewardId: RewardId }
  | { readonly what: 'offer'; readonly offerId: OfferId; readonly name: string }
  | { readonly what: 'points'; readonly programId: ProgramId; readonly spend: Spend };
/** The same, before it was chosen what points are spent on. */
export type Asking = Claim | { readonly what: 'choice'; readonly programId: ProgramId };

/** Who is at the counter, and how they were found. `code` is what the scanner read and proves the person (F-17). */
export interface Opened {
  readonly customerId: CustomerId;
  readonly by: 'search' | 'scan';
  readonly code: string | null;
}

/** The last thing done. */
export interface Shown {
  readonly confirmation: Confirmation;
  /** What a personal offer was called when it was redeemed: the answer does not say. */
  readonly offer: string | null;
  /** Until when Undo is offered, ms on performance.now(): setting the computer's clock plays no part. */
  readonly undoUntil: number;
  readonly undone: boolean;
}

/** What a leave of a manager lifts a limit with. */
export type Override = NonNullable<InputFor<'counter.stamp'>['override']>;

/** Why the last thing was not done. */
export interface Blocked {
  readonly error: AppErrorData;
  /** What was wanted, once more: as it was, or with what one press adds to it. */
  again(more?: { sameVisit?: boolean; override?: Override }): Promise<boolean>;
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
  /** The program just stamped or redeemed for this customer, or `noCard`: what comes next is the next customer. */
  done: ProgramId | typeof noCard | null;
  /** This customer was stamped since they were opened: more stamps belong to the same visit. */
  stamped: boolean;
  /** A scanned code that leads to nobody, and why. */
  unknownCode: UnknownCode | null;
  /** The action whose slip was printed at once: it is not printed again when the page comes back. */
  slipOf: string | null;
  /** A blank card that was scanned and waits for its customer. */
  blankCard: string | null;
  /** What the panel on the right asks about, instead of offering the next stamp. */
  asking: Asking | null;
  /** A stamp, redemption or undo is being written. */
  busy: boolean;
  /** Names the next stamp or redemption; a double click sends the same one. */
  intention: string;
}

/** Stands for the card of a visit that was recorded on none. */
export const noCard = 'noCard';

const blank = {
  text: '',
  opened: null,
  programId: null,
  blocked: null,
  done: null,
  stamped: false,
  unknownCode: null,
  asking: null,
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
  if (get().opened) resetPrivacy();
  set({ ...blank, opened: { customerId, by, code }, intention: newRequestId() });
}

/** Back to the search; the last confirmation keeps its Undo. */
export function close(): void {
  resetPrivacy();
  set({ ...blank });
}

/** Says who is at the till; for another person than before nothing stays on the counter. */
export function serve(personId: PersonId): void {
  if (get().servedBy !== personId)
    set({ ...blank, servedBy: personId, shown: null, blankCard: null, intention: newRequestId() });
}

/** Puts another program's card on top. */
export function chooseProgram(programId: ProgramId): void {
  set({ programId, blocked: null, asking: null });
}

/** Asks what is to be handed over and for the proof of the person (null: no longer). */
export function askFor(asking: Asking | null): void {
  set({ asking, blocked: null });
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

function confirm(confirmation: Confirmation, offer: string | null = null): void {
  const { opened, stamped, programId: before } = get();
  const shown = { confirmation, offer, undoUntil: performance.now() + undoMilliseconds, undone: false };
  set({ shown, intention: newRequestId() });
  // Somebody else may have been opened while the answer was on its way.
  if (opened?.customerId !== confirmation.customerId) return;
  const { programId, spent, redeemed, used, parts } = confirmation;
  const onCard = used === null && programId !== null;
  set({
    programId: onCard ? programId : before,
    // Money taken off, or a benefit used: what was bought is still to be recorded.
    done: spent || used ? null : (programId ?? noCard),
    stamped: stamped || (parts.length > 0 && !spent && !redeemed && !used),
    blocked: null,
    asking: null,
  });
}

/** What was done just before the page broke off, as it would have been shown; Undo is offered for what is left of its time. */
export function showAgain(confirmation: Confirmation, age: number): void {
  open(confirmation.customerId);
  confirm(confirmation);
  const { shown } = get();
  if (shown) set({ shown: { ...shown, undoUntil: performance.now() + Math.max(0, undoMilliseconds - age) } });
}

/** Runs what a till does to the open customer; true when done. What hinders it is put into `blocked`. */
async function act(
  send: (customerId: CustomerId, intention: string) => Promise<Result<Confirmation>>,
  again: Blocked['again'],
): Promise<boolean> {
  const { opened, intention } = get();
  if (!opened) return false;
  const answer = await once(() => send(opened.customerId, intention));
  if (!answer) return false;
  if (answer.ok) {
    confirm(answer.value);
  } else if (get().opened === opened) {
    set({ blocked: { error: answer.error, again } });
    if (!mayBeWritten.has(answer.error.code)) set({ intention: newRequestId() });
  }
  return answer.ok;
}

/** Records a visit on a card of the open customer. */
export function stamp(wanted: StampInput): Promise<boolean> {
  const { stamped } = get();
  return act(
    (customerId, intention) => call('counter.stamp', { sameVisit: stamped, ...wanted, customerId }, intention),
    (more) => stamp({ ...wanted, ...more }),
  );
}

/** Records that the open customer was here, on no card. */
export function visit(wanted: Omit<InputFor<'counter.visit'>, 'customerId'> = {}): Promise<boolean> {
  return act(
    (customerId, intention) => call('counter.visit', { ...wanted, customerId }, intention),
    (more) => visit({ ...wanted, ...(more?.override ? { override: more.override } : {}) }),
  );
}

/** Uses a discount or special of the open customer. */
export function takeBenefit(programId: ProgramId): Promise<boolean> {
  return act(
    (customerId, intention) => call('counter.use', { customerId, programId }, intention),
    () => takeBenefit(programId),
  );
}

/** Uses a perk of the open customer. */
export function takePerk(perkId: PerkId): Promise<boolean> {
  return act(
    (customerId, intention) => call('counter.usePerk', { customerId, perkId }, intention),
    () => takePerk(perkId),
  );
}

/** Asks for what is missing (a PIN) around a call; null when the person closes the dialog. */
type Gate = <T>(fn: () => Promise<Result<T>>) => Promise<Result<T> | null>;

/** Hands over what was claimed. Gives back what hindered it, for the panel that asked; null when done, closed or already under way. */
export async function handOver(claim: Claim, proof: Proof, gate: Gate): Promise<AppErrorData | null> {
  const { opened, intention } = get();
  if (!opened) return null;
  const { customerId } = opened;
  const send = () => {
    if (claim.what === 'reward') return call('counter.redeem', { rewardId: claim.rewardId, proof }, intention);
    if (claim.what === 'offer') return call('counter.redeemOffer', { offerId: claim.offerId, proof }, intention);
    return call('counter.spend', { customerId, programId: claim.programId, spend: claim.spend, proof }, intention);
  };
  const answer = await once(() => gate(send));
  if (!answer) return null;
  if (answer.ok) {
    confirm(answer.value, claim.what === 'offer' ? claim.name : null);
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
 * (no reward to hand over, no amount or purchase to ask for). Otherwise null, and the person at the till chooses.
 */
export function stampedByScan(customer: CounterCustomer): ProgramId | null {
  const running = customer.cards.filter((card) => card.state === 'running');
  const [only] = running;
  if (!only || running.length > 1 || only.usedUp || customer.archived) return null;
  if (only.minimumSpend !== null || only.per !== 'visit' || only.countsItems) return null;
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
  const { opened, asking } = get();
  if (asking && opened?.customerId === customerId) {
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
