import type { InputFor } from '../../preload/contract/index.ts';
import { punchCard } from '../../preload/contract/rules.ts';
import type { ShopStatus } from '../../preload/contract/shop.ts';
import type { Language } from '../../preload/contract/values.ts';
import type { Program, Template } from './templates.ts';
import { guessCurrency } from './zones.ts';

/** What the first run has gathered so far. Null texts stand for the template's own, in the language of the moment. */
export interface Draft {
  readonly language: Language;
  readonly name: string;
  /** Null while the guess is good enough. */
  readonly currency: string | null;
  readonly timeZone: string;
  readonly dayStartMinutes: number;
  readonly ownerName: string;
  readonly pin: string;
  readonly again: string;
  /** Null for no program yet. */
  readonly template: Template['key'] | null;
  readonly programName: string | null;
  readonly goal: number | null;
  readonly reward: string | null;
}

export function firstDraft(status: ShopStatus): Draft {
  const { settings } = status;
  return {
    language: settings?.language ?? status.systemLanguage,
    name: settings?.name ?? '',
    currency: settings?.currency ?? null,
    timeZone: settings?.timeZone ?? status.systemTimeZone,
    dayStartMinutes: settings?.dayStartMinutes ?? 0,
    ownerName: '',
    pin: '',
    again: '',
    template: 'cafe',
    programName: null,
    goal: null,
    reward: null,
  };
}

export const currencyOf = (draft: Draft): string => draft.currency ?? guessCurrency(draft.timeZone, draft.language);

/** The whole answer of the first run. */
export function createInput(draft: Draft, program: Program | null): InputFor<'shop.create'> {
  return {
    name: draft.name,
    language: draft.language,
    currency: currencyOf(draft),
    timeZone: draft.timeZone,
    dayStartMinutes: draft.dayStartMinutes,
    owner: { name: draft.ownerName, pin: draft.pin },
    program: program && punchCard(program),
  };
}
