import { fold } from '../fold.ts';
import type { CustomerFields } from '../queries/customers.ts';
import type { Random } from './random.ts';
import type { SeedWords } from './words/words.ts';

/** A made-up customer: what the enrolment would have written. Phone and e-mail reach nobody. */
export interface SeedCustomer extends CustomerFields {
  /** Channels the customer agreed to. */
  readonly consents: readonly ('whatsapp' | 'email')[];
}

/** Mail domains that belong to nobody (RFC 2606). */
const domains = ['example.com', 'example.org', 'example.net'] as const;
/** Oldest and youngest in the year `thisYear`. */
const ages = { from: 16, to: 78 } as const;

/**
 * Customer `n`, from 0: most with a name and a phone, some with only one of them, fewer with everything. `atHome` says that the shop is
 * in the country of the words' phone numbers, so that they are written as its people write them.
 */
export function makeCustomer(
  random: Random,
  words: SeedWords,
  n: number,
  of: { atHome: boolean; thisYear: number },
): SeedCustomer {
  const name = random.chance(0.06) ? null : makeName(random, words);
  const phones = name === null || random.chance(0.78) ? [makePhone(words, n, of.atHome)] : [];
  const email = name !== null && random.chance(0.42) ? makeEmail(random, name, n) : null;
  const birthday = random.chance(0.46) ? makeBirthday(random, of.thisYear) : null;
  const agrees = (share: number) => random.chance(share);
  return {
    name,
    phones,
    email,
    birthMonth: birthday?.month ?? null,
    birthDay: birthday?.day ?? null,
    birthYear: birthday?.year ?? null,
    language: null,
    address: null,
    likes: random.chance(0.45) ? random.pick(words.likes) : null,
    notes: random.chance(0.05) ? random.pick(words.notes) : null,
    tags: random.chance(0.35)
      ? [...new Set([random.pick(words.tags), ...(random.chance(0.3) ? [random.pick(words.tags)] : [])])]
      : [],
    source: random.chance(0.6) ? random.pick(words.sources) : null,
    ownFields: {},
    consents: [
      ...(phones.length > 0 && agrees(0.5) ? (['whatsapp'] as const) : []),
      ...(email !== null && agrees(0.6) ? (['email'] as const) : []),
    ],
  };
}

function makeName(random: Random, { firstNames, lastNames, oneName }: SeedWords): string {
  const first = random.pick(firstNames);
  if (random.chance(oneName)) return first;
  const last = random.pick(lastNames);
  return last === first ? first : `${first} ${last}`;
}

function makePhone({ phone }: SeedWords, n: number, atHome: boolean): { typed: string; e164: string } {
  // Neighbours do not have neighbouring numbers: another order within each thousand (487 has no factor in common with it).
  const national = phone.national(n - (n % 1000) + ((n * 487 + 131) % 1000));
  const rest = national.replace(/\D/g, '').slice(1);
  return { typed: atHome ? national : `+${phone.country} ${rest}`, e164: `+${phone.country}${rest}` };
}

function makeEmail(random: Random, name: string, n: number): string {
  return `${fold(name).replace(/[^a-z]+/g, '.')}${n + 1}@${random.pick(domains)}`;
}

function makeBirthday(random: Random, thisYear: number): { month: number; day: number; year: number | null } {
  const year = thisYear - random.int(ages.from, ages.to);
  // Any day of a leap year; in a year without it the 29th of February becomes the 28th.
  const date = new Date(Date.UTC(2024, 0, 1 + random.int(0, 365)));
  const month = date.getUTCMonth() + 1;
  const known = random.chance(0.55);
  const leap = new Date(Date.UTC(year, 1, 29)).getUTCMonth() === 1;
  const day = known && !leap && month === 2 && date.getUTCDate() === 29 ? 28 : date.getUTCDate();
  return { month, day, year: known ? year : null };
}
