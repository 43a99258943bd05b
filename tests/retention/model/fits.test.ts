import { describe, expect, test } from 'vitest';
import { shopCalendar } from '../../../main/retention/model/closures.ts';
import { fitNbd, fitRegularity, type Population, populationOf } from '../../../main/retention/model/fit.ts';
import { historiesOf } from '../../../main/retention/model/histories.ts';
import { blended } from '../../../main/retention/model/judge.ts';
import { maximize } from '../../../main/retention/model/maximize.ts';
import { nbdLikelihood, nbdTheta } from '../../../main/retention/model/nbd.ts';
import { forecastNbd } from '../../../main/retention/model/nbdForecast.ts';
import { addPrior } from '../../../main/retention/model/prior.ts';
import {
  type RegularityParams,
  regularityLikelihood,
  regularityParams,
  regularityTheta,
} from '../../../main/retention/model/regularity.ts';
import { forecastRegularity } from '../../../main/retention/model/regularityForecast.ts';
import { riskModel } from '../../../main/retention/model/riskModel.ts';
import { compress, type Rows, rowsOf } from '../../../main/retention/model/rows.ts';
import { expectedSpend, spendModelOf } from '../../../main/retention/model/spend.ts';
import { modelTable } from '../../../main/retention/model/table.ts';
import { cutAt, type VisitDays } from '../../../main/retention/visitDays.ts';
import { type Dataset, dataset, datasets, gradients, nbdOf, off, regularityOf } from './reference.ts';
import { simulate } from './simulate.ts';

const horizons = [1, 4, 13, 26];

function populationAt(visits: VisitDays, asOf: number): Population {
  const known = cutAt(visits, asOf);
  const calendar = shopCalendar(known, asOf, { ignoreClosures: true });
  if (!calendar) throw new Error('an empty log');
  return populationOf(historiesOf(known, calendar));
}

