import { anyone, atTheTill, command, managersUp, ownerOnly, proofs, query, roles, task } from './kinds.ts';
import { CustomerId, Done, Instant, Language, Nothing, PersonId, Pin, Text } from './values.ts';
import { z } from './zod.ts';

/** Somebody who works here. */
export const Person = z.strictObject({
  personId: PersonId,
  name: z.string(),
  role: z.enum(roles),
  language: Language.nullable(),
  hasBadge: z.boolean(),
});
export type Person = z.infer<typeof Person>;

/** Who is at the till now, and how they proved it. */
export const Session = z.strictObject({
  person: Person.nullable(),
  proof: z.enum(proofs).nullable(),
  /** True on a trusted till: a tap on the name is enough for stamping. */
  trustedTill: z.boolean(),
});
export type Session = z.infer<typeof Session>;

/** The code on a badge, as a scanner reads it: any that is long enough not to be typed by chance. */
export const Badge = z
  .string()
  .max(200)
  .transform((code) => code.replace(/\p{Cc}/gu, '').trim())
  .pipe(z.string().min(4).max(60));

/** The letters of a recovery code: Crockford's, none of which is taken for another. */
export const recoveryAlphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
export const recoveryLength = 20;

/** A recovery code as a person types it: in any case, with spaces and dashes, O for 0 and I or L for 1. */
export const RecoveryCode = z
  .string()
  .max(100)
  .transform((typed) =>
    typed
      .toUpperCase()
      .replace(/[\s\p{Pd}]/gu, '')
      .replaceAll('O', '0')
      .replace(/[IL]/g, '1'),
  )
  .pipe(z.string().regex(new RegExp(`^[${recoveryAlphabet}]{${recoveryLength}}$`)));

export const people = {
  /** Names for the "who?" screen. */
  list: query({ access: anyone, input: Nothing, output: z.array(Person) }),
  session: query({ access: anyone, input: Nothing, output: Session }),
  /** Errors: PIN_WRONG (params.left tries), PIN_LOCKED (params.wait ms), PIN_ELSEWHERE (hashed on another computer: recovery code, or a new PIN by the owner). */
  signIn: task({
    access: anyone,
    input: z.strictObject({ personId: PersonId, pin: Pin }),
    output: Session,
    changes: ['session'],
  }),
  /** On a trusted till only: stamping without PIN. */
  tap: task({ access: anyone, input: z.strictObject({ personId: PersonId }), output: Session, changes: ['session'] }),
  /**
   * A staff badge was scanned: on a trusted till the same as a tap, elsewhere only the name. It never proves a PIN, and changes nothing
   * for the person who is at the till already. Errors: BADGE_UNKNOWN, PIN_NEEDED (params.personId).
   */
  badge: task({
    access: anyone,
    input: z.strictObject({ code: z.string().max(200) }),
    output: Session,
    changes: ['session'],
  }),
  signOut: task({ access: anyone, input: Nothing, output: Session, changes: ['session'] }),
  /** A touch or key at the till: puts off the auto-lock. */
  touch: task({ access: anyone, input: Nothing, output: Done }),
  add: task({
    access: ownerOnly,
    input: z.strictObject({
      name: Text(60),
      role: z.enum(roles),
      pin: Pin,
      language: Language.nullable().default(null),
    }),
    output: z.strictObject({ personId: PersonId }),
    changes: ['people'],
  }),
  /** Errors: LAST_OWNER when the only owner would lose that role. */
  update: command({
    access: ownerOnly,
    input: z.strictObject({
      personId: PersonId,
      name: Text(60),
      role: z.enum(roles),
      language: Language.nullable(),
    }),
    output: Done,
    changes: ['people', 'session'],
  }),
  /** Gives somebody the badge with this code, or (null) takes it away. Errors: BADGE_TAKEN by somebody else's badge or a customer's card. */
  setBadge: command({
    access: ownerOnly,
    input: z.strictObject({ personId: PersonId, code: Badge.nullable() }),
    output: Done,
    changes: ['people', 'session'],
  }),
  /** Which of the people a customer is; null for none (F-33). */
  staffOf: query({
    access: managersUp,
    input: z.strictObject({ customerId: CustomerId }),
    output: z.strictObject({ personId: PersonId.nullable() }),
  }),
  /**
   * Says that a customer works here: they can no longer be stamped or handed rewards under their own sign-in. Nobody does this to themselves
   * or takes it back from themselves. Errors: OWN_LINK.
   */
  linkCustomer: command({
    access: managersUp,
    input: z.strictObject({ customerId: CustomerId, personId: PersonId.nullable() }),
    output: Done,
    changes: ['people'],
  }),
  archive: command({
    access: ownerOnly,
    input: z.strictObject({ personId: PersonId }),
    output: Done,
    changes: ['people', 'session'],
  }),
  /** Everybody may change their own PIN; the owner may set anyone's. */
  changePin: task({
    access: { roles, proof: 'pin' },
    input: z.strictObject({ personId: PersonId, pin: Pin }),
    output: Done,
    changes: ['people'],
  }),
  /**
   * A new recovery code, told once and kept in memory only: it is in force when {@link confirmRecoveryCode} has heard it again,
   * and the one before it until then.
   */
  makeRecoveryCode: task({ access: ownerOnly, input: Nothing, output: z.strictObject({ code: z.string() }) }),
  /** The test entry. Errors: RECOVERY_WRONG. */
  confirmRecoveryCode: task({
    access: ownerOnly,
    input: z.strictObject({ recoveryCode: RecoveryCode }),
    output: Done,
    changes: ['shop'],
  }),
  /** "PIN forgotten": an owner's new PIN by the recovery code, which is used up. Signs them in. Errors: RECOVERY_WRONG. */
  recover: task({
    access: anyone,
    input: z.strictObject({ personId: PersonId, recoveryCode: RecoveryCode, pin: Pin }),
    output: Session,
    changes: ['shop', 'people', 'session'],
  }),
  /** The language of the person at the till. */
  chooseLanguage: command({
    access: atTheTill,
    input: z.strictObject({ language: Language }),
    output: Done,
    changes: ['people', 'session'],
  }),
  /** A manager's PIN for one override by somebody else. The approval is used once and ends after a minute. */
  approve: task({
    access: atTheTill,
    input: z.strictObject({ personId: PersonId, pin: Pin }),
    output: z.strictObject({ approval: z.uuid(), until: Instant }),
  }),
};
