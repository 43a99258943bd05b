/** What kind of trouble a thrown error is, for those who decide what to do about it. */
export type Fault = 'corrupt' | 'full' | 'io' | 'busy' | 'constraint' | 'other';

/** Maps SQLite's result codes, and what the system says of a disk, in one place; also of an error that came over from the worker thread. */
export function faultOf(error: unknown): Fault {
  const code = error instanceof Error && 'code' in error ? error.code : null;
  if (typeof code !== 'string') return 'other';
  if (code === 'ENOSPC' || code === 'EDQUOT') return 'full';
  // Node has no name for what its rm meets on a broken disk.
  if (code === 'EIO' || code === 'EROFS' || (code === '' && error instanceof Error && 'syscall' in error)) return 'io';
  if (code.startsWith('SQLITE_CORRUPT') || code.startsWith('SQLITE_NOTADB')) return 'corrupt';
  if (code.startsWith('SQLITE_FULL')) return 'full';
  if (code.startsWith('SQLITE_IOERR') || code.startsWith('SQLITE_CANTOPEN') || code.startsWith('SQLITE_READONLY'))
    return 'io';
  if (code.startsWith('SQLITE_BUSY') || code.startsWith('SQLITE_LOCKED')) return 'busy';
  if (code.startsWith('SQLITE_CONSTRAINT')) return 'constraint';
  return 'other';
}

/** The disk does not let anybody write, or has gone: nothing is known of what lies on it. */
export function isOutOfReach(error: unknown): boolean {
  const code = (error as NodeJS.ErrnoException | null)?.code ?? '';
  return faultOf(error) === 'io' || ['EACCES', 'EPERM', 'ENODEV', 'ENXIO'].includes(code);
}
