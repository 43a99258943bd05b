import { findLastContact } from '../../db/queries/contacts.ts';
import { customerNumber } from '../../db/queries/customers.ts';
import {
  type Born,
  findLastVisitDay,
  type Listed,
  listBornOn,
  listExpiring,
  listLongGone,
  listNearly,
  listUnused,
  type Reach,
} from '../../db/queries/lists.ts';
import { getName } from '../../db/queries/visits.ts';
import {
  type ListReason,
  type ListRow,
  listDays,
  nearlyPct,
  type ReadyList,
  type ReadyListName,
} from '../../preload/contract/lists.ts';
import type { CustomerId } from '../../preload/contract/values.ts';
import type { JobContext } from '../background/jobs.ts';
import { phoneEnd } from '../customers/phones.ts';
import { stateOf } from '../programs/state.ts';
import { loadPrograms, type ProgramNow } from '../programs/versions.ts';
import { dayNumber, formatDay } from '../retention/days.ts';
import { businessDayOf, businessDaySpan } from '../shop/time.ts';
import { expiringOf, nearlyOf, type ReasonsOf, unusedOf } from './reasons.ts';

export interface ReadyListParams {
  readonly list: ReadyListName;
  readonly programId: string | null;
  /** Without a visit, for those long gone. */
  readonly months: number;
  readonly today: string;
  readonly now: number;
  readonly timeZone: string;
  readonly dayStartMinutes: number;
}

const most = 500;
const msPerDay = 86_400_000;
/** A contact is shown on the row for so many days. */
const recentContact = 14;

/** A list of people with why each is on it (F-15, F-46). */
export function readyList(context: JobContext, params: ReadyListParams): ReadyList {
  const { read, checkCancelled } = context;
  const { today, list } = params;
  const { found, reasonsOf, to } = ask(context, params);
  const since = formatDay(dayNumber(today) - recentContact + 1);
  const rows: ListRow[] = [];
  for (const { key } of found) {
    checkCancelled();
    const reasons = reasonsOf(key);
    if (reasons.length === 0) continue;
    const name = getName(read, key);
    const contact = findLastContact(read, key, since);
    rows.push({
      customerId: name.id as CustomerId,
      number: customerNumber(name),
      name: name.name,
      phoneEnd: phoneEnd(name.phone),
      lastVisitDay: findLastVisitDay(read, key),
      reasons,
      contact: contact && { day: contact.businessDay, channel: contact.channel, outcome: contact.outcome },
    });
  }
  // What the cards' rows promised is known exactly only now.
  if (list === 'expiring') rows.sort((a, b) => firstDay(a).localeCompare(firstDay(b)));
  // Where not everybody was looked at one by one, the rows of the cards are believed.
  const total = found.length < most ? rows.length : (found[0]?.total ?? 0);
  return { asOf: today, to: list === 'expiring' || list === 'birthdays' ? to : null, total, rows };
}

const firstDay = ({ reasons: [first] }: ListRow): string => (first && 'until' in first && first.until) || '';

interface Answer {
  readonly found: readonly Listed[];
  readonly reasonsOf: ReasonsOf;
  readonly to: string;
}

function ask(
  { read }: JobContext,
  { list, programId, months, today, now, timeZone, dayStartMinutes }: ReadyListParams,
): Answer {
  const all = loadPrograms(read);
  const programs = programId === null ? all : all.filter(({ id }) => id === programId);
  // A program nobody knows has nobody.
  const programKey = programId === null ? null : (programs[0]?.key ?? 0);
  const asked = { today, programKey, limit: most };
  const of = { read, today, programs };
  const dayOf = (ms: number) => businessDayOf(ms, timeZone, dayStartMinutes);
  const to = formatDay(dayNumber(today) + (list === 'birthdays' ? listDays.birthdays : listDays.expiring));
  switch (list) {
    case 'expiring':
      return { found: listExpiring(read, { ...asked, to }), reasonsOf: expiringOf(of, to), to };
    case 'birthdays':
      return { ...birthdays(read, today), to };
    case 'nearly':
      return {
        found: listNearly(read, { ...asked, reaches: reachesOf(programs, today) }),
        reasonsOf: nearlyOf(of),
        to,
      };
    case 'longGone': {
      const before = monthsBefore(today, months);
      const found = listLongGone(read, {
        before,
        enrolledBefore: businessDaySpan(before, timeZone, dayStartMinutes).from,
        limit: most,
      });
      const rows = new Map(found.map((row) => [row.key, row]));
      return {
        found,
        reasonsOf: (key) => {
          const row = rows.get(key);
          if (!row) return [];
          return [
            { what: 'longGone', since: row.lastVisitDay ?? dayOf(row.createdAt), never: row.lastVisitDay === null },
          ];
        },
        to,
      };
    }
    case 'unused': {
      const before = now - listDays.unused * msPerDay;
      return { found: listUnused(read, { ...asked, before }), reasonsOf: unusedOf(of, before, dayOf), to };
    }
  }
}

/** The same day so many months earlier, or the last one of a month that is too short. */
function monthsBefore(day: string, months: number): string {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  const last = new Date(Date.UTC(year, month - months, 0)).getUTCDate();
  return new Date(Date.UTC(year, month - 1 - months, Math.min(date, last))).toISOString().slice(0, 10);
}

/** Today and the days ahead, each with the birthdays that are kept on it: that of 29 February on the 28th when there is no 29th. */
function birthdays(read: JobContext['read'], today: string): Pick<Answer, 'found' | 'reasonsOf'> {
  const kept = Array.from({ length: listDays.birthdays + 1 }, (_, i) => formatDay(dayNumber(today) + i)).flatMap(
    (on): (Born & { on: string })[] => {
      const [year = 0, month = 0, day = 0] = on.split('-').map(Number);
      const leap = new Date(Date.UTC(year, 1, 29)).getUTCMonth() === 1;
      const own = { month, day, on };
      return month === 2 && day === 28 && !leap ? [own, { month: 2, day: 29, on }] : [own];
    },
  );
  const found = listBornOn(read, { today, limit: most, days: kept });
  const reasons = new Map<number, ListReason>();
  for (const { key, place, birthYear } of found) {
    const on = kept[place]?.on;
    if (on) reasons.set(key, { what: 'birthday', on, age: birthYear && Number(on.slice(0, 4)) - birthYear });
  }
  return {
    found,
    reasonsOf: (key) => {
      const reason = reasons.get(key);
      return reason ? [reason] : [];
    },
  };
}

/** Where on a card somebody is nearly there: at every reward that any of the program's rules had, since cards keep the better of them. */
function reachesOf(programs: readonly ProgramNow[], today: string): Reach[] {
  return programs
    .filter((program) => stateOf(program, today) === 'running')
    .flatMap(({ key, versions }) => {
      const places = versions.flatMap(({ rules }) => ('rewards' in rules ? rules.rewards.map(({ at }) => at) : []));
      return [...new Set(places)].map((at) => ({ programKey: key, from: Math.ceil((at * nearlyPct) / 100), at }));
    });
}
