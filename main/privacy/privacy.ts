import { statSync } from 'node:fs';
import { basename } from 'node:path';
import { listContacts } from '../../db/queries/contacts.ts';
import {
  type CustomerRow,
  customerNumber,
  findConsentWording,
  findCustomer,
  getCustomer,
  insertConsentWording,
  listConsentHistory,
  listTimeline,
} from '../../db/queries/customers.ts';
import { listMemberCards } from '../../db/queries/memberCards.ts';
import { findPersonByCustomer } from '../../db/queries/people.ts';
import { listPerksHad } from '../../db/queries/perks.ts';
import { listCardsOf, listMonthsNamed, listRecordsOf, listRewardsOf } from '../../db/queries/privacy.ts';
import type { CardCode } from '../../preload/contract/memberCards.ts';
import { CustomerCopy } from '../../preload/contract/privacy.ts';
import type { ContactId } from '../../preload/contract/values.ts';
import type { QueryContext, TaskContext } from '../bridge/context.ts';
import { AppError, found } from '../bridge/errors.ts';
import { implement } from '../bridge/implement.ts';
import { consentOf, recordOf } from '../customers/record.ts';
import { itemOf } from '../customers/timeline.ts';
import { offersOf } from '../offers/offers.ts';
import { businessDayOf } from '../shop/time.ts';
import { writeWhole } from '../shop/writeWhole.ts';
import { erasePerson } from './erase.ts';
import { cleanedAtOnce } from './traces.ts';

/** Everything there is about a customer. */
function copyOf(
  { read, settings, today }: Pick<QueryContext, 'read' | 'settings' | 'today'>,
  row: CustomerRow,
): CustomerCopy {
  const { timeZone, dayStartMinutes } = settings;
  return {
    record: recordOf(read, row),
    merged: listRecordsOf(read, row.key)
      .filter((key) => key !== row.key)
      .map((key) => recordOf(read, getCustomer(read, key))),
    consents: listConsentHistory(read, row.key).map(consentOf),
    memberCards: listMemberCards(read, row.key).map(({ code, issuedAt, replacedAt }) => ({
      code: code as CardCode,
      issuedAt,
      replacedOn: replacedAt === null ? null : businessDayOf(replacedAt, timeZone, dayStartMinutes),
    })),
    cards: listCardsOf(read, row.key) as CustomerCopy['cards'],
    rewards: listRewardsOf(read, row.key),
    offers: offersOf(read, row.key, today),
    perks: listPerksHad(read, row.key).map(({ months, ...perk }) => ({ ...perk, months: [...months] })),
    contacts: listContacts(read, row.key).map(({ id, ...contact }) => ({ contactId: id as ContactId, ...contact })),
    monthsOnRiskList: listMonthsNamed(read, row.key),
    worksHere: findPersonByCustomer(read, row.key) !== null,
    timeline: listTimeline(read, row.key, null, Number.MAX_SAFE_INTEGER).map((entry) => itemOf(read, entry)),
  };
}

/** A merged record has a page of its own, and is erased with the one it belongs to. */
function whole({ read }: Pick<QueryContext, 'read'>, customerId: string): CustomerRow {
  const row = found(findCustomer(read, customerId));
  if (row.mergedIntoKey !== null) throw new AppError('CUSTOMER_MERGED');
  return row;
}

/** Writes the file anew at once where that takes no time anybody would notice; else it is done when nobody is at the till. */
async function removeTracesSoon({ shop, background, services }: TaskContext): Promise<void> {
  if (statSync(shop.file.path).size > cleanedAtOnce) return;
  try {
    await background.run('cleanFile', {});
  } catch (error) {
    // The erasure stands; what is left is tried again later.
    services.log('warn', 'TRACES_LEFT', { kind: error instanceof Error ? error.name : typeof error });
  }
}

export const privacy = implement('privacy', {
  wording({ read }) {
    const row = findConsentWording(read);
    return row && { version: row.version, text: row.text, since: row.createdAt };
  },

  setWording({ read, write, now, note }, { text }) {
    const present = findConsentWording(read);
    // The same words again are no new version.
    const version = present?.text === text ? present.version : insertConsentWording(write, text, now);
    note({ version });
    return { version };
  },

  of: (context, { customerId }) => copyOf(context, whole(context, customerId)),

  async saveCopy(context, { customerId }) {
    const { services, settings, shop, today, commit } = context;
    const of = { read: shop.read, settings, today };
    const row = whole(of, customerId);
    const target = await services.chooseTarget('json', `customer-${customerNumber(row)}-${today}.json`);
    if (target === null) return { saved: null };
    const copy = { format: 'regulars customer copy', version: 1, shop: settings.name, savedOn: today };
    await writeWhole(target, `${JSON.stringify({ ...copy, ...CustomerCopy.parse(copyOf(of, row)) }, null, 2)}\n`);
    return commit(({ note }) => {
      note({}, customerId);
      return { saved: basename(target) };
    });
  },

  async erase(context, { customerId, typed }) {
    await context.backups.make('erasure');
    const done = context.commit((command) => {
      const row = whole(command, customerId);
      if (typed.trim() !== customerNumber(row)) throw new AppError('BAD_INPUT', {}, ['typed']);
      const ids = erasePerson(command.write, row.key, { at: command.now, by: context.shop.keys.ledger });
      command.erased(ids);
      command.note({ records: ids.length }, customerId);
      return { done: true } as const;
    });
    await removeTracesSoon(context);
    return done;
  },
});
