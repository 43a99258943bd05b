import { atTheTill, ownerOnly, query, task } from './kinds.ts';
import { CardCode, mostCards } from './memberCards.ts';
import { Done, Month, Nothing } from './values.ts';
import { z } from './zod.ts';

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
]);
export type Sheet = z.infer<typeof Sheet>;
export type SheetKind = Sheet['kind'];

/** What decides who may have a sheet: the procedure that tells what is on it. */
export const sheetNeeds = {
  month: 'month.exportReport',
  memberCards: 'memberCards.printed',
} as const satisfies Record<SheetKind, string>;

/** Size in millimetres; a roll is as long as what is printed on it (null). */
export interface PaperSize {
  readonly width: number;
  readonly height: number | null;
}
const A4: PaperSize = { width: 210, height: 297 };

/** The paper a sheet is made for. */
export function paperOf(sheet: Sheet): PaperSize {
  switch (sheet.kind) {
    case 'month':
    case 'memberCards':
      return A4;
  }
}

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
  }),
  /**
   * Prints a sheet: on the named printer without a question, or with the system's dialog (null). `printed` is false when the person
   * closed that. Errors: PRINTER_FAILED.
   */
  print: task({
    access: atTheTill,
    input: z.strictObject({ sheet: Sheet, printer: z.string().min(1).max(200).nullable().default(null) }),
    output: z.strictObject({ printed: z.boolean() }),
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
  removeLogo: task({ access: ownerOnly, input: Nothing, output: Done, changes: ['shop'] }),
};
