import { z } from './zod.ts';

/**
 * Everything that can go wrong, told apart by the code. The page has a sentence for each, in three languages
 * (a test checks that); `params` fill the sentence, `logId` leads to the log for what nobody expected.
 */
export const errorCodes = [
  'BAD_INPUT',
  'NOT_SIGNED_IN',
  'NOT_ALLOWED',
  'PIN_NEEDED',
  'PIN_WRONG',
  'PIN_LOCKED',
  'PIN_ELSEWHERE',
  'TOO_FAST',
  'RECOVERY_WRONG',
  'RECOVERY_NEEDED',
  'PASSWORD_WRONG',
  'BADGE_UNKNOWN',
  'BADGE_TAKEN',
  'OWN_CARD',
  'OWN_LINK',
  'APPROVAL_NEEDED',
  'LAST_OWNER',
  'NOT_FOUND',
  'REQUEST_REUSED',
  'SHOP_EXISTS',
  'NO_SHOP',
  'SHOP_BUSY',
  'READ_ONLY',
  'DISK_FULL',
  'DISK_TROUBLE',
  'CUSTOMER_ARCHIVED',
  'CUSTOMER_MERGED',
  'MERGE_TOO_LATE',
  'TWO_OF_STAFF',
  'PROGRAM_NOT_RUNNING',
  'PROGRAM_LIMIT',
  'PROGRAM_CHANGED',
  'PROGRAM_USED_UP',
  'NOT_ENROLLED',
  'NOT_EARNED',
  'NOT_ENOUGH_POINTS',
  'TOO_SOON',
  'VISIT_LIMIT',
  'MINIMUM_SPEND',
  'AMOUNT_NEEDED',
  'ITEMS_NEEDED',
  'TOO_MANY_STAMPS',
  'OPENING_CLOSED',
  'REWARD_NOT_OPEN',
  'OFFER_NOT_OPEN',
  'PERK_NOT_CARRIED',
  'IDENTITY_NEEDED',
  'IDENTITY_WRONG',
  'ALREADY_VOIDED',
  'UNDO_TOO_LATE',
  'NOTHING_TO_UNDO',
  'BAD_PHONE',
  'BAD_TIME_ZONE',
  'BAD_CURRENCY',
  'FILE_UNREADABLE',
  'FILE_NO_TABLE',
  'FILE_COLUMNS',
  'FILE_ENCODING',
  'FILE_QUOTE',
  'FILE_DATES',
  'FILE_WRITE',
  'BACKUP_FAILED',
  'BACKUP_PLACE',
  'KEY_PLACE',
  'BACKUP_UNFIT',
  'NOT_SALVAGED',
  'PICTURE_KIND',
  'PICTURE_TOO_LARGE',
  'PRINTER_FAILED',
  'PAPER_TWICE',
  'CARD_MISREAD',
  'CARD_UNKNOWN',
  'CARD_TAKEN',
  'CARD_REPLACED',
  'BAD_DAYS',
  'MONTH_RUNNING',
  'MONTH_EMPTY',
  'MONTH_CLOSED',
  'CANCELLED',
  'DENIED',
  'UNEXPECTED',
] as const;
/** Concern everything, not only what was just asked. */
export const diskErrors: readonly ErrorCode[] = ['READ_ONLY', 'DISK_FULL', 'DISK_TROUBLE'];

export type ErrorCode = (typeof errorCodes)[number];

export const AppErrorSchema = z.strictObject({
  code: z.enum(errorCodes),
  params: z.record(z.string(), z.union([z.string(), z.number(), z.null()])).optional(),
  /** For BAD_INPUT: the fields at fault, as dotted paths of the input. */
  fields: z.array(z.string()).optional(),
  /** Names the log line of an unexpected failure. */
  logId: z.string().optional(),
});
export type AppErrorData = z.infer<typeof AppErrorSchema>;

/** What every call answers: a value or an error, never an exception across a boundary. */
export type Result<T> =
  | {
      readonly ok: true;
      readonly value: T /** True when this is the stored answer to a repeated request. */;
      readonly repeated?: boolean;
    }
  | { readonly ok: false; readonly error: AppErrorData };
