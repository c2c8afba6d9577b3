import { defineConfig } from 'vitest/config';
import { LongestFirst } from './e2e/harness/longest-first.ts';

/** Tests against real programs. Starting them is most of the time, so limits are wide and every test is reported as it ends. */
export default defineConfig({
  test: {
    include: ['e2e/**/*.e2e.ts'],
    globalSetup: ['e2e/harness/global-setup.ts'],
    testTimeout: 300_000,
    hookTimeout: 300_000,
    reporters: ['verbose'],
    // Tests wait for programs most of their time.
    maxWorkers: 3,
    sequence: { sequencer: LongestFirst },
  },
});
