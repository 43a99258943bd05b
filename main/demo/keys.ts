import type { WriteConnection } from '../../db/open.ts';
import { insertCard, insertReward } from '../../db/queries/cards.ts';
import { insertConsent, insertCustomer, nextNumber } from '../../db/queries/customers.ts';
import type { ShopRow } from '../../db/queries/shop.ts';
import { makeCustomer } from '../../db/seed/customers.ts';
import type { Random } from '../../db/seed/random.ts';
import type { SeedWords } from '../../db/seed/words/words.ts';

import type { SeedProgram } from './program.ts';

export interface SeedKeysParts {
  readonly settings: ShopRow;
  readonly words: SeedWords;
  /** As the history counts them. */
  readonly programs: readonly SeedProgram[];
  readonly batchKey: number;
  /** UTC ms. */
  readonly now: number;
  readonly random: Random;
  newId(at: number): string;
}

/** What is known of a customer once it is enrolled. */
export interface Enrolled {
  readonly key: number;
  /** Keys of the cards by program; 0 while there is none. */
  readonly cards: number[];
  /** Full cards so far by program. */
  readonly laps: number[];
  /** Day number of the last visit; 0 before the first. */
  lastDay: number;
}

/**
 * The rows behind the numbers of a made-up history: its customers, cards and rewards, each written when the history first names it.
 * `at` is that moment, UTC ms, `day` its
 * business day.
 */
export function createSeedKeys({ settings, words, programs, batchKey, now, random, newId }: SeedKeysParts) {
  const atHome = settings.currency === words.shop.currency;
  const thisYear = new Date(now).getUTCFullYear();
  const enrolled: Enrolled[] = [];
  /** Keys of the rewards not handed over yet, by their number in the history. */
  const openRewards = new Map<number, number>();
  let rewards = 0;

  const enrol = (write: WriteConnection, n: number, at: number): Enrolled => {
    const { consents, ...fields } = makeCustomer(random, words, n, { atHome, thisYear });
    const key = insertCustomer(write, {
      ...fields,
      id: newId(at),
      number: nextNumber(write),
      externalId: null,
      createdAt: at,
      pendingBatchKey: batchKey,
    });
    for (const channel of consents) insertConsent(write, key, { channel, given: 1, at, source: 'till', wording: null });
    const customer = { key, cards: programs.map(() => 0), laps: programs.map(() => 0), lastDay: 0 };
    enrolled[n] = customer;
    return customer;
  };

  const program = (n: number): SeedProgram => {
    const row = programs[n];
    if (!row) throw new Error(`the history names a program ${n} that is not there`);
    return row;
  };

  const card = (write: WriteConnection, customer: Enrolled, n: number, at: number, day: string): number => {
    const known = customer.cards[n];
    if (known) return known;
    const key = insertCard(write, {
      id: newId(at),
      customerKey: customer.key,
      programKey: program(n).key,
      programVersionKey: program(n).versionKey,
      openedAt: at,
      openedOn: day,
    });
    customer.cards[n] = key;
    return key;
  };

  return {
    enrolled,
    program,
    card,

    customer: (write: WriteConnection, n: number, at: number): Enrolled => enrolled[n] ?? enrol(write, n, at),

    /** A new open reward of the customer. */
    issue(
      write: WriteConnection,
      customer: Enrolled,
      of: { program: number; reward: number },
      at: number,
      day: string,
    ): number {
      customer.laps[of.program] = (customer.laps[of.program] ?? 0) + 1;
      const key = insertReward(write, {
        id: newId(at),
        customerKey: customer.key,
        cardKey: card(write, customer, of.program, at, day),
        programRewardKey: program(of.program).rewardKey,
        lap: customer.laps[of.program] ?? 1,
        issuedAt: at,
        expiresOn: null,
      });
      openRewards.set(of.reward, key);
      rewards++;
      return key;
    },

    /** The key of an open reward, which is then no longer open. */
    redeem({ reward }: { reward: number }): number {
      const key = openRewards.get(reward);
      if (key === undefined) throw new Error(`the history redeems reward ${reward}, which is not open`);
      openRewards.delete(reward);
      return key;
    },

    rewards: () => rewards,
  };
}
