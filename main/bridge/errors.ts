import type { AppErrorData, ErrorCode } from '../../preload/contract/errors.ts';

/** A refusal with a code that the page has words for. Thrown inside main, turned into a Result at the boundary. */
export class AppError extends Error {
  readonly data: AppErrorData;

  constructor(code: ErrorCode, params?: Readonly<Record<string, string | number | null>>, fields?: readonly string[]) {
    super(code);
    this.name = 'AppError';
    this.data = { code, ...(params ? { params: { ...params } } : {}), ...(fields ? { fields: [...fields] } : {}) };
  }
}

/** Answers the value or refuses with NOT_FOUND. */
export function found<T>(value: T | null | undefined): T {
  if (value === null || value === undefined) throw new AppError('NOT_FOUND');
  return value;
}
