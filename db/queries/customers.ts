import { digitsOf, fold, searchWords } from '../fold.ts';
import { prepared, type ReadConnection, type WriteConnection } from '../open.ts';
import type { EntryKind } from './ledger.ts';
import { listMemberCards } from './memberCards.ts';

export interface CustomerRow {
  readonly key: number;
  readonly id: string;
  readonly number: number;
  readonly externalId: string | null;
  readonly name: string | null;
  readonly email: string | null;
  readonly birthMonth: number | null;
  readonly birthDay: number | null;
  readonly birthYear: number | null;
  readonly language: 'en' | 'id' | 'ro' | null;
  readonly address: string | null;
  readonly likes: string | null;
  readonly notes: string | null;
  readonly source: string | null;
  readonly ownFields: string;
  readonly mark: 'none' | 'away' | 'booked' | 'moved' | 'deceased' | 'doNotContact';
  readonly markUntil: string | null;
  readonly createdAt: number;
  readonly archivedAt: number | null;
  /** The customer this one was merged into. */
  readonly mergedIntoKey: number | null;
  readonly firstVisitDay: string | null;
  readonly lastVisitDay: string | null;
  readonly visitDays: number;
  readonly openRewards: number;
}

/** A phone as typed, with its E.164 form where it could be read. */
export interface Phone {
  readonly typed: string;
  readonly e164: string | null;
}

export interface CustomerFields {
  readonly name: string | null;
  readonly phones: readonly Phone[];
  readonly email: string | null;
  readonly birthMonth: number | null;
  readonly birthDay: number | null;
  readonly birthYear: number | null;
  readonly language: string | null;
  readonly address: string | null;
  readonly likes: string | null;
  readonly notes: string | null;
  readonly tags: readonly string[];
  readonly source: string | null;
  readonly ownFields: Readonly<Record<string, string>>;
}

const columns = `key, id, number, externalId, name, email, birthMonth, birthDay, birthYear, language, address, likes, notes, source, ownFields,
  mark, markUntil, createdAt, archivedAt, mergedIntoKey, firstVisitDay, lastVisitDay, visitDays, openRewards`;
/** The condition of the partial indexes: shown in lists. */
const listed = 'archivedAt IS NULL AND pendingBatchKey IS NULL';

/** First number a shop gives out: six digits look like a card number and stay clear of small numbers of other systems. */
const firstNumber = 100_001;

/** The number a customer is known by outside: that of the other system, or the shop's own. */
export function customerNumber(row: Pick<CustomerRow, 'number' | 'externalId'>): string {
  return row.externalId ?? String(row.number);
}

/** Null also for a customer of a batch that is not settled, and for one who was erased. */
export function findCustomer(connection: ReadConnection, id: string): CustomerRow | null {
  return (
    prepared<[string], CustomerRow>(
      connection,
      `SELECT ${columns} FROM customer WHERE id = ? AND pendingBatchKey IS NULL AND erasedAt IS NULL`,
    ).get(id) ?? null
  );
}

/** Throws when there is no such customer. */
export function getCustomer(connection: ReadConnection, key: number): CustomerRow {
  const row = prepared<[number], CustomerRow>(connection, `SELECT ${columns} FROM customer WHERE key = ?`).get(key);
  if (!row) throw new Error(`no customer ${key}`);
  return row;
}

/** Whom a record has become by merging: itself when it was not merged. */
export function keptCustomer(connection: ReadConnection, row: CustomerRow): CustomerRow {
  return row.mergedIntoKey === null ? row : keptCustomer(connection, getCustomer(connection, row.mergedIntoKey));
}

/**
 * The customer a scanned or typed code names exactly: another system's number first, then the shop's own. Archived ones too; of a merged
 * one the kept.
 */
export function findCustomerByCode(connection: ReadConnection, code: string): CustomerRow | null {
  const external = prepared<[string], CustomerRow>(
    connection,
    `SELECT ${columns} FROM customer WHERE externalId = ? AND pendingBatchKey IS NULL`,
  ).get(code);
  if (external) return keptCustomer(connection, external);
  if (!/^\d{1,15}$/.test(code)) return null;
  const own = prepared<[number], CustomerRow>(
    connection,
    `SELECT ${columns} FROM customer WHERE number = ? AND pendingBatchKey IS NULL AND erasedAt IS NULL`,
  ).get(Number(code));
  return own ? keptCustomer(connection, own) : null;
}

