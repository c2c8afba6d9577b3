import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['src/**/*.test.ts', 'functions/**/*.test.ts', 'docs/**/*.test.ts', 'scripts/**/*.test.ts'],
    setupFiles: ['scripts/test/seed-properties.ts'],
    testTimeout: 20_000,
    // kpt-functions needs console.Console, which vitest's own console has not.
    disableConsoleIntercept: true,
    coverage: {
      provider: 'v8',
      include: ['src/**/*.ts', 'functions/**/*.ts'],
      exclude: ['**/*.test.ts', 'src/core/schema/compiled/**'],
      thresholds: { lines: 85 },
    },
  },
});
