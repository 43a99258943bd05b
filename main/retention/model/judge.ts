import type { Band } from '../../../preload/contract/risk.ts';

/** How far a shop's figures can be trusted (RETENTION.md section 5, cold start): 0 none, 1 bands only, 2 percentages. */
export type Stage = 0 | 1 | 2;

const surest = 1e-12;
/** The share of MBG-HK in the blend; chosen on real logs between a half and three quarters, where little changes. */
const shareOfRegularity = 2 / 3;

/** The risk on the list: both models' P(no visit), averaged as log odds. */
export function blended(ofRegularity: number, ofMbg: number): number {
  const z = shareOfRegularity * logit(ofRegularity) + (1 - shareOfRegularity) * logit(ofMbg);
  return z >= 0 ? 1 / (1 + Math.exp(-z)) : Math.exp(z) / (1 + Math.exp(z));
}

function logit(probability: number): number {
  const p = Math.min(1 - surest, Math.max(surest, probability));
  return Math.log(p / (1 - p));
}

/** The band of somebody with a rhythm, from S (how unusual the silence is) and P(alive). */
export function bandOf(unusual: number, alive: number): Band {
  if (alive < 0.15) return 'probably_lost';
  if (unusual >= 0.3) return 'on_rhythm';
  if (unusual >= 0.1) return 'due';
  return alive >= 0.5 ? 'overdue' : 'at_risk';
}

export interface LedgerAge {
  /** Days from the first visit of anybody to today, both counted. */
  readonly ledgerDays: number;
  /** Customers with a second visit day, and with a third. */
  readonly cameBack: number;
  readonly withRhythm: number;
}

export function stageOf({ ledgerDays, cameBack, withRhythm }: LedgerAge): Stage {
  if (ledgerDays < 28 || withRhythm < 10) return 0;
  return ledgerDays < 56 || cameBack < 30 ? 1 : 2;
}
