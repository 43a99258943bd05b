import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { ProgramRules } from '../../../preload/contract/rules.ts';
import { useLocale } from '../../app/format.ts';
import { type ProgramDraft, readDraft } from '../draft.ts';

/** The rules to draw and say while they are being typed: names that are missing are stood in for, what is wrong waits with the last that was right. */
export function useDrawn(draft: ProgramDraft): ProgramRules | null {
  const { t } = useTranslation('programs');
  const { currency } = useLocale();
  const last = useRef<ProgramRules | null>(null);
  const reward = <R extends { name: string }>(one: R): R =>
    one.name.trim() === '' ? { ...one, name: t('field.rewardName') } : one;
  const { rules } = readDraft(
    {
      ...draft,
      name: draft.name.trim() === '' ? t('newTitle') : draft.name,
      rewards: draft.rewards.map(reward),
      benefit: reward(draft.benefit),
      itemRates: draft.itemRates.filter(({ of }) => of !== ''),
      multipliers: draft.multipliers.filter(({ name }) => name.trim() !== ''),
    },
    currency,
  );
  if (rules && rules.kind === draft.kind) last.current = rules;
  return last.current;
}
