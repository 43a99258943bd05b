import Database from 'better-sqlite3';

/** What kind of trouble a thrown error is, for those who decide what to do about it. */
export type Fault = 'corrupt' | 'full' | 'io' | 'busy' | 'constraint' | 'other';

/** Maps SQLite's result codes in one place. Not SQLite's error: `other`. */
export function faultOf(error: unknown): Fault {
  if (!(error instanceof Database.SqliteError)) return 'other';
  const code = error.code;
  if (code.startsWith('SQLITE_CORRUPT') || code.startsWith('SQLITE_NOTADB')) return 'corrupt';
  if (code.startsWith('SQLITE_FULL')) return 'full';
  if (code.startsWith('SQLITE_IOERR') || code.startsWith('SQLITE_CANTOPEN') || code.startsWith('SQLITE_READONLY'))
    return 'io';
  if (code.startsWith('SQLITE_BUSY') || code.startsWith('SQLITE_LOCKED')) return 'busy';
  if (code.startsWith('SQLITE_CONSTRAINT')) return 'constraint';
  return 'other';
}
