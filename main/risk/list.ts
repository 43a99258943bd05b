import { findLastContact } from '../../db/queries/contacts.ts';
import { customerNumber } from '../../db/queries/customers.ts';
import { listReceipts } from '../../db/queries/month.ts';
import {
  countVisitsOfCountedDays,
  findLastServer,
  findUsualServer,
  listKeysInProgram,
  listKeysWithTag,
} from '../../db/queries/risk.ts';
import { getName, listUnlistedKeys } from '../../db/queries/visits.ts';
import type { Contract } from '../../preload/contract/index.ts';
import type { ParsedInputOf } from '../../preload/contract/kinds.ts';
import type { Band, RiskList, RiskRow, Seen } from '../../preload/contract/risk.ts';
import type { CustomerId } from '../../preload/contract/values.ts';
import type { JobContext } from '../background/jobs.ts';
import { phoneEnd } from '../customers/phones.ts';
import { dayNumber, formatDay } from '../retention/days.ts';
import { type RiskRow as Judged, type RiskModel, risksAfterLastVisit } from '../retention/model/riskModel.ts';
import { gapsForMedian, recentGaps, regularsToActOn } from '../retention/rhythm.ts';
import { placeOf, type VisitDays } from '../retention/visitDays.ts';
import { defaultWindow } from '../retention/window.ts';
import { type CountedDay, seenDays, seenOf } from './seen.ts';
import { type SpendPerVisit, spendPerVisit } from './spend.ts';
import { yearOf } from './year.ts';

type Asked = ParsedInputOf<Contract['risk']['list']>;

export interface ListRiskParams extends Asked {
  readonly asOf: string;
  /** The owner's activity window, or null to take it from the data. */
  readonly windowDays: number | null;
  /** H, the weeks ahead. */
  readonly weeks: number;
}

const mostRows = 500;
const mostNewcomers = 200;
/** A contact is shown on the row for so many days. */
const recentContact = 14;

/** The at-risk list of a day, as the window shows it (RETENTION.md sections 0 and 5). */
export function listRisk(context: JobContext, params: ListRiskParams): RiskList {
  const { read, checkCancelled } = context;
  const { asOf, windowDays, weeks, bands } = params;
  const visits = context.visitDays(asOf);
  const today = dayNumber(asOf);
  checkCancelled();
  const model = context.riskModel({ asOf, weeks });
  checkCancelled();
  const spend = context.kept(visits, 'spend', () => {
    const { days, amounts } = yearOf(context, visits, today);
    return spendPerVisit(amounts, (key) => days.get(key) ?? 0);
  });
  checkCancelled();

  const unlisted = new Map(listUnlistedKeys(read, asOf).map((row) => [row.key, row.archived === 1]));
  const everybody = model.rows.filter((row) => !unlisted.has(row.key));
  const wanted = filterOf(context, params);
  const rows = wanted ? everybody.filter((row) => wanted(row.key)) : everybody;
  const window = windowDays ?? context.kept(visits, 'window', () => defaultWindow(visits, today));
  const counts: Record<Band, number> = { on_rhythm: 0, due: 0, overdue: 0, at_risk: 0, probably_lost: 0, new: 0 };
  for (const row of rows) counts[row.band]++;
  const regulars = inOrder(regularsToActOn(rows, window, bands), spend).slice(0, mostRows);
  const newcomers = rows
    .filter((row) => row.band === 'new' && row.daysSince > 0 && row.daysSince <= window)
    .sort((a, b) => a.daysSince - b.daysSince || a.key - b.key)
    .slice(0, mostNewcomers);
  const shown = (list: readonly Judged[]) => rowsOf(context, { model, visits, spend, asOf }, list);
  return {
    asOf,
    windowDays: window,
    weeks,
    stage: model.stage,
    order: spend ? 'spend' : 'visits',
    counts,
    rows: shown(regulars),
    newcomers: shown(newcomers),
    marked: model.rows.filter((row) => unlisted.get(row.key) === false).length,
    ledgerDays: model.ledgerDays,
    closedDays: model.closedDays,
    seen: seen(context, visits, today),
  };
}

