import { parsePhoneNumberFromString } from 'libphonenumber-js/max';
import { describe, expect, test } from 'vitest';
import { makeCustomer } from '../../db/seed/customers.ts';
import { cutAfter, fitPlan } from '../../db/seed/fit.ts';
import { type HistoryPlan, type SeedVisit, simulate } from '../../db/seed/history.ts';
import { Random } from '../../db/seed/random.ts';
import { seedWords } from '../../db/seed/words/words.ts';
import { readPhone } from '../../main/customers/phones.ts';
import { dayNumber } from '../../main/retention/days.ts';
import { CustomerDetails } from '../../preload/contract/customers.ts';
import { languages } from '../../preload/contract/values.ts';

const plan: HistoryPlan = {
  seed: 'test',
  customers: 300,
  visitors: 300,
  firstDay: dayNumber('2024-09-10'),
  lastDay: dayNumber('2026-03-10'),
  opensAt: 420,
  closesAt: 1140,
  nowMinute: 660,
  pace: 1,
  programs: [
    { goal: 10, minimumSpend: null },
    { goal: 6, minimumSpend: 400 },
  ],
  price: { usual: 460, step: 10 },
  fill: { more: 0, visits: 1 },
};
const history = [...simulate(plan)];
const entriesOf = (visits: readonly SeedVisit[]) => visits.reduce((sum, visit) => sum + visit.entries.length, 0);

describe('a made-up history', () => {
  test('is the same for the same plan and another for another seed', () => {
    expect([...simulate(plan)]).toEqual(history);
    expect([...simulate({ ...plan, seed: 'other' })]).not.toEqual(history);
  });

  test('goes on in the order of time, within opening hours, and ends now', () => {
    const moments = history.map((visit) => visit.day * 1440 + visit.minute);
    expect(moments).toEqual([...moments].sort((a, b) => a - b));
    expect(history.every((visit) => visit.minute >= 420 && visit.minute < 1140)).toBe(true);
    expect(history.every((visit) => visit.day >= plan.firstDay && visit.day <= plan.lastDay)).toBe(true);
    const today = history.filter((visit) => visit.day === plan.lastDay);
    expect(today.length).toBeGreaterThan(0);
    expect(today.every((visit) => visit.minute < plan.nowMinute)).toBe(true);
  });

  test('nobody comes on a closed day, nor before the shop has opened today', () => {
    const christmas = dayNumber('2025-12-25');
    expect(history.some((visit) => visit.day === christmas)).toBe(false);
    const early = [...simulate({ ...plan, nowMinute: 300 })];
    expect(early.some((visit) => visit.day === plan.lastDay)).toBe(false);
    expect(new Set(early.map((visit) => visit.customer)).size).toBe(300);
  });

  test('customers are numbered as they come, and all of them come', () => {
    const first = [...new Set(history.map((visit) => visit.customer))];
    expect(first.length).toBe(300);
    expect([...first].sort((a, b) => a - b)).toEqual(Array.from({ length: 300 }, (_, i) => i));
  });

  test('stamps, rewards and redemptions follow the rules of the cards', () => {
    const balances = new Map<string, number>();
    const open = new Map<number, string>();
    for (const { customer, entries } of history) {
      const live = entries.filter((_, i) => !entries.some((other) => other.kind === 'void' && other.of === i));
      const [visit] = entries;
      const amount = visit?.kind === 'visit' ? visit.amount : null;
      for (const entry of live) {
        if (entry.kind === 'visit' || entry.kind === 'void') continue;
        const card = `${customer}/${entry.program}`;
        const goal = plan.programs[entry.program]?.goal ?? 0;
        if (entry.kind === 'stamp') {
          expect(entry.program === 0 || (amount ?? 0) >= 400).toBe(true);
          balances.set(card, (balances.get(card) ?? 0) + entry.stamps);
        } else if (entry.kind === 'issue') {
          const balance = (balances.get(card) ?? 0) - goal;
          expect(balance).toBeGreaterThanOrEqual(0);
          balances.set(card, balance);
          open.set(entry.reward, card);
        } else {
          expect(open.get(entry.reward)).toBe(card);
          open.delete(entry.reward);
        }
      }
    }
    for (const [card, balance] of balances)
      expect(balance).toBeLessThan(plan.programs[Number(card.split('/')[1])]?.goal ?? 0);
    expect(history.some((visit) => visit.entries.some((entry) => entry.kind === 'void' && entry.of === 0))).toBe(true);
  });
});

