import { basename } from 'node:path';
import { type ActivityLineRow, listActivity } from '../../db/queries/activity.ts';
import { customerNumber } from '../../db/queries/customers.ts';
import type { ActivityLine } from '../../preload/contract/activity.ts';
import type { Role } from '../../preload/contract/kinds.ts';
import { implement } from '../bridge/implement.ts';
import { writeWhole } from '../shop/writeWhole.ts';

const dayMilliseconds = 86_400_000;

function targetOf(row: ActivityLineRow): ActivityLine['target'] {
  const { targetId: id } = row;
  if (id === null) return null;
  if (row.customerNumber !== null)
    return {
      kind: 'customer',
      id,
      name: row.customerName ?? customerNumber({ number: row.customerNumber, externalId: row.customerExternalId }),
    };
  if (row.targetPersonName !== null) return { kind: 'person', id, name: row.targetPersonName };
  if (row.programName !== null) return { kind: 'program', id, name: row.programName };
  return { kind: 'other', id, name: null };
}

const lineOf = (row: ActivityLineRow): ActivityLine => ({
  seq: row.seq,
  at: row.recordedAt,
  day: row.businessDay,
  action: row.action,
  person: row.personId === null ? null : { id: row.personId, name: row.personName },
  role: row.role as Role | null,
  via: row.via,
  target: targetOf(row),
  approvedBy: row.approvedByName,
  reason: row.reason,
  detail: JSON.parse(row.detail) as ActivityLine['detail'],
});

export const activity = implement('activity', {
  list({ read }, { before, limit, ...filter }) {
    // One more than asked for says whether there are more.
    const rows = listActivity(read, filter, { before, limit: limit + 1 });
    return { lines: rows.slice(0, limit).map(lineOf), more: rows.length > limit };
  },

  async exportCsv({ shop, background, services, settings, signal, today, record, progress }, filter) {
    const target = await services.chooseTarget('csv', `activity-${today}.csv`);
    if (target === null) return { saved: null, firstBad: null };
    // With a mark of UTF-8, without which spreadsheets misread every ș.
    const parts = ['\ufeff'];
    const { lines, firstBad } = await background.run(
      'activityCsv',
      { filter, timeZone: settings.timeZone, secret: shop.keys.ledger.secret },
      { signal, onProgress: progress, onPart: async (part) => void parts.push(part as string) },
    );
    await writeWhole(target, parts.join(''));
    record('activity.exportCsv', () => undefined, { lines });
    return { saved: basename(target), firstBad: firstBad ?? shop.firstBadLine };
  },

  async check({ shop, background, signal, progress }) {
    const { secret } = shop.keys.ledger;
    const { lines, bad } = await background.run('checkWholeLog', { secret }, { signal, onProgress: progress });
    // Only the start compares the log with the journal, which knows its end.
    return { lines, firstBad: bad[0] ?? shop.firstBadLine };
  },

  unusual({ background, settings, signal, now }, { days }) {
    const { opensAt, closesAt, timeZone } = settings;
    const hours = opensAt === null || closesAt === null || opensAt === closesAt ? null : { opensAt, closesAt };
    return background.run('unusualEntries', { since: now - days * dayMilliseconds, timeZone, hours }, { signal });
  },
});
