import { prepared, type ReadConnection, type WriteConnection } from '../open.ts';

/** A card code and whose it is; a blank one has no customer. Times are UTC ms. */
export interface MemberCardRow {
  readonly code: string;
  readonly customerKey: number | null;
  readonly issuedAt: number;
  readonly replacedAt: number | null;
}

const columns = 'code, customerKey, issuedAt, replacedAt';

export function findMemberCard(connection: ReadConnection, code: string): MemberCardRow | null {
  return (
    prepared<[string], MemberCardRow>(connection, `SELECT ${columns} FROM memberCard WHERE code = ?`).get(code) ?? null
  );
}

/** Every card the customer ever had, newest first. */
export function listMemberCards(connection: ReadConnection, customerKey: number): MemberCardRow[] {
  return prepared<[number], MemberCardRow>(
    connection,
    `SELECT ${columns} FROM memberCard WHERE customerKey = ? ORDER BY attachedAt DESC, issuedAt DESC, code`,
  ).all(customerKey);
}

/** `customerKey` null makes a blank one. */
export function insertMemberCard(
  connection: WriteConnection,
  card: { code: string; customerKey: number | null; issuedAt: number },
): void {
  prepared<object>(
    connection,
    'INSERT INTO memberCard (code, customerKey, issuedAt, attachedAt) VALUES (@code, @customerKey, @issuedAt, @attachedAt)',
  ).run({ ...card, attachedAt: card.customerKey === null ? null : card.issuedAt });
}

/** A blank card becomes somebody's. */
export function updateMemberCardOwner(
  connection: WriteConnection,
  code: string,
  customerKey: number,
  at: number,
): void {
  prepared<[number, number, string]>(
    connection,
    'UPDATE memberCard SET customerKey = ?, attachedAt = ? WHERE code = ? AND customerKey IS NULL',
  ).run(customerKey, at, code);
}

/** From here on the card is refused. */
export function updateMemberCardReplaced(connection: WriteConnection, code: string, at: number): void {
  prepared<[number, string]>(connection, 'UPDATE memberCard SET replacedAt = ? WHERE code = ?').run(at, code);
}
