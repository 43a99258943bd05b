import type { ReadConnection } from '../../db/open.ts';
import { getCaptured } from '../../db/queries/month.ts';
import type { Captured } from '../../preload/contract/month.ts';
import { percent } from '../retention/percent.ts';

/** How much of the business the cards saw on the counted days from `from` to `to`, both included (F-90). */
export function capturedOf(read: ReadConnection, from: string, to: string): Captured {
  const captured = getCaptured(read, from, to);
  return { ...captured, captured_pct: percent(captured.visits, captured.receipts) };
}
