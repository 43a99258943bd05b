// How the tests are run that should notice what tools/mutants.mjs breaks; which ones it says itself.
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['tests/**/*.test.ts'],
    environment: 'node',
    setupFiles: ['tests/support/file.ts'],
    // As in vitest.config.ts: loading everything anew for each file takes longer than the tests do.
    isolate: false,
    // What waits for ever because it was broken.
    testTimeout: 20_000,
  },
});
