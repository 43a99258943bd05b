import { prepared, type WriteConnection } from '../open.ts';

/** Who did what. Ids only: no name, phone or free text may stand in `detail`. */
export interface ActivityRow {
  readonly recordedAt: number;
  readonly businessDay: string;
  readonly personKey: number | null;
  readonly role: string | null;
  readonly via: 'window' | 'headless';
  readonly action: string;
  readonly targetId: string | null;
  readonly requestId: string | null;
  readonly approvedBy: number | null;
  /** JSON object. */
  readonly detail: string;
}

export function appendActivity(connection: WriteConnection, activity: ActivityRow): void {
  prepared<object>(
    connection,
    `INSERT INTO activity (seq, recordedAt, businessDay, personKey, role, via, action, targetId, requestId, approvedBy, detail)
     VALUES ((SELECT coalesce(max(seq), 0) + 1 FROM activity), @recordedAt, @businessDay, @personKey, @role, @via, @action, @targetId, @requestId, @approvedBy, @detail)`,
  ).run(activity);
}
