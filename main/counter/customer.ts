import type { ReadConnection } from '../../db/open.ts';
import { type CustomerRow, findCustomer, listPhones, listTags } from '../../db/queries/customers.ts';
import { type EntryRow, listLiveOfVisit, listLiveVisitsOnDay } from '../../db/queries/ledger.ts';
import type { InputFor } from '../../preload/contract/index.ts';
import type { CommandContext, QueryContext } from '../bridge/context.ts';
import { AppError, found } from '../bridge/errors.ts';
import { phoneEnd } from '../customers/phones.ts';
import { dayOf } from '../memberCards/attach.ts';
import { lookUpCode } from '../memberCards/lookUp.ts';
import { carriedPerks } from '../perks/carried.ts';
import type { Occasion } from '../programs/engine/multiplier.ts';
import { dayNumber } from '../retention/days.ts';
import { offsetAt } from '../shop/time.ts';
import { goesOnUntil, provesIdentity, type TodaysVisit } from './rules.ts';

/** Refuses with CUSTOMER_ARCHIVED or CUSTOMER_MERGED. */
export function refuseInactive({ archivedAt, mergedIntoKey }: CustomerRow): void {
  if (mergedIntoKey !== null) throw new AppError('CUSTOMER_MERGED');
  if (archivedAt !== null) throw new AppError('CUSTOMER_ARCHIVED');
}

/** Refuses as {@link refuseInactive} does. */
export function activeCustomer({ read }: QueryContext, id: string): CustomerRow {
  const customer = found(findCustomer(read, id));
  refuseInactive(customer);
  return customer;
}

/** Refuses unless the proof shows that this is the customer (F-17). */
export function checkProof(
  context: QueryContext,
  customer: CustomerRow,
  proof: InputFor<'counter.redeem'>['proof'],
): void {
  const { read } = context;
  if (proof.by === 'card') {
    const shown = lookUpCode(read, proof.code);
    if (shown.is === 'replaced') throw new AppError('CARD_REPLACED', { on: dayOf(context, shown.at) });
    if (shown.is !== 'customer' || shown.customer.key !== customer.key) throw new AppError('IDENTITY_WRONG');
    return;
  }
  const phoneEnds = listPhones(read, customer.key)
    .map((phone) => phoneEnd(phone.typed))
    .filter((end) => end !== null);
  const answer = provesIdentity(proof, { phoneEnds, birthMonth: customer.birthMonth, birthDay: customer.birthDay });
  if (answer !== 'yes') throw new AppError(answer === 'wrong' ? 'IDENTITY_WRONG' : 'IDENTITY_NEEDED');
}

/** Was a customer, as their row says, last here on a day before today, if ever? */
export const isNotHereYet = ({ lastVisitDay }: CustomerRow, today: string): boolean =>
  lastVisitDay === null || lastVisitDay < today;

/**
 * Visits of today made at this till, with the stamps each brought to one card. Imported ones and those from paper trigger no limit (F-12). The
 * customer as they were before the command: their row tells of every visit that was made here.
 */
export function visitsAtTheTill(
  read: ReadConnection,
  customer: CustomerRow,
  today: string,
  cardKey: number | null,
): (TodaysVisit & { parts: EntryRow[] })[] {
  if (isNotHereYet(customer, today)) return [];
  return listLiveVisitsOnDay(read, customer.key, today)
    .filter((entry) => entry.batchKey === null && entry.sourceTime === null && entry.cause !== 'paper')
    .map((entry) => {
      const parts = listLiveOfVisit(read, customer.key, entry.seq);
      const stamps = parts.filter((part) => part.kind === 'stamp' && part.cardKey === cardKey && part.cause === null);
      return {
        parts,
        seq: entry.seq,
        // When it happened: recordedAt stays ahead for good once the clock was wrong.
        at: entry.occurredAt ?? entry.recordedAt,
        stampsOnCard: stamps.reduce((sum, part) => sum + part.stamps, 0),
        recorded: stamps.length > 0,
      };
    });
}

/** The visit that is going on, or a new one: coming only for a reward is a visit too, the person was here. */
export function visitGoingOn({ read, ledger, settings, now, today }: CommandContext, customer: CustomerRow): number {
  const last = visitsAtTheTill(read, customer, today, null).at(-1);
  return last && now < goesOnUntil(last.at, settings)
    ? last.seq
    : ledger.append({ kind: 'visit', customerKey: customer.key }).seq;
}

/** This moment on the shop's clock, and whom the rules may tell this customer for. */
export function occasionOf({ read, settings, now, today }: QueryContext, customerKey: number): Occasion {
  const wallClock = now + offsetAt(now, settings.timeZone);
  return {
    day: today,
    // 1 January 1970 was a Thursday.
    weekday: ((dayNumber(today) + 3) % 7) + 1,
    minute: Math.floor(wallClock / 60_000) % 1440,
    tags: () => listTags(read, customerKey),
    perks: () => carriedPerks({ read, today }, customerKey).map(({ name }) => name),
  };
}
