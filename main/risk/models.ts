import type { ReadConnection } from '../../db/open.ts';
import { listClosures } from '../../db/queries/risk.ts';
import { dayNumber } from '../retention/days.ts';
import { type RiskModel, riskModel } from '../retention/model/riskModel.ts';
import type { VisitDays } from '../retention/visitDays.ts';

/**
 * So many customers tell the window's model what everybody is like: beyond, the fit would be most of the wait (README of the model). The
 * command line fits on everybody (HEADLESS.md).
 */
export const mostInFit = 20_000;

export interface RiskQuestion {
  /** "Today". */
  readonly asOf: string;
  /** H, the weeks ahead. */
  readonly weeks: number;
  /** Every calendar day counts as time, also those on which the shop was closed. */
  readonly ignoreClosures?: boolean;
  /** Fitted on everybody, however many. */
  readonly everybody?: boolean;
}

/** What there is to work with: the visit days up to `asOf`, and how to say how far it is. */
export interface RiskSource {
  readonly read: ReadConnection;
  readonly visits: VisitDays;
  readonly onProgress?: (done: number, total: number) => void;
  readonly checkCancelled?: () => void;
}

/** Answers from the shop's model of the last question, computing only what is new. */
export type RiskModels = (source: RiskSource, question: RiskQuestion) => RiskModel;

/** The days the owner marked closed, as day numbers. */
export function closedDaysOf(read: ReadConnection): number[] {
  return listClosures(read).flatMap(({ firstDay, lastDay }) => {
    const first = dayNumber(firstDay);
    return Array.from({ length: dayNumber(lastDay) - first + 1 }, (_, i) => first + i);
  });
}

/**
 * Remembers the last model. The same visits, day and closures with other weeks need no fit; anything else starts the search where
 * it ended the last time. `visits` is known again by being the same object: it is kept as long as the ledger says the same.
 */
export function createRiskModels(): RiskModels {
  let last: { visits: VisitDays; under: string; model: RiskModel } | null = null;
  return ({ read, visits, ...how }, { asOf, weeks, ignoreClosures = false, everybody = false }) => {
    const closedDays = ignoreClosures ? [] : closedDaysOf(read);
    const under = [asOf, ignoreClosures, everybody, ...closedDays].join();
    const same = last?.visits === visits && last.under === under ? last.model : null;
    if (same?.weeks === weeks) return same;
    const model = riskModel(visits, {
      asOf: dayNumber(asOf),
      weeks,
      ignoreClosures,
      closedDays,
      mostInFit: everybody ? undefined : mostInFit,
      fitted: same?.fits ?? undefined,
      warmStart: last?.model.fits ?? undefined,
      ...how,
    });
    last = { visits, under, model };
    return model;
  };
}
