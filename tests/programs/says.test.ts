import i18next from 'i18next';
import { describe, expect, test } from 'vitest';
import { ProgramRules, type ProgramRulesInput } from '../../preload/contract/rules.ts';
import type { Language } from '../../preload/contract/values.ts';
import { noOwnWords } from '../../preload/contract/words.ts';
import { formatFor } from '../../renderer/app/format.ts';
import enApp from '../../renderer/i18n/en/app.json' with { type: 'json' };
import en from '../../renderer/i18n/en/programs.json' with { type: 'json' };
import idApp from '../../renderer/i18n/id/app.json' with { type: 'json' };
import id from '../../renderer/i18n/id/programs.json' with { type: 'json' };
import roApp from '../../renderer/i18n/ro/app.json' with { type: 'json' };
import ro from '../../renderer/i18n/ro/programs.json' with { type: 'json' };
import { withWords } from '../../renderer/i18n/withWords.ts';
import { posterWords } from '../../renderer/programs/posterWords.ts';
import { type Speaker, saysOf } from '../../renderer/programs/says.ts';

const instance = i18next.createInstance();
await instance.init({
  resources: {
    en: withWords({ programs: en, app: enApp }, noOwnWords, 'en'),
    id: withWords({ programs: id, app: idApp }, noOwnWords, 'id'),
    ro: withWords({ programs: ro, app: roApp }, noOwnWords, 'ro'),
  },
  lng: 'en',
  interpolation: { escapeValue: false },
});

const item = { itemId: '01890a5d-ac96-774b-bcce-b302099a8057' as never, name: 'Cigarettes' };
const speaker = (language: Language, currency = 'RON'): Speaker => ({
  t: instance.getFixedT(language, 'programs') as never,
  format: formatFor({ language, currency, timeZone: 'UTC', today: '2026-03-10' }),
  items: [item],
});
// Amounts and units are kept together.
const plain = (text: string) => text.replaceAll('\u00a0', ' ');
const say = (rules: ProgramRulesInput, language: Language = 'en', currency = 'RON') =>
  plain(saysOf(ProgramRules.parse(rules), speaker(language, currency)).join(' '));
const poster = (rules: ProgramRulesInput, language: Language = 'en') => {
  const { promise, details } = posterWords(ProgramRules.parse(rules), speaker(language));
  return { promise: plain(promise), details: details.map(plain) };
};

const stamps: Extract<ProgramRulesInput, { kind: 'stamps' }> = {
  kind: 'stamps',
  name: 'Card',
  goal: 10,
  rewards: [{ at: 10, name: 'A free coffee' }],
};

