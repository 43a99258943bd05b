import { atTheTill, command, managersUp, query, task } from './kinds.ts';
import { ProgramRules } from './rules.ts';
import { CustomerId, Done, Instant, ItemId, Nothing, Optional, ProgramId, RequestId, Text } from './values.ts';
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

/** What new rules do to one customer's card. */
export const ChangeLine = z.strictObject({
  customerId: CustomerId,
  number: z.string(),
  name: z.string().nullable(),
  /** On the card now, and the goal it goes by afterwards; null for points. */
  stamps: z.int(),
  goal: z.int().nullable(),
  /** Keeps the old rules until the card is full, because the new ones would be worse. */
  keeps: z.boolean(),
  /** Names of rewards that are there at once. */
  earned: z.array(z.string()),
});
export type ChangeLine = z.infer<typeof ChangeLine>;

/** Whom new rules concern (F-06). */
export const ChangePreview = z.strictObject({
  /** False when only looks, words or dates change. */
  differs: z.boolean(),
  /** Cards in progress; how many of them keep the old rules, how many earn something at once, and how many rewards that is. */
  cards: z.int(),
  keeping: z.int(),
  earning: z.int(),
  rewards: z.int(),
  /** False while the program does not run: then rewards wait until it does. */
  givenAtOnce: z.boolean(),
  /** The first of each sort: who earns something, who keeps the old rules, the others. */
  lines: z.array(ChangeLine),
});
export type ChangePreview = z.infer<typeof ChangePreview>;

export const ProgramVersion = z.strictObject({ version: z.int(), rules: ProgramRules, createdAt: Instant });
export type ProgramVersion = z.infer<typeof ProgramVersion>;

const one = z.strictObject({ programId: ProgramId });
const newRules = z.strictObject({ programId: ProgramId, version: z.int().min(1), rules: ProgramRules });
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
    input: newRules,
    output: z.strictObject({ programId: ProgramId, version: z.int() }),
    changes: ['programs', 'cards'],
  }),
  /** What `change` would do, card by card; writes nothing. Errors as there, and CANCELLED. */
  preview: task({ access: managersUp, input: newRules, output: ChangePreview }),
  /** Whom to tell, as CSV: name, phone, e-mail, language, consents, progress, what changes. `saved` is null when the dialog was closed. */
  saveContacts: task({ access: managersUp, input: newRules, output: z.strictObject({ saved: z.string().nullable() }) }),
  /** Stops a preview that is running. */
  cancel: task({ access: managersUp, input: z.strictObject({ task: RequestId }), output: Done }),
  /** Gives out what new rules have earned for cards in progress, each once; a start of the app does what was left. */
  giveEarned: task({
    access: managersUp,
    input: one,
    output: z.strictObject({ rewards: z.int() }),
    changes: ['programs', 'cards', 'customers', 'visits'],
  }),
  /** The rules as they were, oldest first. */
  versions: query({ access: atTheTill, input: one, output: z.array(ProgramVersion) }),
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
