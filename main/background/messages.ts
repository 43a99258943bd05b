import type { DatabaseFile } from '../../db/cipher.ts';
import type { AppErrorData } from '../../preload/contract/errors.ts';
import type { JobName } from './jobs.ts';

/** From main to the worker. `cancel` is one shared Int32: 1 means stop. */
export type ToWorker =
  | {
      readonly kind: 'run';
      readonly id: number;
      readonly job: JobName;
      readonly params: unknown;
      readonly cancel: SharedArrayBuffer;
    }
  | { readonly kind: 'partTaken'; readonly id: number }
  | { readonly kind: 'close' };

/** From the worker to main. */
export type FromWorker =
  | { readonly kind: 'done'; readonly id: number; readonly result: unknown }
  | { readonly kind: 'part'; readonly id: number; readonly value: unknown }
  | { readonly kind: 'progress'; readonly id: number; readonly done: number; readonly total: number | null }
  | { readonly kind: 'refused'; readonly id: number; readonly error: AppErrorData }
  | { readonly kind: 'failed'; readonly id: number; readonly message: string; readonly code: string | null };

export interface WorkerStart {
  readonly file: DatabaseFile;
  readonly nativeBinding: string | undefined;
}
