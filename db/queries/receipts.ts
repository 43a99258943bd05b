import { prepared, type ReadConnection, type WriteConnection } from '../open.ts';

/** The stored answer to one human intention. */
export interface ReceiptRow {
  readonly requestId: string;
  readonly procedure: string;
  readonly argsHash: string;
  /** JSON of the output. */
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
