import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decideVisit, type LimitSettings, provesIdentity, type TodaysVisit } from '../../main/counter/rules.ts';

const minute = 60_000;
const noon = Date.UTC(2026, 2, 10, 12, 0);
const warn: LimitSettings = { visitsPerDay: 3, minutesBetweenVisits: 10, limitMode: 'warn' };
const block: LimitSettings = { ...warn, limitMode: 'block' };
const plainly = { sameVisit: false, lifted: false, onCard: true };
const visit = (minutesAgo: number, stampsOnCard = 1, seq = 1000 - minutesAgo): TodaysVisit => ({
  seq,
  at: noon - minutesAgo * minute,
  stampsOnCard,
  recorded: stampsOnCard > 0,
});

describe('which visit a stamp belongs to (F-12)', () => {
  test('the first of the day is a new one', () => {
    expect(decideVisit([], warn, noon, plainly)).toEqual({ decision: 'new', warning: null });
    expect(decideVisit([], block, noon, plainly)).toEqual({ decision: 'new', warning: null });
  });

  test.each([warn, block])('nine minutes after the last one it is too soon, and says until when (%j)', (settings) => {
    expect(decideVisit([visit(9)], settings, noon, plainly)).toEqual({ decision: 'tooSoon', until: noon + minute });
  });

  test.each([warn, block])('exactly ten minutes after it is a new one', (settings) => {
    expect(decideVisit([visit(10)], settings, noon, plainly)).toEqual({ decision: 'new', warning: null });
    expect(decideVisit([visit(10)], settings, noon - 1, plainly)).toMatchObject({ decision: 'tooSoon' });
  });

  test("another program's card joins the visit by itself", () => {
    for (const settings of [warn, block]) {
      expect(decideVisit([visit(5, 0, 7)], settings, noon, plainly)).toEqual({ decision: 'join', visitSeq: 7 });
    }
  });

  test('"same visit" joins where the shop warns, not where it blocks; a manager lifts both', () => {
    const same = { ...plainly, sameVisit: true };
    expect(decideVisit([visit(5, 2, 7)], warn, noon, same)).toEqual({ decision: 'join', visitSeq: 7 });
    expect(decideVisit([visit(5, 2, 7)], block, noon, same)).toMatchObject({ decision: 'tooSoon' });
    expect(decideVisit([visit(5, 2, 7)], block, noon, { ...plainly, sameVisit: true, lifted: true })).toEqual({
      decision: 'join',
      visitSeq: 7,
    });
  });

  test('"same visit" long after the visit is a new one', () => {
    expect(decideVisit([visit(11)], warn, noon, { ...plainly, sameVisit: true })).toEqual({
      decision: 'new',
      warning: null,
    });
  });

  test('the fourth visit of a day warns, or is blocked until it is lifted', () => {
    const three = [visit(300), visit(200), visit(100)];
    expect(decideVisit(three, warn, noon, plainly)).toEqual({ decision: 'new', warning: 'VISIT_LIMIT' });
    expect(decideVisit(three, block, noon, plainly)).toEqual({ decision: 'limit', limit: 3 });
    expect(decideVisit(three, block, noon, { ...plainly, lifted: true })).toEqual({
      decision: 'new',
      warning: null,
    });
    expect(decideVisit(three.slice(1), block, noon, plainly)).toEqual({ decision: 'new', warning: null });
  });

  test('with no minutes between visits nothing is ever too soon, and another card joins the visit all the same', () => {
    const none = { ...block, minutesBetweenVisits: 0 };
    expect(decideVisit([visit(0)], none, noon, plainly)).toMatchObject({ decision: 'new' });
    expect(decideVisit([visit(9, 0, 7)], none, noon, plainly)).toEqual({ decision: 'join', visitSeq: 7 });
    expect(decideVisit([visit(10, 0, 7)], none, noon, plainly)).toMatchObject({ decision: 'new' });
    expect(decideVisit([visit(9, 0, 7)], none, noon, { ...plainly, onCard: false })).toMatchObject({ decision: 'new' });
    const same = { ...plainly, sameVisit: true };
    expect(decideVisit([visit(5, 1, 7)], { ...warn, minutesBetweenVisits: 0 }, noon, same)).toEqual({
      decision: 'join',
      visitSeq: 7,
    });
    expect(decideVisit([visit(5, 1, 7)], none, noon, same)).toMatchObject({ decision: 'new' });
  });

  test('whatever happened: joins only the last visit, never goes past a block, and is too soon only inside the minutes', () => {
    const today = fc
      .array(fc.tuple(fc.integer({ min: 0, max: 1000 }), fc.integer({ min: 0, max: 10 })), { maxLength: 6 })
      .map((visits) => visits.sort((a, b) => b[0] - a[0]).map(([ago, stamps], i) => visit(ago, stamps, i + 1)));
    const settings = fc.record({
      visitsPerDay: fc.integer({ min: 1, max: 5 }),
      minutesBetweenVisits: fc.integer({ min: 0, max: 60 }),
      limitMode: fc.constantFrom('warn' as const, 'block' as const),
    });
    const asked = fc.record({ sameVisit: fc.boolean(), lifted: fc.boolean(), onCard: fc.constant(true) });
    fc.assert(
      fc.property(today, settings, asked, (visits, limits, want) => {
        const last = visits.at(-1);
        const free = limits.minutesBetweenVisits === 0;
        const inside = last !== undefined && noon < last.at + (limits.minutesBetweenVisits || 10) * minute;
        const made = decideVisit(visits, limits, noon, want);
        if (made.decision === 'join') {
          expect(inside).toBe(true);
          expect(made.visitSeq).toBe(last?.seq);
          if (limits.limitMode === 'block' && !want.lifted) expect(last?.stampsOnCard).toBe(0);
        }
        if (made.decision === 'tooSoon') {
          expect(inside && !free && !want.lifted && (last?.stampsOnCard ?? 0) > 0).toBe(true);
          expect(made.until).toBeGreaterThan(noon);
        }
        if (made.decision === 'new') {
          expect(inside && !free).toBe(false);
          const past = visits.length >= limits.visitsPerDay;
          if (past && !want.lifted) expect(limits.limitMode).toBe('warn');
          expect(made.warning).toBe(past && !want.lifted ? 'VISIT_LIMIT' : null);
        }
        if (made.decision === 'limit') {
          expect(limits.limitMode === 'block' && !want.lifted && visits.length >= limits.visitsPerDay).toBe(true);
        }
      }),
      { numRuns: 3000 },
    );
  });
});

describe('who may be handed a reward (F-17)', () => {
  const known = { phoneEnds: ['456', '789'], birthMonth: 2, birthDay: 29 };
  const unknown = { phoneEnds: [], birthMonth: null, birthDay: null };

  test.each([
    [{ by: 'phone', digits: '456' }, known, 'yes'],
    [{ by: 'phone', digits: '789' }, known, 'yes'],
    [{ by: 'phone', digits: '457' }, known, 'wrong'],
    [{ by: 'phone', digits: '456' }, unknown, 'wrong'],
    [{ by: 'birthday', month: 2, day: 29 }, known, 'yes'],
    [{ by: 'birthday', month: 2, day: 28 }, known, 'wrong'],
    [{ by: 'birthday', month: 1, day: 1 }, unknown, 'wrong'],
    [{ by: 'known' }, unknown, 'yes'],
    [{ by: 'known' }, known, 'needed'],
    [{ by: 'known' }, { ...unknown, phoneEnds: ['456'] }, 'needed'],
    [{ by: 'known' }, { ...unknown, birthMonth: 3, birthDay: 4 }, 'needed'],
  ] as const)('%j', (proof, customer, answer) => {
    expect(provesIdentity(proof, customer)).toBe(answer);
  });
});
