import { deleteContact, findContact, insertContact, listContacts } from '../../db/queries/contacts.ts';
import { findCustomer } from '../../db/queries/customers.ts';
import type { ContactId } from '../../preload/contract/values.ts';
import { AppError, found } from '../bridge/errors.ts';
import { implement } from '../bridge/implement.ts';

export const contacts = implement('contacts', {
  list: ({ read }, { customerId }) =>
    listContacts(read, found(findCustomer(read, customerId)).key).map(({ id, ...row }) => ({
      contactId: id as ContactId,
      ...row,
    })),

  log({ read, write, now, today, who, newId, note }, { customerId, channel, outcome, note: words, day }) {
    const { key: customerKey, mergedIntoKey } = found(findCustomer(read, customerId));
    if (mergedIntoKey !== null) throw new AppError('CUSTOMER_MERGED');
    const businessDay = day ?? today;
    if (businessDay > today) throw new AppError('BAD_INPUT', {}, ['day']);
    const id = newId();
    insertContact(write, {
      id,
      customerKey,
      channel,
      outcome,
      note: words,
      businessDay,
      recordedAt: now,
      personKey: who?.personKey ?? null,
    });
    // What was said stays with the customer; the log knows that they spoke.
    note({ channel, outcome, day: businessDay }, customerId);
    return { contactId: id as ContactId };
  },

  remove({ read, write, note }, { contactId }) {
    const { customerId } = found(findContact(read, contactId));
    deleteContact(write, contactId);
    note({}, customerId);
    return { done: true };
  },
});
