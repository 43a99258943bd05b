import type { RewardRow } from '../../db/queries/cards.ts';
import type { CustomerRow } from '../../db/queries/customers.ts';
import { findVisitDayBefore } from '../../db/queries/ledger.ts';
import { type Confirmation, type OpenReward, undoMilliseconds } from '../../preload/contract/counter.ts';
import type { Contract } from '../../preload/contract/index.ts';
import type { ParsedInputOf } from '../../preload/contract/kinds.ts';
import type {
  CustomerId,
  EntryId,
  ProgramId,
  ProgramRewardId,
  RequestId,
  RewardId,
} from '../../preload/contract/values.ts';
import type { CommandContext } from '../bridge/context.ts';
import { isNotHereYet } from './customer.ts';

/** What a handler of the counter receives. */
export type Input<P extends keyof Contract['counter']> = ParsedInputOf<Contract['counter'][P]>;

export const openReward = (row: RewardRow): OpenReward => ({
  rewardId: row.id as RewardId,
  programId: row.programId as ProgramId,
  programRewardId: row.programRewardId as ProgramRewardId,
  // The contract's list is what a program accepts, so what is stored is one of them.
  kind: row.kind as OpenReward['kind'],
  name: row.name,
  percent: row.percent,
  value: row.value,
  issuedAt: row.issuedAt,
  expiresOn: row.expiresOn,
});

/** The command's own entries: what had run out was only written down on the way. */
export const ownEntries = ({ ledger }: CommandContext): EntryId[] =>
  ledger.appended.filter((entry) => entry.kind !== 'expire').map((entry) => entry.id as EntryId);

const nothing = {
  goal: null,
  earned: 0,
  parts: [],
  carry: 0,
  issued: [],
  redeemed: null,
  spent: null,
  used: null,
  offerId: null,
  warning: null,
} as const;

/** The day on which somebody was here last, before today: their row says so, unless they were here today too. */
const previousVisitDay = ({ read, today }: CommandContext, customer: CustomerRow): string | null =>
  isNotHereYet(customer, today) ? customer.lastVisitDay : findVisitDayBefore(read, customer.key, today);

/** What the till shows of what was just done; what is not named did not happen. `customer`: as they were before it. */
export function confirmation(
  context: CommandContext,
  customer: CustomerRow,
  of: Pick<Confirmation, 'programId' | 'before' | 'after'> & Partial<Confirmation>,
): Confirmation {
  return {
    ...nothing,
    parts: [],
    issued: [],
    requestId: context.requestId as RequestId,
    customerId: customer.id as CustomerId,
    entryIds: ownEntries(context),
    previousVisitDay: previousVisitDay(context, customer),
    undoUntil: context.now + undoMilliseconds,
    ...of,
  };
}