/** Key of a customer by another system's number, of a merged one the kept one's. `made` is false while the batch that brings the customer has not been closed. */
export function findKeyByExternalId(
  connection: ReadConnection,
  externalId: string,
): { key: number; made: boolean } | null {
  const row = prepared<[string], { key: number; made: number }>(
    connection,
    `SELECT key, pendingBatchKey IS NULL OR EXISTS (SELECT 1 FROM batch b WHERE b.key = pendingBatchKey AND b.closedAt IS NOT NULL) AS made
     FROM customer WHERE externalId = ?`,
  ).get(externalId);
  return row ? { key: keptCustomer(connection, getCustomer(connection, row.key)).key, made: row.made === 1 } : null;
}

/** A customer left over from an import that never closed now belongs to this one. */
export function adoptPendingCustomer(connection: WriteConnection, key: number, batchKey: number): void {
  prepared<[number, number]>(
    connection,
    'UPDATE customer SET pendingBatchKey = ? WHERE key = ? AND pendingBatchKey IS NOT NULL',
  ).run(batchKey, key);
}

/** The next free short number: never one that another system uses for somebody. */
export function nextNumber(connection: ReadConnection): number {
  let number =
    (prepared<[], { last: number | null }>(connection, 'SELECT max(number) AS last FROM customer').get()?.last ??
      firstNumber - 1) + 1;
  while (prepared<[string], unknown>(connection, 'SELECT 1 FROM customer WHERE externalId = ?').get(String(number)))
    number++;
  return number;
}

export function insertCustomer(
  connection: WriteConnection,
  customer: CustomerFields & {
    id: string;
    number: number;
    externalId: string | null;
    createdAt: number;
    pendingBatchKey: number | null;
  },
): number {
  const key = Number(
    prepared<object>(
      connection,
      `INSERT INTO customer (id, number, externalId, name, sortName, email, birthMonth, birthDay, birthYear, language, address, likes, notes, source,
         ownFields, createdAt, pendingBatchKey)
       VALUES (@id, @number, @externalId, @name, @sortName, @email, @birthMonth, @birthDay, @birthYear, @language, @address, @likes, @notes, @source,
         @ownFields, @createdAt, @pendingBatchKey)`,
    ).run({
      ...columnsOf(customer),
      id: customer.id,
      number: customer.number,
      externalId: customer.externalId,
      sortName: sortName(customer),
      createdAt: customer.createdAt,
      pendingBatchKey: customer.pendingBatchKey,
    }).lastInsertRowid,
  );
  writeLists(connection, key, customer);
  // A pending one enters the search when its batch is settled.
  if (customer.pendingBatchKey === null) indexCustomer(connection, key);
  return key;
}

export function updateCustomer(connection: WriteConnection, row: CustomerRow, fields: CustomerFields): void {
  prepared<object>(
    connection,
    `UPDATE customer SET name = @name, sortName = @sortName, email = @email, birthMonth = @birthMonth, birthDay = @birthDay, birthYear = @birthYear,
       language = @language, address = @address, likes = @likes, notes = @notes, source = @source, ownFields = @ownFields
     WHERE key = @key`,
  ).run({
    ...columnsOf(fields),
    sortName: sortName({ ...fields, number: row.number, externalId: row.externalId }),
    key: row.key,
  });
  prepared<[number]>(connection, 'DELETE FROM customerPhone WHERE customerKey = ?').run(row.key);
  prepared<[number]>(connection, 'DELETE FROM customerTag WHERE customerKey = ?').run(row.key);
  writeLists(connection, row.key, fields);
  indexCustomer(connection, row.key);
}

/** Name and phone that a later row of the same import brings for a customer it has just made. */
export function updatePendingCustomer(
  connection: WriteConnection,
  key: number,
  name: string | null,
  phone: Phone | null,
): void {
  if (name !== null)
    prepared<[string, string, number]>(connection, 'UPDATE customer SET name = ?, sortName = ? WHERE key = ?').run(
      name,
      fold(name),
      key,
    );
  if (phone)
    prepared<[number, string, string | null]>(
      connection,
      'INSERT OR IGNORE INTO customerPhone (customerKey, position, typed, e164) VALUES (?, 0, ?, ?)',
    ).run(key, phone.typed, phone.e164);
}

