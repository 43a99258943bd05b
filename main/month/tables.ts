import type {
  Best,
  Compared,
  Costs,
  MonthContent,
  MonthFigures,
  MonthReport,
  RewardLine,
} from '../../preload/contract/month.ts';
import type { MonthWord } from './words/words.ts';

/**
 * One value of a table, as the ledger has it: percentages 0 to 100 and money in minor units, unrounded; days and months as text.
 * A `word` is said in the reader's language.
 */
export type Cell =
  | { readonly kind: 'count' | 'percent' | 'decimal' | 'money'; readonly value: number | null }
  | { readonly kind: 'day' | 'month' | 'text'; readonly value: string | null }
  | { readonly kind: 'word'; readonly value: MonthWord };

/** What a row or column is called: a word of ours, or something of the shop's own. */
export type Heading = { readonly word: MonthWord } | { readonly key: string; readonly cell: Cell };

export interface Row {
  readonly heading: Heading;
  readonly cells: readonly Cell[];
}

/** One table of the report; the CSV and the workbook write nothing else. */
export interface Table {
  readonly title: Extract<MonthWord, `t_${string}`>;
  /** Says what the rows are. */
  readonly corner: MonthWord;
  readonly columns: readonly Heading[];
  readonly rows: readonly Row[];
}

const count = (value: number | null): Cell => ({ kind: 'count', value });
const percent = (value: number | null): Cell => ({ kind: 'percent', value });
const decimal = (value: number | null): Cell => ({ kind: 'decimal', value });
const money = (value: number | null): Cell => ({ kind: 'money', value });
const day = (value: string | null): Cell => ({ kind: 'day', value });
const text = (value: string | null): Cell => ({ kind: 'text', value });
const word = (value: MonthWord): Cell => ({ kind: 'word', value });
const monthCell = (value: string): Cell => ({ kind: 'month', value });
const yesNo = (value: boolean): Cell => word(value ? 'yes' : 'no');
const row = (name: MonthWord, ...cells: Cell[]): Row => ({ heading: { word: name }, cells });
const words = (...names: MonthWord[]): Heading[] => names.map((name) => ({ word: name }));

/** Figures of a month in the order of the bridge, with how each is read. */
const figures = [
  ['start', count],
  ['new', count],
  ['won_back', count],
  ['lost', count],
  ['end', count],
  ['kept', count],
  ['retention_pct', percent],
  ['churn_pct', percent],
  ['naive_retention_pct', percent],
  ['net_growth', count],
  ['visitors', count],
  ['returning_visitors', count],
  ['returning_visitor_pct', percent],
  ['month_on_month_return_pct', percent],
] as const satisfies readonly (readonly [keyof MonthFigures & MonthWord, (value: number | null) => Cell])[];

const frequencies = [
  ['visits', count],
  ['visits_per_visitor', decimal],
  ['gaps', count],
  ['median_days_between', decimal],
  ['mean_days_between', decimal],
] as const;

/** What a report is printed for. */
export interface ReportHead {
  readonly shop: string;
  /** Business day of the closing, or null. */
  readonly closedOn: string | null;
}

/** All tables of a report, in the order in which they are read. Staff is in it only when the report has it. */
export function tablesOf(report: Pick<MonthReport, 'content' | 'changes' | 'costs'>, head: ReportHead): Table[] {
  const { content, changes, costs } = report;
  return [
    about(content, head),
    summary(content),
    ...(changes.length > 0 ? [changed(changes)] : []),
    monthsTable(content.series),
    ...cohorts(content),
    rewards(content),
    best(content),
    ...(content.staff ? [staff(content.staff)] : []),
    moneyTable(content, costs),
  ];
}

function about(content: MonthContent, { shop, closedOn }: ReportHead): Table {
  return {
    title: 't_about',
    corner: 'figure',
    columns: words('value'),
    rows: [
      row('shop', text(shop)),
      row('month', monthCell(content.figures.month)),
      row('complete', yesNo(content.figures.complete)),
      row('as_of', day(content.asOf)),
      row('window_days', count(content.windowDays)),
      row('window_from', word(content.windowFixed ? 'window_owner' : 'window_data')),
      row('first_day', day(content.firstDay)),
      row('mature', yesNo(content.figures.mature)),
      row('currency', text(content.currency)),
      row('closed_on', day(closedOn)),
      row('define_active', word('define_active_text')),
      row('retention_pct', word('define_retention_text')),
      row('churn_pct', word('define_churn_text')),
      row('naive_retention_pct', word('define_naive_text')),
      row('mature', word('define_mature_text')),
      row('best', word('define_best_text')),
    ],
  };
}

function summary({ figures: now, frequency, lastMonth, lastYear }: MonthContent): Table {
  const months: (Compared | null)[] = [{ figures: now, frequency }, lastMonth, lastYear];
  return {
    title: 't_summary',
    corner: 'figure',
    columns: words('this_month', 'last_month', 'last_year'),
    rows: [
      ...figures.map(([name, cell]) => row(name, ...months.map((m) => cell(m?.figures[name] ?? null)))),
      ...frequencies.map(([name, cell]) => row(name, ...months.map((m) => cell(m?.frequency[name] ?? null)))),
    ],
  };
}

/** One row a month, with every figure. */
export function monthsTable(series: readonly MonthFigures[]): Table {
  return {
    title: 't_months',
    corner: 'month',
    columns: words('complete', ...figures.map(([name]) => name), 'mature'),
    rows: series.map((m) => ({
      heading: { key: m.month, cell: monthCell(m.month) },
      cells: [yesNo(m.complete), ...figures.map(([name, cell]) => cell(m[name])), yesNo(m.mature)],
    })),
  };
}