describe.each(datasets)('%s', (name) => {
  const data = dataset(name);
  const population = populationAt(data.visits, data.asOf);

  test('the log gives the reference its histories', () => {
    const { histories } = population;
    expect(histories.customers).toBe(data.customers);
    expect(histories.repeats.reduce((sum, x) => sum + x, 0)).toBe(data.repeatVisits);
    expect(off(population.pooledRate, data.models.mbg_map.pooled_rate as number)).toBeLessThan(1e-11);
    for (const { key, figures } of data.expected) {
      const c = key - 1;
      expect(histories.repeats[c]).toBe(figures.x);
      expect((histories.recency[c] as number) / 7).toBeCloseTo(figures.t_x as number, 7);
      expect((histories.age[c] as number) / 7).toBeCloseTo(figures.T as number, 7);
      expect(histories.lnGaps[c]).toBeCloseTo(figures.litt as number, 7);
    }
  });

  test.each(['bg_mle', 'mbg_mle', 'mbg_map', 'mbgkm_map'] as const)('%s: parameters and log-likelihood', (fit) => {
    const method = fit.endsWith('map') ? 'map' : 'mle';
    const found =
      fit === 'mbgkm_map'
        ? fitRegularity(population, { method })
        : fitNbd(fit === 'bg_mle' ? 'bg' : 'mbg', population, { method });
    const wanted = data.models[fit];
    expect(found.converged).toBe(true);
    expect(Math.abs(found.logLikelihood - wanted.loglik)).toBeLessThan(1e-5);
    if (wanted.log_posterior_unnormalised !== undefined) {
      expect(Math.abs((found.logPosterior as number) - wanted.log_posterior_unnormalised)).toBeLessThan(1e-7);
    }
    Object.values(found.params).forEach((value, i) => {
      expect(off(value, Object.values(wanted.params)[i] as number)).toBeLessThan(1e-5);
    });
  });

  test('mbgkm_mle: sigma goes to its boundary at 0', () => {
    const found = fitRegularity(population, { method: 'mle' });
    const { params, loglik } = data.models.mbgkm_mle;
    expect(Math.abs(found.logLikelihood - loglik)).toBeLessThan(1e-5);
    const { sigma, ...others } = found.params;
    expect(sigma).toBeLessThan(1e-3);
    Object.values(others).forEach((value, i) => {
      expect(off(value, Object.values(params)[i] as number)).toBeLessThan(1e-4);
    });
  });

  test("customers' figures at the reference's own parameters to 1e-8", () => {
    const rows = rowsOfExpected(data);
    for (const model of ['bg_mle', 'mbg_mle', 'mbg_map'] as const) {
      const kind = model === 'bg_mle' ? 'bg' : 'mbg';
      const params = nbdOf(data.models[model].params);
      for (const weeks of [...horizons, 39]) {
        const found = forecastNbd(kind, params, rows, weeks);
        compare(data, found.alive, `${model}.p_alive`);
        compare(data, found.noVisit, `${model}.p_no_visit.${weeks}`);
        compare(data, found.visits, `${model}.expected_visits.${weeks}`);
      }
      data.expected.forEach(({ figures }, i) => {
        const alone = nbdLikelihood(kind, rowAt(rows, i)).evaluate(nbdTheta(params), new Float64Array(4));
        expect(Math.abs(alone - (figures[`${model}.loglik`] as number))).toBeLessThan(1e-8);
      });
    }
    for (const weeks of horizons) {
      const regular = forecastRegularity(regularityOf(data.models.mbgkm_map.params), rows, weeks);
      const plain = forecastNbd('mbg', nbdOf(data.models.mbg_map.params), rows, weeks);
      compare(data, regular.alive, 'mbgkm_map.p_alive');
      compare(data, regular.noVisit, `mbgkm_map.p_no_visit.${weeks}`);
      compare(
        data,
        regular.noVisit.map((p, i) => blended(p, plain.noVisit[i] as number)),
        `blend.${weeks}`,
      );
    }
  });

  test('from the log to the risk of each customer, to 1e-5', () => {
    const model = riskModel(data.visits, { asOf: data.asOf, ignoreClosures: true });
    expect(model.closedDays).toBe(0);
    for (const weeks of horizons) {
      const { rows } = riskModel(data.visits, {
        asOf: data.asOf,
        ignoreClosures: true,
        weeks,
        fitted: model.fits ?? undefined,
      });
      const byKey = new Map(rows.map((row) => [row.key, row]));
      expect(byKey.size).toBe(data.customers);
      for (const { key, figures } of data.expected) {
        const row = byKey.get(key);
        expect(Math.abs(Number(row?.pNoVisit) - (figures[`blend.${weeks}`] as number))).toBeLessThan(1e-5);
        expect(Math.abs(Number(row?.pAlive) - (figures['mbgkm_map.p_alive'] as number))).toBeLessThan(1e-5);
        const visits = figures[`mbg_map.expected_visits.${weeks}`];
        if (visits !== undefined) expect(off(Number(row?.expectedVisits), visits)).toBeLessThan(1e-5);
      }
    }
  });

  test('Gamma-Gamma', () => {
    const found = spendModelOf(spendingOf(data, population));
    if (found.kind !== 'gammaGamma') throw new Error(found.why);
    const wanted = data.models.gamma_gamma_mle;
    expect(off(found.p, Number(wanted.params.p))).toBeLessThan(1e-4);
    expect(off(found.q, Number(wanted.params.q))).toBeLessThan(1e-4);
    expect(off(found.gamma, Number(wanted.params.gamma))).toBeLessThan(1e-4);
    expect(Math.abs(found.logLikelihood - wanted.loglik)).toBeLessThan(1e-6);
    for (const { key, figures } of data.expected) {
      const x = figures.x as number;
      const spend = expectedSpend(found, x, x > 0 ? (data.meanSpend[key - 1] as number) : 0);
      expect(off(spend, figures.gg_expected_spend as number)).toBeLessThan(1e-4);
    }
  });
});

