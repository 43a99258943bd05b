import type { DatabaseFile } from '../../db/cipher.ts';
import type { JobName, JobParams, JobResult } from './jobs.ts';

/** How to follow and end long work. */
export interface JobOptions {
  readonly signal?: AbortSignal;
  readonly onProgress?: (done: number, total: number | null) => void;
  /** Takes each part of a result that comes in parts; the job goes on when the promise is settled. */
  readonly onPart?: (part: unknown) => Promise<void>;
}

/** Whatever takes longer than a frame: in a worker thread under the window, in the same thread without one. */
export interface Background {
  /** Refuses with the job's AppError, with CANCELLED, or with what went wrong; after `close` always. */
  run<J extends JobName>(job: J, params: JobParams<J>, options?: JobOptions): Promise<JobResult<J>>;
  close(): Promise<void>;
}

/** Makes the background of an open shop from its database file. */
export type OpenBackground = (file: DatabaseFile) => Background;
