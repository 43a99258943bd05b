import { hasUsedPerk } from '../../db/queries/perks.ts';
import type { Confirmation, CounterCustomer } from '../../preload/contract/counter.ts';
import type { PerkId } from '../../preload/contract/values.ts';
import type { CommandContext, QueryContext } from '../bridge/context.ts';
import { AppError } from '../bridge/errors.ts';
import { carriedPerks } from '../perks/carried.ts';
import { confirmation, type Input } from './confirm.ts';
import { activeCustomer, visitGoingOn } from './customer.ts';

/** The perks a customer carries, as the till shows them. */
export function shownPerks(context: QueryContext, customerKey: number): CounterCustomer['perks'] {
  return carriedPerks(context, customerKey).map(({ id, name }) => ({
    perkId: id as PerkId,
    name,
    usedToday: hasUsedPerk(context.read, customerKey, name, context.today),
  }));
}

/** Logs that a perk was used; what it did to a purchase stands with the stamps. */
export function usePerk(context: CommandContext, { customerId, perkId }: Input<'usePerk'>): Confirmation {
  const { ledger, note } = context;
  const customer = activeCustomer(context, customerId);
  const perk = carriedPerks(context, customer.key).find(({ id }) => id === perkId);
  if (!perk) throw new AppError('PERK_NOT_CARRIED');
  const visitSeq = visitGoingOn(context, customer);
  ledger.append({
    kind: 'use',
    cause: 'perk',
    customerKey: customer.key,
    visitSeq,
    parts: [{ why: 'perk', name: perk.name, units: 0, amount: null }],
  });
  note({ perk: perkId }, customerId);
  return confirmation(context, customer, {
    programId: null,
    before: 0,
    after: 0,
    used: { kind: 'text', name: perk.name, percent: null, value: null },
  });
}
