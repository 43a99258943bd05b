import { prepared, type ReadConnection, type WriteConnection } from '../open.ts';

/** The shop's logo as the owner chose it. */
export interface LogoRow {
  readonly type: 'image/png' | 'image/jpeg';
  readonly bytes: Buffer;
}

export function findLogo(connection: ReadConnection): LogoRow | null {
  return prepared<[], LogoRow>(connection, 'SELECT type, bytes FROM shopLogo').get() ?? null;
}

export function updateLogo(connection: WriteConnection, logo: LogoRow): void {
  prepared<object>(
    connection,
    `INSERT INTO shopLogo (only, type, bytes) VALUES (1, @type, @bytes)
     ON CONFLICT (only) DO UPDATE SET type = excluded.type, bytes = excluded.bytes`,
  ).run(logo);
}

export function deleteLogo(connection: WriteConnection): void {
  prepared<[]>(connection, 'DELETE FROM shopLogo').run();
}