describe('the rules in plain words', () => {
  test('a plain punch card', () => {
    const rules: ProgramRulesInput = { ...stamps, expiry: { kind: 'idle', days: 90 } };
    expect(say(rules)).toBe('1 stamp a visit. 10 stamps: A free coffee. Stamps expire after 90 days without a visit.');
    expect(say(rules, 'id')).toBe(
      '1 stempel setiap kunjungan. 10 stempel: A free coffee. Stempel hangus setelah 90 hari tanpa kunjungan.',
    );
    expect(say(rules, 'ro')).toBe(
      '1 ștampilă la vizită. 10 ștampile: A free coffee. Valabilitate (ștampile): 90 de zile fără vizită.',
    );
  });

  test('Romanian counts in its own way', () => {
    expect(say({ ...stamps, goal: 20, rewards: [{ at: 20, name: 'x' }] }, 'ro')).toContain('20 de ștampile: x.');
  });

  test('points by amount, with prices and money off', () => {
    const rules: Extract<ProgramRulesInput, { kind: 'points' }> = {
      kind: 'points',
      name: 'Points',
      earn: { per: 'amount', every: 1000, carryOver: true },
      pointValue: 10,
      minimumSpend: 500,
      rewards: [
        { at: 100, name: 'Your haircut', kind: 'percent', percent: 10, validDays: 30 },
        { at: 50, name: 'A shampoo' },
      ],
    };
    expect(say(rules)).toBe(
      '1 point for every RON 10.00. What is left over counts next time. From a purchase of RON 5.00. 50 points: A shampoo. ' +
        '100 points: Your haircut (10% off). Redeem it within 30 days. 1 point is worth RON 0.10 off.',
    );
    expect(say({ ...rules, earn: { per: 'amount', every: 10_000 } }, 'id', 'IDR')).toContain(
      '1 poin setiap belanja Rp 10.000.',
    );
  });

  test('items that earn more, and nothing', () => {
    expect(
      say({
        ...stamps,
        earn: { per: 'item' },
        itemRates: [
          { of: { by: 'category', category: 'Coffee' }, rate: 2 },
          { of: { by: 'item', itemId: item.itemId }, rate: 0 },
        ],
      }),
    ).toBe('1 stamp for each piece. Coffee: 2 stamps. Cigarettes: no stamps. 10 stamps: A free coffee.');
  });

  test('a discount, a special, caps and dates', () => {
    const benefit = { kind: 'percent', name: 'The whole bill', percent: 10 } as const;
    expect(say({ kind: 'discount', name: 'x', visits: 5, withinDays: 30, benefit, usageCap: 1 })).toBe(
      '5 visits within 30 days: The whole bill (10% off). At most 1 time for each customer.',
    );
    expect(say({ kind: 'special', name: 'x', benefit, startsOn: '2026-05-01', endsOn: '2026-05-31' })).toBe(
      'For members: The whole bill (10% off). From 1 May 2026 to 31 May 2026.',
    );
  });

  test('happy hours say when and for whom; bonuses say what for', () => {
    const said = say({
      ...stamps,
      multipliers: [
        { name: 'Happy hour', weekdays: [5, 1], hours: { from: 840, to: 960 }, effect: { kind: 'times', times: 2 } },
        { name: 'Students', tag: 'student', effect: { kind: 'plus', units: 1 } },
      ],
      bonus: { signUp: 1, birthday: 2, winBack: { afterDays: 60, units: 3 } },
    });
    expect(said).toContain('Happy hour (Monday and Friday, 14:00–16:00): 2 × the stamps.');
    expect(said).toContain('Students (for: student): 1 stamp more.');
    expect(said).toContain(
      '1 stamp as a welcome. 2 stamps for a visit on your birthday. 3 stamps for coming back after 60 days away.',
    );
  });

  test('days around the birthday are said', () => {
    expect(say({ ...stamps, bonus: { birthday: 2, birthdayDays: 7 } })).toContain(
      '2 stamps for a visit on your birthday, or up to 7 days before or after it.',
    );
  });

  test.each(['en', 'id', 'ro'] as const)('nothing is left unfilled in %s', (language) => {
    const said = say(
      {
        ...stamps,
        earn: { per: 'amount', every: 1000, rounding: 'up' },
        usageCap: 3,
        multipliers: [{ name: 'a', perk: 'Gold', startsOn: '2026-01-01', effect: { kind: 'times', times: 1.5 } }],
        itemRates: [{ of: { by: 'category', category: 'Tea' }, rate: 3 }],
        otherItems: 0,
        expiry: { kind: 'batch', days: 1 },
      },
      language,
    );
    expect(said).not.toMatch(/\{\{|\$t\(|says\.|app:|undefined/);
  });
});

describe('a poster says the same (F-86)', () => {
  test('the full card large, everything else below it', () => {
    const rules: ProgramRulesInput = {
      ...stamps,
      rewards: [
        { at: 10, name: 'A free coffee', validDays: 30 },
        { at: 4, name: 'A biscuit' },
      ],
      expiry: { kind: 'idle', days: 90 },
    };
    expect(poster(rules)).toEqual({
      promise: '10 stamps: A free coffee',
      details: [
        '1 stamp a visit.',
        '4 stamps: A biscuit.',
        'Redeem it within 30 days.',
        'Stamps expire after 90 days without a visit.',
      ],
    });
  });

  test('points: the nearest price, or what a point is worth', () => {
    const points: Extract<ProgramRulesInput, { kind: 'points' }> = {
      kind: 'points',
      name: 'Points',
      earn: { per: 'amount', every: 1000 },
      pointValue: 10,
      rewards: [
        { at: 100, name: 'Your haircut', kind: 'percent', percent: 10 },
        { at: 50, name: 'A shampoo' },
      ],
    };
    expect(poster(points).promise).toBe('50 points: A shampoo');
    expect(poster({ ...points, rewards: [] }).promise).toBe('1 point is worth RON 0.10 off');
  });

  test('a discount and a special', () => {
    const benefit = { kind: 'percent', name: 'The whole bill', percent: 10 } as const;
    expect(
      poster({ kind: 'discount', name: 'x', visits: 20, withinDays: 30, benefit, endsOn: '2026-05-31' }, 'ro'),
    ).toEqual({
      promise: '20 de vizite în 30 de zile: The whole bill (reducere 10 %)',
      details: ['Până la 31 mai 2026.'],
    });
    expect(poster({ kind: 'special', name: 'x', benefit })).toEqual({
      promise: 'For members: The whole bill (10% off)',
      details: [],
    });
  });

  test.each(['en', 'id', 'ro'] as const)('a happy hour never stands there without its effect (%s)', (language) => {
    const { details } = poster(
      {
        ...stamps,
        multipliers: [
          { name: 'Happy hour', weekdays: [1], effect: { kind: 'times', times: 2 } },
          { name: 'Rainy days', effect: { kind: 'plus', units: 3 } },
          { name: 'Students', tag: 'student', effect: { kind: 'plus', units: 1 } },
          { name: 'The best', perk: 'Gold', effect: { kind: 'times', times: 3 } },
        ],
      },
      language,
    );
    expect(details.find((line) => line.startsWith('Happy hour'))).toMatch(/: 2 × /);
    expect(details.find((line) => line.startsWith('Rainy days'))).toMatch(/3 /);
    // What only some get is not for the wall.
    expect(details.join(' ')).not.toMatch(/Students|The best/);
  });
});
