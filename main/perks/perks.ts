import { customerNumber, findCustomer } from '../../db/queries/customers.ts';
import {
  countPerkUses,
  deletePick,
  findListInForce,
  findPerk,
  insertPerk,
  insertPick,
  listHolders,
  listPerks,
  listPerksOf,
  updatePerk,
} from '../../db/queries/perks.ts';
import type { CustomerId, PerkId } from '../../preload/contract/values.ts';
import { AppError, found } from '../bridge/errors.ts';
import { implement } from '../bridge/implement.ts';
import { activeCustomer } from '../counter/customer.ts';
import { monthsOf } from './carried.ts';
import { freezeLists } from './freezing.ts';

/** Carriers listed by name. */
const mostHolders = 200;

export const perks = implement('perks', {
  list({ read, today }) {
    const months = monthsOf(today);
    return listPerks(read).map(({ key, id, name, best, offAt }) => {
      const list = findListInForce(read, key, months);
      const { total, holders } = listHolders(read, key, list, Number.MAX_SAFE_INTEGER);
      return {
        perkId: id as PerkId,
        name,
        best,
        off: offAt !== null,
        list,
        carriers: offAt === null ? total : 0,
        picked: holders.filter(({ picked }) => picked === 1).length,
        uses: countPerkUses(read, name, `${months.month}-01`),
      };
    });
  },

  holders({ read, today }, { perkId }) {
    const { key } = found(findPerk(read, perkId));
    return listHolders(read, key, findListInForce(read, key, monthsOf(today)), mostHolders).holders.map((row) => ({
      customerId: row.id as CustomerId,
      number: customerNumber(row),
      name: row.name,
      picked: row.picked === 1,
    }));
  },

  of: ({ read, today }, { customerId }) =>
    listPerksOf(read, found(findCustomer(read, customerId)).key, monthsOf(today)).map((row) => ({
      perkId: row.id as PerkId,
      name: row.name,
      picked: row.picked === 1,
      best: row.best === 1,
    })),

  create({ read, write, newId, now, note }, { name, best }) {
    const taken = name.toLocaleLowerCase();
    if (listPerks(read).some((perk) => perk.name.toLocaleLowerCase() === taken))
      throw new AppError('BAD_INPUT', {}, ['name']);
    const id = newId();
    insertPerk(write, { id, name, best, createdAt: now });
    note({ perk: id });
    return { perkId: id as PerkId };
  },

  change({ read, write, now, note }, { perkId, best, off }) {
    const perk = found(findPerk(read, perkId));
    updatePerk(write, perk.key, { best, offAt: off ? (perk.offAt ?? now) : null });
    note({ perk: perkId, off });
    return { done: true };
  },

  pick(context, { perkId, customerId, picked }) {
    const { read, write, now, note } = context;
    const { key } = found(findPerk(read, perkId));
    const customer = activeCustomer(context, customerId);
    if (picked) insertPick(write, key, customer.key, now);
    else deletePick(write, key, customer.key);
    note({ perk: perkId, picked }, customerId);
    return { done: true };
  },

  freeze: async (context) => ({ lists: await freezeLists(context) }),
});
