import { findCustomer, getCustomer } from '../../db/queries/customers.ts';
import { findMemberCard, listMemberCards, updateMemberCardReplaced } from '../../db/queries/memberCards.ts';
import type { CardCode } from '../../preload/contract/memberCards.ts';
import type { CommandContext } from '../bridge/context.ts';
import { AppError, found } from '../bridge/errors.ts';
import { implement } from '../bridge/implement.ts';
import { attachCard, dayOf, issueCard } from './attach.ts';

const active = ({ read }: CommandContext, id: string) => {
  const customer = found(findCustomer(read, id));
  if (customer.archivedAt !== null) throw new AppError('CUSTOMER_ARCHIVED');
  return customer;
};

export const memberCards = implement('memberCards', {
  of(context, { customerId }) {
    const { key } = found(findCustomer(context.read, customerId));
    return listMemberCards(context.read, key).map(({ code, issuedAt, replacedAt }) => ({
      code,
      issuedAt,
      replacedOn: replacedAt === null ? null : dayOf(context, replacedAt),
    }));
  },

  printed: ({ read, settings }, { codes }) =>
    codes.flatMap((code) => {
      const card = findMemberCard(read, code);
      if (!card) return [];
      const customer = card.customerKey === null ? null : getCustomer(read, card.customerKey);
      return [{ code, name: customer?.name ?? null, language: customer?.language ?? settings.language }];
    }),

  issue(context, { customerIds, onlyNew }) {
    const { read, note } = context;
    const codes = [...new Set(customerIds)].flatMap((id) => {
      const customer = found(findCustomer(read, id));
      if (customer.archivedAt !== null) return [];
      const present = listMemberCards(read, customer.key).find((card) => card.replacedAt === null);
      if (!present) return [issueCard(context, customer.key)];
      return onlyNew ? [] : [present.code as CardCode];
    });
    note({ cards: codes.length });
    return { codes };
  },

  issueBlank(context, { count }) {
    context.note({ cards: count });
    return { codes: Array.from({ length: count }, () => issueCard(context, null)) };
  },

  attach(context, { customerId, code }) {
    const attached = attachCard(context, active(context, customerId), code);
    context.note({}, customerId);
    return { code: attached };
  },

  replace(context, { lost, by }) {
    const { read, write, now, note } = context;
    const card = found(findMemberCard(read, lost));
    if (card.replacedAt !== null) throw new AppError('CARD_REPLACED', { on: dayOf(context, card.replacedAt) });
    if (card.customerKey === null) throw new AppError('NOT_FOUND');
    const customer = active(context, getCustomer(read, card.customerKey).id);
    updateMemberCardReplaced(write, lost, now);
    const code = by === null ? issueCard(context, customer.key) : attachCard(context, customer, by);
    note({}, customer.id);
    return { code };
  },
});
