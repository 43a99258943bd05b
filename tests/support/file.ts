// Run before each test file, in the process that it shares with others (vitest.config.ts: setupFiles).
import { afterAll } from 'vitest';
import { endFile } from './shop.ts';

afterAll(endFile);
