import type { WriteConnection } from '../../db/open.ts';
import { getCard, updateCardTerms } from '../../db/queries/cards.ts';
import { lotsOf } from '../programs/cardNow.ts';
import { versionAtLapStart } from '../programs/lap.ts';
import { getProgramNow } from '../programs/versions.ts';

/**
 * Which rules the lap of a card began under and when something on it runs out: what is kept on the card's row so that nobody has to read
 * its history again, and so that what is due can be found by an index. Called in the transaction that changed the card's entries.
 */
export function refreshCard(write: WriteConnection, cardKey: number): void {
  const card = getCard(write, cardKey);
  const program = getProgramNow(write, card.programKey);
  const programVersionKey = versionAtLapStart(write, card, program).key;
  const { runsOut } = lotsOf(write, { ...card, programVersionKey }, program);
  if (programVersionKey !== card.programVersionKey || runsOut !== card.expiresOn)
    updateCardTerms(write, cardKey, { programVersionKey, expiresOn: runsOut });
}
