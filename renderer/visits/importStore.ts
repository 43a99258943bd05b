import i18next from 'i18next';
import { create } from 'zustand';
import type { AppErrorData, Result } from '../../preload/contract/errors.ts';
import type { dateOrders, ImportReport } from '../../preload/contract/visits.ts';
import { call, newRequestId } from '../app/client.ts';
import { showDone } from '../app/confirm.ts';
import { useView } from '../app/view.ts';

export type DateOrder = (typeof dateOrders)[number];

/** A chosen file: main knows it by the token, the page never sees its path. */
export interface LogFile {
  readonly file: string;
  readonly name: string;
}

/** Where the import is. It lives outside the page, so that the counter can be used meanwhile. */
export type ImportStage =
  | { readonly at: 'choose' }
  | { readonly at: 'checking'; readonly log: LogFile; readonly requestId: string }
  | { readonly at: 'askOrder'; readonly log: LogFile }
  | { readonly at: 'checked'; readonly log: LogFile; readonly order: DateOrder | null; readonly report: ImportReport }
  | { readonly at: 'importing'; readonly log: LogFile; readonly requestId: string; readonly cancelling: boolean }
  | { readonly at: 'done'; readonly log: LogFile; readonly order: DateOrder | null; readonly report: ImportReport }
  | { readonly at: 'cancelled'; readonly log: LogFile }
  | { readonly at: 'failed'; readonly log: LogFile | null; readonly error: AppErrorData };

export const useImport = create<{ stage: ImportStage }>(() => ({ stage: { at: 'choose' } }));

const show = (stage: ImportStage): void => useImport.setState({ stage });

/** Asks for the PIN around a call where it is needed; null when the person closes that dialog. */
export type Gate = <T>(fn: () => Promise<Result<T>>) => Promise<Result<T> | null>;

/** Back to the beginning. */
export const startAgain = (): void => show({ at: 'choose' });

/** Main asks for the file, then everything is checked and nothing written. */
export async function chooseFile(gate: Gate): Promise<void> {
  const answer = await gate(() => call('visits.chooseFile', {}));
  if (!answer) return;
  if (!answer.ok) show({ at: 'failed', log: null, error: answer.error });
  else if (answer.value) await check(answer.value, null, gate);
}

/** The dry run. Asks for the order of day and month when the file does not prove it. */
export async function check(log: LogFile, order: DateOrder | null, gate: Gate): Promise<void> {
  const requestId = newRequestId();
  show({ at: 'checking', log, requestId });
  const answer = await gate(() => call('visits.dryRun', { file: log.file, dateOrder: order }, requestId));
  if (!answer) startAgain();
  else if (answer.ok) show({ at: 'checked', log, order, report: answer.value });
  else if (answer.error.code === 'FILE_DATES' && answer.error.params?.ask === 1) show({ at: 'askOrder', log });
  else if (answer.error.code === 'CANCELLED') startAgain();
  else show({ at: 'failed', log, error: answer.error });
}

/** The import itself. Whoever is at the counter by then hears that it is done. */
export async function importVisits(log: LogFile, order: DateOrder | null, gate: Gate): Promise<void> {
  const requestId = newRequestId();
  show({ at: 'importing', log, requestId, cancelling: false });
  const answer = await gate(() => call('visits.import', { file: log.file, dateOrder: order }, requestId));
  if (!answer) startAgain();
  else if (answer.ok) {
    show({ at: 'done', log, order, report: answer.value });
    if (useView.getState().view.at !== 'import') {
      showDone(i18next.t('visits:done.notice', { name: log.name }));
    }
  } else if (answer.error.code === 'CANCELLED') show({ at: 'cancelled', log });
  else show({ at: 'failed', log, error: answer.error });
}

/** Asks main to stop the dry run or the import that is under way. Its own answer then says that it stopped. */
export async function cancelImport(): Promise<void> {
  const { stage } = useImport.getState();
  if (stage.at === 'importing') show({ ...stage, cancelling: true });
  if (stage.at === 'importing' || stage.at === 'checking') await call('visits.cancel', { task: stage.requestId });
}
