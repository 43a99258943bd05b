import { shopCalendar } from '../retention/model/closures.ts';
import { fitNbd, populationOf } from '../retention/model/fit.ts';
import { historiesOf } from '../retention/model/histories.ts';
import { stageOf } from '../retention/model/judge.ts';
import { forecastNbd } from '../retention/model/nbdForecast.ts';
import { compress } from '../retention/model/rows.ts';
import { at, cutAt, type VisitDays } from '../retention/visitDays.ts';

const weeksOfYear = 52;

/**
 * What everybody known on the evening of `asOf` is expected to bring in the twelve months after, minor units: MBG/NBD's expected visit
 * days times what a visit of theirs is expected to bring (RETENTION.md sections 2.2 and 2.6). Null while the shop is too young for
 * percentages. MBG-HK has no closed form for visits, so it is not asked.
 */
export function expectedValue(visits: VisitDays, asOf: number, spendPerVisit: (key: number) => number): number | null {
  const known = cutAt(visits, asOf);
  const calendar = shopCalendar(known, asOf);
  if (!calendar) return null;
  const histories = historiesOf(known, calendar);
  const { repeats, customers } = histories;
  const repeated = (least: number) => repeats.reduce((count, x) => count + (x >= least ? 1 : 0), 0);
  const age = { ledgerDays: asOf - calendar.first + 1, cameBack: repeated(1), withRhythm: repeated(2) };
  if (stageOf(age) < 2) return null;
  const population = populationOf(histories);
  const { params } = fitNbd('mbg', population, { method: 'map' });
  const { rows, rowOf } = compress(histories, 'days', population.order);
  const expected = forecastNbd('mbg', params, rows, weeksOfYear).visits;
  let value = 0;
  for (let i = 0; i < customers; i++)
    value += (expected[at(rowOf, i)] as number) * spendPerVisit(at(known.keys, at(population.order, i)));
  return value;
}
