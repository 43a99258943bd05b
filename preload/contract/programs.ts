import { atTheTill, command, managersUp, query } from './kinds.ts';
import { BusinessDay, Done, Instant, Money, Notes, Nothing, ProgramId, Text } from './values.ts';
import { z } from './zod.ts';

export const cardIcons = [
  'coffee',
  'scissors',
  'croissant',
  'sparkles',
  'car',
  'heart',
  'star',
  'paw',
  'flower',
  'pizza',
] as const;
export const cardColors = ['ink', 'terracotta', 'moss', 'ocean', 'plum', 'mustard'] as const;

/** The rules of a punch card, as the owner makes them. */
export const ProgramRules = z
  .strictObject({
    name: Text(60),
    /** Stamps that fill the card, 2 to 50. */
    goal: z.int().min(2).max(50),
    rewardName: Text(80),
    /** What the reward is worth, minor units; null when the owner does not say. */
    rewardValue: Money.nullable().default(null),
    /** Smallest amount of a visit that earns a stamp; null for none (F-07). */
    minimumSpend: Money.nullable().default(null),
    startsOn: BusinessDay.nullable().default(null),
    endsOn: BusinessDay.nullable().default(null),
    icon: z.enum(cardIcons).default('coffee'),
    color: z.enum(cardColors).default('terracotta'),
    note: Notes(300).default(null),
  })
  .refine((r) => !r.startsOn || !r.endsOn || r.startsOn <= r.endsOn, { path: ['endsOn'] });
export type ProgramRules = z.infer<typeof ProgramRules>;

/** `planned` and `over` come from the dates; `paused` and `ended` from the owner. Only `running` issues stamps. */
export const programStates = ['planned', 'running', 'paused', 'over', 'ended'] as const;

export const Program = z.strictObject({
  programId: ProgramId,
  version: z.int(),
  name: z.string(),
  goal: z.int(),
  rewardName: z.string(),
  rewardValue: z.int().nullable(),
  minimumSpend: z.int().nullable(),
  startsOn: BusinessDay.nullable(),
  endsOn: BusinessDay.nullable(),
  icon: z.enum(cardIcons),
  color: z.enum(cardColors),
  note: z.string().nullable(),
  state: z.enum(programStates),
  createdAt: Instant,
  /** Cards in progress, and rewards earned and not yet handed over. */
  openCards: z.int(),
  openRewards: z.int(),
});
export type Program = z.infer<typeof Program>;

const one = z.strictObject({ programId: ProgramId });

export const programs = {
  list: query({ access: atTheTill, input: Nothing, output: z.array(Program) }),
  /** Errors: PROGRAM_LIMIT past ten programs that run together. */
  create: command({ access: managersUp, input: ProgramRules, output: one, changes: ['programs', 'cards'] }),
  /** A paused program issues no stamp and no card; open rewards stay redeemable. */
  pause: command({ access: managersUp, input: one, output: Done, changes: ['programs', 'cards'] }),
  resume: command({ access: managersUp, input: one, output: Done, changes: ['programs', 'cards'] }),
  /** For good. Open rewards stay redeemable. */
  end: command({ access: managersUp, input: one, output: Done, changes: ['programs', 'cards'] }),
};