function columnsOf(fields: CustomerFields) {
  const { name, email, birthMonth, birthDay, birthYear, language, address, likes, notes, source } = fields;
  return {
    name,
    email,
    birthMonth,
    birthDay,
    birthYear,
    language,
    address,
    likes,
    notes,
    source,
    ownFields: JSON.stringify(fields.ownFields),
  };
}

/** What a customer is sorted by. */
export function sortName(of: { name: string | null; number: number; externalId: string | null }): string {
  // People without a name come after everybody who has one.
  return of.name === null ? `\uffff${customerNumber(of)}` : fold(of.name);
}

function writeLists(connection: WriteConnection, key: number, fields: Pick<CustomerFields, 'phones' | 'tags'>): void {
  fields.phones.forEach((phone, position) => {
    prepared<[number, number, string, string | null]>(
      connection,
      'INSERT INTO customerPhone (customerKey, position, typed, e164) VALUES (?, ?, ?, ?)',
    ).run(key, position, phone.typed, phone.e164);
  });
  for (const tag of new Set(fields.tags))
    prepared<[number, string]>(connection, 'INSERT INTO customerTag (customerKey, tag) VALUES (?, ?)').run(key, tag);
}

/** Numbers of the records that were merged into a customer. */
function listMergedNumbers(connection: ReadConnection, key: number): string[] {
  return prepared<[number], { number: number; externalId: string | null }>(
    connection,
    `WITH RECURSIVE merged (key) AS (SELECT key FROM customer WHERE mergedIntoKey = ?
       UNION SELECT c.key FROM customer c JOIN merged m ON c.mergedIntoKey = m.key)
     SELECT c.number, c.externalId FROM merged m JOIN customer c ON c.key = m.key`,
  )
    .all(key)
    .flatMap(({ number, externalId }) => [String(number), ...(externalId === null ? [] : [externalId])]);
}

/** Puts the customer's words into the search, in place of what was there. */
export function indexCustomer(connection: WriteConnection, key: number): void {
  const row = getCustomer(connection, key);
  const phones = listPhones(connection, key).flatMap((phone) => [
    digitsOf(phone.typed),
    phone.e164 ? digitsOf(phone.e164) : '',
  ]);
  const words = [
    ...searchWords(row.name ?? ''),
    ...listMergedNumbers(connection, key).flatMap(searchWords),
    ...searchWords(row.email ?? ''),
    ...searchWords(row.externalId ?? ''),
    String(row.number),
    ...listMemberCards(connection, key).flatMap((card) => (card.replacedAt === null ? [fold(card.code)] : [])),
    ...new Set(phones),
  ];
  prepared<[number]>(connection, 'DELETE FROM customerSearch WHERE rowid = ?').run(key);
  prepared<[number, string]>(connection, 'INSERT INTO customerSearch (rowid, text) VALUES (?, ?)').run(
    key,
    words
      .filter(Boolean)
      .map((word) => `^${word}`)
      .join(' '),
  );
}

export function updateCustomerMark(connection: WriteConnection, key: number, mark: string, until: string | null): void {
  prepared<[string, string | null, number]>(
    connection,
    'UPDATE customer SET mark = ?, markUntil = ? WHERE key = ?',
  ).run(mark, until, key);
}

/** `at` null brings an archived customer back. */
export function archiveCustomer(connection: WriteConnection, key: number, at: number | null): void {
  prepared<[number | null, number]>(connection, 'UPDATE customer SET archivedAt = ? WHERE key = ?').run(at, key);
}

export function listPhones(connection: ReadConnection, key: number): Phone[] {
  return prepared<[number], Phone>(
    connection,
    'SELECT typed, e164 FROM customerPhone WHERE customerKey = ? ORDER BY position',
  ).all(key);
}

export function listTags(connection: ReadConnection, key: number): string[] {
  return prepared<[number], { tag: string }>(
    connection,
    'SELECT tag FROM customerTag WHERE customerKey = ? ORDER BY tag',
  )
    .all(key)
    .map((row) => row.tag);
}

export function countTags(connection: ReadConnection): { tag: string; customers: number }[] {
  return prepared<[], { tag: string; customers: number }>(
    connection,
    'SELECT tag, count(*) AS customers FROM customerTag GROUP BY tag ORDER BY customers DESC, tag LIMIT 200',
  ).all();
}

