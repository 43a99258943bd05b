import { prepared, type ReadConnection, type WriteConnection } from '../open.ts';

export interface PersonRow {
  readonly key: number;
  readonly id: string;
  readonly name: string;
  readonly role: 'owner' | 'manager' | 'staff';
  readonly language: 'en' | 'id' | 'ro' | null;
  readonly pinSalt: Buffer;
  readonly pinHash: Buffer;
  /** scrypt N of the hash. */
  readonly pinCost: number;
  /** Which pepper is in the hash; null for none. */
  readonly pinPepper: string | null;
  /** Wrong tries in a row since the last lock or right PIN. */
  readonly wrongPins: number;
  /** Locks in a row without a right PIN between them. */
  readonly pinLocks: number;
  /** What was left of a lock when it was last written down, ms; null without one. */
  readonly lockLeft: number | null;
  /** The code on their badge, or null. */
  readonly badge: string | null;
  /** Their own customer record, or null. */
  readonly customerKey: number | null;
}

const columns =
  'key, id, name, role, language, pinSalt, pinHash, pinCost, pinPepper, wrongPins, pinLocks, lockLeft, badge, customerKey';

/** People who work here now, owners first. */
export function listPeople(connection: ReadConnection): PersonRow[] {
  return prepared<[], PersonRow>(
    connection,
    `SELECT ${columns} FROM person WHERE archivedAt IS NULL
     ORDER BY CASE role WHEN 'owner' THEN 0 WHEN 'manager' THEN 1 ELSE 2 END, key`,
  ).all();
}

export function findPerson(connection: ReadConnection, id: string): PersonRow | null {
  return (
    prepared<[string], PersonRow>(connection, `SELECT ${columns} FROM person WHERE id = ? AND archivedAt IS NULL`).get(
      id,
    ) ?? null
  );
}

/** What a person is in the shop; null when they do not work here. */
export function findRole(connection: ReadConnection, id: string): PersonRow['role'] | null {
  const sql = 'SELECT role FROM person WHERE id = ? AND archivedAt IS NULL';
  return prepared<[string], Pick<PersonRow, 'role'>>(connection, sql).get(id)?.role ?? null;
}

/** Whose badge this is, or null. */
export function findPersonByBadge(connection: ReadConnection, badge: string): PersonRow | null {
  return (
    prepared<[string], PersonRow>(
      connection,
      `SELECT ${columns} FROM person WHERE badge = ? AND archivedAt IS NULL`,
    ).get(badge) ?? null
  );
}

/** Who of the people this customer is, or null. */
export function findPersonByCustomer(connection: ReadConnection, customerKey: number): PersonRow | null {
  return (
    prepared<[number], PersonRow>(
      connection,
      `SELECT ${columns} FROM person WHERE customerKey = ? AND archivedAt IS NULL`,
    ).get(customerKey) ?? null
  );
}

/** The customer record of a person's own, or null. */
export function findOwnCustomer(connection: ReadConnection, personKey: number): number | null {
  return (
    prepared<[number], { customerKey: number | null }>(connection, 'SELECT customerKey FROM person WHERE key = ?').get(
      personKey,
    )?.customerKey ?? null
  );
}

export function updateBadge(connection: WriteConnection, key: number, badge: string | null): void {
  prepared<[string | null, number]>(connection, 'UPDATE person SET badge = ? WHERE key = ?').run(badge, key);
}

export function updatePersonCustomer(connection: WriteConnection, key: number, customerKey: number | null): void {
  prepared<[number | null, number]>(connection, 'UPDATE person SET customerKey = ? WHERE key = ?').run(
    customerKey,
    key,
  );
}

export function countOwners(connection: ReadConnection): number {
  return (
    prepared<[], { n: number }>(
      connection,
      "SELECT count(*) AS n FROM person WHERE role = 'owner' AND archivedAt IS NULL",
    ).get()?.n ?? 0
  );
}

