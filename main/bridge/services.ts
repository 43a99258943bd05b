/** What main asks of the world outside: only these are doubled in tests. */
export interface Services {
  /** Lets the person choose a file to read; null when they close the dialog. */
  chooseFile(kind: 'visitLog'): Promise<string | null>;
  /** Lets the person choose where to save; null when they close the dialog. */
  chooseTarget(kind: 'csv' | 'xlsx' | 'pdf', suggestedName: string): Promise<string | null>;
  /** The month's report as the page shows it, printed to PDF (A4) for who is signed in; null where there is no window. */
  printMonth(month: string): Promise<Uint8Array | null>;
  /** Writes one line for developers: a code and ids, never a name, a phone or free text. */
  log(level: 'info' | 'warn' | 'error', code: string, detail?: Readonly<Record<string, string | number | null>>): void;
}
