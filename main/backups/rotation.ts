/** A backup as far as the rotation is concerned. */
export interface Dated {
  readonly name: string;
  /** UTC ms. */
  readonly at: number;
  /** Made before something that might be regretted: stays for as long as the daily ones. */
  readonly precaution: boolean;
}

const hour = 3_600_000;
const day = 24 * hour;
/** Backups of the last so many hours, days and months that have one. */
const kept = { hours: 24, days: 30, months: 12 } as const;
/** Days after which a backup is no daily one any more, whatever came since. */
export const dailyDays = 30;

/**
 * Names of the backups that have had their time: all but the newest of each of the last 24 hours, 30 days and 12 months that have one, and the
 * precautions of the last 30 days. Never the newest of all. A precaution takes no other's place: it may be made for going back to that other.
 */
export function surplus(backups: readonly Dated[], now: number): string[] {
  const newestFirst = backups.toSorted((a, b) => b.at - a.at || (a.name < b.name ? 1 : -1));
  const isYoung = ({ at }: Dated) => now - at <= dailyDays * day;
  const ordinary = newestFirst.filter(({ precaution }) => !precaution);
  const stay = new Set([
    ...newestFirst.slice(0, 1),
    ...newestOfEach(ordinary, ({ at }) => Math.floor(at / hour), kept.hours),
    ...newestOfEach(ordinary.filter(isYoung), ({ at }) => Math.floor(at / day), kept.days),
    ...newestOfEach(ordinary, ({ at }) => new Date(at).toISOString().slice(0, 7), kept.months),
    ...newestFirst.filter((backup) => backup.precaution && isYoung(backup)),
  ]);
  return newestFirst.filter((backup) => !stay.has(backup)).map(({ name }) => name);
}

/** The first of each group, of the first `most` groups. */
function newestOfEach(newestFirst: readonly Dated[], group: (of: Dated) => number | string, most: number): Dated[] {
  const groups = new Map<number | string, Dated>();
  for (const backup of newestFirst) if (!groups.has(group(backup))) groups.set(group(backup), backup);
  return [...groups.values()].slice(0, most);
}
