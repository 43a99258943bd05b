import { countEnrolled, countSeen, listDone, listTakenBack } from '../../db/queries/dayEnd.ts';
import { listReceipts } from '../../db/queries/month.ts';
import type { DayPerson } from '../../preload/contract/dayEnd.ts';
import type { PersonId } from '../../preload/contract/values.ts';
import { AppError } from '../bridge/errors.ts';
import { implement } from '../bridge/implement.ts';
import { percent } from '../retention/percent.ts';
import { businessDaySpan } from '../shop/time.ts';

const nothing = { visits: 0, stamps: 0, points: 0, redeemed: 0, takenBack: 0 };

export const dayEnd = implement('dayEnd', {
  of({ read, settings, today }, { day }) {
    if (day > today) throw new AppError('BAD_INPUT', {}, ['day']);
    const { from, to } = businessDaySpan(day, settings.timeZone, settings.dayStartMinutes);
    const people = new Map<string | null, DayPerson>();
    const of = (row: { personId: string | null; name: string | null }): DayPerson =>
      people.get(row.personId) ?? { ...nothing, personId: row.personId as PersonId | null, name: row.name };
    let fromPaper = 0;
    for (const row of listDone(read, day)) {
      const { visits, stamps, points, redeemed } = row;
      people.set(row.personId, { ...of(row), visits, stamps, points, redeemed });
      fromPaper += row.fromPaper;
    }
    for (const row of listTakenBack(read, from, to)) people.set(row.personId, { ...of(row), takenBack: row.takenBack });
    const lines = [...people.values()];
    const sum = (of: keyof typeof nothing) => lines.reduce((total, line) => total + line[of], 0);
    const receipts = listReceipts(read, day, day)[0]?.receipts ?? null;
    return {
      day,
      over: day < today,
      total: {
        visits: sum('visits'),
        stamps: sum('stamps'),
        points: sum('points'),
        redeemed: sum('redeemed'),
        takenBack: sum('takenBack'),
      },
      fromPaper,
      enrolled: countEnrolled(read, from, to),
      people: lines,
      receipts,
      captured_pct: receipts === null ? null : percent(countSeen(read, day), receipts),
    };
  },
});
