import { implement } from '../bridge/implement.ts';

export const risk = implement('risk', {
  list: ({ background, settings, today, signal, progress }, { bands }) =>
    background.run(
      'listRisk',
      { asOf: today, windowDays: settings.activityWindowDays, bands },
      { signal, onProgress: progress },
    ),
});
