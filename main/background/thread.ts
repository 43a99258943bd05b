import { Worker } from 'node:worker_threads';
import { bindingOptions } from '../../db/binding.ts';
import type { DatabaseFile } from '../../db/cipher.ts';
import { AppError } from '../bridge/errors.ts';
import type { Background, JobOptions } from './background.ts';
import type { FromWorker, ToWorker, WorkerStart } from './messages.ts';

interface Running extends JobOptions {
  resolve(result: unknown): void;
  reject(error: Error): void;
}

/** The background in a worker thread. The thread starts with the first job, so it costs an idle counter nothing. */
export function openThreadBackground(script: URL, file: DatabaseFile): Background {
  let worker: Worker | null = null;
  let closed = false;
  let nextId = 1;
  const running = new Map<number, Running>();

  const failAll = (error: Error) => {
    for (const job of running.values()) job.reject(error);
    running.clear();
    worker = null;
  };

  const started = (): Worker => {
    if (worker) return worker;
    const start: WorkerStart = { file, nativeBinding: bindingOptions().nativeBinding };
    worker = new Worker(script, { workerData: start });
    worker.on('message', (message: FromWorker) => void heard(message));
    worker.on('error', failAll);
    worker.on('exit', () => failAll(new Error('the background thread ended')));
    return worker;
  };

  const send = (message: ToWorker) => started().postMessage(message);

  const heard = async (message: FromWorker): Promise<void> => {
    const job = running.get(message.id);
    if (!job) return;
    if (message.kind === 'progress') return job.onProgress?.(message.done, message.total);
    if (message.kind === 'part') {
      try {
        await job.onPart?.(message.value);
      } catch (error) {
        running.delete(message.id);
        job.reject(error instanceof Error ? error : new Error(String(error)));
      }
      // The job goes on also after a failure here: its own end then finds nobody waiting.
      return send({ kind: 'partTaken', id: message.id });
    }
    running.delete(message.id);
    if (message.kind === 'done') job.resolve(message.result);
    else if (message.kind === 'refused')
      job.reject(new AppError(message.error.code, message.error.params, message.error.fields));
    else job.reject(Object.assign(new Error(message.message), { code: message.code }));
  };

  return {
    run(job, params, options = {}) {
      return new Promise((resolve, reject) => {
        // A chain of jobs that outlives the shop it was begun for: a thread that it started again would keep the file open, and nobody would end it.
        if (closed) throw new Error('the background is closed');
        const id = nextId++;
        const cancel = new SharedArrayBuffer(4);
        options.signal?.addEventListener('abort', () => Atomics.store(new Int32Array(cancel), 0, 1), { once: true });
        running.set(id, { ...options, resolve: resolve as (result: unknown) => void, reject });
        send({ kind: 'run', id, job, params, cancel });
      });
    },
    async close() {
      closed = true;
      if (!worker) return;
      const ending = worker;
      const ended = new Promise<void>((resolve) => ending.once('exit', () => resolve()));
      send({ kind: 'close' });
      await ended;
    },
  };
}