test.each([
  [1, 1],
  [3, 5],
  [100, 10],
  [100, 499],
  [100, 600],
  [300, 20_000],
  [300, 9_000],
  [5, 20_000],
])(
  '%d customers and %d entries are exactly so many, up to the last day when there are enough',
  async (customers, entries) => {
    const fitted = await fitPlan({ ...plan, customers, visitors: customers }, entries);
    const visits = [...cutAfter(simulate(fitted), entries)];
    expect(entriesOf(visits)).toBe(entries);
    expect(new Set(visits.map((visit) => visit.customer)).size).toBe(customers);
    if (entries > 5000) expect(visits.at(-1)?.day).toBe(plan.lastDay);
  },
);

test('fitting stops when it is told to', async () => {
  const stop = new AbortController();
  const fitting = fitPlan({ ...plan, customers: 5000, visitors: 5000 }, 400_000, stop.signal);
  setImmediate(() => stop.abort());
  await expect(fitting).rejects.toThrow('aborted');
});

describe.each(languages)('customers in %s', (language) => {
  const words = seedWords[language];
  const random = new Random(language);
  const made = Array.from({ length: 600 }, (_, n) => makeCustomer(random, words, n, { atHome: true, thisYear: 2026 }));

  test('could have been enrolled in the app', () => {
    for (const { birthMonth, birthDay, birthYear, phones, consents, ...rest } of made) {
      const birthday =
        birthMonth === null || birthDay === null ? null : { month: birthMonth, day: birthDay, year: birthYear };
      const typed = { ...rest, birthday, phones: phones.map((phone) => phone.typed), consents: [...consents] };
      expect(CustomerDetails.parse(typed)).toEqual(typed);
      expect(rest.name !== null || phones.length > 0).toBe(true);
    }
  });

  test('have phones that the app reads, that are nobody’s, and each its own', () => {
    const phones = made.flatMap((customer) => customer.phones);
    expect(phones.length).toBeGreaterThan(400);
    for (const phone of phones) {
      expect(readPhone(phone.typed, words.shop)).toEqual(phone);
      expect(parsePhoneNumberFromString(phone.e164 ?? '')?.isValid()).toBe(false);
    }
    expect(new Set(phones.map((phone) => phone.e164)).size).toBe(phones.length);
    // Abroad they are written with their country.
    const abroad = makeCustomer(new Random('abroad'), words, 7, { atHome: false, thisYear: 2026 }).phones[0];
    expect(abroad && readPhone(abroad.typed, { currency: 'EUR', timeZone: 'Europe/Vienna' })).toEqual(abroad);
  });

  test('have e-mails at domains that belong to nobody', () => {
    const emails = made.flatMap((customer) => customer.email ?? []);
    expect(emails.length).toBeGreaterThan(150);
    for (const email of emails) expect(email).toMatch(/^[a-z]+(\.[a-z]+)*\d+@example\.(com|org|net)$/);
    expect(new Set(emails).size).toBe(emails.length);
  });

  test('have believable names, some none at all', () => {
    const names = made.map((customer) => customer.name);
    const unnamed = names.filter((name) => name === null).length;
    expect(unnamed).toBeGreaterThan(12);
    expect(unnamed).toBeLessThan(72);
    expect(new Set(names).size).toBeGreaterThan(450);
    // Romanian with comma below, never the cedilla of old files.
    if (language === 'ro') expect(names.join('')).toMatch(/[șț]/);
    expect(names.join('')).not.toMatch(/[şţ]/);
  });
});