/** Most at stake first: in money where it is known what a visit brings, else in visits, as the model has them already. */
function inOrder(rows: Judged[], spend: SpendPerVisit | null): Judged[] {
  if (!spend) return rows;
  return rows
    .map((row) => ({ row, stake: row.visitsAtStake * spend(row.key) }))
    .sort((a, b) => b.stake - a.stake || b.row.visitsAtStake - a.row.visitsAtStake || a.row.key - b.row.key)
    .map(({ row }) => row);
}

interface Found {
  readonly model: RiskModel;
  readonly visits: VisitDays;
  readonly spend: SpendPerVisit | null;
  readonly asOf: string;
}

/** The rows that are shown, with everything that is looked up one by one. */
function rowsOf({ read }: JobContext, { model, visits, spend, asOf }: Found, rows: readonly Judged[]): RiskRow[] {
  const then = risksAfterLastVisit(
    model,
    rows.map((row) => row.key),
  );
  const since = formatDay(dayNumber(asOf) - recentContact + 1);
  return rows.map((row, i): RiskRow => {
    const name = getName(read, row.key);
    const contact = findLastContact(read, row.key, since);
    const gaps = recentGaps(visits, placeOf(visits.keys, row.key));
    const [shortest, longest] = [gaps[0], gaps.at(-1)];
    return {
      customerId: name.id as CustomerId,
      number: customerNumber(name),
      name: name.name,
      phoneEnd: phoneEnd(name.phone),
      visits: row.visits,
      firstVisitDay: formatDay(row.firstDay),
      lastVisitDay: formatDay(row.lastDay),
      daysSince: row.daysSince,
      usualGapDays: row.band === 'new' ? null : row.usualGapDays,
      gaps:
        gaps.length >= gapsForMedian && shortest !== undefined && longest !== undefined
          ? { count: gaps.length, shortest, longest }
          : null,
      band: row.band,
      figures: model.stage < 2 ? null : { noVisit: row.pNoVisit, noVisitThen: then[i] as number, unusual: row.unusual },
      usualVisits: row.usualVisits,
      visitsAtStake: row.visitsAtStake,
      spendPerVisit: spend && Math.round(spend(row.key)),
      contact: contact && { day: contact.businessDay, channel: contact.channel, outcome: contact.outcome },
    };
  });
}

/** What the person asked to see, as a question about one customer; null for everybody. */
function filterOf({ read }: JobContext, { tag, programId, servedBy }: Asked): ((key: number) => boolean) | null {
  const conditions: ((key: number) => boolean)[] = [];
  const among = (keys: readonly number[]) => {
    const set = new Set(keys);
    conditions.push((key) => set.has(key));
  };
  if (tag !== null) among(listKeysWithTag(read, tag));
  if (programId !== null) among(listKeysInProgram(read, programId));
  if (servedBy !== null) {
    const serverOf = servedBy.how === 'last' ? findLastServer : findUsualServer;
    conditions.push((key) => serverOf(read, key) === servedBy.personId);
  }
  return conditions.length === 0 ? null : (key) => conditions.every((holds) => holds(key));
}

function seen(context: JobContext, visits: VisitDays, today: number): Seen {
  const { read } = context;
  const from = formatDay(today - seenDays.before + 1);
  const to = formatDay(today);
  const receipts = listReceipts(read, from, to);
  const counted = receipts.map(({ day }) => day).join();
  // Which visits fell on those days takes a walk through the ledger: once for each set of days.
  const visitsOf =
    counted === ''
      ? new Map<string, number>()
      : context.kept(
          visits,
          `visits of ${counted}`,
          () => new Map(countVisitsOfCountedDays(read, from, to).map((row) => [row.businessDay, row.visits])),
        );
  const days = receipts.map(
    ({ day, receipts: count }): CountedDay => ({ day, receipts: count, visits: visitsOf.get(day) ?? 0 }),
  );
  return seenOf(days, formatDay(today - seenDays.now + 1));
}
