import type { Contact } from '../../preload/contract/contacts.ts';
import type { EntryKind, TimelineItem } from '../../preload/contract/customers.ts';

/** A visit with all that happened in it, or a single entry that belongs to no visit. */
export interface TimelineGroup {
  readonly key: string;
  /** The visit; null when an older page holds it, or for a single entry. */
  readonly visit: TimelineItem | null;
  /** What happened in it, in the order in which it happened. */
  readonly entries: readonly TimelineItem[];
  readonly businessDay: string;
}

/**
 * Entries (newest first) grouped under their visits, newest visit first. A void of last month's visit stands with that visit,
 * where a person looks for it.
 */
export function groupTimeline(items: readonly TimelineItem[]): TimelineGroup[] {
  const groups = new Map<string, { visit: TimelineItem | null; entries: TimelineItem[] }>();
  for (const item of items.toReversed()) {
    const key = item.kind === 'visit' ? item.entryId : (item.visitEntryId ?? item.entryId);
    const group = groups.get(key) ?? { visit: null, entries: [] };
    groups.set(key, group);
    if (item.kind === 'visit') group.visit = item;
    else if (!isSameReversal(item, group.entries.at(-1))) group.entries.push(item);
  }
  return [...groups]
    .map(([key, { visit, entries }]) => ({
      key,
      visit,
      entries,
      businessDay: (visit ?? entries[0])?.businessDay ?? '',
    }))
    .reverse();
}

/** Voiding a visit reverses each of its entries; a person did it once and reads it once. */
function isSameReversal(item: TimelineItem, before: TimelineItem | undefined): boolean {
  const reverses = item.kind === 'void' || item.kind === 'return' || item.kind === 'move';
  return reverses && before?.kind === item.kind && before.recordedAt === item.recordedAt;
}

/** One line of the history: a visit or entry, or a talk with the customer. */
export type HistoryLine =
  | { readonly key: string; readonly group: TimelineGroup; readonly contact: null }
  | { readonly key: string; readonly group: null; readonly contact: Contact };

/**
 * Visits and talks in one history, latest written down first. While older entries are `more` than was loaded, talks from before
 * the oldest of them wait: they would stand in the wrong place.
 */
export function historyOf(
  groups: readonly TimelineGroup[],
  contacts: readonly Contact[],
  more: boolean,
): HistoryLine[] {
  const writtenAt = ({ visit, entries }: TimelineGroup) => (visit ?? entries[0])?.recordedAt ?? 0;
  const oldest = more ? Math.min(...groups.map(writtenAt)) : Number.NEGATIVE_INFINITY;
  const lines = [
    ...groups.map((group) => ({ at: writtenAt(group), line: { key: group.key, group, contact: null } })),
    ...contacts
      .filter((contact) => contact.recordedAt >= oldest)
      .map((contact) => ({ at: contact.recordedAt, line: { key: contact.contactId, group: null, contact } })),
  ];
  return lines.sort((a, b) => b.at - a.at).map(({ line }) => line);
}

/** Entries that a person may void one by one; a void itself stays. */
const voidable: readonly EntryKind[] = ['visit', 'opening', 'stamp', 'redeem', 'spend', 'use', 'adjust'];

export function mayVoid(item: TimelineItem): boolean {
  // The one goes with the reward that paid, the other is withdrawn.
  const elsewhere = item.cause === 'paidByReward' || item.cause === 'offerMade';
  return !item.voided && voidable.includes(item.kind) && !elsewhere;
}

/** What was recorded for goods, which may come back: the whole visit, or one of several purchases in it (F-22). A bonus is for coming. */
export function mayReturn({ kind, cause, voided }: TimelineItem): boolean {
  return !voided && (kind === 'visit' || (kind === 'stamp' && cause === null));
}

/** Entries that can be given to another customer, with what hangs on them (F-21). */
const movable: readonly EntryKind[] = ['visit', 'opening', 'stamp'];

export function mayMove(item: TimelineItem): boolean {
  return !item.voided && movable.includes(item.kind);
}
