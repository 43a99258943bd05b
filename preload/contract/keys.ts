import { ownerOnly, task } from './kinds.ts';
import { Done, Nothing } from './values.ts';
import { z } from './zod.ts';

/** The fewest characters of a password: where it is asked for, it is all that stands before the shop's file. */
export const passwordLength = 10;
export const Password = z.string().min(passwordLength).max(200);

/**
 * How a shop's keys are kept: open in its folder, by this computer's key store, or behind a password that every start asks for; or by the recovery code
 * alone, where key store or box were lost and nothing has taken their place.
 */
export const keptBy = ['nothing', 'computer', 'password', 'code'] as const;

export const keys = {
  state: task({
    access: ownerOnly,
    input: Nothing,
    output: z.strictObject({
      kept: z.enum(keptBy),
      /** This computer has a place for secrets that is worth the name. */
      keyStore: z.boolean(),
      /** Copies of the shop's file in its folder that are older than its lock, and readable. */
      copies: z.int(),
    }),
  }),
  /**
   * Seals the shop: its keys no longer lie open beside its file. They go to the computer's key store, or behind `password` where there is none;
   * the recovery code opens them in any case. Also for a shop that the code alone opens. Errors: RECOVERY_NEEDED, BAD_INPUT (password: one is needed).
   */
  seal: task({
    access: ownerOnly,
    input: z.strictObject({ password: Password.nullable().default(null) }),
    output: Done,
    changes: ['shop', 'keys'],
  }),
  /** Puts sealing off; Settings has it. */
  later: task({ access: ownerOnly, input: Nothing, output: Done, changes: ['shop'] }),
  /**
   * Saves the key open in a file, for commands on the command line and to keep elsewhere: whoever has it and the folder opens the shop. Null when
   * the dialog was closed. Errors: KEY_PLACE, FILE_WRITE.
   */
  saveFile: task({ access: ownerOnly, input: Nothing, output: z.strictObject({ saved: z.string().nullable() }) }),
  /** Deletes the copies that are older than the lock, for good. */
  removeCopies: task({ access: ownerOnly, input: Nothing, output: Done, changes: ['keys'] }),
  /** Another password for every start. Errors: NOT_FOUND when none is asked for. */
  changePassword: task({
    access: ownerOnly,
    input: z.strictObject({ password: Password }),
    output: Done,
    changes: ['keys'],
  }),
};
