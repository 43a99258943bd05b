import { customerNumber } from '../../db/queries/customers.ts';
import { listForStampSheet } from '../../db/queries/paper.ts';
import type { StampSheet } from '../../preload/contract/paper.ts';
import type { CustomerId } from '../../preload/contract/values.ts';
import type { QueryContext } from '../bridge/context.ts';
import { AppError, found } from '../bridge/errors.ts';
import { phoneEnd } from '../customers/phones.ts';
import { findProgramNow } from '../programs/versions.ts';
import { dayNumber, formatDay } from '../retention/days.ts';

/** Who was here within this many days may come today. */
const daysBack = 90;
/** Lines on a sheet at most: fifteen pages. A larger shop takes those who were here last. */
export const mostLines = 500;

/** Everybody who may come on a day without power, with what is on their card. */
export function stampSheet({ read, today }: QueryContext, programId: string): StampSheet {
  const program = found(findProgramNow(read, programId));
  const { rules } = program.latest;
  if (!('earn' in rules)) throw new AppError('BAD_INPUT', {}, ['programId']);
  const rows = listForStampSheet(read, {
    programKey: program.key,
    since: formatDay(dayNumber(today) - daysBack),
    limit: mostLines,
  });
  return {
    program: rules.name,
    kind: rules.kind,
    goal: rules.kind === 'stamps' ? rules.goal : null,
    rows: rows.map((row) => ({
      customerId: row.id as CustomerId,
      number: customerNumber(row),
      name: row.name,
      phoneEnd: phoneEnd(row.phone),
      stamps: row.balance,
      openRewards: row.openRewards,
    })),
  };
}
