import type { BackTestCut, BackTestScore, BackTestSum } from '../../preload/contract/insights.ts';
import { formatDay } from './days.ts';
import type { RiskModel } from './model/riskModel.ts';
import { regularsToActOn } from './rhythm.ts';
import { at, type VisitDays } from './visitDays.ts';
import { defaultWindow } from './window.ts';

/** So many people are named at each cut: as many as an owner could call. */
export const mostNamed = 20;
/** With fewer named, or fewer of either outcome among all regulars, nothing is claimed. */
const fewNamed = 10;
const fewOfEither = 10;

/** One person at a cut, by every rule, and what came of it. */
interface Case {
  readonly key: number;
  /** How likely gone, by each rule; only the order counts. */
  readonly scores: Readonly<Record<Rule, number>>;
  readonly stayedAway: boolean;
}

const rules = ['risk', 'days', 'overdue'] as const;
type Rule = (typeof rules)[number];

/** What one cut counted; everything that is shown is a sum or a ratio of these. */
export interface CutCounts {
  readonly cut: number;
  readonly regulars: number;
  readonly stayedAway: number;
  readonly named: number;
  readonly namedAway: number;
  /** Sum of the named ones' risks: what was said beforehand. */
  readonly said: number;
  readonly rules: Readonly<Record<Rule, RuleCounts>>;
}

interface RuleCounts {
  /** Of as many as the list named, the highest by this rule: who stayed away. */
  readonly topAway: number;
  /** Pairs of one who stayed away and one who came, and those in which this rule has the first one higher (a tie is half). */
  readonly pairs: number;
  readonly right: number;
  /** The riskiest tenth by this rule, and who of them stayed away. */
  readonly tenth: number;
  readonly tenthAway: number;
}

/**
 * What the list of a past evening was worth (RETENTION.md section 4). `model` is that evening's, made of the days up to it alone; `visits`
 * go on after it. `windowDays` null takes the window from what was known then. Counted are the regulars the list could have shown (three visit days or more, the last within the window), and who of them had no visit in its H weeks after. Beside
 * it the same people in the order of their risk, and of the two plain rules: the longest not seen, and the most overdue by their own
 * gap (shrunk towards the shop's, the better of its two kinds). Null while the shop was too young for percentages.
 */
export function backTestCut(visits: VisitDays, model: RiskModel, windowDays: number | null): CutCounts | null {
  const { asOf: cut, weeks } = model;
  if (model.stage < 2) return null;
  const window = windowDays ?? defaultWindow(visits, cut);
  const came = cameBetween(visits, cut + 1, cut + 7 * weeks);
  const anyBand = ['on_rhythm', 'due', 'overdue', 'at_risk', 'probably_lost'] as const;
  const cases = regularsToActOn(model.rows, window, anyBand).map(
    (row): Case => ({
      key: row.key,
      scores: {
        risk: row.pNoVisit,
        days: row.daysSince,
        // Usual visits are H weeks over the gap.
        overdue: row.daysSince * row.usualVisits,
      },
      stayedAway: !came.has(row.key),
    }),
  );
  const list = regularsToActOn(model.rows, window).slice(0, mostNamed);
  const byKey = new Map(cases.map((one) => [one.key, one]));
  const named = list.flatMap((row) => byKey.get(row.key) ?? []);
  return {
    cut,
    regulars: cases.length,
    stayedAway: cases.filter((one) => one.stayedAway).length,
    named: named.length,
    namedAway: named.filter((one) => one.stayedAway).length,
    said: named.reduce((sum, one) => sum + one.scores.risk, 0),
    rules: {
      risk: countsOf('risk', cases, named.length),
      days: countsOf('days', cases, named.length),
      overdue: countsOf('overdue', cases, named.length),
    },
  };
}

function countsOf(rule: Rule, cases: readonly Case[], named: number): RuleCounts {
  const sorted = cases.toSorted((a, b) => b.scores[rule] - a.scores[rule] || a.key - b.key);
  const tenth = Math.ceil(cases.length / 10);
  const awayAmong = (first: number) => sorted.slice(0, first).filter((one) => one.stayedAway).length;
  return {
    topAway: awayAmong(named),
    tenth,
    tenthAway: awayAmong(tenth),
    ...pairsOf(cases.map((one) => [one.scores[rule], one.stayedAway])),
  };
}

/** All pairs of one who stayed away and one who came, and how many of them the score has the right way round; ties count half. */
export function pairsOf(scored: readonly (readonly [score: number, away: boolean])[]): {
  pairs: number;
  right: number;
} {
  const sorted = scored.toSorted((a, b) => a[0] - b[0]);
  let cameBelow = 0;
  let away = 0;
  let right = 0;
  for (let from = 0; from < sorted.length; ) {
    let to = from;
    let here = 0;
    while (to < sorted.length && sorted[to]?.[0] === sorted[from]?.[0]) if (sorted[to++]?.[1]) here++;
    const cameHere = to - from - here;
    right += here * (cameBelow + cameHere / 2);
    cameBelow += cameHere;
    away += here;
    from = to;
  }
  return { pairs: away * cameBelow, right };
}

/** Customers with a visit day from `from` to `to`, both included. */
export function cameBetween({ customers, keys, offsets, days }: VisitDays, from: number, to: number): Set<number> {
  const came = new Set<number>();
  for (let c = 0; c < customers; c++) {
    // The latest days are the ones looked for: from the end backwards it is a few steps.
    for (let i = at(offsets, c + 1) - 1; i >= at(offsets, c) && at(days, i) >= from; i--) {
      if (at(days, i) > to) continue;
      came.add(at(keys, c));
      break;
    }
  }
  return came;
}

const cutOf = (counts: CutCounts): BackTestCut => ({ day: formatDay(counts.cut), ...sumOf([counts]) });

/** The cuts, and all of them together; pairs are only ever made within a cut. `total` is null when there is too little to say. */
export function summed(cuts: readonly CutCounts[]): { cuts: BackTestCut[]; total: BackTestSum | null } {
  const total = sumOf(cuts);
  const came = total.regulars - total.stayedAway;
  const enough = total.named >= fewNamed && total.stayedAway >= fewOfEither && came >= fewOfEither;
  return { cuts: cuts.map(cutOf), total: enough ? total : null };
}

function sumOf(cuts: readonly CutCounts[]): BackTestSum {
  const sum = (of: (counts: CutCounts) => number) => cuts.reduce((total, counts) => total + of(counts), 0);
  const regulars = sum((one) => one.regulars);
  const stayedAway = sum((one) => one.stayedAway);
  const score = (rule: Rule): BackTestScore => {
    const part = (of: (counts: RuleCounts) => number) => sum((one) => of(one.rules[rule]));
    const pairs = part((one) => one.pairs);
    const tenth = part((one) => one.tenth);
    return {
      stayedAway: part((one) => one.topAway),
      auc: pairs === 0 ? null : part((one) => one.right) / pairs,
      lift: tenth === 0 || stayedAway === 0 ? null : part((one) => one.tenthAway) / tenth / (stayedAway / regulars),
    };
  };
  return {
    regulars,
    stayedAway,
    named: sum((one) => one.named),
    namedAway: sum((one) => one.namedAway),
    said: sum((one) => one.said),
    risk: score('risk'),
    days: score('days'),
    overdue: score('overdue'),
  };
}
