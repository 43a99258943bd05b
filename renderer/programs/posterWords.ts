import { useTranslation } from 'react-i18next';
import type { Benefit, ProgramRules, RewardRules } from '../../preload/contract/rules.ts';
import type { Language } from '../../preload/contract/values.ts';
import type { Format } from '../app/format.ts';

/** What a poster says: the promise in one sentence, and what else a guest should know. Made from the rules alone. */
export function usePosterWords(
  rules: ProgramRules,
  language: Language,
  format: Format,
): { promise: string; details: string[] } {
  const { t } = useTranslation('programs', { lng: language });
  const named = ({ kind, name, percent, value }: Pick<Benefit, 'kind' | 'name' | 'percent' | 'value'>): string => {
    if (kind === 'percent' && percent !== null) return t('poster.percent', { percent, name });
    if (kind === 'amount' && value !== null) return t('poster.amountOff', { amount: format.money(value), name });
    return name;
  };
  const dates = [
    rules.startsOn === null ? null : t('says.from', { from: format.day(rules.startsOn) }),
    rules.endsOn === null ? null : t('says.to', { to: format.day(rules.endsOn) }),
  ];

  if (rules.kind === 'discount')
    return {
      promise: t('poster.discount', { count: rules.visits, days: rules.withinDays, benefit: named(rules.benefit) }),
      details: said(dates),
    };
  if (rules.kind === 'special')
    return { promise: t('poster.special', { benefit: named(rules.benefit) }), details: said(dates) };

  const { earn, rewards, minimumSpend, expiry, multipliers, bonus } = rules;
  const earning = {
    visit:
      rules.kind === 'stamps'
        ? t('poster.stampsPerVisit', { count: earn.units })
        : t('poster.pointsPerVisit', { count: earn.units }),
    amount:
      earn.per === 'amount'
        ? rules.kind === 'stamps'
          ? t('poster.stampsPerAmount', { count: earn.units, amount: format.money(earn.every) })
          : t('poster.pointsPerAmount', { count: earn.units, amount: format.money(earn.every) })
        : '',
    item:
      rules.kind === 'stamps'
        ? t('poster.stampsPerItem', { count: earn.units })
        : t('poster.pointsPerItem', { count: earn.units }),
  }[earn.per];
  const first = rules.kind === 'stamps' ? rewards.find(({ at }) => at === rules.goal) : rewards[0];
  const others = rewards.filter((reward) => reward !== first);
  const line = (reward: RewardRules) =>
    rules.kind === 'stamps'
      ? t('poster.atStamps', { count: reward.at, reward: named(reward) })
      : t('poster.atPoints', { count: reward.at, reward: named(reward) });
  const promise = first
    ? line(first)
    : rules.kind === 'points' && rules.pointValue !== null
      ? t('poster.pointValue', { amount: format.money(rules.pointValue) })
      : rules.name;
  const runsOut = {
    none: null,
    fixed: expiry.kind === 'fixed' ? t('poster.until', { day: format.day(expiry.on) }) : null,
    signUp: expiry.kind === 'signUp' ? t('poster.afterJoining', { count: expiry.days }) : null,
    idle: expiry.kind === 'idle' ? t('poster.afterIdle', { count: expiry.days }) : null,
    batch: expiry.kind === 'batch' ? t('poster.afterBatch', { count: expiry.days }) : null,
  }[expiry.kind];
  return {
    promise,
    details: said([
      earning,
      minimumSpend === null ? null : t('poster.minimum', { amount: format.money(minimumSpend) }),
      ...others.map(line),
      first && rules.kind === 'points' && rules.pointValue !== null
        ? t('poster.pointValue', { amount: format.money(rules.pointValue) })
        : null,
      ...multipliers.filter(({ tag, perk }) => tag === null && perk === null).map(({ name }) => name),
      bonus.birthday === null ? null : t('poster.birthday'),
      runsOut,
      ...dates,
    ]),
  };
}

const said = (sentences: readonly (string | null)[]): string[] => sentences.filter((one) => one !== null);
