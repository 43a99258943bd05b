import { backupReasons } from './backups.ts';
import { anyone, task, topics } from './kinds.ts';
import { RecoveryCode } from './people.ts';
import { BusinessDay, Done, Instant, Nothing, PersonId, Pin, RequestId } from './values.ts';
import { z } from './zod.ts';

/** A file that might take the shop's place. Main knows where it lies, the page only its token. */
export const RescueSource = z.strictObject({
  source: z.uuid(),
  /** In the shop's own folder, at its second place, or where the person pointed to. */
  where: z.enum(['here', 'outside', 'chosen']),
  /** What its file is called. */
  file: z.string(),
  /** When it was made and why; null for a file that came without the note Regulars puts beside a backup. */
  at: Instant.nullable(),
  why: z.enum(backupReasons).nullable(),
  bytes: z.int(),
  customers: z.int().nullable(),
  entries: z.int().nullable(),
  /** What it takes to look into it: nothing, the recovery code of its shop, or a key that is not here. */
  need: z.enum(['nothing', 'code', 'key']),
});
export type RescueSource = z.infer<typeof RescueSource>;

/** Who can prove that a file's shop is theirs. */
export const Provers = z.strictObject({
  /** Its owners. `pin`: their PIN can be checked on this computer. */
  owners: z.array(z.strictObject({ personId: PersonId, name: z.string(), pin: z.boolean() })),
  /** It knows a recovery code. */
  hasCode: z.boolean(),
});
export type Provers = z.infer<typeof Provers>;

/** What a file would bring, after it was looked through, and who can prove that it is theirs. */
export const RescuePreview = z.strictObject({
  shopName: z.string(),
  /** When the last thing in it was done. */
  lastAt: Instant.nullable(),
  customers: z.int(),
  entries: z.int(),
  /** Entries of the card ledger that this computer's journal has beyond it; null where there is no journal of this shop. */
  since: z.int().nullable(),
  /** Where the disk refuses parts of the journal, of 4 KB: how many, and how many of the entries beyond come back all the same. `since` then is the least that there were. */
  broken: z.strictObject({ refused: z.int(), back: z.int() }).nullable(),
  ...Provers.shape,
});
export type RescuePreview = z.infer<typeof RescuePreview>;

/** Of what something is or may be missing in a shop that was saved from a damaged file. */
export const salvageParts = [
  'customers',
  'details',
  'notes',
  'programs',
  'people',
  'settings',
  'months',
  'log',
] as const;
export type SalvagePart = (typeof salvageParts)[number];

/** What could be saved of a damaged file: it stands beside it, checked, and waits for an owner to say so. */
export const Salvage = z.strictObject({
  /** To {@link rescue.restore} it. */
  source: z.uuid(),
  shopName: z.string(),
  /** Customers with all that the file or a backup has of them, and those of whom only their number and cards are left. */
  known: z.int(),
  nameless: z.int(),
  /** Of the known, those who are as an older backup has them. */
  fromBackup: z.int(),
  /** Entries of the card ledger, of so many that there once were. */
  entries: z.int(),
  entriesOnce: z.int(),
  /** Parts of the shop's files, of 4 KB, that the disk did not give out; 0 where it gave out everything, be it damaged. */
  refused: z.int(),
  parts: z.array(z.enum(salvageParts)),
  ...Provers.shape,
});
export type Salvage = z.infer<typeof Salvage>;

/** An owner of the shop in the file: by their PIN, or by the recovery code, and then with a new PIN for this computer. */
export const RescueProof = z.discriminatedUnion('by', [
  z.strictObject({ by: z.literal('pin'), personId: PersonId, pin: Pin }),
  z.strictObject({ by: z.literal('code'), personId: PersonId, recoveryCode: RecoveryCode, pin: Pin }),
]);
export type RescueProof = z.infer<typeof RescueProof>;

/** A customer as safe mode shows them: enough to say what is on the card. */
export const LookedUp = z.strictObject({
  number: z.string(),
  name: z.string().nullable(),
  phoneEnd: z.string().nullable(),
  /** Stamps with what fills the card, or points (`goal` null). */
  cards: z.array(z.strictObject({ name: z.string(), stamps: z.int(), goal: z.int().nullable() })),
  /** What could be handed over. */
  rewards: z.array(z.string()),
});
export type LookedUp = z.infer<typeof LookedUp>;

