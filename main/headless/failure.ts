import type { ShopFailure } from '../../preload/contract/shop.ts';
import type { RowErrorCode } from '../../preload/contract/visits.ts';
import type { AppError } from '../bridge/errors.ts';

/** Work that could not be done: exit code 1, one line on stderr. */
export class Failure extends Error {}

/** Why a shop cannot be opened, in one line. */
export function failureLine(failure: ShopFailure): string {
  switch (failure.kind) {
    case 'busy':
      return 'the shop is open in the app or in another command; close it and try again';
    case 'newer':
      return `the shop was written by a newer version of Regulars (schema ${failure.found}, this one knows ${failure.known}); nothing was changed`;
    case 'damaged':
      return `the shop's file is damaged; nothing was changed${failure.kept ? `, a copy lies in ${failure.kept}` : ''}`;
    case 'behind':
      return `the shop's file lacks ${failure.lost?.entries} ledger entries and ${failure.lost?.changes} other changes that its journal has; start the app to bring them back`;
    case 'noRoom':
      return failure.needed === null
        ? 'the disk is full: the shop cannot be opened without some room beside it; nothing was changed'
        : `bringing the shop up to date needs ${Math.ceil((failure.needed ?? 0) / 1e6)} MB of free disk; nothing was changed`;
    case 'safeMode':
      return 'the app has broken off several times and opens nothing until somebody says so';
    case 'noKey':
      return "the shop's key is not here; nothing was changed. Give its key file with --key-file FILE";
    // No command opens a demo.
    case 'demo':
    case 'unreadable':
      return "the shop's file cannot be read as a Regulars shop; nothing was changed";
  }
}

const refusals: Partial<Record<AppError['data']['code'], string>> = {
  RECOVERY_WRONG: 'that is not the recovery code of this backup; nothing was changed',
  FILE_UNREADABLE: 'the file cannot be read',
  FILE_NO_TABLE: 'the file holds no table',
  FILE_COLUMNS: 'the file needs the columns customer_id and date (or datetime)',
  FILE_ENCODING: 'the file is not UTF-8',
  FILE_QUOTE: 'the file has a quote that is never closed',
  FILE_WRITE: 'the answer could not be written to the file',
  SHOP_EXISTS: 'there is a shop in this folder already',
  BAD_CURRENCY: 'the currency is not known',
  BAD_TIME_ZONE: 'the time zone is not known',
  DISK_FULL: 'the disk is full; nothing was changed',
  READ_ONLY: 'the shop cannot be written to',
  SHOP_BUSY: 'the shop is busy; try again',
};

/** A refusal in one line of English. */
export function refusalLine(error: AppError): string {
  const { code, params } = error.data;
  if (code === 'FILE_DATES') {
    return params?.ask === 1
      ? `the dates do not show which number is the day and which the month (${params.example}); say --date-order dmy or mdy`
      : `the dates contradict each other about day and month (${params?.example} and ${params?.other})`;
  }
  const line = refusals[code] ?? `refused (${code})`;
  return params?.line ? `${line} (line ${params.line})` : line;
}

const reasons: Record<RowErrorCode, string> = {
  NO_CUSTOMER: 'no customer_id',
  CUSTOMER_TOO_LONG: 'customer_id is too long',
  NO_DATE: 'no date',
  BAD_DATE: 'not a date',
  DATE_FUTURE: 'the date is too far in the future',
  DATE_TOO_OLD: 'the date is too long ago',
  BAD_TIME: 'not a time of day',
  BAD_AMOUNT: 'not an amount',
  NEGATIVE_AMOUNT: 'the amount is negative',
  TOO_MANY_DECIMALS: 'more decimals than the currency has',
  AMOUNT_TOO_LARGE: 'the amount is too large',
  WRONG_CELLS: 'more or fewer cells than the header',
  NAME_TOO_LONG: 'the name is too long',
  PHONE_TOO_LONG: 'the phone is too long',
};

/** Why a row was not taken, with the cell at fault. */
export const reasonLine = (row: { reason: RowErrorCode; value: string }): string =>
  row.value === '' ? reasons[row.reason] : `${reasons[row.reason]}: ${row.value}`;
