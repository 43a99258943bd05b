/** What main asks of the world outside: only these are doubled in tests. */
export interface Services {
  /** Lets the person choose a file to read; null when they close the dialog. */
  chooseFile(kind: 'visitLog'): Promise<string | null>;
  /** Lets the person choose where to save; null when they close the dialog. */
  chooseTarget(kind: 'csv', suggestedName: string): Promise<string | null>;
  /** Writes one line for developers: a code and ids, never a name, a phone or free text. */
  log(level: 'info' | 'warn' | 'error', code: string, detail?: Readonly<Record<string, string | number | null>>): void;
}
