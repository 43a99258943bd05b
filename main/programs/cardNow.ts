import type { ReadConnection } from '../../db/open.ts';
import { type CardRow, findLastActiveDay, iterateGains } from '../../db/queries/cards.ts';
import { type InForce, inForce } from './engine/inForce.ts';
import { carryExpiresOn, type Lot, lots } from './engine/lots.ts';
import type { ProgramNow } from './versions.ts';

/** The rules a card goes by; `card` null before the first stamp. */
export function forceOf(program: ProgramNow, card: Pick<CardRow, 'balance' | 'programVersionKey'> | null): InForce {
  const { versions, latest } = program;
  if (card === null || card.balance <= 0) return inForce([latest]);
  const from = versions.findIndex(({ key }) => key === card.programVersionKey);
  return inForce(versions.slice(Math.max(0, from)));
}

/** What a card consists of, and what of it runs out when. */
export interface CardLots {
  readonly lots: readonly Lot[];
  /** The last day the unspent amount counts; null for good. */
  readonly carryUntil: string | null;
  /** The first of all these days; null when nothing runs out. */
  readonly runsOut: string | null;
}

const nothingRunsOut: CardLots = { lots: [], carryUntil: null, runsOut: null };

/** The lots of a card; none are told apart where nothing runs out. */
export function lotsOf(read: ReadConnection, card: CardRow, program: ProgramNow): CardLots {
  if (!('earn' in program.latest.rules)) return nothingRunsOut;
  const rules = forceOf(program, card).expiry;
  if (rules.some(({ kind }) => kind === 'none') || (card.balance <= 0 && card.carry <= 0)) return nothingRunsOut;
  // Asked for only where it counts: it is looked for in all that the card ever had.
  const countsActivity = card.carry > 0 || rules.some(({ kind }) => kind === 'idle');
  const lastActive = (countsActivity ? findLastActiveDay(read, card.key) : null) ?? card.openedOn;
  const of = { rules, openedOn: card.openedOn, lastActive };
  const found = lots(card.balance, iterateGains(read, card.key), of);
  const carryUntil = card.carry > 0 ? carryExpiresOn(of) : null;
  const days = [carryUntil, ...found.map(({ expiresOn }) => expiresOn)].filter((day) => day !== null);
  return { lots: found, carryUntil, runsOut: days.sort()[0] ?? null };
}

/** A card as it stands on a day: what has run out by then is gone, whether or not the ledger says so already. */
export interface CardToday {
  readonly stamps: number;
  readonly carry: number;
  readonly lots: readonly Lot[];
}

export function cardToday(read: ReadConnection, card: CardRow, program: ProgramNow, today: string): CardToday {
  const { lots: all, carryUntil } = lotsOf(read, card, program);
  const gone = all.filter((lot) => lot.expiresOn !== null && lot.expiresOn < today);
  return {
    stamps: card.balance - gone.reduce((sum, { units }) => sum + units, 0),
    carry: carryUntil !== null && carryUntil < today ? 0 : card.carry,
    lots: all.filter((lot) => !gone.includes(lot)),
  };
}