/** Every word on every channel, oldest first. */
export function listConsentHistory(connection: ReadConnection, key: number): ConsentRow[] {
  return prepared<[number], ConsentRow>(
    connection,
    `SELECT channel, given, at, source, wording, w.text AS wordingText FROM customerConsent c LEFT JOIN consentWording w ON w.version = c.wording
     WHERE customerKey = ? ORDER BY at, channel`,
  ).all(key);
}

export interface ConsentRow {
  readonly channel: string;
  readonly given: number;
  readonly at: number;
  readonly source: string;
  /** Version of the words they were asked in; null when it is not known. */
  readonly wording: number | null;
  readonly wordingText: string | null;
}

/** The latest word on each channel. */
export function listConsents(connection: ReadConnection, key: number): ConsentRow[] {
  return prepared<[number], ConsentRow>(
    connection,
    `SELECT channel, given, at, source, wording, w.text AS wordingText FROM customerConsent c LEFT JOIN consentWording w ON w.version = c.wording
     WHERE customerKey = ?
       AND at = (SELECT max(at) FROM customerConsent WHERE customerKey = c.customerKey AND channel = c.channel) ORDER BY channel`,
  ).all(key);
}

export function insertConsent(
  connection: WriteConnection,
  key: number,
  consent: Omit<ConsentRow, 'wordingText'>,
): void {
  prepared<object>(
    connection,
    `INSERT INTO customerConsent (customerKey, channel, at, given, source, wording)
     VALUES (@key, @channel, @at, @given, @source, @wording)`,
  ).run({ key, ...consent });
}

/** The words people are asked in for their consent. */
export interface WordingRow {
  readonly version: number;
  readonly text: string;
  readonly createdAt: number;
}

/** The present words; null before there are any. */
export function findConsentWording(connection: ReadConnection): WordingRow | null {
  return (
    prepared<[], WordingRow>(connection, 'SELECT * FROM consentWording ORDER BY version DESC LIMIT 1').get() ?? null
  );
}

/** New words; earlier ones stay for those who were asked in them. Answers their version. */
export function insertConsentWording(connection: WriteConnection, text: string, createdAt: number): number {
  const done = prepared<[string, number]>(
    connection,
    'INSERT INTO consentWording (version, text, createdAt) SELECT coalesce(max(version), 0) + 1, ?, ? FROM consentWording',
  ).run(text, createdAt);
  return Number(done.lastInsertRowid);
}

/** What a list or the counter shows of somebody. */
export interface CustomerLine {
  readonly key: number;
  readonly id: string;
  readonly number: number;
  readonly externalId: string | null;
  readonly name: string | null;
  readonly phone: string | null;
  readonly mark: CustomerRow['mark'];
  readonly firstVisitDay: string | null;
  readonly lastVisitDay: string | null;
  readonly visitDays: number;
  readonly openRewards: number;
  readonly archivedAt: number | null;
}

const line = `c.key, c.id, c.number, c.externalId, c.name, (SELECT typed FROM customerPhone WHERE customerKey = c.key AND position = 0) AS phone,
  c.mark, c.firstVisitDay, c.lastVisitDay, c.visitDays, c.openRewards, c.archivedAt`;

/** How many candidates of a common word are ranked; the newest customers first. Written into the statements: a bound limit has SQLite plan them anew each time. */
const candidates = 200;

/**
 * Search as you type over names, phone parts, e-mail and numbers. Word beginnings first; three letters or more are found
 * inside words too. Unranked, at most 200; fewer than two letters only look at the beginning of names.
 */
export function searchCustomers(connection: ReadConnection, text: string): CustomerLine[] {
  const words = searchWords(text);
  const match = (terms: string[]) =>
    prepared<[string], CustomerLine>(
      connection,
      `SELECT ${line} FROM customerSearch s JOIN customer c ON c.key = s.rowid
       WHERE s.customerSearch MATCH ? AND c.archivedAt IS NULL AND c.pendingBatchKey IS NULL ORDER BY s.rowid DESC LIMIT ${candidates}`,
    ).all(terms.join(' AND '));
  const long = words.filter((word) => word.length >= 2);
  if (long.length === 0) {
    const [first] = words;
    if (first === undefined) return [];
    return prepared<[string, string], CustomerLine>(
      connection,
      `SELECT ${line} FROM customer c WHERE c.sortName >= ? AND c.sortName < ? AND ${listed} ORDER BY c.sortName, c.key LIMIT ${candidates}`,
    ).all(first, `${first}\u{10ffff}`);
  }
  const exact = prepared<[string], CustomerLine>(
    connection,
    `SELECT ${line} FROM customer c WHERE c.sortName = ? AND ${listed} LIMIT ${candidates}`,
  ).all(fold(text.trim()));
  const phone = spacedPhone(text);
  const found = distinct([...exact, ...(phone ? match([phone]) : []), ...match(beginnings(words))]);
  const inside = words.filter((word) => word.length >= 3);
  if (found.length >= 20 || inside.length < long.length) return found;
  return distinct([...found, ...match(inside.map((word) => `"${word}"`))]);
}