describe('CDNOW: published figures', () => {
  const data = dataset('cdnow_sample');
  const population = populationAt(data.visits, data.asOf);
  const { rows } = compress(population.histories, 'days', population.order);
  const bg = fitNbd('bg', population, { method: 'mle' });

  test('2,357 customers are 1,016 rows', () => {
    expect(rows.count).toBe(1016);
    expect(rows.customers).toBe(2357);
  });

  test('BG/NBD: Fader, Hardie, Lee (2005), Table 2; CLVTools test_correctness_bgnbd.R', () => {
    expect(bg.params.r).toBeCloseTo(0.243, 3);
    expect(bg.params.alpha).toBeCloseTo(4.414, 3);
    expect(bg.params.a).toBeCloseTo(0.793, 3);
    expect(bg.params.b).toBeCloseTo(2.426, 3);
    expect(bg.logLikelihood).toBeCloseTo(-9582.4292, 4);
    for (const [found, wanted] of [
      [bg.params.r, 0.2425945],
      [bg.params.alpha, 4.4136019],
      [bg.params.a, 0.7929199],
      [bg.params.b, 2.4258881],
    ] as const)
      expect(off(found, wanted)).toBeLessThan(1e-5);
  });

  test('BG/NBD: customer 0001 and E[X(t)] in the spreadsheet of Fader, Hardie, Lee', () => {
    const one = rowsOf([{ x: 2, recency: 30.43, age: 38.86 }]);
    const value = nbdLikelihood('bg', one).evaluate(nbdTheta(bg.params), new Float64Array(4));
    expect(value).toBeCloseTo(-9.46, 2);
    const forecast = forecastNbd('bg', bg.params, one, 39);
    expect(forecast.alive[0]).toBeCloseTo(0.73, 2);
    expect(forecast.visits[0]).toBeCloseTo(1.226, 3);
    const newcomer = rowsOf([{ x: 0, recency: 0, age: 0 }]);
    for (const [weeks, visits] of [
      [0.1429, 0.0078],
      [1, 0.0532],
      [3, 0.1506],
      [31.8571, 1.0405],
      [32, 1.0437],
      [78, 1.8576],
    ] as const) {
      expect(off(forecastNbd('bg', bg.params, newcomer, weeks).visits[0] as number, visits)).toBeLessThan(5e-3);
    }
  });

  test('BG/NBD: hold-out weeks 40 to 78, Table 3: correlation .626; zero class .23 against .24', () => {
    const { rows: all, rowOf } = compress(population.histories, 'days', population.order);
    const { visits } = forecastNbd('bg', bg.params, all, 39);
    const later = populationAt(data.visits, data.asOf + 39 * 7).histories;
    const said: number[] = [];
    const came: number[] = [];
    const zeroSaid: number[] = [];
    const zeroCame: number[] = [];
    population.order.forEach((c, i) => {
      said.push(visits[rowOf[i] as number] as number);
      came.push((later.repeats[c] as number) - (population.histories.repeats[c] as number));
      if (population.histories.repeats[c] === 0) {
        zeroSaid.push(said.at(-1) as number);
        zeroCame.push(came.at(-1) as number);
      }
    });
    expect(zeroSaid.length).toBe(1411);
    expect(mean(zeroSaid)).toBeCloseTo(0.225, 3);
    expect(mean(zeroCame)).toBeCloseTo(0.237, 3);
    expect(correlation(said, came)).toBeCloseTo(0.626, 3);
  });

  test('MBG/NBD: BTYDplus and lifetimes tests (model: Batislam et al. 2007; Hoppe & Wagner 2007)', () => {
    const { params, logLikelihood } = fitNbd('mbg', population, { method: 'mle' });
    expect(params.r).toBeCloseTo(0.525, 3);
    expect(params.alpha).toBeCloseTo(6.183, 3);
    expect(params.a).toBeCloseTo(0.891, 3);
    expect(params.b).toBeCloseTo(1.614, 3);
    expect(logLikelihood).toBeCloseTo(-9582.13569, 3);
  });

  test('Gamma-Gamma: Fader & Hardie, note 025, with the first ten customers', () => {
    const found = spendModelOf(spendingOf(data, population));
    if (found.kind !== 'gammaGamma') throw new Error(found.why);
    expect(found.customers).toBe(946);
    expect(found.p).toBeCloseTo(6.25, 2);
    expect(found.q).toBeCloseTo(3.74, 2);
    expect(found.gamma).toBeCloseTo(15.44, 2);
    expect(found.logLikelihood).toBeCloseTo(-4055.9177, 4);
    const spend = [24.65, 18.91, 35.17, 35.17, 35.17, 71.46, 18.91, 35.17, 27.28, 35.17];
    spend.forEach((wanted, c) => {
      const x = population.histories.repeats[c] as number;
      const found10 = expectedSpend(found, x, x > 0 ? (data.meanSpend[c] as number) : 0);
      expect(Math.abs(found10 - wanted)).toBeLessThan(0.011);
    });
  });

  test('gradients by ln θ', () => {
    expect(gradients.length).toBe(6);
    for (const { model, theta, loglik, grad_logparams } of gradients) {
      const gradient = new Float64Array(4);
      const value = nbdLikelihood(model, rows).evaluate(Float64Array.from(theta, Math.log), gradient);
      expect(off(value, loglik)).toBeLessThan(1e-12);
      gradient.forEach((g, i) => {
        expect(off(g, grad_logparams[i] as number)).toBeLessThan(1e-7);
      });
    }
  });

  test('the table of churn-model: three models, both methods, MLE never below MAP', () => {
    const table = modelTable(population);
    expect(table.map((line) => `${line.model} ${line.method}`)).toEqual([
      'bg_nbd mle',
      'mbg_nbd mle',
      'mbg_hk mle',
      'bg_nbd map',
      'mbg_nbd map',
      'mbg_hk map',
    ]);
    for (const line of table) {
      expect(line.customers).toBe(2357);
      expect(line.seconds).toBeGreaterThan(0);
      expect(line.logPosterior === null).toBe(line.method === 'mle');
      const other = table.find((one) => one.model === line.model && one.method !== line.method);
      if (line.method === 'mle') expect(line.logLikelihood).toBeGreaterThan(Number(other?.logLikelihood));
    }
  });
});

