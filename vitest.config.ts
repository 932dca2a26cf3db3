/**
 * How tests run: every `*.test.ts`, each file in a process of its own. Tests that reach neither a database nor a child process
 * are the project `pure`; the others share one PostgreSQL server. Pages are the project `web`: `*.browser.ts`, in Chromium,
 * against a server with the demo.
 */
import { defineConfig } from 'vitest/config'
import { pureTests } from './test/harness/pure-tests.ts'
import { chromiumPath } from './web/test/chromium.ts'

const pure = pureTests()
const outside = ['**/node_modules/**', '.madang/**', 'web/dist/**']

const chromium = chromiumPath()
if (chromium === null) {
  console.warn(
    '브라우저 테스트를 뺐어요: Chromium이 없어요. 설치한 뒤 npm run test:web 으로 실행해 주세요.\n' +
      'The browser tests are left out: there is no Chromium. Install it, or name it in CHROMIUM_PATH, and run: npm run test:web',
  )
}

export default defineConfig({
  test: {
    exclude: outside,
    // Tests start servers and kill processes, so they get processes, not threads.
    pool: 'forks',
    // One more than there are cores: a test that kills or races also waits, for the database and for its children.
    maxWorkers: 3,
    testTimeout: 60_000,
    // What is waited for comes at once, but not on a machine that has more to do.
    expect: { poll: { timeout: 20_000, interval: 20 } },
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
          exclude: [...outside, ...pure],
          globalSetup: ['test/harness/postgres.setup.ts'],
        },
      },
      ...(chromium === null
        ? []
        : [
            {
              extends: true as const,
              test: {
                name: 'web',
                include: ['web/test/**/*.browser.ts'],
                globalSetup: ['web/test/server.setup.ts'],
                // A browser and a page each: two at once keep both cores busy, after the others.
                maxWorkers: 2,
                sequence: { groupOrder: 1 },
              },
            },
          ]),
    ],
  },
})
