import { basename } from 'node:path';
import { lastEntry } from '../../db/queries/ledger.ts';
import {
  deleteReceipts,
  findClosing,
  findCosts,
  insertClosing,
  listReceipts,
  updateCosts,
  updateReceipts,
} from '../../db/queries/month.ts';
import { findPerson } from '../../db/queries/people.ts';
import type { MonthContent, MonthReport, ReportFormat } from '../../preload/contract/month.ts';
import type { TaskContext } from '../bridge/context.ts';
import { AppError } from '../bridge/errors.ts';
import { implement } from '../bridge/implement.ts';
import { dayNumber, formatDay, monthNumber, monthOf, monthStart } from '../retention/days.ts';
import { wordsOf } from '../shop/shop.ts';
import { businessDayOf } from '../shop/time.ts';
import { writeWhole } from '../shop/writeWhole.ts';
import { changesBetween, contentOf, hasData, saysTheSame } from './closing.ts';
import { monthsCsv, tablesCsv } from './csv.ts';
import { costsOf } from './money.ts';
import type { ReportParams } from './report.ts';
import { tablesOf } from './tables.ts';
import { workbookOf } from './workbook.ts';

const summarize = (
  { background, settings, today, signal, progress }: TaskContext,
  range: { from: string; to: string },
) =>
  background.run(
    'summarizeMonths',
    { ...range, asOf: today, windowDays: settings.activityWindowDays },
    { signal, onProgress: progress },
  );

const compute = ({ background, signal, progress }: TaskContext, params: ReportParams): Promise<MonthContent> =>
  background.run('reportMonth', params, { signal, onProgress: progress });

/** Is the whole month behind us? */
const isOver = (month: string, today: string): boolean => monthStart(monthNumber(month) + 1) <= dayNumber(today);

/** The report as anybody may see it who may ask for it: figures of single people are the owner's (F-54). */
async function report(context: TaskContext, month: string): Promise<MonthReport> {
  const { shop, settings, today, session, background } = context;
  if (monthNumber(month) > monthOf(dayNumber(today))) throw new AppError('BAD_INPUT', {}, ['month']);
  const forThem = (content: MonthContent): MonthContent =>
    session.who?.role === 'owner' ? content : { ...content, staff: null };
  const closing = findClosing(shop.read, month);
  if (!closing) {
    const content = await compute(context, { month, asOf: today, windowDays: settings.activityWindowDays });
    return {
      content: forThem(content),
      closing: null,
      costs: costsOf(findCosts(shop.read, month), content.figures),
      now: null,
      changes: [],
      reasons: [],
      canClose: isOver(month, today) && hasData(content),
    };
  }
  const delivered = contentOf(closing);
  const { asOf, windowDays, windowFixed } = delivered;
  // The same question asked again: same day, same window. So only the ledger can make a difference.
  const now = { ...(await compute(context, { month, asOf, windowDays })), windowFixed };
  const same = saysTheSame(delivered, now);
  return {
    content: forThem(delivered),
    closing: { closedAt: closing.closedAt, closedBy: closing.person },
    costs: costsOf(findCosts(shop.read, month), delivered.figures),
    now: same ? null : forThem(now),
    changes: changesBetween(delivered, now),
    reasons: same
      ? []
      : await background.run('findReasons', { lastSeq: closing.lastSeq, closedAt: closing.closedAt, asOf }),
    canClose: false,
  };
}

/** The bytes or the text of a file in the language of who asks; null where nothing can be printed. */
async function fileOf(context: TaskContext, month: string, format: ReportFormat): Promise<string | Uint8Array | null> {
  if (format === 'pdf') return context.services.makePdf({ kind: 'month', month });
  const { settings, session, shop } = context;
  const answer = await report(context, month);
  const closedAt = answer.closing?.closedAt;
  const tables = tablesOf(answer, {
    shop: settings.name,
    closedOn: closedAt === undefined ? null : businessDayOf(closedAt, settings.timeZone, settings.dayStartMinutes),
  });
  const { currency } = answer.content;
  if (format === 'csv') return tablesCsv(tables, currency);
  const own = session.who && findPerson(shop.read, session.who.personId)?.language;
  return workbookOf(tables, currency, own ?? settings.language, wordsOf(settings));
}

export const month = implement('month', {
  summary: summarize,

  async exportCsv(context, range) {
    const summary = await summarize(context, range);
    const name = range.from === range.to ? `retention-${range.to}.csv` : `retention-${range.from}-to-${range.to}.csv`;
    const target = await context.services.chooseTarget('csv', name);
    if (target === null) return { saved: null };
    await writeWhole(target, monthsCsv(summary.months));
    context.record('month.exportCsv', () => undefined, { from: range.from, to: range.to });
    return { saved: basename(target) };
  },

  report: (context, { month: name }) => report(context, name),

  async exportReport(context, { month: name, format }) {
    const bytes = await fileOf(context, name, format);
    if (bytes === null) throw new AppError('FILE_WRITE');
    const target = await context.services.chooseTarget(format, `month-${name}.${format}`);
    if (target === null) return { saved: null };
    await writeWhole(target, bytes);
    context.record('month.exportReport', () => undefined, { month: name, format });
    return { saved: basename(target) };
  },

  async close(context, { month: name }) {
    const { shop, settings, today } = context;
    if (!isOver(name, today)) throw new AppError('MONTH_RUNNING');
    const { seq: lastSeq } = lastEntry(shop.read);
    // As of yesterday: what the shop does later today must not look like a change to a closed month.
    const asOf = formatDay(dayNumber(today) - 1);
    const content = await compute(context, { month: name, asOf, windowDays: settings.activityWindowDays });
    context.commit(({ write, now, who, note }) => {
      if (findClosing(write, name)) throw new AppError('MONTH_CLOSED');
      if (!hasData(content)) throw new AppError('MONTH_EMPTY');
      insertClosing(write, {
        month: name,
        closedAt: now,
        personKey: who?.personKey ?? null,
        lastSeq,
        content: JSON.stringify(content),
      });
      note({ month: name });
      return { done: true };
    });
    return report(context, name);
  },

  setCosts({ write, who, now, today, note }, { month: name, winning, keeping }) {
    if (monthNumber(name) > monthOf(dayNumber(today))) throw new AppError('BAD_INPUT', {}, ['month']);
    updateCosts(write, { month: name, winning, keeping, personKey: who?.personKey ?? null, recordedAt: now });
    note({ month: name });
    return { done: true };
  },

  receipts({ read }, { month: name }) {
    const start = monthStart(monthNumber(name));
    return listReceipts(read, formatDay(start), formatDay(monthStart(monthNumber(name) + 1) - 1));
  },

  setReceipts({ write, who, now, today, note }, { day, receipts }) {
    if (day > today) throw new AppError('BAD_INPUT', {}, ['day']);
    if (receipts === null) deleteReceipts(write, day);
    else updateReceipts(write, { businessDay: day, receipts, personKey: who?.personKey ?? null, recordedAt: now });
    note({ day, receipts });
    return { day, receipts };
  },
});