/** The search term for what may be a phone number with spaces or signs in it, of which the index holds the digits alone; else null. */
function spacedPhone(text: string): string | null {
  const digits = digitsOf(text);
  return digits.length >= 3 && digits !== text.trim() && /^[\d\s+()./-]+$/.test(text) ? `"${digits}"` : null;
}

/** Search terms for words that begin like this. The index knows pieces of three letters: a single letter needs the word before it. */
function beginnings(words: readonly string[]): string[] {
  return words.flatMap((word, i) => {
    if (word.length >= 2) return [`"^${word}"`];
    const before = words[i - 1];
    return before === undefined ? [] : [`"${before} ^${word}"`];
  });
}

function distinct(rows: readonly CustomerLine[]): CustomerLine[] {
  return [...new Map(rows.map((row) => [row.key, row])).values()];
}

export interface CustomerFilter {
  readonly text: string;
  readonly state: 'active' | 'archived' | 'all';
  readonly tag: string | null;
  readonly mark: string | null;
  readonly programId: string | null;
  readonly hasOpenReward: boolean;
  readonly seenSince: string | null;
  readonly notSeenSince: string | null;
  readonly sort: 'name' | 'number' | 'lastVisitDay' | 'firstVisitDay' | 'visitDays' | 'openRewards';
  readonly descending: boolean;
  readonly offset: number;
  readonly limit: number;
}

const sortColumns = {
  name: 'sortName',
  number: 'number',
  lastVisitDay: 'lastVisitDay',
  firstVisitDay: 'firstVisitDay',
  visitDays: 'visitDays',
  openRewards: 'openRewards',
} as const;

/** One page of the table and how many rows there are in all. Each sort walks its own partial index. */
export function listCustomers(
  connection: ReadConnection,
  filter: CustomerFilter,
): { total: number; rows: CustomerLine[] } {
  const where: string[] = ['c.pendingBatchKey IS NULL'];
  const values: Record<string, string | number> = {};
  if (filter.state === 'active') where.push('c.archivedAt IS NULL');
  // A merged one is a part of another, and of an erased one there is nothing to see.
  else where.push('c.mergedIntoKey IS NULL AND c.erasedAt IS NULL');
  if (filter.state === 'archived') where.push('c.archivedAt IS NOT NULL');
  const words = searchWords(filter.text);
  const long = words.filter((word) => word.length >= 2);
  if (long.length > 0) {
    where.push('c.key IN (SELECT rowid FROM customerSearch WHERE customerSearch MATCH @match)');
    // Three letters are found inside words too, where they include the beginning.
    const all = beginnings(words)
      .map((term) => (term.length >= 6 && !term.includes(' ') ? term.replace('^', '') : term))
      .join(' AND ');
    const phone = spacedPhone(filter.text);
    values.match = phone ? `(${all}) OR ${phone}` : all;
  } else if (words[0] !== undefined) {
    where.push('c.sortName >= @from AND c.sortName < @below');
    values.from = words[0];
    values.below = `${words[0]}\u{10ffff}`;
  }
  const conditions: [unknown, string, string][] = [
    [filter.tag, 'tag', 'c.key IN (SELECT customerKey FROM customerTag WHERE tag = @tag)'],
    [filter.mark, 'mark', 'c.mark = @mark'],
    [
      filter.programId,
      'programId',
      'c.key IN (SELECT k.customerKey FROM card k JOIN program p ON p.key = k.programKey WHERE p.id = @programId AND k.closedAt IS NULL)',
    ],
    [filter.seenSince, 'seenSince', 'c.lastVisitDay >= @seenSince'],
    [filter.notSeenSince, 'notSeenSince', 'c.lastVisitDay < @notSeenSince'],
  ];
  for (const [value, name, sql] of conditions) {
    if (typeof value !== 'string') continue;
    where.push(sql);
    values[name] = value;
  }
  if (filter.hasOpenReward) where.push('c.openRewards > 0');
  const condition = where.join(' AND ');
  const direction = filter.descending ? 'DESC' : 'ASC';
  const total =
    prepared<object, { n: number }>(connection, `SELECT count(*) AS n FROM customer c WHERE ${condition}`).get(values)
      ?.n ?? 0;
  const rows = prepared<object, CustomerLine>(
    connection,
    `SELECT ${line} FROM customer c WHERE ${condition} ORDER BY c.${sortColumns[filter.sort]} ${direction}, c.key ${direction} LIMIT @limit OFFSET @offset`,
  ).all({ ...values, limit: filter.limit, offset: filter.offset });
  return { total, rows };
}

