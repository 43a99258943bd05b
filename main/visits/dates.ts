import type { dateOrders, RowErrorCode } from '../../preload/contract/visits.ts';
import { dayOf, formatDay } from '../retention/days.ts';
import { businessDayNumberOf, businessDayOfWallClock, localToNearestInstant } from '../shop/time.ts';

export type DateOrder = (typeof dateOrders)[number];

/** When a row happened. */
export interface When {
  /** 'YYYY-MM-DD'. */
  readonly businessDay: string;
  /** UTC ms; null for a bare date. */
  readonly occurredAt: number | null;
  /**
   * The moment as the file means it, in one spelling, so that the same row is known again: 'YYYY-MM-DD' for a bare date,
   * 'YYYY-MM-DDTHH:MM:SS' for the shop's own clock, the same in UTC with a 'Z' for a time with an offset; '.mmm' only where not 0.
   */
  readonly sourceTime: string;
}

export interface Calendar {
  readonly timeZone: string;
  readonly dayStartMinutes: number;
  /** How the file writes dates that do not begin with the year. */
  readonly dateOrder: DateOrder | null;
}

/** No shop has a log from before 1970 (the zero of many programs is 1900), and 2200 is a slip of the finger. */
const firstYear = 1970;
const lastYear = 2199;

const dateForm =
  /^(?:(\d{4})([-/.])(\d{1,2})\2(\d{1,2})|(\d{4})(\d\d)(\d\d)|(\d{1,2})([-/.])(\d{1,2})\9(\d{4}))(?:[T\s]\s*(.+))?$/i;
const timeForm =
  /^(?:(\d{1,2}):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?|(\d\d)(\d\d)(\d\d)?)(?:\s*([ap])m)?(?:\s*(z|[+-]\d\d(?::?\d\d)?))?$/i;

/**
 * Learns from a whole column which number of "03/04/2025" is the day: one above 12 proves it. Dates that begin with
 * the year need no proof.
 */
export class DateOrderProof {
  /** The first cell that proves each order, and the first that could be read both ways. */
  dmy: string | null = null;
  mdy: string | null = null;
  open: string | null = null;

  add(cell: string): void {
    const match = dateForm.exec(cell);
    if (!match?.[8]) return;
    const first = Number(match[8]);
    const second = Number(match[10]);
    if (first === second || Math.min(first, second) > 12) return;
    if (first > 12) this.dmy ??= cell;
    else if (second > 12) this.mdy ??= cell;
    else this.open ??= cell;
  }
}

interface ClockTime {
  /** Milliseconds since midnight. */
  readonly ms: number;
  /** Minutes ahead of UTC; null when the file names no offset. */
  readonly offset: number | null;
}

/**
 * Reads a date cell, with the time in it or in a cell beside it ('' when there is none). A bare date is the business
 * day as it stands; any other moment is brought to the shop's clock first, and then the shop's start of day applies.
 * A time that the clocks skip is read as if they had not been put forward yet (the till's clock was late); one they repeat
 * is read as the earlier. Both are what Temporal calls "compatible".
 */
export function readWhen(dateCell: string, timeCell: string, calendar: Calendar): When | RowErrorCode {
  if (dateCell === '') return 'NO_DATE';
  const match = dateForm.exec(dateCell);
  if (!match) return 'BAD_DATE';
  const day = readDay(match, calendar.dateOrder);
  if (typeof day === 'string') return day;
  const time = readTimes(match[12] ?? '', timeCell);
  if (typeof time === 'string') return time;
  if (time === null) return { businessDay: formatDay(day), occurredAt: null, sourceTime: formatDay(day) };

  const wallClock = day * 86_400_000 + time.ms;
  const local = time.offset === null;
  const occurredAt = local ? localToNearestInstant(wallClock, calendar.timeZone) : wallClock - time.offset * 60_000;
  if (occurredAt < 0) return 'DATE_TOO_OLD';
  const businessDay = local
    ? businessDayOfWallClock(wallClock, calendar.dayStartMinutes)
    : businessDayNumberOf(occurredAt, calendar.timeZone, calendar.dayStartMinutes);
  const sourceTime = local ? spelled(wallClock) : `${spelled(occurredAt)}Z`;
  return { businessDay: formatDay(businessDay), occurredAt, sourceTime };
}

/** The day number of a date cell taken apart by dateForm. */
function readDay(match: RegExpExecArray, order: DateOrder | null): number | RowErrorCode {
  const year = Number(match[1] ?? match[5] ?? match[11]);
  // Without an order no cell is left that could be read two ways (DateOrderProof): 05/05 is the same either way.
  const dayFirst = order === 'dmy';
  const month = Number(match[3] ?? match[6] ?? (dayFirst ? match[10] : match[8]));
  const dayOfMonth = Number(match[4] ?? match[7] ?? (dayFirst ? match[8] : match[10]));
  const day = dayOf(year, month, dayOfMonth);
  if (day === null) return 'BAD_DATE';
  if (year < firstYear) return 'DATE_TOO_OLD';
  return year > lastYear ? 'DATE_FUTURE' : day;
}

/**
 * The time beside the date in its own cell or in the next; null for a bare date. Programs that know no bare date write
 * midnight into the date cell: then the cell beside it has the word. Two times that differ are BAD_TIME.
 */
function readTimes(inDateCell: string, beside: string): ClockTime | null | RowErrorCode {
  if (inDateCell === '') return beside === '' ? null : readTime(beside);
  const time = readTime(inDateCell);
  if (beside === '' || typeof time === 'string') return time;
  return time.ms === 0 && time.offset === null ? readTime(beside) : 'BAD_TIME';
}

/** "9:05", "09:05:30.250", "0905", "9:05 pm", each with or without "Z", "+02:00", "+0200" or "+02". */
function readTime(text: string): ClockTime | RowErrorCode {
  const match = timeForm.exec(text);
  if (!match) return 'BAD_TIME';
  let hour = Number(match[1] ?? match[5]);
  const minute = Number(match[2] ?? match[6]);
  const second = Number(match[3] ?? match[7] ?? 0);
  const half = match[8]?.toLowerCase();
  if (half) {
    if (hour < 1 || hour > 12) return 'BAD_TIME';
    hour = (hour % 12) + (half === 'p' ? 12 : 0);
  }
  if (hour > 23 || minute > 59 || second > 59) return 'BAD_TIME';
  const offset = match[9] ? readOffset(match[9]) : null;
  if (offset === 'BAD_TIME') return offset;
  const thousandths = Number((match[4] ?? '').padEnd(3, '0').slice(0, 3));
  return { ms: ((hour * 60 + minute) * 60 + second) * 1000 + thousandths, offset };
}

/** Minutes ahead of UTC; no place is more than 18 hours away. */
function readOffset(text: string): number | 'BAD_TIME' {
  if (text.length === 1) return 0;
  const hours = Number(text.slice(1, 3));
  const minutes = Number(text.slice(3).replace(':', ''));
  if (hours > 18 || minutes > 59) return 'BAD_TIME';
  return (text.startsWith('-') ? -1 : 1) * (hours * 60 + minutes);
}

/** 'YYYY-MM-DDTHH:MM:SS', with '.mmm' where that is not 0. */
function spelled(ms: number): string {
  return new Date(ms).toISOString().replace(/(?:\.000)?Z$/, '');
}
