// The tests that should notice what tools/mutants.mjs breaks.
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['tests/{ledger,people,counter,activity}/**/*.test.ts', 'tests/contract/idempotency.test.ts'],
    environment: 'node',
    testTimeout: 60_000,
  },
});
