import { anyone, atTheTill, command, ownerOnly, query, task } from './kinds.ts';
import { RecoveryCode } from './people.ts';
import { Provers, RescueProof } from './rescue.ts';
import { ProgramRules } from './rules.ts';
import { BusinessDay, Currency, Done, Instant, Language, Nothing, Pin, RequestId, Text, TimeZone } from './values.ts';
import { OwnWords } from './words.ts';
import { z } from './zod.ts';

/** What slips are printed on (F-30). */
export const slipPapers = ['58', '80', 'A5'] as const;

/** Features a shop may switch on when it wants them (F-91). A first run shows the counter, customers, at risk and month. */
export const ShopSettings = z.strictObject({
  name: z.string(),
  language: Language,
  currency: Currency,
  timeZone: TimeZone,
  /** Minutes after midnight at which a business day begins, 0 to 720. */
  dayStartMinutes: z.int().min(0).max(720),
  /** A name from the page's palette; the page checks its contrast. */
  accent: z.string(),
  /** Stamping stays open after a tap on one's name, without PIN (F-19). */
  trustedTill: z.boolean(),
  /** Minutes without a touch after which the PIN is asked again. */
  autoLockMinutes: z.int().min(1).max(120),
  /** Visits per customer and business day before the till warns or blocks (F-12). */
  visitsPerDay: z.int().min(1).max(50),
  /** Minutes between two visits of one customer (F-12). */
  minutesBetweenVisits: z.int().min(0).max(1440),
  /** What happens past a limit: a warning and a log line, or a block that a manager can lift. */
  limitMode: z.enum(['warn', 'block']),
  /** Activity window W in days for retention; null takes it from the shop's own data (RETENTION.md section 7). */
  activityWindowDays: z.int().min(31).max(730).nullable(),
  /** Opening hours in minutes after midnight, for finding entries at odd hours (F-34); closing before opening means past midnight. Null: not said. */
  opensAt: z.int().min(0).max(1439).nullable(),
  closesAt: z.int().min(0).max(1439).nullable(),
  /** The printer for slips as the system calls it; null asks with the system's dialog each time. */
  slipPrinter: z.string().min(1).max(200).nullable(),
  /** What slips are printed on: a roll of 58 or 80 mm, or a sheet of A5. */
  slipPaper: z.enum(slipPapers),
  /** Print a slip after a stamp: never, when asked for at the confirmation, always. */
  slipAfterStamp: z.enum(['off', 'ask', 'always']),
  /** H, the weeks the at-risk list looks ahead (RETENTION.md section 0). */
  riskWeeks: z.literal([2, 4, 8, 13]),
  /** What the shop calls a stamp, a point and a reward (F-13). */
  words: OwnWords,
});
export type ShopSettings = z.infer<typeof ShopSettings>;

/** Why a shop cannot be opened; each has its own screen. The file is never touched. */
export const ShopFailure = z.strictObject({
  /** `demo`: the demo shop does not open; the shop's own file is another. `safeMode`: nothing is known to be wrong with the file; Regulars itself has broken off several times, and opens nothing. */
  kind: z.enum(['newer', 'damaged', 'busy', 'unreadable', 'behind', 'noRoom', 'noKey', 'safeMode', 'demo']),
  /** Schema versions, for `newer`. */
  found: z.int().nullable(),
  known: z.int().nullable(),
  /** For `damaged`: the name of the copy that was kept, inside the shop's folder. */
  kept: z.string().nullable(),
  /**
   * For `behind`: what the ledger's journal has and the file has not. `changes` were commits without ledger entries (a name, a setting), of
   * which the journal knows only that they were; `since` is the first of all. Without them an owner may open the shop.
   */
  lost: z.strictObject({ entries: z.int(), changes: z.int(), since: Instant, provers: Provers }).nullable(),
  /** For `noRoom`: free bytes that bringing the shop up to date takes; null when there is no room even to open it. */
  needed: z.int().nullable(),
  /** For `demo`: why it does not open. */
  demo: z.enum(['damaged', 'busy', 'unreadable', 'full']).nullable(),
});
export type ShopFailure = z.infer<typeof ShopFailure>;

/** How safely the shop stands; whatever is wrong has its own sentence on the page. */
export const ShopHealth = z.strictObject({
  /** `low`: under 500 MB free. `full`: room for little more than the counter; imports and exports are refused. */
  space: z.enum(['enough', 'low', 'full']),
  /** Storage fails: what is there can be read. Every command tries anew. */
  readOnly: z.boolean(),
  /** The ledger's second memory: begun anew at this start, found damaged or without its end, or refused by the disk just now. */
  journal: z.enum(['good', 'new', 'damaged', 'short', 'failing']),
  /** The first ledger entry that was changed behind the app's back. */
  firstBad: z.int().nullable(),
  /** The first line of the activity log that was changed or taken away behind the app's back. */
  firstBadLine: z.int().nullable(),
  /** `late`: no copy outside the shop's folder for seven days. `failed`: the last backup could not be made. */
  backup: z.enum(['fine', 'late', 'failed']),
});
export type ShopHealth = z.infer<typeof ShopHealth>;

