import { en } from './en.ts';
import { id } from './id.ts';
import { ro } from './ro.ts';

/** A punch card as the café's owner would make it; money in minor units of the language's own currency. */
export interface SeedProgram {
  readonly name: string;
  readonly goal: number;
  readonly rewardName: string;
  readonly rewardValue: number;
  readonly icon: 'coffee' | 'croissant';
  readonly color: 'terracotta' | 'mustard' | 'moss' | 'ocean' | 'plum' | 'ink';
}

/** Everything a made-up café says in one language. */
export interface SeedWords {
  readonly shop: { readonly name: string; readonly currency: string; readonly timeZone: string };
  /** Owner, manager and two of the staff. */
  readonly people: readonly [string, string, string, string];
  readonly programs: readonly [SeedProgram, SeedProgram];
  readonly firstNames: readonly string[];
  readonly lastNames: readonly string[];
  /** Share of people who go by one name. */
  readonly oneName: number;
  readonly likes: readonly string[];
  readonly tags: readonly string[];
  readonly notes: readonly string[];
  readonly sources: readonly string[];
  /** Why a stamp and why a whole visit was taken back. */
  readonly voided: { readonly stamp: string; readonly visit: string };
  /** Country code, and the n-th number within the country as its people write it. Numbers nobody has; see each file. */
  readonly phone: { readonly country: string; national(n: number): string };
  /** What an ordinary visit costs in the language's own currency, and the step prices are rounded to; minor units. */
  readonly price: { readonly usual: number; readonly step: number };
}

export const seedWords: Readonly<Record<'en' | 'id' | 'ro', SeedWords>> = { en, id, ro };
