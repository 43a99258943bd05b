import { ownerOnly, task, topics } from './kinds.ts';
import { Done, Instant, Nothing, Pin } from './values.ts';
import { z } from './zod.ts';

/** Why a backup was made. */
export const backupReasons = ['start', 'hourly', 'quit', 'asked', 'import', 'erasure', 'update', 'restore'] as const;
export type BackupWhy = (typeof backupReasons)[number];

/** Days without a copy outside the shop's folder after which the owner is warned (F-58). */
export const outsideDays = 7;

/** A backup that was opened, checked and hashed when it was made. */
export const BackupLine = z.strictObject({
  /** Names it; never a path. */
  name: z.string(),
  at: Instant,
  why: z.enum(backupReasons),
  bytes: z.int(),
  customers: z.int(),
  entries: z.int(),
});
export type BackupLine = z.infer<typeof BackupLine>;

export const BackupPlace = z.strictObject({
  /** What the folder is called, null when none was chosen. */
  folder: z.string().nullable(),
  /** The owner has said "later". */
  later: z.boolean(),
  /** The folder can be reached now. */
  there: z.boolean(),
  /** When the last backup reached one. */
  copiedAt: Instant.nullable(),
});

export const backups = {
  /** The shop's own backups, newest first, and the second place. */
  list: task({
    access: ownerOnly,
    input: Nothing,
    output: z.strictObject({
      backups: z.array(BackupLine),
      place: BackupPlace,
      /** Seven days and more without a copy outside. */
      late: z.boolean(),
      /** The last try failed, here or at the second place. */
      failed: z.enum(['here', 'outside']).nullable(),
    }),
  }),
  /** One at once, also when nothing has been done since the last. Errors: BACKUP_FAILED. */
  make: task({ access: ownerOnly, input: Nothing, output: Done, changes: ['backups'], needsRoom: true }),
  /**
   * What a restore would bring back, after the backup was looked through once more. `since`: ledger entries made after it, which the journal
   * brings back as far as it can. Errors: NOT_FOUND, BACKUP_UNFIT (params.why).
   */
  preview: task({
    access: ownerOnly,
    input: z.strictObject({ name: z.string().max(100) }),
    output: z.strictObject({ backup: BackupLine, customersNow: z.int(), entriesNow: z.int(), since: z.int() }),
  }),
  /**
   * Puts a backup in the place of the shop's file, which goes aside and is kept; then the journal brings back what was recorded since:
   * `restored` of `since` entries. `typed` is the shop's name. Errors: as preview, BAD_INPUT (typed), PIN_WRONG, PIN_LOCKED,
   * BACKUP_FAILED (what is there now could not be backed up first; nothing was changed).
   */
  restore: task({
    access: ownerOnly,
    input: z.strictObject({ name: z.string().max(100), typed: z.string().max(200), pin: Pin }),
    output: z.strictObject({ restored: z.int(), since: z.int() }),
    changes: [...topics],
    needsRoom: true,
  }),
  /**
   * Lets the owner choose a folder, best on another disk, and brings a copy there at once. Errors: BACKUP_PLACE (inside the
   * shop's own folder, or cannot be written), BACKUP_FAILED.
   */
  choosePlace: task({
    access: ownerOnly,
    input: Nothing,
    output: z.strictObject({ chosen: z.boolean() }),
    changes: ['backups'],
  }),
  /** The owner decides to do without a second place for now; it is noted who did. */
  later: task({ access: ownerOnly, input: Nothing, output: Done, changes: ['backups'] }),
};
