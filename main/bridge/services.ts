import type { Printer, Sheet } from '../../preload/contract/paper.ts';
import type { KeyStore } from '../keys/seal.ts';

/** What main asks of the world outside: only these are doubled in tests. */
export interface Services {
  /** Lets the person choose a file to read; null when they close the dialog. */
  chooseFile(kind: 'visitLog' | 'picture' | 'backup'): Promise<string | null>;
  /** Lets the person choose where to save; null when they close the dialog. */
  chooseTarget(kind: 'csv' | 'xlsx' | 'pdf' | 'json' | 'key', suggestedName: string): Promise<string | null>;
  /** Lets the person choose a folder; null when they close the dialog. */
  chooseFolder(): Promise<string | null>;
  /** A sheet of paper as a PDF, with what who is signed in may see; null where there is no window. */
  makePdf(sheet: Sheet): Promise<Uint8Array | null>;
  /** A sheet on a printer: the named one without a question, or with the system's dialog (null). Never throws. */
  printPaper(sheet: Sheet, printer: string | null): Promise<'printed' | 'cancelled' | 'failed'>;
  /** The printers the system knows; none where there is no window. */
  listPrinters(): Promise<readonly Printer[]>;
  /** The system's place for secrets; null where there is no window. */
  readonly keyStore: KeyStore | null;
  /** Writes one line for developers: a code and ids, never a name, a phone or free text. */
  log(level: 'info' | 'warn' | 'error', code: string, detail?: Readonly<Record<string, string | number | null>>): void;
}
