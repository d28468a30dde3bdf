import { defineConfig } from 'vitest/config';

const execArgv = ['--import', './src/boot.ts'];

export default defineConfig({
  test: {
    projects: [
      { test: { name: 'unit', include: ['test/unit/**/*.test.ts'], execArgv, testTimeout: 30_000 } },
      {
        test: {
          name: 'integration',
          include: ['test/{integration,journeys,browser,chaos}/**/*.test.ts'],
          execArgv,
          globalSetup: './test/support/postgres-for-tests.ts',
          testTimeout: 90_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
});
