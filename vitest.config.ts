/** How tests run: every `*.test.ts`, each file in a process of its own, all against one PostgreSQL server. */
import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['**/*.test.ts'],
    exclude: ['**/node_modules/**', '.madang/**', 'web/**'],
    globalSetup: ['test/harness/postgres.setup.ts'],
    // Tests start servers and kill processes, so they get processes, not threads.
    pool: 'forks',
    // One more than there are cores: a test that kills or races also waits, for the database and for its children.
    maxWorkers: 3,
    testTimeout: 60_000,
    hookTimeout: 60_000,
    teardownTimeout: 60_000,
  },
})