/** Fewer digits than these are no phone number to find somebody by. */
const tellingDigits = 6;

/** Active customers with this phone (E.164, or the same digits where it cannot be read as a number), this e-mail or exactly these folded words in their name. */
export function findLikely(
  connection: ReadConnection,
  by: { phone: string; e164: string | null; email: string; name: string },
): (CustomerLine & { why: 'phone' | 'email' | 'name' })[] {
  const found = new Map<number, CustomerLine & { why: 'phone' | 'email' | 'name' }>();
  const add = (rows: CustomerLine[], why: 'phone' | 'email' | 'name') => {
    for (const row of rows) if (!found.has(row.key)) found.set(row.key, { ...row, why });
  };
  if (by.e164) {
    add(
      prepared<[string], CustomerLine>(
        connection,
        `SELECT ${line} FROM customerPhone p JOIN customer c ON c.key = p.customerKey WHERE p.e164 = ? AND c.archivedAt IS NULL AND c.pendingBatchKey IS NULL LIMIT 5`,
      ).all(by.e164),
      'phone',
    );
  }
  const digits = digitsOf(by.phone);
  if (digits.length >= tellingDigits) {
    const sameDigits = (row: CustomerLine) =>
      listPhones(connection, row.key).some((phone) => digitsOf(phone.typed) === digits);
    add(searchCustomers(connection, digits).filter(sameDigits).slice(0, 5), 'phone');
  }
  if (by.email) {
    add(
      prepared<[string], CustomerLine>(
        connection,
        `SELECT ${line} FROM customer c WHERE c.email = ? AND c.archivedAt IS NULL AND c.pendingBatchKey IS NULL LIMIT 5`,
      ).all(by.email.toLowerCase()),
      'email',
    );
  }
  const words = searchWords(by.name).filter((word) => word.length >= 2);
  if (words.length >= 2) add(searchCustomers(connection, words.join(' ')).slice(0, 5), 'name');
  else if (by.name.trim()) {
    const exact = fold(by.name.trim());
    add(
      prepared<[string], CustomerLine>(
        connection,
        `SELECT ${line} FROM customer c WHERE c.sortName = ? AND c.archivedAt IS NULL AND c.pendingBatchKey IS NULL LIMIT 5`,
      ).all(exact),
      'name',
    );
  }
  return [...found.values()].slice(0, 5);
}

const visitsCounted = `(firstVisitDay, lastVisitDay, visitDays) = (
  SELECT min(businessDay), max(businessDay), count(DISTINCT businessDay) FROM liveEntry WHERE kind = 'visit' AND customerKey = @key)`;
const rewardsCounted = "openRewards = (SELECT count(*) FROM reward WHERE customerKey = @key AND state = 'open')";

/** Counts of the ledger for one customer, written into the row; called in the transaction that changed the ledger. */
export function refreshCustomerCounts(connection: WriteConnection, key: number): void {
  prepared<object>(connection, `UPDATE customer SET ${visitsCounted}, ${rewardsCounted} WHERE key = @key`).run({ key });
}

/** Of these only the visits. */
export function refreshVisitCounts(connection: WriteConnection, key: number): void {
  prepared<object>(connection, `UPDATE customer SET ${visitsCounted} WHERE key = @key`).run({ key });
}

/** Of these only the open rewards. */
export function refreshOpenRewards(connection: WriteConnection, key: number): void {
  prepared<object>(connection, `UPDATE customer SET ${rewardsCounted} WHERE key = @key`).run({ key });
}

