import i18next from 'i18next';
import { expect, test } from 'vitest';
import { formatFor } from '../../renderer/app/format.ts';
import english from '../../renderer/i18n/en/risk.json' with { type: 'json' };
import indonesian from '../../renderer/i18n/id/risk.json' with { type: 'json' };
import romanian from '../../renderer/i18n/ro/risk.json' with { type: 'json' };
import {
  chanceSentence,
  nextStep,
  rhythmSentence,
  shareWords,
  stakeWords,
  timesOverdue,
  visitsAMonth,
} from '../../renderer/risk/sentence.ts';

const instance = i18next.createInstance();
await instance.init({
  resources: { en: { risk: english }, id: { risk: indonesian }, ro: { risk: romanian } },
  lng: 'en',
  interpolation: { escapeValue: false },
});
const speaking = (language: string) => instance.getFixedT(language, 'risk');
const en = speaking('en');
const row = { usualGapDays: 8, visits: 12, daysSince: 26, gaps: null, figures: null };
const formatIn = (language: 'en' | 'id' | 'ro') =>
  formatFor({ language, currency: 'RON', timeZone: 'UTC', today: '2026-03-10' });

test('a regular is told by their own rhythm, in three languages', () => {
  expect(rhythmSentence(row, en)).toBe('Usually every 8 days. Last seen 26 days ago.');
  expect(rhythmSentence(row, speaking('id'))).toBe('Biasanya setiap 8 hari. Terakhir datang 26 hari lalu.');
  expect(rhythmSentence(row, speaking('ro'))).toBe('De obicei la 8 zile. Ultima vizită: acum 26 de zile.');
});

test('Romanian says "de zile" from 20 on, and not at 105', () => {
  const ro = speaking('ro');
  expect(rhythmSentence({ ...row, daysSince: 19 }, ro)).toContain('acum 19 zile');
  expect(rhythmSentence({ ...row, daysSince: 20 }, ro)).toContain('acum 20 de zile');
  expect(rhythmSentence({ ...row, daysSince: 105 }, ro)).toContain('acum 105 zile');
});

test('every day, today and yesterday have words of their own', () => {
  expect(rhythmSentence({ ...row, usualGapDays: 0.4, daysSince: 0 }, en)).toBe('Usually every day. Seen today.');
  expect(rhythmSentence({ ...row, daysSince: 1 }, en)).toBe('Usually every 8 days. Last seen yesterday.');
});

test('the whole sentence of RETENTION.md section 5, with everything that is known', () => {
  const known = {
    ...row,
    band: 'at_risk' as const,
    gaps: { count: 10, shortest: 6, longest: 11 },
    figures: { noVisit: 0.73, noVisitThen: 0.09, unusual: 0.021 },
  };
  const whole = (language: 'en' | 'id' | 'ro') => {
    const t = speaking(language);
    return `${rhythmSentence(known, t)} ${chanceSentence(known, 4, t, formatIn(language))}`;
  };
  expect(whole('en')).toBe(
    'Usually every 8 days (last 10 gaps: 6–11). Last seen 26 days ago; only 2 in 100 of their breaks last this long. ' +
      'Chance of a visit in the next 4 weeks: 27% (was 91% after the last visit).',
  );
  expect(whole('id')).toBe(
    'Biasanya setiap 8 hari (10 jeda terakhir: 6–11). Terakhir datang 26 hari lalu; hanya 2 di antara 100 jedanya ' +
      'berlangsung selama ini. Kemungkinan datang dalam 4 minggu ke depan: 27% (setelah kunjungan terakhir 91%).',
  );
  expect(whole('ro')).toBe(
    'De obicei la 8 zile (ultimele 10 pauze: 6–11). Ultima vizită: acum 26 de zile; doar 2 din 100 de pauze ale sale ' +
      'durează atât. Șansa unei vizite în următoarele 4 săptămâni: 27\u00a0% (era 91\u00a0% după ultima vizită).',
  );
});

