import { parentPort, workerData } from 'node:worker_threads';
import { setNativeBinding } from '../../db/binding.ts';
import { openWhenAsked } from '../../db/open.ts';
import { AppError } from '../bridge/errors.ts';
import { createJobContexts, type JobContext, jobs } from './jobs.ts';
import type { FromWorker, ToWorker, WorkerStart } from './messages.ts';

/** The worker thread: its own read-only connection, jobs as they come. */
const port = parentPort;
if (!port) throw new Error('this file runs in a worker thread');
const start = workerData as WorkerStart;
setNativeBinding(start.nativeBinding);
const source = openWhenAsked(start.file);
const contextOf = createJobContexts(source);
const waiting = new Map<number, () => void>();
const say = (message: FromWorker) => port.postMessage(message);

async function run({ id, job, params, cancel }: Extract<ToWorker, { kind: 'run' }>): Promise<void> {
  const flag = new Int32Array(cancel);
  const checkCancelled = () => {
    if (Atomics.load(flag, 0) === 1) throw new AppError('CANCELLED');
  };
  const context = contextOf({
    progress: (done, total) => say({ kind: 'progress', id, done, total }),
    checkCancelled,
    async part(value) {
      checkCancelled();
      const taken = new Promise<void>((resolve) => waiting.set(id, resolve));
      say({ kind: 'part', id, value });
      await taken;
      checkCancelled();
    },
  });
  try {
    const work = jobs[job] as (context: JobContext, params: unknown) => unknown;
    say({ kind: 'done', id, result: await work(context, params) });
  } catch (error) {
    if (error instanceof AppError) say({ kind: 'refused', id, error: error.data });
    else
      say({
        kind: 'failed',
        id,
        message: error instanceof Error ? error.message : String(error),
        code: (error as { code?: string }).code ?? null,
      });
  }
}

port.on('message', (message: ToWorker) => {
  if (message.kind === 'run') void run(message);
  else if (message.kind === 'partTaken') {
    const resume = waiting.get(message.id);
    waiting.delete(message.id);
    resume?.();
  } else {
    source.close();
    port.close();
  }
});
