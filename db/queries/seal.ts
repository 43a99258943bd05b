import { prepared, type ReadConnection, type WriteConnection } from '../open.ts';

/** The keyed hash over the entries of one commit and the seal before; see the table. */
export interface SealRow {
  readonly lastSeq: number;
  readonly entries: number;
  readonly form: number;
  readonly keyId: number;
  readonly marks: Uint8Array;
  readonly mac: Uint8Array;
}

/** An entry as the database holds it, whatever columns it has. */
export type StoredEntry = Readonly<Record<string, string | number | null>>;

export function lastSeal(connection: ReadConnection): SealRow | null {
  return prepared<[], SealRow>(connection, 'SELECT * FROM seal ORDER BY lastSeq DESC LIMIT 1').get() ?? null;
}

/** The seal that ends with this entry. */
export function findSeal(connection: ReadConnection, lastSeq: number): SealRow | null {
  return prepared<[number], SealRow>(connection, 'SELECT * FROM seal WHERE lastSeq = ?').get(lastSeq) ?? null;
}

/** Seals that end at or after an entry, in order. */
export function listSealsFrom(connection: ReadConnection, seq: number, limit: number): SealRow[] {
  return prepared<[number, number], SealRow>(
    connection,
    'SELECT * FROM seal WHERE lastSeq >= ? ORDER BY lastSeq LIMIT ?',
  ).all(seq, limit);
}

export function insertSeal(connection: WriteConnection, seal: SealRow): void {
  prepared<object>(
    connection,
    'INSERT INTO seal (lastSeq, entries, form, keyId, marks, mac) VALUES (@lastSeq, @entries, @form, @keyId, @marks, @mac)',
  ).run(seal);
}

/** Entries of a part of the ledger with every column they have, in order. */
export function listStoredEntries(connection: ReadConnection, fromSeq: number, toSeq: number): StoredEntry[] {
  return prepared<[number, number], StoredEntry>(
    connection,
    'SELECT * FROM entry WHERE seq BETWEEN ? AND ? ORDER BY seq',
  ).all(fromSeq, toSeq);
}
