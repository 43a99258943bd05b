import { type Fit, fitNbd, fitRegularity, type Population } from './fit.ts';
import type { NbdParams } from './nbd.ts';
import type { RegularityParams } from './regularity.ts';

/** One line of `churn-model`. */
export interface ModelLine extends Fit<NbdParams | RegularityParams> {
  readonly model: 'bg_nbd' | 'mbg_nbd' | 'mbg_hk';
  readonly method: 'mle' | 'map';
  readonly seconds: number;
}

/** BG/NBD, MBG/NBD and MBG-HK, each without the prior and with it. */
export function modelTable(population: Population, checkCancelled?: () => void): ModelLine[] {
  const options = { beforeEvaluation: checkCancelled };
  return (['mle', 'map'] as const).flatMap((method) => [
    timed('bg_nbd', method, () => fitNbd('bg', population, { method, ...options })),
    timed('mbg_nbd', method, () => fitNbd('mbg', population, { method, ...options })),
    timed('mbg_hk', method, () => fitRegularity(population, { method, ...options })),
  ]);
}

function timed(
  model: ModelLine['model'],
  method: ModelLine['method'],
  search: () => Fit<NbdParams | RegularityParams>,
): ModelLine {
  const start = performance.now();
  const found = search();
  return { model, method, ...found, seconds: (performance.now() - start) / 1000 };
}
