import { randomUUID } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { stringify } from 'csv-stringify/sync';
import type { ImportReport } from '../../preload/contract/visits.ts';
import type { TaskContext } from '../bridge/context.ts';
import { AppError, found } from '../bridge/errors.ts';
import { implement } from '../bridge/implement.ts';
import { harmlessCell } from '../shop/csvCell.ts';
import { writeWhole } from '../shop/writeWhole.ts';
import type { DateOrder } from './dates.ts';
import { type ImportOptions, importVisits, planImport } from './import.ts';
import type { VisitPlan } from './plan.ts';

/** Bad rows that cross to the page; all of them go into the file of saveBadRows. */
const mostErrors = 500;

/** Files the person chose, by the token the page knows them by: it never names a path. */
const chosen = new Map<string, string>();
/** One import at a time: a second would fight for the same rows. */
let importing = false;

function optionsOf(context: TaskContext, input: { file: string; dateOrder: DateOrder | null }): ImportOptions {
  const { shop, settings, background, session, clock, newId, signal, progress } = context;
  const file = found(chosen.get(input.file));
  return {
    shop,
    settings,
    background,
    file,
    dateOrder: input.dateOrder,
    personKey: session.who?.personKey ?? null,
    clock,
    newId,
    signal,
    onProgress: progress,
  };
}

const report = ({ errors, ignoredColumns, ...plan }: VisitPlan): ImportReport => ({
  ...plan,
  ignoredColumns: [...ignoredColumns],
  errorCount: errors.length,
  errors: errors.slice(0, mostErrors),
});

export const visits = implement('visits', {
  async chooseFile({ services }) {
    const path = await services.chooseFile('visitLog');
    if (path === null) return null;
    const file = randomUUID();
    chosen.set(file, path);
    const { size } = await stat(path).catch(() => {
      throw new AppError('FILE_UNREADABLE');
    });
    return { file, name: basename(path), bytes: size };
  },

  dryRun: async (context, input) => report(await planImport(optionsOf(context, input))),

  async import(context, input) {
    if (importing) throw new AppError('SHOP_BUSY');
    importing = true;
    try {
      const done = await importVisits(optionsOf(context, input));
      const { customersNew, visitsNew, duplicates, erased, errors } = done;
      context.record('visits.import', () => undefined, {
        ...{ customersNew, visitsNew, duplicates, erased },
        errors: errors.length,
      });
      return report(done);
    } finally {
      importing = false;
    }
  },

  async saveBadRows(context, input) {
    const { errors } = await planImport(optionsOf(context, input));
    const target = await context.services.chooseTarget('csv', 'rows-not-imported.csv');
    if (target === null) return { saved: null };
    const rows = errors.map((row) => [row.line, row.reason, harmlessCell(row.value)]);
    await writeWhole(target, stringify([['line', 'reason', 'value'], ...rows], { record_delimiter: '\r\n' }));
    return { saved: basename(target) };
  },

  async cancel({ cancel }, { task }) {
    cancel(task);
    return { done: true };
  },
});
