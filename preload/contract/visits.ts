import { ownerOnly, task } from './kinds.ts';
import { Done, RequestId } from './values.ts';
import { z } from './zod.ts';

/** Why a row of a log cannot be taken; the page and the headless answer have words for each. */
export const rowErrors = [
  'NO_CUSTOMER',
  'CUSTOMER_TOO_LONG',
  'NO_DATE',
  'BAD_DATE',
  'DATE_FUTURE',
  'DATE_TOO_OLD',
  'BAD_TIME',
  'BAD_AMOUNT',
  'NEGATIVE_AMOUNT',
  'TOO_MANY_DECIMALS',
  'AMOUNT_TOO_LARGE',
  'WRONG_CELLS',
  'NAME_TOO_LONG',
  'PHONE_TOO_LONG',
] as const;
export type RowErrorCode = (typeof rowErrors)[number];

export const BadRow = z.strictObject({
  /** Physical line where the record starts; the header is line 1. */
  line: z.int(),
  reason: z.enum(rowErrors),
  /** The cell at fault, shortened. */
  value: z.string(),
});
export type BadRow = z.infer<typeof BadRow>;

/** What an import would do (dry run) or has done. `visitsNew` counts rows. */
export const ImportReport = z.strictObject({
  rows: z.int(),
  customersNew: z.int(),
  visitsNew: z.int(),
  duplicates: z.int(),
  /** Rows of people who were erased (F-75); they are passed over. */
  erased: z.int(),
  errorCount: z.int(),
  /** The first 500 bad rows; all of them go into the file of visits.saveBadRows. */
  errors: z.array(BadRow),
  ignoredColumns: z.array(z.string()),
  firstDay: z.string().nullable(),
  lastDay: z.string().nullable(),
});
export type ImportReport = z.infer<typeof ImportReport>;

/** Order of day, month and year, where the column itself does not prove it. */
export const dateOrders = ['dmy', 'mdy'] as const;
const source = z.strictObject({ file: z.uuid(), dateOrder: z.enum(dateOrders).nullable().default(null) });

/** Importing a log of past visits (HEADLESS.md). The page names a file by the token that chooseFile gave, never by a path. */
export const visits = {
  chooseFile: task({
    access: ownerOnly,
    input: z.strictObject({}),
    output: z.strictObject({ file: z.uuid(), name: z.string(), bytes: z.int() }).nullable(),
  }),
  /** Errors: FILE_*; FILE_DATES with params.ask = 1 when the order of day and month must be said. */
  dryRun: task({ access: ownerOnly, input: source, output: ImportReport }),
  /** Reports progress under its requestId and can be cancelled; nothing shows before it is whole. */
  import: task({
    access: ownerOnly,
    input: source,
    output: ImportReport,
    changes: ['customers', 'visits'],
    needsRoom: true,
  }),
  saveBadRows: task({ access: ownerOnly, input: source, output: z.strictObject({ saved: z.string().nullable() }) }),
  /** Stop a running task of one's own by its requestId. */
  cancel: task({ access: ownerOnly, input: z.strictObject({ task: RequestId }), output: Done }),
};
