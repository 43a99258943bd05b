import { implement } from '../bridge/implement.ts';

export const insights = implement('insights', {
  overview: ({ background, settings, today, signal, progress }, range) =>
    background.run(
      'overview',
      { ...range, asOf: today, windowDays: settings.activityWindowDays, timeZone: settings.timeZone },
      { signal, onProgress: progress },
    ),
});