test('breaks: hardly ever, seldom, now and then; one of them', () => {
  const breaks = (unusual: number) =>
    rhythmSentence({ ...row, figures: { noVisit: 0.5, noVisitThen: 0.5, unusual } }, en).replace(/^.*ago/, '');
  expect(breaks(0.004)).toBe('; fewer than 1 in 100 of their breaks last this long.');
  expect(breaks(0.01)).toBe('; only 1 in 100 of their breaks lasts this long.');
  expect(breaks(0.1)).toBe('; only 10 in 100 of their breaks last this long.');
  expect(breaks(0.25)).toBe('; 25 in 100 of their breaks last this long.');
  // Nobody has a break on the day of a visit, and a newcomer has none to compare with.
  const figures = { noVisit: 0.5, noVisitThen: 0.5, unusual: 1 };
  expect(rhythmSentence({ ...row, figures, daysSince: 0 }, en)).toBe('Usually every 8 days. Seen today.');
  expect(rhythmSentence({ ...row, figures, usualGapDays: null, visits: 2 }, en)).toBe(
    'Came 2 times. Last seen 26 days ago.',
  );
});

test('a chance is never nothing and never certain; young shops have none', () => {
  const words = (share: number) => shareWords(share, en, formatIn('en'));
  expect([0, 0.004, 0.01, 0.5, 0.99, 0.996, 1].map(words)).toEqual([
    'under 1%',
    'under 1%',
    '1%',
    '50%',
    '99%',
    'over 99%',
    'over 99%',
  ]);
  expect(chanceSentence({ figures: null, band: 'at_risk' }, 4, en, formatIn('en'))).toBe(null);
  const figures = { noVisit: 0.6, noVisitThen: 0.4, unusual: 0.5 };
  expect(chanceSentence({ figures, band: 'new' }, 2, en, formatIn('en'))).toBe(
    'Chance of a visit in the next 2 weeks: 40%.',
  );
});

test('a month is four weeks, whatever the list looks ahead', () => {
  expect(visitsAMonth({ usualVisits: 6 }, 8)).toBe(3);
  expect(visitsAMonth({ usualVisits: 3 }, 4)).toBe(3);
});

test('who was just spoken to is given time', () => {
  const contact = { day: '2026-03-08', channel: 'phone', outcome: 'willCome' } as const;
  expect(nextStep({ band: 'at_risk', phoneEnd: null, contact }, en)).toBe(english.stepContacted);
});

test('half days are rounded', () => {
  expect(rhythmSentence({ ...row, usualGapDays: 7.5 }, en)).toContain('every 8 days');
});

test('a newcomer has visits instead of a rhythm', () => {
  expect(rhythmSentence({ ...row, usualGapDays: null, visits: 1, daysSince: 3 }, en)).toBe(
    'Came once. Last seen 3 days ago.',
  );
  expect(rhythmSentence({ ...row, usualGapDays: null, visits: 2, daysSince: 3 }, en)).toBe(
    'Came 2 times. Last seen 3 days ago.',
  );
});

test('the stake is whole visits, or less than one', () => {
  expect(stakeWords(3.4, en)).toBe('about 3 visits a month');
  expect(stakeWords(1.2, en)).toBe('about 1 visit a month');
  expect(stakeWords(0.3, en)).toBe('less than one visit a month');
});

test('nobody is told to call somebody without a phone', () => {
  expect(nextStep({ band: 'at_risk', phoneEnd: '123', contact: null }, en)).toBe(english.step.at_risk);
  expect(nextStep({ band: 'at_risk', phoneEnd: null, contact: null }, en)).toBe(english.step.noPhone);
  expect(nextStep({ band: 'on_rhythm', phoneEnd: null, contact: null }, en)).toBe(english.step.on_rhythm);
});

test('overdue is counted in the own rhythm', () => {
  expect(timesOverdue({ usualGapDays: 8, daysSince: 24 })).toBe(3);
  expect(timesOverdue({ usualGapDays: null, daysSince: 24 })).toBe(0);
});
