import type { InputFor } from '../../preload/contract/index.ts';
import { parseMoney } from '../../preload/contract/money.ts';
import { punchCard } from '../../preload/contract/rules.ts';
import type { CardColor, CardIcon } from '../counter/cardLook.ts';

export type Rules = InputFor<'programs.create'>;

/** What the form holds, as typed. */
export interface RulesForm {
  name: string;
  goal: number;
  rewardName: string;
  rewardValue: string;
  minimumSpend: string;
  /** Business days, or null. */
  startsOn: string | null;
  endsOn: string | null;
  icon: CardIcon;
  color: CardColor;
  note: string;
}

/** Sizes that shops use most; any from 2 to 50 can be typed. */
export const usualGoals = [5, 6, 8, 10, 12] as const;

export const emptyRules: RulesForm = {
  name: '',
  goal: 10,
  rewardName: '',
  rewardValue: '',
  minimumSpend: '',
  startsOn: null,
  endsOn: null,
  icon: 'star',
  color: 'terracotta',
  note: '',
};

/** The field of this form that a path of the contract's rules belongs to. */
export function formFieldOf(path: string): string {
  return { 'rewards.0.name': 'rewardName', 'rewards.0.value': 'rewardValue' }[path] ?? path;
}

export type Mistake = 'name' | 'goal' | 'reward' | 'money' | 'dates';

/** What is wrong with the form, by field; empty when it can be saved. */
export function mistakes(form: RulesForm, currency: string): Partial<Record<keyof RulesForm, Mistake>> {
  const found: Partial<Record<keyof RulesForm, Mistake>> = {};
  const isMoney = (typed: string) => typed.trim() === '' || parseMoney(typed, currency) !== null;
  if (form.name.trim() === '') found.name = 'name';
  if (!Number.isInteger(form.goal) || form.goal < 2 || form.goal > 50) found.goal = 'goal';
  if (form.rewardName.trim() === '') found.rewardName = 'reward';
  if (!isMoney(form.rewardValue)) found.rewardValue = 'money';
  if (!isMoney(form.minimumSpend)) found.minimumSpend = 'money';
  if (form.startsOn && form.endsOn && form.startsOn > form.endsOn) found.endsOn = 'dates';
  return found;
}

/** The form as the contract wants it; call it only when there are no `mistakes`. */
export function rulesOf(form: RulesForm, currency: string): Rules {
  const money = (typed: string) => (typed.trim() === '' ? null : parseMoney(typed, currency));
  return punchCard({
    name: form.name,
    goal: form.goal,
    rewardName: form.rewardName,
    rewardValue: money(form.rewardValue),
    minimumSpend: money(form.minimumSpend),
    startsOn: form.startsOn,
    endsOn: form.endsOn,
    icon: form.icon,
    color: form.color,
    note: form.note,
  });
}
