import { prepared, type ReadConnection, type WriteConnection } from '../open.ts';

/** One communication with a customer. */
export interface ContactRow {
  readonly id: string;
  readonly channel: 'phone' | 'sms' | 'whatsapp' | 'email' | 'letter' | 'inPerson';
  readonly outcome: 'willCome' | 'reached' | 'sent' | 'noAnswer' | 'notComing';
  readonly note: string | null;
  readonly businessDay: string;
  readonly recordedAt: number;
  /** Who made it; null for nobody of the shop's people. */
  readonly byName: string | null;
}

const columns = `t.id, t.channel, t.outcome, t.note, t.businessDay, t.recordedAt,
  (SELECT name FROM person WHERE key = t.personKey) AS byName`;

export function insertContact(
  connection: WriteConnection,
  contact: Omit<ContactRow, 'byName'> & { readonly customerKey: number; readonly personKey: number | null },
): void {
  prepared<object>(
    connection,
    `INSERT INTO contact (id, customerKey, channel, outcome, note, businessDay, recordedAt, personKey)
     VALUES (@id, @customerKey, @channel, @outcome, @note, @businessDay, @recordedAt, @personKey)`,
  ).run(contact);
}

/** Whom a contact was with; null when there is no such contact. */
export function findContact(connection: ReadConnection, id: string): { customerId: string } | null {
  return (
    prepared<[string], { customerId: string }>(
      connection,
      'SELECT c.id AS customerId FROM contact t JOIN customer c ON c.key = t.customerKey WHERE t.id = ?',
    ).get(id) ?? null
  );
}

/** For a contact that was noted by mistake. */
export function deleteContact(connection: WriteConnection, id: string): void {
  prepared<[string]>(connection, 'DELETE FROM contact WHERE id = ?').run(id);
}

const most = 500;

/** A customer's contacts, latest written down first; 500 at most. */
export function listContacts(connection: ReadConnection, customerKey: number): ContactRow[] {
  return prepared<[number, number], ContactRow>(
    connection,
    `SELECT ${columns} FROM contact t WHERE t.customerKey = ? ORDER BY t.recordedAt DESC, t.key DESC LIMIT ?`,
  ).all(customerKey, most);
}

/** The last contact with a customer on or after a business day, or null. */
export function findLastContact(connection: ReadConnection, customerKey: number, since: string): ContactRow | null {
  return (
    prepared<[number, string], ContactRow>(
      connection,
      `SELECT ${columns} FROM contact t WHERE t.customerKey = ? AND t.businessDay >= ?
       ORDER BY t.businessDay DESC, t.recordedAt DESC LIMIT 1`,
    ).get(customerKey, since) ?? null
  );
}
