import { versionOf } from '../../db/migrate.ts';
import { countRows, findPlainSettings, sqliteVersion } from '../../db/queries/rescue.ts';
import { listPageFaults } from '../../db/queries/verify.ts';
import type { JobContext } from '../background/jobs.ts';

/** What is said of a database by figures alone; null where it could not be asked. */
export interface FileDescription {
  readonly schema: number | null;
  readonly pragmas: Readonly<Record<string, string | number | null>>;
  readonly pagesSound: boolean | null;
  readonly rows: Readonly<Record<string, number | null>>;
  readonly settings: Readonly<Record<string, string | number | null>> | null;
  readonly sqlite: string | null;
}

const pragmas = ['application_id', 'journal_mode', 'page_size', 'page_count', 'freelist_count', 'encoding'] as const;

/** Describes a shop's file, be it damaged: every question by itself. A job. */
export function describeFile({ read }: JobContext, _params: Record<string, never>): FileDescription {
  const asked = <T>(question: () => T): T | null => {
    try {
      return question();
    } catch {
      return null;
    }
  };
  return {
    schema: asked(() => versionOf(read)),
    pragmas: Object.fromEntries(
      pragmas.map((name) => [name, asked(() => read.pragma(name, { simple: true }) as string | number)]),
    ),
    pagesSound: asked(() => listPageFaults(read, 'quick_check(1)').length === 0),
    rows: countRows(read),
    settings: asked(() => findPlainSettings(read)),
    sqlite: asked(() => sqliteVersion(read)),
  };
}
