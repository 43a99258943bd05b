/** The counter's rules: pure functions of plain data and the moment. */

/** A live visit of today at the till, with the stamps it brought to the card in question. */
export interface TodaysVisit {
  readonly seq: number;
  /** UTC ms. */
  readonly at: number;
  readonly stampsOnCard: number;
  /** The visit is on that card already, whatever it brought. */
  readonly recorded: boolean;
}

export interface LimitSettings {
  readonly visitsPerDay: number;
  readonly minutesBetweenVisits: number;
  readonly limitMode: 'warn' | 'block';
}

export type VisitDecision =
  /** Add to the visit that is going on. */
  | { readonly decision: 'join'; readonly visitSeq: number }
  /** A new visit; `warning` when a limit was passed and the shop only warns. */
  | { readonly decision: 'new'; readonly warning: 'VISIT_LIMIT' | null }
  /** Too soon after the last visit. `until` (UTC ms) is when a new one may begin. */
  | { readonly decision: 'tooSoon'; readonly until: number }
  | { readonly decision: 'limit'; readonly limit: number };

/** Minutes a visit goes on where the shop wants none between two visits. */
const aVisit = 10;

/** Until when what is done still belongs to the visit of this moment (UTC ms): a reward, another card, one more purchase. */
export const goesOnUntil = (
  at: number,
  { minutesBetweenVisits }: Pick<LimitSettings, 'minutesBetweenVisits'>,
): number => at + (minutesBetweenVisits || aVisit) * 60_000;

/**
 * Which visit a stamp belongs to (F-12). Inside the minutes between visits a second stamp on the same card is refused until the person
 * says that it belongs to the same visit; another program's card joins that visit by itself. A shop that wants no minutes between visits
 * refuses nothing: a second stamp on the same card is a visit of its own, unless the person says otherwise. Past the day's number of visits
 * the shop warns, or blocks until a manager lifts it.
 */
export function decideVisit(
  today: readonly TodaysVisit[],
  settings: LimitSettings,
  now: number,
  /** `onCard` false: nothing is stamped, somebody was here. */
  asked: { sameVisit: boolean; lifted: boolean; onCard: boolean },
): VisitDecision {
  const last = today.at(-1);
  const until = last ? goesOnUntil(last.at, settings) : 0;
  if (last && now < until && settings.minutesBetweenVisits === 0) {
    const wanted = asked.sameVisit && (asked.lifted || settings.limitMode === 'warn');
    if (wanted || (asked.onCard && !last.recorded)) return { decision: 'join', visitSeq: last.seq };
  } else if (last && now < until) {
    const allowed = asked.lifted || (asked.sameVisit && settings.limitMode === 'warn');
    return !last.recorded || allowed ? { decision: 'join', visitSeq: last.seq } : { decision: 'tooSoon', until };
  }
  if (today.length < settings.visitsPerDay || asked.lifted) return { decision: 'new', warning: null };
  return settings.limitMode === 'warn'
    ? { decision: 'new', warning: 'VISIT_LIMIT' }
    : { decision: 'limit', limit: settings.visitsPerDay };
}

/** May somebody with these phones and this birthday be handed a reward on this proof (F-17)? */
export function provesIdentity(
  proof: { by: 'phone'; digits: string } | { by: 'birthday'; month: number; day: number } | { by: 'known' },
  known: { phoneEnds: readonly string[]; birthMonth: number | null; birthDay: number | null },
): 'yes' | 'wrong' | 'needed' {
  if (proof.by === 'known') return known.phoneEnds.length === 0 && known.birthMonth === null ? 'yes' : 'needed';
  const right =
    proof.by === 'phone'
      ? known.phoneEnds.includes(proof.digits)
      : proof.month === known.birthMonth && proof.day === known.birthDay;
  return right ? 'yes' : 'wrong';
}
