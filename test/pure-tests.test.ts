import pg from 'pg'
import { describe, expect, inject, it } from 'vitest'
import { importsOf, pureTests } from './harness/pure-tests.ts'

const sources = [
  { path: 'test/harness/database.ts', text: `import pg from 'pg'` },
  { path: 'test/harness/shop.ts', text: `import {\n  createDatabase,\n  type Shop,\n} from './database.ts'` },
  { path: 'test/story.test.ts', text: `import { shop } from './harness/shop.ts'` },
  { path: 'test/late.test.ts', text: `const { shop } = await ${'import'}('./harness/shop.ts')` },
  { path: 'test/process.test.ts', text: `import { spawn } from 'node:child_process'` },
  { path: 'test/again.test.ts', text: `export * from './story.test.ts'` },
  {
    path: 'test/types.test.ts',
    text: `import type { Shop } from './harness/shop.ts'\nexport type * from './story.test.ts'`,
  },
  { path: 'test/comment.test.ts', text: `// import { shop } from './harness/shop.ts'` },
  { path: 'services/money/ledger/ledger.test.ts', text: `import { post } from './ledger.ts'` },
]

describe('a test is pure', () => {
  it('unless what it imports opens a database or starts a process', () => {
    expect(pureTests(sources)).toEqual([
      'test/types.test.ts',
      'test/comment.test.ts',
      'services/money/ledger/ledger.test.ts',
    ])
  })

  it('in this project: deciders are, stories are not', () => {
    const pure = pureTests()
    expect(pure).toContain('test/pure-tests.test.ts')
    expect(pure).toContain('services/money/ledger/ledger.test.ts')
    expect(pure).not.toContain('test/stories/purchase.test.ts')
  })

  it('by imports that are read as the runtime reads them', () => {
    const text = `import a, { b } from '../c.ts'\nimport './d.ts'\nexport { e } from 'f'\nconst from = 'g'`
    expect(importsOf({ path: 'test/harness/x.ts', text })).toEqual(['test/c.ts', 'test/harness/d.ts', 'f'])
  })
})

describe('a pure test has', () => {
  it('no database', () => {
    expect(inject('adminUrl')).toBeUndefined()
    expect(process.env.DATABASE_URL).toBeFalsy()
    expect(() => new pg.Client({ connectionString: 'postgres://127.0.0.1:1/none' }).connect()).toThrow('pure test')
  })

  it('no child process', () => {
    const { spawn, execFileSync } = process.getBuiltinModule('node:child_process')
    expect(() => spawn('true')).toThrow('pure test')
    expect(() => execFileSync('true')).toThrow('pure test')
  })
})
