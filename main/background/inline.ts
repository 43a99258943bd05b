import type { DatabaseFile } from '../../db/cipher.ts';
import { openWhenAsked } from '../../db/open.ts';
import { AppError } from '../bridge/errors.ts';
import type { Background } from './background.ts';
import { createJobContexts, type JobContext, jobs } from './jobs.ts';

/** The background without a thread of its own: for the command line, where nobody waits at a till. */
export function openInlineBackground(file: DatabaseFile): Background {
  const source = openWhenAsked(file);
  const contextOf = createJobContexts(source);
  return {
    async run(job, params, options = {}) {
      const context = contextOf({
        progress: (done, total) => options.onProgress?.(done, total),
        checkCancelled() {
          if (options.signal?.aborted) throw new AppError('CANCELLED');
        },
        part: async (value) => options.onPart?.(value),
      });
      // One register of jobs with different parameters: the name and the parameters belong together by the caller's type.
      const work = jobs[job] as (context: JobContext, params: unknown) => unknown;
      return (await work(context, params)) as never;
    },
    async close() {
      source.close();
    },
  };
}