/**
 * Counts one more visit, on a later day than all before; false when it is not. So a till need not count what a regular of years has, nor write
 * the indexes of first visit and rewards, which SQLite does for every column that is named.
 */
export function addVisitDay(connection: WriteConnection, key: number, day: string): boolean {
  const { changes } = prepared<object>(
    connection,
    'UPDATE customer SET lastVisitDay = @day, visitDays = visitDays + 1 WHERE key = @key AND lastVisitDay < @day',
  ).run({ key, day });
  return changes > 0;
}

/** Live spend in minor units; null when no live entry carries an amount. */
export function sumOfSpend(connection: ReadConnection, key: number): number | null {
  return (
    prepared<[number], { sum: number | null }>(
      connection,
      "SELECT sum(amount) AS sum FROM liveEntry WHERE customerKey = ? AND kind IN ('visit', 'stamp')",
    ).get(key)?.sum ?? null
  );
}

/** One entry on the timeline with the names that go with it. */
export interface TimelineRow {
  readonly id: string;
  readonly seq: number;
  readonly kind: EntryKind;
  readonly cause: string | null;
  readonly businessDay: string;
  readonly occurredAt: number | null;
  readonly recordedAt: number;
  readonly programName: string | null;
  /** The contract's `programKinds`. */
  readonly programKind: 'stamps' | 'points' | 'discount' | 'special' | null;
  readonly rewardName: string | null;
  readonly stamps: number;
  /** EarnedPart[] of the contract as JSON. */
  readonly parts: string | null;
  readonly amount: number | null;
  readonly byName: string | null;
  readonly imported: number;
  readonly visitEntryId: string | null;
  readonly reason: string | null;
  readonly voided: number;
  /** Of an entry that was moved: the other customer. */
  readonly otherKey: number | null;
}

/** Newest first: by the day it happened, then by the order of recording. Entries of open or voided batches are not shown. */
export function listTimeline(
  connection: ReadConnection,
  key: number,
  before: string | null,
  limit: number,
): TimelineRow[] {
  return prepared<object, TimelineRow>(
    connection,
    `WITH cut AS (SELECT businessDay, seq FROM entry WHERE id = @before)
     SELECT e.id, e.seq, e.kind, e.cause, e.businessDay, e.occurredAt, e.recordedAt, v.name AS programName, v.kind AS programKind,
       coalesce((SELECT w.name FROM reward r JOIN programReward w ON w.key = r.programRewardKey WHERE r.key = e.rewardKey),
         (SELECT nullif(o.name, '?') FROM offer o WHERE o.key = e.offerKey)) AS rewardName,
       e.stamps, e.parts, e.amount, p.name AS byName,
       e.sourceTime IS NOT NULL AS imported, (SELECT id FROM entry WHERE seq = coalesce(e.visitSeq, e.reverses)) AS visitEntryId,
       (SELECT reason FROM entryReason WHERE seq = coalesce((SELECT r.seq FROM entry r WHERE r.reverses = e.seq), e.seq)) AS reason,
       EXISTS (SELECT 1 FROM entry r WHERE r.reverses = e.seq) AS voided,
       -- One request moves from one customer to one other: first everything is taken back, then it is written anew.
       CASE WHEN e.kind = 'move' THEN (SELECT n.customerKey FROM entry n WHERE n.requestId = e.requestId AND n.fromSeq IS NOT NULL ORDER BY n.seq DESC LIMIT 1)
         WHEN e.fromSeq IS NOT NULL THEN (SELECT n.customerKey FROM entry n WHERE n.requestId = e.requestId AND n.kind = 'move' ORDER BY n.seq LIMIT 1) END AS otherKey
     FROM entry e LEFT JOIN programVersion v ON v.key = e.programVersionKey LEFT JOIN person p ON p.key = e.personKey
     WHERE e.customerKey = @key
       AND (e.batchKey IS NULL OR EXISTS (SELECT 1 FROM batch b WHERE b.key = e.batchKey AND b.closedAt IS NOT NULL AND b.voidedAt IS NULL))
       AND (@before IS NULL OR (e.businessDay, e.seq) < (SELECT businessDay, seq FROM cut))
     ORDER BY e.businessDay DESC, e.seq DESC LIMIT @limit`,
  ).all({ key, before, limit });
}
