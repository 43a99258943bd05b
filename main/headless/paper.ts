import type { ShopRow } from '../../db/queries/shop.ts';
import type { OutputFor, ProcedureName } from '../../preload/contract/index.ts';
import type { MonthReport } from '../../preload/contract/month.ts';
import { settingsOf } from '../shop/shop.ts';
import { Failure } from './failure.ts';

/** What the page for paper may ask, with the answers. */
export type Answers = Readonly<Record<string, unknown>>;

/** Prints one month's page for paper to PDF, from these answers alone. Throws where nothing can be printed. */
export type Print = (month: string, answers: Answers) => Promise<Uint8Array>;

/** Where there is no Electron: says so when it comes to printing, after everything else that could be wrong. */
export const cannotPrint =
  (why: string): Print =>
  async () => {
    throw new Failure(`a PDF is printed by Electron, and that cannot be had: ${why}`);
  };

/** Answers every question of the page for paper: the owner's report, never a closed month's frozen figures. */
export function answersOf(
  report: Pick<MonthReport, 'content' | 'costs'>,
  settings: ShopRow,
  moment: { now: number; today: string },
): Answers {
  const answers: {
    [N in ProcedureName & `${'shop.status' | 'shop.settings' | 'people.session' | 'month.report'}`]: OutputFor<N>;
  } = {
    'shop.status': {
      ...moment,
      state: 'ready',
      failure: null,
      lock: null,
      unsealed: false,
      settings: settingsOf(settings),
      demo: false,
      clockBehind: false,
      hasProgram: report.content.rewards.lines.length > 0,
      health: null,
      expiring: null,
      hasRecoveryCode: true,
      decidedOnPlace: true,
      systemLanguage: settings.language,
      systemTimeZone: settings.timeZone,
    },
    'shop.settings': settingsOf(settings),
    'people.session': { person: null, proof: null, trustedTill: false },
    'month.report': { ...report, closing: null, now: null, changes: [], reasons: [], canClose: false },
  };
  return answers;
}

/** Does the command line ask for a PDF? Looked at before it is read: only Electron can print one. */
export function asksForPdf(words: readonly string[]): boolean {
  return words.some((word, i) => word === '--format=pdf' || (word === '--format' && words[i + 1] === 'pdf'));
}
