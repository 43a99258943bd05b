import type { CustomerRow } from '../../db/queries/customers.ts';
import { type EntryRow, insertEntryReason } from '../../db/queries/ledger.ts';
import type { Confirmation } from '../../preload/contract/counter.ts';
import type { CommandContext } from '../bridge/context.ts';
import { AppError } from '../bridge/errors.ts';
import { confirmation, type Input } from './confirm.ts';
import { activeCustomer, visitsAtTheTill } from './customer.ts';
import { decideVisit, goesOnUntil, type TodaysVisit } from './rules.ts';

/** The visit of today that a new entry joins, if any; `warning` when a limit was passed and the shop only warns. */
interface ChosenVisit {
  readonly joined: (TodaysVisit & { readonly parts: EntryRow[] }) | undefined;
  readonly warning: Confirmation['warning'];
}

/** Which visit something recorded on a card belongs to (F-12); `on` null: on no card, just that somebody was here. Refuses with TOO_SOON and VISIT_LIMIT. */
export function chooseVisit(
  context: CommandContext,
  customer: CustomerRow,
  on: { readonly cardKey: number | null } | null,
  asked: Pick<Input<'stamp'>, 'sameVisit' | 'override'>,
): ChosenVisit {
  const { read, settings, now, today } = context;
  const visits = visitsAtTheTill(read, customer, today, on?.cardKey ?? null);
  if (asked.override) context.approval(asked.override.approval);
  const decision = decideVisit(visits, settings, now, {
    sameVisit: asked.sameVisit,
    lifted: asked.override !== null,
    onCard: on !== null,
  });
  switch (decision.decision) {
    case 'tooSoon':
      throw new AppError('TOO_SOON', { until: decision.until, mode: settings.limitMode });
    case 'limit':
      throw new AppError('VISIT_LIMIT', { limit: decision.limit });
    case 'join':
      return { joined: visits.find(({ seq }) => seq === decision.visitSeq), warning: null };
    case 'new':
      return { joined: undefined, warning: decision.warning };
  }
}

/** Records that somebody was here, on no card. While a visit is going on there is nothing to add to it. */
export function visit(context: CommandContext, { customerId, amount, override }: Input<'visit'>): Confirmation {
  const customer = activeCustomer(context, customerId);
  const { joined, warning } = chooseVisit(context, customer, null, { sameVisit: false, override });
  if (joined) {
    throw new AppError('TOO_SOON', { until: goesOnUntil(joined.at, context.settings), mode: 'visit' });
  }
  const { seq } = context.ledger.append({ kind: 'visit', customerKey: customer.key, amount });
  if (override) insertEntryReason(context.write, seq, override.reason);
  context.note({ warning, lifted: override !== null }, customerId);
  return confirmation(context, customer, { programId: null, before: 0, after: 0, warning });
}
