import { searchWords } from '../../db/fold.ts';
import { getCustomer } from '../../db/queries/customers.ts';
import {
  iterateBorn,
  keptKeys,
  listApart,
  listPairsByEmail,
  listPairsByPhone,
  type PairRow,
} from '../../db/queries/merges.ts';
import type { Suspects } from '../../preload/contract/merges.ts';
import type { JobContext } from '../background/jobs.ts';
import { shortOf } from './short.ts';

/** Pairs shown at once; with those merged the next come up. */
const mostPairs = 200;

/** Pairs that may be one person, the surest reasons first, without those that somebody has told apart. A job. */
export function listPairs({ read, checkCancelled }: JobContext, _params: object): Suspects[] {
  const apart = toldApart(read);
  // Those told apart come up with the others: so many more are looked at.
  const most = mostPairs + apart.size;
  const found = new Map<string, PairRow & Pick<Suspects, 'why'>>();
  const add = (rows: readonly PairRow[], why: Suspects['why']) => {
    for (const { a, b } of rows) {
      const name = nameOf(a, b);
      if (!apart.has(name) && !found.has(name)) found.set(name, { a, b, why });
    }
  };
  add(listPairsByPhone(read, most), 'phone');
  add(listPairsByEmail(read, most), 'email');
  checkCancelled();
  if (found.size < mostPairs) add(sameBirthday(read, most), 'birthday');
  return [...found.values()].slice(0, mostPairs).map(({ a, b, why }) => ({
    a: shortOf(read, getCustomer(read, a)),
    b: shortOf(read, getCustomer(read, b)),
    why,
  }));
}

const nameOf = (a: number, b: number): string => (a < b ? `${a} ${b}` : `${b} ${a}`);

/** Pairs that are two people. A record that was merged since is the one it has become: it was told apart from the other all the same. */
function toldApart(read: JobContext['read']): Set<string> {
  const kept = keptKeys(read);
  return new Set(listApart(read).map(({ a, b }) => nameOf(kept(a), kept(b))));
}

interface Born {
  readonly key: number;
  readonly words: readonly string[];
  readonly year: number | null;
}

/** Same day of birth (and year, where both say one) and nearly the same name. */
function sameBirthday(read: JobContext['read'], limit: number): PairRow[] {
  const days = new Map<string, Born[]>();
  const pairs: PairRow[] = [];
  for (const { key, name, birthMonth, birthDay, birthYear } of iterateBorn(read)) {
    const one: Born = { key, words: searchWords(name).sort(), year: birthYear };
    // Only names that share the beginning of a word can be nearly the same.
    for (const start of new Set(one.words.map((word) => word[0]))) {
      const place = `${birthMonth}-${birthDay} ${start}`;
      const there = days.get(place) ?? [];
      for (const other of there)
        if (isSamePerson(one, other)) pairs.push({ a: Math.min(one.key, other.key), b: Math.max(one.key, other.key) });
      there.push(one);
      days.set(place, there);
    }
    if (pairs.length >= limit * 3) break;
  }
  return pairs;
}

const isSamePerson = (a: Born, b: Born): boolean =>
  (a.year === null || b.year === null || a.year === b.year) && isSameName(a.words, b.words);

/** Folded words in the order of the alphabet: all of the shorter name are in the longer one, but for a letter in one of them. */
export function isSameName(a: readonly string[], b: readonly string[]): boolean {
  const [short, long] = a.length <= b.length ? [a, b] : [b, a];
  if (short.length === 0 || (short.length === 1 && long.length > 1)) return false;
  const left = [...long];
  let slips = 0;
  for (const word of short) {
    let at = left.indexOf(word);
    if (at < 0) {
      at = left.findIndex((other) => word.length > 3 && isOneSlip(word, other));
      slips++;
    }
    if (at < 0 || slips > 1) return false;
    left.splice(at, 1);
  }
  return true;
}

/** One letter more, fewer, other, or two exchanged. */
export function isOneSlip(a: string, b: string): boolean {
  if (Math.abs(a.length - b.length) > 1) return false;
  let i = 0;
  while (i < a.length && a[i] === b[i]) i++;
  if (i === a.length && i === b.length) return true;
  const [x, y] = [a.slice(i), b.slice(i)];
  return (
    x.slice(1) === y.slice(1) ||
    x.slice(1) === y ||
    x === y.slice(1) ||
    (x[0] === y[1] && x[1] === y[0] && x.slice(2) === y.slice(2))
  );
}
