import { atTheTill, command, managersUp, query } from './kinds.ts';
import { ProgramRules } from './rules.ts';
import { Done, Instant, ItemId, Nothing, Optional, ProgramId, Text } from './values.ts';
import { z } from './zod.ts';

/** `planned` and `over` come from the dates; `paused` and `ended` from the owner. Only `running` issues stamps. */
export const programStates = ['planned', 'running', 'paused', 'over', 'ended'] as const;

export const Program = z.strictObject({
  programId: ProgramId,
  /** 1 for the first rules. */
  version: z.int(),
  /** The present rules, with the ids of their rewards. */
  rules: ProgramRules,
  state: z.enum(programStates),
  createdAt: Instant,
  /** When the present rules were made. */
  changedAt: Instant,
  /** Cards in progress, and rewards earned and not yet handed over. */
  openCards: z.int(),
  openRewards: z.int(),
});
export type Program = z.infer<typeof Program>;

/** Something the shop sells, as far as programs tell it apart (F-03). */
export const Item = z.strictObject({
  itemId: ItemId,
  name: z.string(),
  category: z.string().nullable(),
  archived: z.boolean(),
});
export type Item = z.infer<typeof Item>;

const one = z.strictObject({ programId: ProgramId });
const itemDetails = { name: Text(60), category: Optional(60).default(null) };

export const programs = {
  list: query({ access: atTheTill, input: Nothing, output: z.array(Program) }),
  /** Errors: PROGRAM_LIMIT past ten programs that run together, NOT_FOUND for an item that is not there. */
  create: command({ access: managersUp, input: ProgramRules, output: one, changes: ['programs', 'cards'] }),
  /**
   * New rules from now on. Cards in progress keep the better of old and new; nobody loses a stamp or an open reward. `version` is the
   * one the form began with. Errors: PROGRAM_NOT_RUNNING when it has ended, PROGRAM_CHANGED when somebody was faster,
   * BAD_INPUT (rules.kind: the kind stays; rules.rewards.N.rewardId: a reward of another program).
   */
  change: command({
    access: managersUp,
    input: z.strictObject({ programId: ProgramId, version: z.int().min(1), rules: ProgramRules }),
    output: z.strictObject({ programId: ProgramId, version: z.int() }),
    changes: ['programs', 'cards'],
  }),
  /** A paused program issues no stamp and no card; open rewards stay redeemable. */
  pause: command({ access: managersUp, input: one, output: Done, changes: ['programs', 'cards'] }),
  resume: command({ access: managersUp, input: one, output: Done, changes: ['programs', 'cards'] }),
  /** For good. Open rewards stay redeemable. */
  end: command({ access: managersUp, input: one, output: Done, changes: ['programs', 'cards'] }),

  /** What the shop sells, by category and name; archived ones last. */
  items: query({ access: atTheTill, input: Nothing, output: z.array(Item) }),
  /** Errors: BAD_INPUT (name) when there is one of that name. */
  addItem: command({
    access: managersUp,
    input: z.strictObject(itemDetails),
    output: z.strictObject({ itemId: ItemId }),
    changes: ['programs'],
  }),
  changeItem: command({
    access: managersUp,
    input: z.strictObject({ itemId: ItemId, ...itemDetails, archived: z.boolean().default(false) }),
    output: Done,
    changes: ['programs'],
  }),
};
