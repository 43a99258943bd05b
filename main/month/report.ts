import { findServer, listRewardCounts, listSpend, type RewardCounts, type SpendRow } from '../../db/queries/month.ts';
import { findShop } from '../../db/queries/shop.ts';
import type {
  Best,
  Compared,
  MoneyReport,
  MonthContent,
  RewardLine,
  RewardReport,
  StaffLine,
} from '../../preload/contract/month.ts';
import type { PersonId, ProgramId } from '../../preload/contract/values.ts';
import type { JobContext } from '../background/jobs.ts';
import { cohortGrid } from '../retention/cohorts.ts';
import { dayNumber, formatDay, monthNumber, monthOf, monthStart } from '../retention/days.ts';
import { type FirstVisit, firstVisits } from '../retention/firstVisits.ts';
import { frequencyOf } from '../retention/frequency.ts';
import { monthlyFigures } from '../retention/months.ts';
import { percent } from '../retention/percent.ts';
import { bestTenth, visitsWithin } from '../retention/topShare.ts';
import { firstDayOf, type VisitDays } from '../retention/visitDays.ts';
import { defaultWindow } from '../retention/window.ts';
import { spendPerVisit } from '../risk/spend.ts';
import { capturedOf } from './captured.ts';
import { expectedValue } from './expected.ts';
import { moneyOf, spendIsKnown } from './money.ts';

export interface ReportParams {
  /** YYYY-MM, not after that of `asOf`. */
  readonly month: string;
  readonly asOf: string;
  /** The activity window, or null to take it from the data. */
  readonly windowDays: number | null;
}

/** Months before the reported one that the line shows. */
const seriesLength = 12;
const cohortCount = 12;

/**
 * Everything one month's page and files say, computed from the ledger: the only place where it is. The page, the printed page and
 * the tables all read what this answers. Throws RangeError for a month after `asOf`.
 */
export function reportMonth(context: JobContext, { month: name, asOf, windowDays }: ReportParams): MonthContent {
  const { read } = context;
  const visits = context.visitDays(asOf);
  context.checkCancelled();
  const today = dayNumber(asOf);
  const month = monthNumber(name);
  const window = windowDays ?? defaultWindow(visits, today);
  const firstDay = firstDayOf(visits);
  const start = monthStart(month);
  const end = Math.min(monthStart(month + 1), today + 1);
  const span = { from: formatDay(start), to: formatDay(end - 1) };

  const months = monthlyFigures(visits, { from: month - seriesLength, to: month, windowDays: window, asOf: today });
  const begun = (m: number) => firstDay !== null && m >= monthOf(firstDay);
  const compared = (m: number): Compared | null => {
    const figures = months[m - month + seriesLength];
    return figures && begun(m) ? { figures, frequency: frequencyOf(visits, m, today) } : null;
  };
  const present = compared(month) ?? {
    figures: months[seriesLength] as (typeof months)[number],
    frequency: frequencyOf(visits, month, today),
  };
  context.checkCancelled();

  const yearStart = monthStart(month - 11);
  const year = { from: formatDay(yearStart), to: span.to };
  const spend = listSpend(read, {
    year: year.from,
    previous: formatDay(monthStart(month - 1)),
    previousEnd: formatDay(start - 1),
    month: span.from,
    end: span.to,
  });
  context.checkCancelled();
  const best = (by: Best['by'], values: readonly number[]): Best | null => {
    const tenth = bestTenth(values);
    return tenth && { by, ...year, ...tenth };
  };
  const spenders = spend.filter((row) => row.yearVisits > 0);
  const known = spendIsKnown(spenders.map((row) => [row.yearVisits, row.yearVisitsWithAmount]));
  const newcomers = firstVisits(visits, start, end, today);

  return {
    asOf,
    windowDays: window,
    windowFixed: windowDays !== null,
    firstDay: firstDay === null ? null : formatDay(firstDay),
    currency: findShop(read)?.currency ?? '',
    ...present,
    lastMonth: compared(month - 1),
    lastYear: compared(month - 12),
    series: months.filter((_, i) => i === seriesLength || begun(month - seriesLength + i)),
    cohorts: cohortGrid(visits, {
      from: Math.min(month, Math.max(month - cohortCount + 1, firstDay === null ? month : monthOf(firstDay))),
      to: month,
      asOf: today,
    }),
    rewards: rewardsOf(listRewardCounts(read, span.from, span.to)),
    best: {
      visits: best(
        'visits',
        visitsWithin(visits, yearStart, end - 1).map((row) => row.value),
      ),
      spend: known
        ? best(
            'spend',
            spenders.map((row) => row.yearSpend),
          )
        : null,
    },
    staff: staffOf(newcomers, window, today, (visit) => findServer(read, visit.key, formatDay(visit.day))),
    money: {
      ...moneyOf(spend, new Set(newcomers.map((visit) => visit.key)), present.figures.end),
      ...expectedOf(context, spend, { from: yearStart, to: end - 1 }, visits, present.figures.end),
    },
    captured: capturedOf(read, span.from, span.to),
  };
}

