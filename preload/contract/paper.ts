import { CounterCard } from './counter.ts';
import { atTheTill, command, managersUp, ownerOnly, query, task } from './kinds.ts';
import { CardCode, mostCards } from './memberCards.ts';
import { mostUnits } from './rules.ts';
import { slipPapers } from './shop.ts';
import { BusinessDay, CustomerId, Done, Language, Month, Nothing, ProgramId } from './values.ts';
import { z } from './zod.ts';

/** Posters and the sign for the counter: A5 on its side (F-86). */
export const posterSizes = ['A4', 'A5', 'sign'] as const;
export type PosterSize = (typeof posterSizes)[number];

/** Everything the app can put on paper, by what is on it. The page for paper has a component for each. */
export const Sheet = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('month'), month: Month }),
  /** Member cards to cut out, ten on a sheet of A4. */
  z.strictObject({
    kind: z.literal('memberCards'),
    codes: z.array(CardCode).min(1).max(mostCards),
    /** Print the customers' names on them? */
    names: z.boolean(),
  }),
  /** For the customer, after a stamp or a reward (F-30). */
  z.strictObject({
    kind: z.literal('slip'),
    customerId: CustomerId,
    programId: ProgramId,
    paper: z.enum(slipPapers),
  }),
  /** For a day without power (F-29). */
  z.strictObject({ kind: z.literal('stampSheet'), programId: ProgramId }),
  z.strictObject({ kind: z.literal('dayEnd'), day: BusinessDay }),
  /** What every customer has (F-58); so many lines of it, null for all. */
  z.strictObject({ kind: z.literal('balances'), lines: z.int().min(1).max(10_000).nullable() }),
  /** Everything that is known of a customer, for them (F-75). */
  z.strictObject({ kind: z.literal('customerCopy'), customerId: CustomerId }),
  z.strictObject({
    kind: z.literal('poster'),
    programId: ProgramId,
    language: Language,
    size: z.enum(posterSizes),
  }),
  /** For the door: a program's rules from this version on, and what they were before. */
  z.strictObject({ kind: z.literal('programNotice'), programId: ProgramId, version: z.int().min(1) }),
]);
export type Sheet = z.infer<typeof Sheet>;
export type SheetKind = Sheet['kind'];

/** What decides who may have a sheet: the procedure that tells what is on it. */
export const sheetNeeds = {
  month: 'month.exportReport',
  memberCards: 'memberCards.printed',
  slip: 'paper.slip',
  stampSheet: 'paper.stampSheet',
  dayEnd: 'dayEnd.of',
  balances: 'paper.balances',
  customerCopy: 'privacy.of',
  poster: 'paper.posters',
  programNotice: 'programs.versions',
} as const satisfies Record<SheetKind, string>;

/** Size in millimetres; a roll is as long as what is printed on it (null). */
export interface PaperSize {
  readonly width: number;
  readonly height: number | null;
}
const A4: PaperSize = { width: 210, height: 297 };
const A5: PaperSize = { width: 148, height: 210 };
const slips: Readonly<Record<(typeof slipPapers)[number], PaperSize>> = {
  '58': { width: 58, height: null },
  '80': { width: 80, height: null },
  A5,
};
const posters: Readonly<Record<PosterSize, PaperSize>> = { A4, A5, sign: { width: 210, height: 148 } };

/** The paper a sheet is made for. */
export function paperOf(sheet: Sheet): PaperSize {
  switch (sheet.kind) {
    case 'slip':
      return slips[sheet.paper];
    case 'poster':
      return posters[sheet.size];
    default:
      return A4;
  }
}

/** What stands on a slip: the customer's card as the counter shows it, in their language. */
export const Slip = z.strictObject({
  name: z.string().nullable(),
  number: z.string(),
  language: Language,
  card: CounterCard,
});
export type Slip = z.infer<typeof Slip>;

/** Who may come on a day without power, and what is on their card now. */
export const StampSheet = z.strictObject({
  program: z.string(),
  kind: z.enum(['stamps', 'points']),
  /** Stamps that fill the card; null for points. */
  goal: z.int().nullable(),
  rows: z.array(
    z.strictObject({
      customerId: CustomerId,
      number: z.string(),
      name: z.string().nullable(),
      phoneEnd: z.string().nullable(),
      stamps: z.int(),
      openRewards: z.int(),
    }),
  ),
});
export type StampSheet = z.infer<typeof StampSheet>;

