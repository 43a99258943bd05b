import { basename } from 'node:path';
import type { TaskContext } from '../bridge/context.ts';
import { implement } from '../bridge/implement.ts';
import { writeWhole } from '../shop/writeWhole.ts';
import { monthsCsv } from './csv.ts';

const summarize = (
  { background, settings, today, signal, progress }: TaskContext,
  range: { from: string; to: string },
) =>
  background.run(
    'summarizeMonths',
    { ...range, asOf: today, windowDays: settings.activityWindowDays },
    { signal, onProgress: progress },
  );

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
});
