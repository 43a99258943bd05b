import { defineConfig } from '@playwright/test';

// Electron itself, its display and its database binding come from tools/playwright.mjs by environment.
export default defineConfig({
  // Without this Playwright takes the type declarations that tsconfig.base.json names for the modules themselves.
  tsconfig: './tests/playwright.tsconfig.json',
  outputDir: 'test-results/playwright',
  forbidOnly: true,
  fullyParallel: true,
  workers: 2,
  retries: 0,
  timeout: 180_000,
  // Four times the usual: a busy machine is not a failure.
  expect: { timeout: 20_000 },
  reporter: 'list',
  use: { trace: 'off', screenshot: 'only-on-failure' },
  projects: [
    { name: 'e2e', testDir: 'tests/e2e', testMatch: '**/*.test.ts' },
    { name: 'bench', testDir: 'tests/bench', testMatch: '**/*.electron.ts', timeout: 30 * 60_000 },
    { name: 'screenshots', testDir: 'tests/screenshots', testMatch: '**/*.shots.ts', timeout: 10 * 60_000 },
  ],
});
