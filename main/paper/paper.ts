import { basename } from 'node:path';
import { findCustomer } from '../../db/queries/customers.ts';
import { deleteLogo, findLogo, updateLogo } from '../../db/queries/paper.ts';
import { findProcedure } from '../../preload/contract/index.ts';
import { mayCall } from '../../preload/contract/kinds.ts';
import { type Sheet, sheetNeeds } from '../../preload/contract/paper.ts';
import type { TaskContext } from '../bridge/context.ts';
import { AppError, found } from '../bridge/errors.ts';
import { implement } from '../bridge/implement.ts';
import { open } from '../counter/view.ts';
import { writeWhole } from '../shop/writeWhole.ts';
import { enterStamps } from './enterStamps.ts';
import { readLogo } from './logo.ts';
import { rememberPoster } from './posters.ts';
import { stampSheet } from './stampSheet.ts';

/** Who may not see what is on a sheet cannot have it on paper either. */
function admit({ session }: TaskContext, sheet: Sheet): void {
  const needed = findProcedure(sheetNeeds[sheet.kind]);
  const { who } = session;
  if (needed && mayCall(needed.access, who)) return;
  const byPin = needed !== null && who !== null && mayCall(needed.access, { role: who.role, proof: 'pin' });
  throw new AppError(byPin ? 'PIN_NEEDED' : 'NOT_ALLOWED');
}

/** What a file of the sheet is called, before the person says otherwise. */
function nameOf(sheet: Sheet, today: string): string {
  switch (sheet.kind) {
    case 'month':
      return `month-${sheet.month}.pdf`;
    case 'memberCards':
      return `member-cards-${today}.pdf`;
    case 'slip':
      return `slip-${today}.pdf`;
    case 'stampSheet':
      return `stamp-sheet-${today}.pdf`;
    case 'dayEnd':
      return `day-${sheet.day}.pdf`;
    case 'balances':
      return `balances-${today}.pdf`;
    case 'customerCopy':
      return `customer-copy-${today}.pdf`;
    case 'poster':
      return `poster-${sheet.size}-${sheet.language}.pdf`;
    case 'programNotice':
      return `notice-${today}.pdf`;
  }
}

/** What the activity log keeps of it; whose data left the shop, by id. */
const detailOf = (sheet: Sheet): Record<string, string> => ({
  sheet: sheet.kind,
  ...(sheet.kind === 'customerCopy' ? { customer: sheet.customerId } : {}),
});

/** The sheet as a PDF. Throws FILE_WRITE where nothing can be printed. */
export async function pdfOf({ services }: TaskContext, sheet: Sheet): Promise<Uint8Array> {
  const bytes = await services.makePdf(sheet);
  if (bytes === null) throw new AppError('FILE_WRITE');
  return bytes;
}

export const paper = implement('paper', {
  async save(context, { sheet }) {
    admit(context, sheet);
    const bytes = await pdfOf(context, sheet);
    const target = await context.services.chooseTarget('pdf', nameOf(sheet, context.today));
    if (target === null) return { saved: null };
    await writeWhole(target, bytes);
    context.record('paper.save', () => undefined, detailOf(sheet));
    if (sheet.kind === 'poster') rememberPoster(context, sheet);
    return { saved: basename(target) };
  },

  async print(context, { sheet, printer }) {
    admit(context, sheet);
    const outcome = await context.services.printPaper(sheet, printer);
    if (outcome === 'failed') throw new AppError('PRINTER_FAILED');
    if (outcome === 'printed') {
      context.record('paper.print', () => undefined, detailOf(sheet));
      if (sheet.kind === 'poster') rememberPoster(context, sheet);
    }
    return { printed: outcome === 'printed' };
  },

  printers: async ({ services }) => [...(await services.listPrinters())],

  slip(context, { customerId, programId }) {
    const { name, number, cards } = open(context, customerId);
    const { language } = found(findCustomer(context.read, customerId));
    return {
      name,
      number,
      language: language ?? context.settings.language,
      card: found(cards.find((card) => card.programId === programId)),
    };
  },

  stampSheet: (context, { programId }) => stampSheet(context, programId),
  balances: ({ background, signal }, { lines }) => background.run('balances', { limit: lines }, { signal }),
  enterStamps,
  posters: ({ background, today, signal }) => background.run('listPosters', { today }, { signal }),

  logo({ read }) {
    const row = findLogo(read);
    return { picture: row && `data:${row.type};base64,${row.bytes.toString('base64')}` };
  },

  async chooseLogo(context) {
    const file = await context.services.chooseFile('picture');
    if (file === null) return { chosen: false };
    const logo = await readLogo(file);
    context.record('paper.chooseLogo', (write) => updateLogo(write, logo), { bytes: logo.bytes.length });
    return { chosen: true };
  },

  async removeLogo(context) {
    context.record('paper.removeLogo', deleteLogo);
    return { done: true };
  },
});
