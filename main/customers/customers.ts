import type { WriteConnection } from '../../db/open.ts';
import { findOpenCard } from '../../db/queries/cards.ts';
import {
  archiveCustomer,
  type CustomerFields,
  type CustomerLine,
  type CustomerRow,
  countTags,
  customerNumber,
  findConsentWording,
  findCustomer,
  findLikely,
  insertConsent,
  insertCustomer,
  listConsents,
  listCustomers,
  listTags,
  listTimeline,
  nextNumber,
  updateCustomer,
  updateCustomerMark,
} from '../../db/queries/customers.ts';
import type { ShopRow } from '../../db/queries/shop.ts';
import { type CustomerDetails, channels } from '../../preload/contract/customers.ts';
import type { CustomerId } from '../../preload/contract/values.ts';
import type { CommandContext } from '../bridge/context.ts';
import { AppError, found } from '../bridge/errors.ts';
import { implement } from '../bridge/implement.ts';
import { issueEarned } from '../counter/issue.ts';
import { attachCard } from '../memberCards/attach.ts';
import { openCard, runningProgram } from '../programs/running.ts';
import { phoneEnd, readPhone } from './phones.ts';
import { recordOf } from './record.ts';
import { itemOf } from './timeline.ts';

/** Days after the shop's first that stamps from paper cards are taken over (F-24). */
const openingDays = 60;

/** What a person filled in, as columns. Throws BAD_PHONE naming the field. */
function fieldsOf(details: CustomerDetails, shop: ShopRow): CustomerFields {
  const phones = details.phones.map((typed, i) => {
    const phone = readPhone(typed, shop);
    if (!phone) throw new AppError('BAD_PHONE', {}, [`phones.${i}`]);
    return phone;
  });
  const { name, birthday, language, address, likes, notes, tags, source, ownFields } = details;
  return {
    name,
    phones,
    email: details.email?.toLowerCase() ?? null,
    birthMonth: birthday?.month ?? null,
    birthDay: birthday?.day ?? null,
    birthYear: birthday?.year ?? null,
    language,
    address,
    likes,
    notes,
    tags,
    source,
    ownFields,
  };
}

/** Keeps each change of a consent with its moment, where it was given, and in which words people are asked just now. */
function writeConsents(write: WriteConnection, key: number, given: readonly string[], now: number): void {
  const present = new Map(listConsents(write, key).map((row) => [row.channel, row]));
  const wording = findConsentWording(write)?.version ?? null;
  for (const channel of channels) {
    const before = present.get(channel);
    const agreed = given.includes(channel);
    if ((before?.given ?? 0) === (agreed ? 1 : 0)) continue;
    insertConsent(write, key, {
      channel,
      given: agreed ? 1 : 0,
      at: Math.max(now, (before?.at ?? 0) + 1),
      source: 'till',
      wording: agreed ? wording : null,
    });
  }
}

const line = (row: CustomerLine) => ({
  customerId: row.id as CustomerId,
  number: customerNumber(row),
  name: row.name,
  lastVisitDay: row.lastVisitDay,
});

/** Stamps already on a paper card: on the card from the start, never a visit (F-24). */
function takeOverPaperCard(
  context: CommandContext,
  customerKey: number,
  opening: { programId: string; stamps: number },
): void {
  const { read, settings, now, ledger } = context;
  if (now > settings.createdAt + openingDays * 86_400_000) throw new AppError('OPENING_CLOSED', { days: openingDays });
  const program = runningProgram(context, opening.programId);
  const { rules, key } = program.latest;
  if (rules.kind !== 'stamps') throw new AppError('BAD_INPUT', {}, ['opening.programId']);
  if (opening.stamps >= rules.goal)
    throw new AppError('TOO_MANY_STAMPS', { cap: rules.goal - 1, left: rules.goal - 1 });
  const cardKey = findOpenCard(read, customerKey, program.key)?.key ?? openCard(context, customerKey, program);
  ledger.append({
    kind: 'opening',
    customerKey,
    cardKey,
    programVersionKey: key,
    stamps: opening.stamps,
    cause: 'paper',
  });
  issueEarned(context, program, { customerKey, cardKey, visitSeq: null });
}

/** Refuses with CUSTOMER_MERGED: what is written into a merged record nobody would see. */
function edited({ read }: CommandContext, id: string): CustomerRow {
  const row = found(findCustomer(read, id));
  if (row.mergedIntoKey !== null) throw new AppError('CUSTOMER_MERGED');
  return row;
}

export const customers = implement('customers', {
  list({ read }, filter) {
    const { total, rows } = listCustomers(read, filter);
    return {
      total,
      rows: rows.map((row) => ({
        ...line(row),
        phone: row.phone,
        tags: listTags(read, row.key),
        mark: row.mark,
        firstVisitDay: row.firstVisitDay,
        visitDays: row.visitDays,
        openRewards: row.openRewards,
        archived: row.archivedAt !== null,
      })),
    };
  },

  tags: ({ read }) => countTags(read),

  get: ({ read }, { customerId }) => recordOf(read, found(findCustomer(read, customerId))),

  timeline({ read }, { customerId, before, limit }) {
    const rows = listTimeline(read, found(findCustomer(read, customerId)).key, before, limit + 1);
    return {
      more: rows.length > limit,
      items: rows.slice(0, limit).map((row) => itemOf(read, row)),
    };
  },

  likely({ read, settings }, { name, phone, email }) {
    const e164 = readPhone(phone, settings)?.e164 ?? null;
    return findLikely(read, { phone, e164, email: email.trim(), name }).map((row) => ({
      ...line(row),
      phoneEnd: phoneEnd(row.phone),
      why: row.why,
    }));
  },

  enrol(context, { opening, cardCode, ...details }) {
    const { read, write, settings, now, newId, note } = context;
    const id = newId();
    const number = nextNumber(read);
    const key = insertCustomer(write, {
      ...fieldsOf(details, settings),
      id,
      number,
      externalId: null,
      createdAt: now,
      pendingBatchKey: null,
    });
    writeConsents(write, key, details.consents, now);
    if (opening) takeOverPaperCard(context, key, opening);
    if (cardCode !== null) attachCard(context, { key }, cardCode);
    note({ openingStamps: opening?.stamps ?? 0 }, id);
    return { customerId: id as CustomerId, number: String(number) };
  },

  update(context, { customerId, ...details }) {
    const row = edited(context, customerId);
    updateCustomer(context.write, row, fieldsOf(details, context.settings));
    writeConsents(context.write, row.key, details.consents, context.now);
    context.note({}, customerId);
    return { done: true };
  },

  mark(context, { customerId, mark, until }) {
    updateCustomerMark(context.write, edited(context, customerId).key, mark, mark === 'none' ? null : until);
    context.note({ mark, until }, customerId);
    return { done: true };
  },

  archive(context, { customerId }) {
    archiveCustomer(context.write, edited(context, customerId).key, context.now);
    context.note({}, customerId);
    return { done: true };
  },

  restore(context, { customerId }) {
    archiveCustomer(context.write, edited(context, customerId).key, null);
    context.note({}, customerId);
    return { done: true };
  },
});
