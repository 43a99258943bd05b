import { prepared, type ReadConnection, type WriteConnection } from '../open.ts';

/** The stored answer to one human intention. */
export interface ReceiptRow {
  readonly requestId: string;
  readonly procedure: string;
  /** Empty where it was forgotten what was asked: no other request is the same. */
  readonly argsHash: string;
  /** JSON of the output; "null" where it was forgotten. */
  readonly answer: string;
  readonly entries: number;
  readonly personKey: number | null;
  readonly recordedAt: number;
}

export function findReceipt(connection: ReadConnection, requestId: string): ReceiptRow | null {
  return prepared<[string], ReceiptRow>(connection, 'SELECT * FROM receipt WHERE requestId = ?').get(requestId) ?? null;
}

export function insertReceipt(connection: WriteConnection, receipt: ReceiptRow): void {
  prepared<object>(
    connection,
    `INSERT INTO receipt (requestId, procedure, argsHash, answer, entries, personKey, recordedAt)
     VALUES (@requestId, @procedure, @argsHash, @answer, @entries, @personKey, @recordedAt)`,
  ).run(receipt);
}

/** Rowids of receipts from before a moment (UTC ms) that still know what was asked and answered, oldest first. Reads all older ones. */
export function listOldReceipts(read: ReadConnection, before: number, most: number): number[] {
  return prepared<[number, number], { rowid: number }>(
    read,
    "SELECT rowid FROM receipt WHERE recordedAt < ? AND argsHash <> '' ORDER BY rowid LIMIT ?",
  )
    .all(before, most)
    .map(({ rowid }) => rowid);
}

/** Leaves of a receipt who asked for what, when, and how many entries came of it. */
export function forgetAnswer(write: WriteConnection, rowid: number): void {
  prepared<[number]>(write, "UPDATE receipt SET argsHash = '', answer = 'null' WHERE rowid = ?").run(rowid);
}
