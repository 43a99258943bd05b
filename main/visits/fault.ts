import type { AppErrorData, ErrorCode } from '../../preload/contract/errors.ts';

type FileCode = Extract<ErrorCode, `FILE_${string}` | 'CANCELLED'>;

/**
 * The whole file is refused (or the reading was cancelled). Thrown inside main/visits only, where it unwinds streams;
 * parseVisitLog turns it into a Result, so it crosses no boundary.
 */
export class LogFault extends Error {
  readonly data: AppErrorData;

  constructor(code: FileCode, params?: Readonly<Record<string, string | number | null>>) {
    super(code);
    this.name = 'LogFault';
    this.data = params ? { code, params: { ...params } } : { code };
  }
}
