import { implement } from '../bridge/implement.ts';

export const insights = implement('insights', {
  overview: ({ background, settings, today, signal, progress }, range) =>
    background.run(
      'overview',
      { ...range, asOf: today, windowDays: settings.activityWindowDays, timeZone: settings.timeZone },
      { signal, onProgress: progress },
    ),

  risk: ({ background, settings, today, signal, progress }, range) =>
    background.run(
      'riskHistory',
      { ...range, asOf: today, windowDays: settings.activityWindowDays, weeks: settings.riskWeeks },
      { signal, onProgress: progress },
    ),

  async cancel({ cancel }, { task }) {
    cancel(task);
    return { done: true };
  },
});
