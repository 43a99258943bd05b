import { getCard } from '../../db/queries/cards.ts';
import type { CustomerRow } from '../../db/queries/customers.ts';
import { type EntryRow, getEntry, hasCause } from '../../db/queries/ledger.ts';
import type { QueryContext } from '../bridge/context.ts';
import { birthdaySpan } from '../programs/engine/bonus.ts';
import { getProgramNow } from '../programs/versions.ts';

const always = { from: '', to: '9999-12-31' };

/**
 * What a moved entry brings to the customer it goes to. A bonus that comes once (F-09) does not come a second time by a move: it goes along
 * with nothing in it, so that both histories say where it went. It is asked of the entry it first was, so that a move back brings it back.
 */
export function movedUnits(
  { read }: Pick<QueryContext, 'read'>,
  entry: EntryRow,
  to: CustomerRow,
): Pick<EntryRow, 'stamps' | 'parts'> {
  const { cause, cardKey, businessDay, programVersionKey } = entry;
  if (entry.kind !== 'stamp' || cardKey === null || (cause !== 'signUp' && cause !== 'birthday')) return entry;
  const { key: programKey, versions } = getProgramNow(read, getCard(read, cardKey).programKey);
  const rules = versions.find(({ key }) => key === programVersionKey)?.rules;
  const days = rules && 'bonus' in rules ? rules.bonus.birthdayDays : 0;
  const span = cause === 'signUp' ? always : birthdaySpan(to, businessDay, days);
  const isDue = span !== null && !hasCause(read, { customerKey: to.key, programKey, cause, ...span });
  if (isDue) return entry.fromSeq === null ? entry : getEntry(read, entry.fromSeq);
  return { stamps: 0, parts: JSON.stringify([{ why: cause, name: null, units: 0, amount: null }]) };
}
