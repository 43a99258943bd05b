import type { ReadConnection } from '../../db/open.ts';

/** One statement as the code ran it, and how SQLite goes about it. */
export interface Planned {
  readonly sql: string;
  readonly plan: readonly string[];
}

type Statement = ReturnType<ReadConnection['prepare']>;

/** The connection, noting the plan of every statement that is run through it. */
export function explaining<C extends ReadConnection>(connection: C, seen: Planned[]): C {
  const explained = (sql: string, statement: Statement): Statement =>
    new Proxy(statement, {
      get(target, name) {
        const value: unknown = Reflect.get(target, name, target);
        if (typeof value !== 'function') return value;
        return (...args: unknown[]) => {
          if (name === 'get' || name === 'all' || name === 'run' || name === 'iterate') {
            const rows = connection.prepare<unknown[], { detail: string }>(`EXPLAIN QUERY PLAN ${sql}`).all(...args);
            seen.push({ sql, plan: rows.map((row) => row.detail) });
          }
          const result: unknown = value.apply(target, args);
          return result === target ? explained(sql, target) : result;
        };
      },
    });
  return new Proxy(connection, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name, target);
      if (name === 'prepare') return (sql: string) => explained(sql, target.prepare(sql));
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}

/** Tables that grow with the shop, and the names our statements give them. */
const growing =
  /^SCAN (e|entry|c|customer|customerPhone|customerTag|customerConsent|card|k|reward|r|receipt|activity)\b/;

/** Steps that look at every row of a table that grows with the shop. */
export function slowSteps({ sql, plan }: Planned): string[] {
  // The last row of a table is found at once, whatever the plan calls it.
  if (sql.endsWith('ORDER BY seq DESC LIMIT 1')) return [];
  // Of an INSERT the plan tells only what its foreign keys would look at after a violation.
  if (/^\s*INSERT[^(]*\([^)]*\)\s+VALUES/.test(sql)) return [];
  return plan.filter((step) => growing.test(step));
}