/** Everybody who has something on a card or a reward to fetch, by name. `total`: how many there are, listed or not. */
export const Balances = z.strictObject({
  total: z.int(),
  rows: z.array(
    z.strictObject({
      customerId: CustomerId,
      number: z.string(),
      name: z.string().nullable(),
      cards: z.array(
        z.strictObject({
          program: z.string(),
          /** Below zero: they owe. */
          units: z.int(),
          /** Stamps that fill the card; null for points. */
          goal: z.int().nullable(),
        }),
      ),
      openRewards: z.int(),
    }),
  ),
});
export type Balances = z.infer<typeof Balances>;

/** Lines that are entered from paper at once. */
export const mostPaperRows = 200;

/** How many joined a program for each hundred visits to the shop. */
export const Enrolments = z.strictObject({
  from: BusinessDay,
  enrolled: z.int(),
  visits: z.int(),
  per100: z.number().nullable(),
});
export type Enrolments = z.infer<typeof Enrolments>;

/** What is known of a program's posters. */
export const Posters = z.strictObject({
  programId: ProgramId,
  prints: z.array(
    z.strictObject({
      language: Language,
      size: z.enum(posterSizes),
      printedOn: BusinessDay,
      /** The rules have changed since: what hangs there says something that is no longer so. */
      reprint: z.boolean(),
    }),
  ),
  /** The last ninety days, and since the first of the present posters was printed (null without any). */
  lately: Enrolments,
  sincePrinted: Enrolments.nullable(),
});
export type Posters = z.infer<typeof Posters>;

export const Printer = z.strictObject({
  /** What the system calls it; goes into the settings. */
  name: z.string(),
  title: z.string(),
});
export type Printer = z.infer<typeof Printer>;

/** Pictures a logo may be, and how large: it lies in the shop's file and in every backup. */
export const logoTypes = ['image/png', 'image/jpeg'] as const;
export const logoBytes = 512 * 1024;

export const paper = {
  /** Asks where, then writes the sheet as a PDF; `saved` is the file's name, null when the person closed the dialog. */
  save: task({
    access: atTheTill,
    input: z.strictObject({ sheet: Sheet }),
    output: z.strictObject({ saved: z.string().nullable() }),
    changes: ['posters'],
  }),
  /**
   * Prints a sheet: on the named printer without a question, or with the system's dialog (null). `printed` is false when the person
   * closed that. Errors: PRINTER_FAILED.
   */
  print: task({
    access: atTheTill,
    input: z.strictObject({ sheet: Sheet, printer: z.string().min(1).max(200).nullable().default(null) }),
    output: z.strictObject({ printed: z.boolean() }),
    changes: ['posters'],
  }),
  /** The printers the system knows. */
  printers: task({ access: atTheTill, input: Nothing, output: z.array(Printer) }),
  /** The shop's logo as a data: address, or null. */
  logo: query({ access: atTheTill, input: Nothing, output: z.strictObject({ picture: z.string().nullable() }) }),
  /** Lets the owner choose a PNG or JPEG of at most {@link logoBytes}. Errors: PICTURE_KIND, PICTURE_TOO_LARGE (params.limit, kB), FILE_UNREADABLE. */
  chooseLogo: task({
    access: ownerOnly,
    input: Nothing,
    output: z.strictObject({ chosen: z.boolean() }),
    changes: ['shop'],
  }),
  slip: query({
    access: atTheTill,
    input: z.strictObject({ customerId: CustomerId, programId: ProgramId }),
    output: Slip,
  }),
  /** The customers of the last ninety days by name, with their progress; 500 at most. Refuses a program without cards with BAD_INPUT. */
  stampSheet: query({
    access: managersUp,
    input: z.strictObject({ programId: ProgramId }),
    output: StampSheet,
  }),
  /** So many lines of it, null for all; 5,000 at most, of those who were here last. */
  balances: task({
    access: ownerOnly,
    input: z.strictObject({ lines: z.int().min(1).max(10_000).nullable() }),
    output: Balances,
  }),
  /**
   * Stamps or points that were noted on paper: a visit on its day and what it brought, without limits. Errors: PROGRAM_NOT_RUNNING,
   * CUSTOMER_ARCHIVED (fields), PAPER_TWICE (params.customers, fields: already entered for that day; `again` enters them all the same).
   */
  enterStamps: command({
    access: managersUp,
    input: z.strictObject({
      day: BusinessDay,
      programId: ProgramId,
      rows: z
        .array(z.strictObject({ customerId: CustomerId, stamps: z.int().min(1).max(mostUnits) }))
        .min(1)
        .max(mostPaperRows),
      again: z.boolean().default(false),
    }),
    output: z.strictObject({ customers: z.int(), rewards: z.int() }),
    changes: ['cards', 'customers', 'visits'],
  }),
  /** Of every program. */
  posters: task({ access: managersUp, input: Nothing, output: z.array(Posters) }),
  removeLogo: task({ access: ownerOnly, input: Nothing, output: Done, changes: ['shop'] }),
};