function rowsOfExpected({ expected }: Dataset): Rows {
  return rowsOf(
    expected.map(({ figures }) => {
      // The reference gives ten digits of times that are whole days.
      const days = (name: string) => Math.round((figures[name] as number) * 7) / 7;
      return { x: figures.x as number, recency: days('t_x'), age: days('T'), lnGaps: figures.litt as number };
    }),
  );
}

function rowAt(rows: Rows, i: number): Rows {
  return rowsOf([{ x: rows.x[i] as number, recency: rows.recency[i] as number, age: rows.age[i] as number }]);
}

/** One column against the expected figures, where the reference has the column. */
function compare({ expected }: Dataset, found: Float64Array, column: string): void {
  expected.forEach(({ figures }, i) => {
    const wanted = figures[column];
    if (wanted !== undefined)
      expect(Math.abs((found[i] as number) - wanted), column).toBeLessThan(1e-8 * Math.max(1, wanted));
  });
}

function spendingOf({ meanSpend }: Dataset, { histories }: Population) {
  const who = [...histories.repeats.keys()].filter(
    (c) => (histories.repeats[c] as number) > 0 && (meanSpend[c] as number) > 0,
  );
  return {
    count: who.length,
    x: Float64Array.from(who, (c) => histories.repeats[c] as number),
    mean: Float64Array.from(who, (c) => meanSpend[c] as number),
  };
}

const mean = (values: readonly number[]): number => values.reduce((sum, v) => sum + v, 0) / values.length;

function correlation(a: readonly number[], b: readonly number[]): number {
  const covariance = (p: readonly number[], q: readonly number[]) =>
    mean(p.map((v, i) => (v - mean(p)) * ((q[i] as number) - mean(q))));
  return covariance(a, b) / Math.sqrt(covariance(a, a) * covariance(b, b));
}

describe('more customers than a camp holds', () => {
  const made = { r: 1.4, alpha: 2.2, a: 0.44, b: 10, kbar: 2.4, sigma: 0.7, weeks: 60, firstWeeks: 30, seed: 5 };
  const most = (a: Float64Array, b: Float64Array) =>
    a.reduce((worst, p, i) => Math.max(worst, Math.abs(p - (b[i] ?? 9))), 0);

  test.each([6000, 21_000])(
    '%i: the camps end where everybody by themselves does, and so does a warm start',
    (customers) => {
      const population = populationAt(simulate({ ...made, customers }), made.weeks * 7 - 1);
      const { rows } = compress(population.histories, 'gaps', population.order);
      const camps = fitRegularity(population, { method: 'map' });
      // The slow way: from the parameters the shop was made with, with everybody, to the very top.
      const objective = regularityLikelihood(rows);
      const top = maximize(
        {
          size: 6,
          evaluate(theta, gradient, information) {
            const value = objective.evaluate(theta, gradient, information);
            return value + addPrior(theta, population.pooledRate, gradient, information);
          },
        },
        regularityTheta(made),
      );
      expect(camps.customers).toBe(customers);
      expect(top.value - (camps.logPosterior ?? 0)).toBeLessThan(1e-3);
      const forecast = (params: RegularityParams) => forecastRegularity(params, rows, 4).noVisit;
      const reference = forecast(regularityParams(top.theta));
      expect(most(forecast(camps.params), reference)).toBeLessThan(3e-4);
      const yesterday = { ...camps.params, r: camps.params.r * 1.03, sigma: camps.params.sigma * 0.97 };
      const warm = fitRegularity(population, { method: 'map', warmStart: yesterday });
      expect(warm.evaluations).toBeLessThan(camps.evaluations / 2);
      expect(most(forecast(warm.params), reference)).toBeLessThan(3e-4);
    },
  );
});
