import { isDeepStrictEqual } from 'node:util';
import type { ReadConnection } from '../../db/open.ts';
import {
  type ConsentRow,
  type CustomerFields,
  type CustomerRow,
  listConsents,
  listPhones,
  listTags,
  type Phone,
} from '../../db/queries/customers.ts';
import type { MergeField } from '../../preload/contract/merges.ts';

/** Longest notes a record takes. */
const mostNotes = 2000;

/** What is written down about a customer, with their mark. */
export interface Details extends CustomerFields {
  readonly mark: CustomerRow['mark'];
  readonly markUntil: string | null;
}

export function detailsOf(read: ReadConnection, row: CustomerRow): Details {
  const { name, email, birthMonth, birthDay, birthYear, language, address, likes, notes, source, mark, markUntil } =
    row;
  return {
    ...{ name, email, birthMonth, birthDay, birthYear, language, address, likes, notes, source, mark, markUntil },
    phones: listPhones(read, row.key),
    tags: listTags(read, row.key),
    ownFields: JSON.parse(row.ownFields) as Record<string, string>,
  };
}

const columnsOf: Readonly<Record<MergeField, readonly (keyof Details)[]>> = {
  name: ['name'],
  email: ['email'],
  birthday: ['birthMonth', 'birthDay', 'birthYear'],
  language: ['language'],
  address: ['address'],
  likes: ['likes'],
  source: ['source'],
  mark: ['mark', 'markUntil'],
};

const isEmpty = (details: Details, [first]: readonly (keyof Details)[]): boolean =>
  first === undefined || details[first] === null || (first === 'mark' && details.mark === 'none');

/** One record of two: of single fields the kept one's unless it is empty or the other is asked for; of lists everything. */
export function unite(kept: Details, merged: Details, take: readonly MergeField[]): Details {
  const chosen: Record<string, unknown> = { ...kept };
  for (const [field, columns] of Object.entries(columnsOf) as [MergeField, readonly (keyof Details)[]][]) {
    if (isEmpty(merged, columns) || !(take.includes(field) || isEmpty(kept, columns))) continue;
    for (const column of columns) chosen[column] = merged[column];
  }
  return {
    ...(chosen as unknown as Details),
    phones: distinctPhones([...kept.phones, ...merged.phones]),
    tags: [...new Set([...kept.tags, ...merged.tags])],
    notes: uniteNotes(kept.notes, merged.notes),
    ownFields: { ...merged.ownFields, ...kept.ownFields },
  };
}

function distinctPhones(phones: readonly Phone[]): Phone[] {
  return [...new Map(phones.toReversed().map((phone) => [phone.e164 ?? phone.typed, phone])).values()].toReversed();
}

function uniteNotes(a: string | null, b: string | null): string | null {
  if (a === null || b === null || a === b) return a ?? b;
  return `${a}\n${b}`.slice(0, mostNotes);
}

/** What a merge changed goes back to what it was; what somebody has written since stays. */
export function takeApart(now: Details, { before, after }: { before: Details; after: Details }): Details {
  const back: Record<string, unknown> = { ...now };
  for (const column of Object.keys(before) as (keyof Details)[])
    if (isDeepStrictEqual(now[column], after[column])) back[column] = before[column];
  return back as unknown as Details;
}

/** The consents the kept record needs so that the stricter of both holds: who has said no to either has said no. */
export function stricterConsents(read: ReadConnection, keptKey: number, mergedKey: number, now: number): ConsentRow[] {
  const kept = new Map(listConsents(read, keptKey).map((row) => [row.channel, row]));
  return listConsents(read, mergedKey).flatMap((row) => {
    const own = kept.get(row.channel);
    if (!own) return [row];
    return row.given < own.given ? [{ ...row, at: Math.max(now, own.at + 1), source: 'merge' }] : [];
  });
}
