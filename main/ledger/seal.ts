import { createHash, createHmac, createSecretKey, type KeyObject } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { inSnapshot, type ReadConnection, type WriteConnection } from '../../db/open.ts';
import { lastEntry } from '../../db/queries/ledger.ts';
import {
  findSeal,
  insertSeal,
  lastSeal,
  listSealsFrom,
  listStoredEntries,
  type SealRow,
  type StoredEntry,
} from '../../db/queries/seal.ts';

/** What seals and journal are made with; see main/keys. */
export interface LedgerKey {
  readonly secret: Uint8Array;
  /** The same for createHmac, which takes five times as long over bytes. */
  readonly object: KeyObject;
  /** Names the key without giving it away. */
  readonly id: number;
}

/** As the ledger was first sealed. */
const first = [
  'seq',
  'id',
  'kind',
  'customerKey',
  'cardKey',
  'programVersionKey',
  'rewardKey',
  'visitSeq',
  'reverses',
  'fromSeq',
  'cause',
  'stamps',
  'carry',
  'amount',
  'parts',
  'businessDay',
  'occurredAt',
  'recordedAt',
  'sourceTime',
  'deviceKey',
  'personKey',
  'requestId',
  'batchKey',
  'clockSuspect',
] as const;

/**
 * The columns an entry is sealed by, in their order. A seal keeps the number of its form, so that a migration that adds a column leaves
 * the seals of before as good as they were: it appends a form here, and only that. A test compares the last one with the table.
 */
export const forms: readonly (readonly string[])[] = [first, [...first, 'offerKey']];
/** The form that new seals and journal lines take. */
export const presentForm = forms.length - 1;

/** The most entries one seal covers: what is checked, and can be found wrong, in one step. */
const most = 1000;
/** Seals read in one go. */
const atOnce = 100;
const noSeal = new Uint8Array(32);

export const keyOf = (secret: Uint8Array): LedgerKey => ({
  secret,
  object: createSecretKey(secret),
  id: createHash('sha256').update('regulars ledger key').update(secret).digest().readUInt32BE(0),
});

/** An entry's values in the order of a form. */
export const valuesOf = (entry: StoredEntry, form: number): (string | number | null)[] =>
  (forms[form] ?? []).map((name) => entry[name] ?? null);

function seal(entries: readonly StoredEntry[], form: number, before: Uint8Array, key: LedgerKey) {
  const marks = new Uint8Array(entries.length * 4);
  const view = new DataView(marks.buffer);
  const texts = entries.map((entry) => JSON.stringify(valuesOf(entry, form)));
  for (const [i, text] of texts.entries()) view.setUint32(i * 4, crc32(text));
  return { marks, mac: createHmac('sha256', key.object).update(before).update(texts.join('')).digest() };
}

/** The seal of entries that were sealed before, as a form has them, behind the seal before: what a line of the journal tells of. */
export const sealAgain = (
  entries: readonly StoredEntry[],
  form: number,
  before: SealRow | null,
  key: LedgerKey,
): SealRow => ({
  lastSeq: Number(entries.at(-1)?.seq),
  entries: entries.length,
  form,
  keyId: key.id,
  ...seal(entries, form, before?.mac ?? noSeal, key),
});

/** A seal and the entries under it. */
export interface Sealed {
  readonly seal: SealRow;
  readonly entries: readonly StoredEntry[];
}

/** Seals what was appended since the last seal; inside the transaction that appends. Answers it, so that nobody has to read it again. */
export function sealNewEntries(write: WriteConnection, key: LedgerKey): readonly Sealed[] {
  const sealed: Sealed[] = [];
  let before = lastSeal(write);
  for (;;) {
    const from = (before?.lastSeq ?? 0) + 1;
    const entries = listStoredEntries(write, from, from + most - 1);
    if (entries.length === 0) return sealed;
    const row: SealRow = {
      lastSeq: from + entries.length - 1,
      entries: entries.length,
      form: presentForm,
      keyId: key.id,
      ...seal(entries, presentForm, before?.mac ?? noSeal, key),
    };
    insertSeal(write, row);
    sealed.push({ seal: row, entries });
    if (entries.length < most) return sealed;
    before = row;
  }
}

/** What a look at a part of the ledger found. */
export interface SealCheck {
  /** The first entry that is not as it was sealed; null when all are. */
  readonly firstBad: number | null;
  /** Entries sealed with a key that this computer no longer has. */
  readonly foreign: number;
  /** The next entry to look at; null at the end. */
  readonly next: number | null;
}

/** Checks the seals that cover the entries from `from` on, about `count` entries of them. */
export function checkSeals(read: ReadConnection, key: LedgerKey, from: number, count: number): SealCheck {
  let far: Progress | SealCheck = { at: from, seen: 0, foreign: 0, before: null };
  while (!('next' in far)) {
    const before: Progress = far;
    // Each part of one state: an entry that is written while this looks is never seen without its seal.
    far = inSnapshot(read, () => checkNextSeals(read, key, before, count));
  }
  return far;
}

/** How far a look has come: the next entry, how many were looked at, those with another key's seal, the last seal. */
interface Progress {
  readonly at: number;
  readonly seen: number;
  readonly foreign: number;
  readonly before: SealRow | null;
}

function checkNextSeals(read: ReadConnection, key: LedgerKey, far: Progress, count: number): SealCheck | Progress {
  let { at, seen, foreign, before } = far;
  const bad = (firstBad: number): SealCheck => ({ firstBad, foreign, next: null });
  const seals = listSealsFrom(read, at, atOnce);
  for (const row of seals) {
    if (seen >= count) break;
    const first = row.lastSeq - row.entries + 1;
    if (first > at) return bad(at);
    const entries = listStoredEntries(read, first, row.lastSeq);
    const gap = entries.findIndex((entry, i) => entry.seq !== first + i);
    const whole = gap < 0 ? entries : entries.slice(0, gap);
    const earlier = before?.lastSeq === first - 1 ? before : findSeal(read, first - 1);
    if (first > 1 && !earlier) return bad(first);
    const should = seal(whole, row.form, earlier?.mac ?? noSeal, key);
    // The marks say which. Also where entries are missing: after one was taken out and the others moved up, only the end is short.
    const byte = should.marks.findIndex((mark, i) => mark !== row.marks[i]);
    const marked = byte < 0 ? null : first + Math.floor(byte / 4);
    if (whole.length < row.entries) return bad(marked ?? first + whole.length);
    if (row.keyId !== key.id) {
      // A shop's key is for life: what it has sealed once, no other one goes on with.
      if (earlier?.keyId === key.id) return bad(marked ?? first);
      foreign += row.entries;
      // When somebody has mended the marks too, or changed only the seal, it is one of its entries.
    } else if (Buffer.compare(should.mac, row.mac) !== 0) return bad(marked ?? first);
    seen += entries.length;
    at = row.lastSeq + 1;
    before = row;
  }
  if (seen >= count) return { firstBad: null, foreign, next: at };
  if (seals.length > 0) return { at, seen, foreign, before };
  // Entries behind the last seal were appended by somebody else than this app.
  return lastEntry(read).seq >= at ? bad(at) : { firstBad: null, foreign, next: null };
}

/** The last so many entries. */
export function checkLastSeals(read: ReadConnection, key: LedgerKey, count: number): SealCheck {
  const { seq } = lastEntry(read);
  return checkSeals(read, key, Math.max(1, seq - count + 1), Number.POSITIVE_INFINITY);
}
