/**
 * How tests run: every `*.test.ts`, each file in a process of its own. Tests that reach neither a database nor a child process
 * are the project `pure`; the others share one PostgreSQL server.
 */
import { defineConfig } from 'vitest/config'
import { pureTests } from './test/harness/pure-tests.ts'

const pure = pureTests()

export default defineConfig({
  test: {
    exclude: ['**/node_modules/**', '.madang/**', 'web/**'],
    // Tests start servers and kill processes, so they get processes, not threads.
    pool: 'forks',
    // One more than there are cores: a test that kills or races also waits, for the database and for its children.
    maxWorkers: 3,
    testTimeout: 60_000,
    hookTimeout: 60_000,
    teardownTimeout: 60_000,
    coverage: {
      include: ['platform/**/*.ts', 'services/**/*.ts'],
      exclude: ['**/*.test.ts', '**/*.fixture.ts'],
      reporter: ['json-summary'],
    },
    projects: [
      {
        extends: true,
        test: {
          name: 'pure',
          include: pure,
          env: { DATABASE_URL: '' },
          setupFiles: ['test/harness/pure.setup.ts'],
        },
      },
      {
        extends: true,
        test: {
          name: 'database',
          include: ['**/*.test.ts'],
          exclude: ['**/node_modules/**', '.madang/**', 'web/**', ...pure],
          globalSetup: ['test/harness/postgres.setup.ts'],
        },
      },
    ],
  },
})
