import { implement } from '../bridge/implement.ts';

export const lists = implement('lists', {
  of({ background, settings, now, today, signal, progress }, { list, programId, months }) {
    const { timeZone, dayStartMinutes } = settings;
    const params = { list, programId, months, today, now, timeZone, dayStartMinutes };
    return background.run('readyList', params, { signal, onProgress: progress });
  },
});
