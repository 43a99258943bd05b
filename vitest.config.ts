import { defineConfig } from 'vitest/config';
import { LongestFirst } from './tests/support/longestFirst.ts';

export default defineConfig({
  test: {
    // One for each core: Vitest by itself leaves one idle.
    maxWorkers: '100%',
    // V8's threads that collect garbage beside a worker took up to a fifth of its processor time, on cores that are all at work.
    execArgv: ['--single-threaded-gc'],
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        test: {
          name: 'unit',
          include: ['tests/**/*.test.ts'],
          exclude: ['tests/e2e/**', 'tests/bench/**', 'tests/screenshots/**'],
          environment: 'node',
          // Loading the app anew for each file took a third of the whole: the files of a worker share it.
          isolate: false,
          setupFiles: ['tests/support/file.ts'],
          testTimeout: 60_000,
        },
      },
    ],
  },
});
