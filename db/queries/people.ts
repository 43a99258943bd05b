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
  readonly wrongPins: number;
  readonly lockedUntil: number | null;
}

const columns = 'key, id, name, role, language, pinSalt, pinHash, pinCost, wrongPins, lockedUntil';

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
  person: Pick<PersonRow, 'id' | 'name' | 'role' | 'language' | 'pinSalt' | 'pinHash' | 'pinCost'> & {
    createdAt: number;
  },
): number {
  const { lastInsertRowid } = prepared<object>(
    connection,
    `INSERT INTO person (id, name, role, language, pinSalt, pinHash, pinCost, createdAt)
     VALUES (@id, @name, @role, @language, @pinSalt, @pinHash, @pinCost, @createdAt)`,
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
  pin: Pick<PersonRow, 'pinSalt' | 'pinHash' | 'pinCost'>,
): void {
  prepared<[Buffer, Buffer, number, string]>(
    connection,
    'UPDATE person SET pinSalt = ?, pinHash = ?, pinCost = ?, wrongPins = 0, lockedUntil = NULL WHERE id = ?',
  ).run(pin.pinSalt, pin.pinHash, pin.pinCost, id);
}

/** Wrong tries in a row and the end of the lock, UTC ms. */
export function updatePinTries(
  connection: WriteConnection,
  key: number,
  wrongPins: number,
  lockedUntil: number | null,
): void {
  prepared<[number, number | null, number]>(
    connection,
    'UPDATE person SET wrongPins = ?, lockedUntil = ? WHERE key = ?',
  ).run(wrongPins, lockedUntil, key);
}

export function archivePerson(connection: WriteConnection, id: string, at: number): void {
  prepared<[number, string]>(connection, 'UPDATE person SET archivedAt = ? WHERE id = ?').run(at, id);
}