export const ShopStatus = z.strictObject({
  /** `empty`: no shop yet. `needsOwner`: made without a window, has no people yet. `locked`: its keys are not here, and somebody can say what opens them. */
  state: z.enum(['empty', 'needsOwner', 'ready', 'failed', 'locked']),
  /** For `locked`: does a password open it, besides the recovery code? */
  lock: z.strictObject({ password: z.boolean() }).nullable(),
  /** The keys lie open in the shop's folder, and nobody has put sealing them off. */
  unsealed: z.boolean(),
  failure: ShopFailure.nullable(),
  settings: ShopSettings.nullable(),
  today: BusinessDay.nullable(),
  now: Instant,
  demo: z.boolean(),
  /** The computer's clock stands an hour or more before the last entry: the person is warned. */
  clockBehind: z.boolean(),
  /** False until an owner has a recovery code (F-32). */
  hasRecoveryCode: z.boolean(),
  /** False until an owner has chosen a second place for backups, or signed that it has to wait (F-58). */
  decidedOnPlace: z.boolean(),
  /** Null while no shop is open. */
  health: ShopHealth.nullable(),
  /** Of what has run out, how much is written down; null when nothing is under way, or not for long enough to speak of. */
  expiring: z.strictObject({ done: z.int(), total: z.int() }).nullable(),
  /** True when the shop has at least one program. */
  hasProgram: z.boolean(),
  /** Language of the computer, as a first guess. */
  systemLanguage: Language,
  systemTimeZone: z.string(),
});
export type ShopStatus = z.infer<typeof ShopStatus>;

export const shop = {
  status: query({ access: anyone, input: Nothing, output: ShopStatus }),
  /** First run in the window (F-79). In state `needsOwner` the shop keeps its own settings and takes only owner and program. */
  create: task({
    access: anyone,
    input: z.strictObject({
      name: Text(80),
      language: Language,
      currency: Currency,
      timeZone: TimeZone,
      dayStartMinutes: z.int().min(0).max(720).default(0),
      owner: z.strictObject({ name: Text(60), pin: Pin }),
      program: ProgramRules.nullable(),
    }),
    output: Done,
    changes: ['shop', 'people', 'programs', 'session'],
  }),
  /** After a failure: looks at the shop's file again, as a start would. Does nothing while a shop is open. */
  lookAgain: task({
    access: anyone,
    input: Nothing,
    output: Done,
    changes: ['shop', 'people', 'session'],
  }),
  /** Opens a locked shop. Errors: PASSWORD_WRONG, RECOVERY_WRONG, PIN_LOCKED (params.wait) after five wrong ones, BAD_INPUT without either. */
  unlock: task({
    access: anyone,
    input: z.strictObject({
      password: z.string().max(200).nullable().default(null),
      recoveryCode: RecoveryCode.nullable().default(null),
    }),
    output: Done,
    changes: ['shop', 'people', 'session'],
  }),
  /** After a failure of kind `behind`: writes back from the journal what the file lacks, and opens. */
  bringBack: task({ access: anyone, input: Nothing, output: Done, changes: ['shop', 'people', 'session'] }),
  /**
   * After a failure of kind `behind`: opens the shop as its file is, and signs the owner in who proved to be one (a shop that has no people yet
   * needs nobody). The journal is kept beside it and no longer asked. Errors: BAD_INPUT (proof), PIN_WRONG (params.left), PIN_LOCKED (params.wait),
   * PIN_ELSEWHERE, RECOVERY_WRONG.
   */
  leaveBehind: task({
    access: anyone,
    input: z.strictObject({ proof: RescueProof.nullable().default(null) }),
    output: Done,
    changes: ['shop', 'people', 'session'],
  }),
  settings: query({ access: atTheTill, input: Nothing, output: ShopSettings }),
  /**
   * What became of a command whose answer never reached the page, because the page broke off: its answer as it was given, and how long ago, ms.
   * Null: it was not done, or by somebody else than who is at the till.
   */
  outcome: query({
    access: atTheTill,
    input: z.strictObject({ requestId: RequestId }),
    output: z.strictObject({ procedure: z.string(), answer: z.unknown(), age: z.int().min(0) }).nullable(),
  }),
  update: command({
    access: ownerOnly,
    input: ShopSettings.omit({ name: true, words: true })
      .extend({ name: Text(80) })
      .partial()
      .strict(),
    output: ShopSettings,
    changes: ['shop'],
  }),
  /** The shop's own words, all of them at once. Refuses an empty or long word and signs with BAD_INPUT (fields: words.ro.stamp.other). */
  setWords: command({
    access: ownerOnly,
    input: z.strictObject({ words: OwnWords }),
    output: ShopSettings,
    changes: ['shop'],
  }),
};