/** What the twelve months after the report are expected to bring; nothing where the year's visits do not carry amounts. */
function expectedOf(
  context: JobContext,
  spend: readonly SpendRow[],
  year: { from: number; to: number },
  visits: VisitDays,
  active: number,
): Pick<MoneyReport, 'expected_value' | 'expected_value_per_active'> {
  const rows = spend.map((row) => ({
    customerKey: row.customerKey,
    visits: row.yearVisits,
    withAmount: row.yearVisitsWithAmount,
    spend: row.yearSpend,
  }));
  const days = new Map(visitsWithin(visits, year.from, year.to).map(({ key, value }) => [key, value]));
  const perVisit = spendPerVisit(rows, (key) => days.get(key) ?? 0);
  context.checkCancelled();
  const value = perVisit && expectedValue(visits, year.to, perVisit);
  return {
    expected_value: value,
    expected_value_per_active: value === null || active === 0 ? null : value / active,
  };
}

const rewardLine = (row: Omit<RewardCounts, 'programId' | 'program'>): Omit<RewardLine, 'programId' | 'program'> => ({
  open_at_start: row.openAtStart,
  issued: row.issued,
  voided: row.voided,
  redeemed: row.redeemed,
  expired: row.expired,
  open_at_end: row.openAtEnd,
  redeemed_value: row.redeemedValue,
  open_value: row.openValue,
  open_without_value: row.openWithoutValue,
});

/** The programs' lines and their sum. */
function rewardsOf(rows: readonly RewardCounts[]): RewardReport {
  const sum = (of: (row: RewardCounts) => number) => rows.reduce((total, row) => total + of(row), 0);
  return {
    lines: rows.map((row) => ({ programId: row.programId as ProgramId, program: row.program, ...rewardLine(row) })),
    total: {
      programId: null,
      program: null,
      ...rewardLine({
        openAtStart: sum((row) => row.openAtStart),
        issued: sum((row) => row.issued),
        voided: sum((row) => row.voided),
        redeemed: sum((row) => row.redeemed),
        expired: sum((row) => row.expired),
        openAtEnd: sum((row) => row.openAtEnd),
        redeemedValue: sum((row) => row.redeemedValue),
        openValue: sum((row) => row.openValue),
        openWithoutValue: sum((row) => row.openWithoutValue),
      }),
    },
  };
}

/** First-time customers by who served them, most first; visits that nobody here served come last. */
function staffOf(
  newcomers: readonly FirstVisit[],
  windowDays: number,
  today: number,
  serverOf: (visit: FirstVisit) => { id: string; name: string } | null,
): StaffLine[] {
  const lines = new Map<string | null, { name: string | null; first: number; back: number; open: number }>();
  for (const visit of newcomers) {
    const server = serverOf(visit);
    const line = lines.get(server?.id ?? null) ?? { name: server?.name ?? null, first: 0, back: 0, open: 0 };
    lines.set(server?.id ?? null, line);
    line.first++;
    if (visit.cameBack) line.back++;
    else if (today - visit.day < windowDays) line.open++;
  }
  return [...lines]
    .sort(
      ([a, x], [b, y]) =>
        Number(a === null) - Number(b === null) || y.first - x.first || ((a ?? '') < (b ?? '') ? -1 : 1),
    )
    .map(([id, line]) => ({
      personId: id as PersonId | null,
      name: line.name,
      first_time: line.first,
      came_back: line.back,
      came_back_pct: percent(line.back, line.first),
      still_open: line.open,
    }));
}
