// The tests that should notice what tools/mutants.mjs breaks.
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['ledger/**', 'people/**', 'counter/**', 'activity/**', 'contract/idempotency'].map(
      (where) => `tests/${where}${where.endsWith('**') ? '/*' : ''}.test.ts`,
    ),
    environment: 'node',
    testTimeout: 60_000,
  },
});
