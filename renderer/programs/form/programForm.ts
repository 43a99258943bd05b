import type { UseFormReturnType } from '@mantine/form';
import type { TFunction } from 'i18next';
import { fieldOf, type Mistakes, type ProgramDraft } from '../draft.ts';

export type ProgramFormApi = UseFormReturnType<ProgramDraft>;

/** Rules that are rare fold away behind these headings. */
export const sections = ['earning', 'interim', 'items', 'multipliers', 'bonus', 'expiry', 'limits'] as const;
export type SectionName = (typeof sections)[number];

/** Where a field is, by its path; null for those that are always in sight. */
export function sectionOf(path: string): SectionName | null {
  if (/^(earn|capPerVisit|minimumSpend)/.test(path)) return 'earning';
  if (/^rewards\.[1-9]/.test(path)) return 'interim';
  if (/^(itemRates|otherItems)/.test(path)) return 'items';
  if (path.startsWith('multipliers')) return 'multipliers';
  if (path.startsWith('bonus')) return 'bonus';
  if (path.startsWith('expiry')) return 'expiry';
  if (/^(startsOn|endsOn|usageCap|note)$/.test(path)) return 'limits';
  return null;
}

/** What is wrong, in words, by field. */
export function wordsOf(mistakes: Mistakes, t: TFunction<'programs'>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(mistakes).map(([path, { why, params }]) => [path, t(`wrong.${why}`, params)]),
  );
}

/** What main refused, by field; it says no more than which. */
export function refusedFields(fields: readonly string[], t: TFunction<'programs'>): Record<string, string> {
  return Object.fromEntries(fields.map((path) => [fieldOf(path), t('wrong.field')]));
}