function cohorts({ cohorts: grid }: MonthContent): Table[] {
  const later = Math.max(0, ...grid.cohorts.map((cohort) => cohort.later.length));
  const columns: Heading[] = [
    ...words('size'),
    ...Array.from({ length: later }, (_, j) => ({ key: `+${j + 1}`, cell: text(`+${j + 1}`) })),
  ];
  // Young cells stay empty: nothing is known of them, which is not 0.
  const table = (title: Table['title'], cell: (of: { came: number; pct: number | null }) => Cell): Table => ({
    title,
    corner: 'cohort',
    columns,
    rows: grid.cohorts.map((cohort) => ({
      heading: { key: cohort.month, cell: monthCell(cohort.month) },
      cells: [count(cohort.size), ...cohort.later.map(cell)],
    })),
  });
  return [table('t_cohorts', ({ came }) => count(came)), table('t_cohortsPct', ({ pct }) => percent(pct))];
}

function rewards({ rewards: { lines, total } }: MonthContent): Table {
  const cells = (line: RewardLine) => [
    count(line.open_at_start),
    count(line.issued),
    count(line.voided),
    count(line.redeemed),
    count(line.expired),
    count(line.open_at_end),
    money(line.redeemed_value),
    money(line.open_value),
    count(line.open_without_value),
  ];
  return {
    title: 't_rewards',
    corner: 'program',
    columns: words(
      'open_at_start',
      'issued',
      'voided',
      'redeemed',
      'expired',
      'open_at_end',
      'redeemed_value',
      'open_value',
      'open_without_value',
    ),
    rows: [
      ...lines.map((line) => ({
        heading: { key: line.programId ?? '', cell: text(line.program) },
        cells: cells(line),
      })),
      row('total', ...cells(total)),
    ],
  };
}

function best({ best: { visits, spend } }: MonthContent): Table {
  const line = (name: 'by_visits' | 'by_spend', of: Best, value: (n: number) => Cell): Row =>
    row(
      name,
      day(of.from),
      day(of.to),
      count(of.customers),
      count(of.best),
      value(of.least),
      value(of.best_total),
      value(of.total),
      percent(of.share_pct),
      decimal(of.times_the_others),
    );
  return {
    title: 't_best',
    corner: 'by',
    columns: words('from', 'to', 'customers', 'best', 'least', 'best_total', 'total', 'share_pct', 'times_the_others'),
    rows: [...(visits ? [line('by_visits', visits, count)] : []), ...(spend ? [line('by_spend', spend, money)] : [])],
  };
}

function staff(lines: NonNullable<MonthContent['staff']>): Table {
  return {
    title: 't_staff',
    corner: 'person',
    columns: words('first_time', 'came_back', 'came_back_pct', 'still_open'),
    rows: lines.map((line) => ({
      heading: line.personId === null ? { word: 'nobody' } : { key: line.personId, cell: text(line.name) },
      cells: [count(line.first_time), count(line.came_back), percent(line.came_back_pct), count(line.still_open)],
    })),
  };
}

function moneyTable({ money: m, captured }: MonthContent, costs: Costs): Table {
  return {
    title: 't_money',
    corner: 'figure',
    columns: words('this_month'),
    rows: [
      row('visits', count(m.visits)),
      row('visits_with_amount', count(m.visits_with_amount)),
      row('with_amount_pct', percent(m.with_amount_pct)),
      row('income', money(m.income)),
      row('income_per_active', money(m.income_per_active)),
      row('income_per_visit', money(m.income_per_visit)),
      row('returning_share_pct', percent(m.returning_share_pct)),
      row('revenue_retention_pct', percent(m.revenue_retention_pct)),
      row('expected_value', money(m.expected_value)),
      row('expected_value_per_active', money(m.expected_value_per_active)),
      row('winning', money(costs.winning)),
      row('keeping', money(costs.keeping)),
      row('per_new', money(costs.per_new)),
      row('per_kept', money(costs.per_kept)),
      row('days', count(captured.days)),
      row('receipts', count(captured.receipts)),
      row('captured_visits', count(captured.visits)),
      row('captured_pct', percent(captured.captured_pct)),
    ],
  };
}

const moneyFigures = new Set([
  ...['income', 'income_per_active', 'income_per_visit', 'redeemed_value', 'open_value'],
  ...['expected_value', 'expected_value_per_active'],
]);
const decimalFigures = new Set(['visits_per_visitor', 'median_days_between', 'mean_days_between', 'times_the_others']);

/** How a changed figure is read, by its dotted path. */
function changedCell(figure: string): (value: number | null) => Cell {
  const [part, name = ''] = [figure.slice(0, figure.lastIndexOf('.')), figure.slice(figure.lastIndexOf('.') + 1)];
  if (name.endsWith('_pct')) return percent;
  if (moneyFigures.has(name)) return money;
  if (part === 'best.spend' && ['least', 'best_total', 'total'].includes(name)) return money;
  return decimalFigures.has(name) ? decimal : count;
}

/** Where a changed figure stands; the first two parts are the summary's. */
const parts: Readonly<Record<string, MonthWord>> = {
  'rewards.total': 't_rewards',
  'best.visits': 'by_visits',
  'best.spend': 'by_spend',
  money: 't_money',
  captured: 'receipts',
};

function changed(changes: MonthReport['changes']): Table {
  return {
    title: 't_changes',
    corner: 'figure',
    columns: words('part', 'delivered', 'now'),
    rows: changes.map(({ figure, delivered, now }) => {
      const cell = changedCell(figure);
      const name = figure.slice(figure.lastIndexOf('.') + 1) as MonthWord;
      const part = parts[figure.slice(0, figure.lastIndexOf('.'))] ?? 't_summary';
      return { heading: { key: figure, cell: word(name) }, cells: [word(part), cell(delivered), cell(now)] };
    }),
  };
}
