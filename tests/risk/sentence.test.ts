import i18next from 'i18next';
import { expect, test } from 'vitest';
import english from '../../renderer/i18n/en/risk.json' with { type: 'json' };
import indonesian from '../../renderer/i18n/id/risk.json' with { type: 'json' };
import romanian from '../../renderer/i18n/ro/risk.json' with { type: 'json' };
import { nextStep, rhythmSentence, stakeWords, timesOverdue } from '../../renderer/risk/sentence.ts';

const instance = i18next.createInstance();
await instance.init({
  resources: { en: { risk: english }, id: { risk: indonesian }, ro: { risk: romanian } },
  lng: 'en',
  interpolation: { escapeValue: false },
});
const speaking = (language: string) => instance.getFixedT(language, 'risk');
const en = speaking('en');
const row = { usualGapDays: 8, visits: 12, daysSince: 26 };

test('a regular is told by their own rhythm, in three languages', () => {
  expect(rhythmSentence(row, en)).toBe('Usually every 8 days. Last seen 26 days ago.');
  expect(rhythmSentence(row, speaking('id'))).toBe('Biasanya setiap 8 hari. Terakhir datang 26 hari lalu.');
  expect(rhythmSentence(row, speaking('ro'))).toBe('De obicei la 8 zile. Văzut ultima oară acum 26 de zile.');
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

test('half days are rounded', () => {
  expect(rhythmSentence({ ...row, usualGapDays: 7.5 }, en)).toContain('every 8 days');
});

test('a newcomer has visits instead of a rhythm', () => {
  expect(rhythmSentence({ usualGapDays: null, visits: 1, daysSince: 3 }, en)).toBe('Came once. Last seen 3 days ago.');
  expect(rhythmSentence({ usualGapDays: null, visits: 2, daysSince: 3 }, en)).toBe(
    'Came 2 times. Last seen 3 days ago.',
  );
});

test('the stake is whole visits, or less than one', () => {
  expect(stakeWords(3.4, en)).toBe('about 3 visits a month');
  expect(stakeWords(1.2, en)).toBe('about 1 visit a month');
  expect(stakeWords(0.3, en)).toBe('less than one visit a month');
});

test('nobody is told to call somebody without a phone', () => {
  expect(nextStep({ band: 'at_risk', phoneEnd: '123' }, en)).toBe(english.step.at_risk);
  expect(nextStep({ band: 'at_risk', phoneEnd: null }, en)).toBe(english.step.noPhone);
  expect(nextStep({ band: 'on_rhythm', phoneEnd: null }, en)).toBe(english.step.on_rhythm);
});

test('overdue is counted in the own rhythm', () => {
  expect(timesOverdue({ usualGapDays: 8, daysSince: 24 })).toBe(3);
  expect(timesOverdue({ usualGapDays: null, daysSince: 24 })).toBe(0);
});