export function insertPerson(
  connection: WriteConnection,
  person: Pick<PersonRow, 'id' | 'name' | 'role' | 'language' | 'pinSalt' | 'pinHash' | 'pinCost' | 'pinPepper'> & {
    createdAt: number;
  },
): number {
  const { lastInsertRowid } = prepared<object>(
    connection,
    `INSERT INTO person (id, name, role, language, pinSalt, pinHash, pinCost, pinPepper, createdAt)
     VALUES (@id, @name, @role, @language, @pinSalt, @pinHash, @pinCost, @pinPepper, @createdAt)`,
  ).run(person);
  return Number(lastInsertRowid);
}

export function updatePerson(
  connection: WriteConnection,
  person: Pick<PersonRow, 'id' | 'name' | 'role' | 'language'>,
): void {
  prepared<object>(connection, 'UPDATE person SET name = @name, role = @role, language = @language WHERE id = @id').run(
    person,
  );
}

export function updatePersonLanguage(connection: WriteConnection, key: number, language: string): void {
  prepared<[string, number]>(connection, 'UPDATE person SET language = ? WHERE key = ?').run(language, key);
}

/** A new PIN also ends a lock. */
export function updatePin(
  connection: WriteConnection,
  id: string,
  pin: Pick<PersonRow, 'pinSalt' | 'pinHash' | 'pinCost' | 'pinPepper'>,
): void {
  prepared<[Buffer, Buffer, number, string | null, string]>(
    connection,
    `UPDATE person SET pinSalt = ?, pinHash = ?, pinCost = ?, pinPepper = ?, wrongPins = 0, pinLocks = 0, lockLeft = NULL
     WHERE id = ?`,
  ).run(pin.pinSalt, pin.pinHash, pin.pinCost, pin.pinPepper, id);
}

/** Wrong tries in a row, locks in a row, and the length of the lock that begins now, ms. */
export function updatePinTries(
  connection: WriteConnection,
  key: number,
  tries: Pick<PersonRow, 'wrongPins' | 'pinLocks' | 'lockLeft'>,
): void {
  prepared<[number, number, number | null, number]>(
    connection,
    'UPDATE person SET wrongPins = ?, pinLocks = ?, lockLeft = ? WHERE key = ?',
  ).run(tries.wrongPins, tries.pinLocks, tries.lockLeft, key);
}

/** What is left of a person's lock, ms; null when it is over. */
export function updateLockLeft(connection: WriteConnection, key: number, lockLeft: number | null): void {
  prepared<[number | null, number]>(connection, 'UPDATE person SET lockLeft = ? WHERE key = ?').run(lockLeft, key);
}

/** Who no longer works here needs no badge, and is a customer like any other. */
export function archivePerson(connection: WriteConnection, id: string, at: number): void {
  prepared<[number, string]>(
    connection,
    'UPDATE person SET archivedAt = ?, badge = NULL, customerKey = NULL WHERE id = ?',
  ).run(at, id);
}

/** The owner's recovery code as it is kept: scrypt, its salt and N. Null when none was made, or it was used. */
export function findRecovery(connection: ReadConnection): { salt: Buffer; hash: Buffer; cost: number } | null {
  return (
    prepared<[], { salt: Buffer; hash: Buffer; cost: number }>(
      connection,
      'SELECT salt, hash, cost FROM recovery',
    ).get() ?? null
  );
}

/** Puts a new recovery code in the place of the old one. */
export function updateRecovery(
  connection: WriteConnection,
  code: { salt: Buffer; hash: Buffer; cost: number; madeAt: number },
): void {
  prepared<object>(
    connection,
    `INSERT INTO recovery (only, salt, hash, cost, madeAt) VALUES (1, @salt, @hash, @cost, @madeAt)
     ON CONFLICT (only) DO UPDATE SET salt = @salt, hash = @hash, cost = @cost, madeAt = @madeAt`,
  ).run(code);
}

/** A recovery code opens once. */
export function deleteRecovery(connection: WriteConnection): void {
  prepared(connection, 'DELETE FROM recovery').run();
}
