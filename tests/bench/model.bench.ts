// The churn model on this machine: `npm run bench -- model`. Medians in milliseconds; nothing else should run beside it.
import { shopCalendar } from '../../main/retention/model/closures.ts';
import { fitNbd, fitRegularity, type Population, populationOf } from '../../main/retention/model/fit.ts';
import { type Histories, historiesOf } from '../../main/retention/model/histories.ts';
import { forecastNbd } from '../../main/retention/model/nbdForecast.ts';
import { forecastRegularity } from '../../main/retention/model/regularityForecast.ts';
import { riskModel } from '../../main/retention/model/riskModel.ts';
import { compress } from '../../main/retention/model/rows.ts';
import { cutAt, type VisitDays } from '../../main/retention/visitDays.ts';
import { dataset } from '../retention/model/reference.ts';
import { simulate } from '../retention/model/simulate.ts';

/** Median milliseconds of some runs, after one that warms the code up. */
function median(work: () => unknown, runs = 7): number {
  work();
  const times = Array.from({ length: runs }, () => {
    const start = performance.now();
    work();
    return performance.now() - start;
  }).sort((a, b) => a - b);
  return times[runs >>> 1] as number;
}

function say(what: string, ms: number, aim: string): void {
  console.log(`${what.padEnd(58)} ${ms.toFixed(2).padStart(9)} ms   ${aim}`);
}

function histories(visits: VisitDays, asOf: number): Histories {
  const known = cutAt(visits, asOf);
  const calendar = shopCalendar(known, asOf, { ignoreClosures: true });
  if (!calendar) throw new Error('an empty log');
  return historiesOf(known, calendar);
}

/** P(alive) and expected visits of every customer, from rows as a fit has them. */
function predict({ histories, order }: Population, params: Parameters<typeof forecastNbd>[1]): () => unknown {
  const { rows, rowOf } = compress(histories, 'days', order);
  return () => {
    const { alive, visits } = forecastNbd('bg', params, rows, 4);
    const figures = { alive: new Float64Array(order.length), visits: new Float64Array(order.length) };
    order.forEach((c, i) => {
      figures.alive[c] = alive[rowOf[i] as number] as number;
      figures.visits[c] = visits[rowOf[i] as number] as number;
    });
    return figures;
  };
}

const cdnow = dataset('cdnow_sample');
const likeCdnow = { r: 0.525, alpha: 6.183, a: 0.891, b: 1.614, weeks: 39, firstWeeks: 12, seed: 1 };
const lastDay = 39 * 7 - 1;
const shops: [string, Histories, string, string][] = [
  ['CDNOW, 2,357', histories(cdnow.visits, cdnow.asOf), 'lifetimes 54; aim 11', 'lifetimes 0.6'],
  [
    'simulated, 23,570',
    histories(simulate({ ...likeCdnow, customers: 23_570 }), lastDay),
    'lifetimes 200 (CDNOW master); aim 40',
    'lifetimes 4.6',
  ],
  [
    'simulated, 100,000',
    histories(simulate({ ...likeCdnow, customers: 100_000 }), lastDay),
    'lifetimes 837; aim 170',
    'lifetimes 19',
  ],
];

console.log('lifetimes: version 0.11.3 on another machine of this kind, quoted from RETENTION.md section 6');
for (const [name, shop, fitAim, predictAim] of shops) {
  const population = populationOf(shop);
  const options = { method: 'mle' } as const;
  say(
    `${name}: BG/NBD fit, sorting and rows included`,
    median(() => fitNbd('bg', populationOf(shop), options)),
    fitAim,
  );
  say(
    `${name}: MBG/NBD MAP`,
    median(() => fitNbd('mbg', populationOf(shop), { method: 'map' })),
    '',
  );
  say(
    `${name}: BG/NBD P(alive) and visits in 4 weeks`,
    median(predict(population, fitNbd('bg', population, options).params)),
    predictAim,
  );
  say(
    `${name}: MBG-HK MAP, four starts`,
    median(() => fitRegularity(population, { method: 'map' }), 3),
    'aim 1000',
  );
}

// A cafe of a hundred thousand, about three million visits: more than any shop that will use this has.
const weeks = 150;
const cafe = simulate({
  ...{ r: 1.4, alpha: 2.2, a: 0.44, b: 10, kbar: 2.4, sigma: 0.7 },
  ...{ customers: 100_000, weeks, firstWeeks: 100, seed: 5 },
});
const asOf = weeks * 7 - 1;
const population = populationOf(histories(cafe, asOf));
const fit = fitRegularity(population, { method: 'map' });
const { rows } = compress(population.histories, 'gaps', population.order);
const { fits } = riskModel(cafe, { asOf });
if (!fits) throw new Error('an empty log');
console.log(`cafe: ${cafe.customers} customers, ${cafe.days.length} visit days, ${rows.count} different histories`);
say(
  'cafe: MBG-HK MAP, four starts',
  median(() => fitRegularity(population, { method: 'map' }), 5),
  'aim 1000',
);
say(
  'cafe: MBG-HK MAP, warm start',
  median(() => fitRegularity(population, { method: 'map', warmStart: fit.params }), 5),
  '',
);
say(
  'cafe: MBG-HK forecast of everybody',
  median(() => forecastRegularity(fit.params, rows, 4), 5),
  'aim 500',
);
say(
  'cafe: visit days to risk rows, cold',
  median(() => riskModel(cafe, { asOf }), 3),
  'aim 2000 with the ledger',
);
say(
  'cafe: visit days to risk rows, warm start',
  median(() => riskModel(cafe, { asOf, warmStart: fits }), 3),
  '',
);
say(
  'cafe: visit days to risk rows, fits known',
  median(() => riskModel(cafe, { asOf, fitted: fits }), 3),
  'aim 300',
);
