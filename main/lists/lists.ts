import { implement } from '../bridge/implement.ts';

export const lists = implement('lists', {
  of({ background, settings, now, today, signal, progress }, { list, programId }) {
    const { timeZone, dayStartMinutes } = settings;
    const params = { list, programId, today, now, timeZone, dayStartMinutes };
    return background.run('readyList', params, { signal, onProgress: progress });
  },
});