/** Whom a name or a phone fits; by the code of a card the one it belongs to, or why it belongs to nobody: see `Scanned`. */
export const LookedFor = z.strictObject({
  customers: z.array(LookedUp),
  problem: z.enum(['misread', 'replaced', 'blank']).nullable(),
  replacedOn: BusinessDay.nullable(),
});
export type LookedFor = z.infer<typeof LookedFor>;

/** Ways back for a shop that cannot be opened, and to a computer that has none. All refuse with SHOP_EXISTS while one is open. */
export const rescue = {
  /** The good backups of the shop's folder and of its second place, where that is known and there. Newest first. */
  list: task({ access: anyone, input: Nothing, output: z.array(RescueSource) }),
  /** Lets the person choose a backup, or a folder of them. Null: they closed the dialog. Empty: none in that folder. */
  choose: task({
    access: anyone,
    input: z.strictObject({ what: z.enum(['file', 'folder']) }),
    output: z.array(RescueSource).nullable(),
  }),
  /** Opens a locked backup for as long as the page is there. Errors: NOT_FOUND, RECOVERY_WRONG, PIN_LOCKED (params.wait), BACKUP_UNFIT. */
  unlock: task({
    access: anyone,
    input: z.strictObject({ source: z.uuid(), recoveryCode: RecoveryCode }),
    output: Done,
  }),
  /** Errors: NOT_FOUND, BACKUP_UNFIT (params.why; `locked`: it was not opened by {@link rescue.unlock}). */
  preview: task({ access: anyone, input: z.strictObject({ source: z.uuid() }), output: RescuePreview }),
  /**
   * The file takes the shop's place; what stood there goes aside and is kept, and the journal brings back what was recorded since: `restored` of
   * `since` entries. The owner is signed in then. `typed` is the shop's name. Errors: as preview, BAD_INPUT (typed), PIN_WRONG
   * (params.left), PIN_LOCKED (params.wait), PIN_ELSEWHERE, RECOVERY_WRONG, DISK_FULL, SHOP_BUSY.
   */
  restore: task({
    access: anyone,
    input: z.strictObject({ source: z.uuid(), typed: z.string().max(200), proof: RescueProof }),
    output: z.strictObject({ restored: z.int(), since: z.int() }),
    changes: [...topics],
  }),
  /**
   * Builds a file of all that can still be read of a damaged one, completed from its journal; the damaged one is not touched. Says how far it is under its
   * request's id, and can be cancelled. Errors: SHOP_EXISTS where no file is damaged, NOT_SALVAGED (params.why: nothing, version, unsound),
   * DISK_FULL, SHOP_BUSY, CANCELLED.
   */
  salvage: task({ access: anyone, input: Nothing, output: Salvage }),
  cancel: task({ access: anyone, input: z.strictObject({ task: RequestId }), output: Done }),
  /** In safe mode: who could look somebody up. Nobody where the file cannot be read. Errors: SHOP_EXISTS anywhere else. */
  provers: task({ access: anyone, input: Nothing, output: Provers }),
  /** In safe mode: an owner may look customers up from now on. Errors: PIN_WRONG (params.left), PIN_LOCKED (params.wait), PIN_ELSEWHERE, RECOVERY_WRONG. */
  lookIn: task({ access: anyone, input: z.strictObject({ proof: RescueProof }), output: Done }),
  /** In safe mode, after {@link rescue.lookIn}: customers and what is on their cards, by name, phone, number or a card's code, typed or scanned. Nothing is written. Errors: NOT_SIGNED_IN. */
  find: task({
    access: anyone,
    input: z.strictObject({ text: z.string().trim().min(1).max(200) }),
    output: LookedFor,
  }),
  /** In safe mode: a backup of the shop as it lies there, checked like any other. Errors: BACKUP_FAILED, SHOP_EXISTS anywhere else. */
  backUp: task({ access: anyone, input: Nothing, output: Done }),
  /**
   * Saves what a person who helps needs to know, and nobody's name, phone or words: versions, counts, settings, the log's codes. Open to
   * anybody while no shop is open, to its owner else. Errors: FILE_WRITE, NOT_ALLOWED, PIN_NEEDED, NOT_SIGNED_IN.
   */
  saveReport: task({ access: anyone, input: Nothing, output: z.strictObject({ saved: z.string().nullable() }) }),
};
