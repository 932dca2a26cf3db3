import { existsSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { takeLock } from '../platform/embedded-postgres/lock.ts'
import { madang, type Printed } from './harness/command-line.ts'
import { createDatabase, type TestDatabase } from './harness/database.ts'

/** What is found wrong in a database, in its keys, at a port or in a folder, and what production refuses. */
const folder = mkdtempSync(join(tmpdir(), 'madang-command-line-database-'))
const databases: TestDatabase[] = []
let installed: TestDatabase

const PASSWORD = 'correct horse battery\n'
const keyFile = join(folder, 'master-keys.json')

async function newDatabase(template?: string): Promise<TestDatabase> {
  const database = await createDatabase(template)
  databases.push(database)
  return database
}

async function query(database: TestDatabase, text: string): Promise<void> {
  const client = new pg.Client({ connectionString: database.url })
  await client.connect()
  await client.query(text)
  await client.end()
}

const on = (database: TestDatabase, words: string, env: Record<string, string> = {}, input = '') =>
  madang(words.split(' '), { env: { DATABASE_URL: database.url, MADANG_DATA: folder, PORT: '0', ...env }, input })

function expectMistake({ stdout, stderr, exit }: Printed, ko: string, en: string): void {
  const [korean, english] = stderr.split('\n')
  expect({ exit, stdout, korean, english }).toEqual({
    exit: 2,
    stdout: '',
    korean: expect.stringContaining(ko),
    english: expect.stringContaining(en),
  })
  expect(stderr).not.toMatch(/^\s+at /m)
}

beforeAll(async () => {
  installed = await newDatabase()
  const { exit, stderr } = await on(installed, 'operator ops@example.com Operations', {}, PASSWORD)
  expect([exit, stderr]).toEqual([0, ''])
})

afterAll(async () => {
  for (const database of databases) await database.drop()
  rmSync(folder, { recursive: true, force: true })
})

async function whileKeysAre(change: () => void, then: () => Promise<void>): Promise<void> {
  const aside = `${keyFile}.aside`
  renameSync(keyFile, aside)
  try {
    change()
    await then()
  } finally {
    rmSync(keyFile, { force: true })
    renameSync(aside, keyFile)
  }
}

describe('master keys', () => {
  test.each(['start', 'operator other@example.com Other'])(
    'lost beside a database, madang %s makes no new ones',
    async words => {
      await whileKeysAre(
        () => {},
        async () => {
          const printed = await on(installed, words, {}, PASSWORD)
          expectMistake(printed, '마스터 키 파일', 'are missing, and only they open what this database has encrypted')
          expect(printed.stderr).toContain(keyFile)
          expect(existsSync(keyFile)).toBe(false)
        },
      )
    },
  )

  test('of another database are refused', async () => {
    const other = { keys: [{ keyId: 'local-other', key: Buffer.alloc(32, 7).toString('base64url') }] }
    await whileKeysAre(
      () => writeFileSync(keyFile, JSON.stringify(other)),
      async () =>
        expectMistake(
          await on(installed, 'start'),
          '이 데이터베이스의 것이 아니에요',
          'are not those of this database',
        ),
    )
  })

  test.each([
    ['{"keys": []}', 'holds no keys'],
    ['banana', 'is not one of master keys'],
  ])('a key file with %s', async (text, en) => {
    await whileKeysAre(
      () => writeFileSync(keyFile, text),
      async () => expectMistake(await on(installed, 'start'), '키 파일', en),
    )
  })
})

describe('a database', () => {
  test.each(['start', 'migrate', 'verify', 'rebuild money regions', 'operator a@example.com A'])(
    'of a newer release, madang %s',
    async words => {
      const newer = await newDatabase(installed.name)
      await query(
        newer,
        `insert into madang.migrations (service, name, checksum) values ('money', '999-later.sql', 'x')`,
      )
      expectMistake(
        await on(newer, words, {}, PASSWORD),
        '더 새로운 Madang',
        'belongs to a newer Madang (migration money/999-later.sql)',
      )
    },
  )

  test.each(['verify', 'rebuild money regions'])('that is empty, madang %s', async words => {
    const empty = await newDatabase()
    expectMistake(await on(empty, words), '비어 있어요', 'This database is empty')
  })

  test.each(['verify', 'rebuild money regions'])('of an older release, madang %s', async words => {
    const older = await newDatabase(installed.name)
    await query(
      older,
      `delete from madang.migrations where service = 'money' and name = 'floor/006-operator-tasks.sql'`,
    )
    expectMistake(
      await on(older, words),
      '이전 버전의 데이터베이스예요',
      'it lacks migration money/floor/006-operator-tasks.sql',
    )
  })

  test('whose migration has changed since', async () => {
    const changed = await newDatabase(installed.name)
    await query(
      changed,
      `update madang.migrations set checksum = 'x' where service = 'money' and name = 'floor/001-floor.sql'`,
    )
    expectMistake(await on(changed, 'start'), '다른 버전의 것', 'was changed after it had been applied')
  })

  test('that is not empty gets no demo data', async () => {
    expectMistake(await on(installed, 'seed'), '비어 있지 않아요', 'The database is not empty')
  })
})

describe('ports and folders', () => {
  test.each(['PORT', 'PSP_SIMULATOR_PORT', 'BANK_SIMULATOR_PORT'])('a busy %s', async name => {
    const server = createServer().listen(0, '127.0.0.1')
    await new Promise(resolve => server.once('listening', resolve))
    const address = server.address()
    const port = typeof address === 'object' && address ? String(address.port) : ''
    try {
      const printed = await on(installed, 'start', { [name]: port })
      expectMistake(printed, `포트 ${port}`, `Port ${port} is in use`)
      expect(printed.stderr).toContain(name)
    } finally {
      server.close()
    }
  })

  test('a folder that another process uses', async () => {
    const data = mkdtempSync(join(folder, 'used-'))
    const lock = takeLock(join(data, 'lock'))
    try {
      const printed = await madang(['start'], { env: { MADANG_DATA: data, PORT: '0' } })
      expectMistake(
        printed,
        `프로세스 ${process.pid}`,
        `process ${process.pid} is already using ${data}: stop it first`,
      )
    } finally {
      lock.release()
    }
  })
})

describe('production', () => {
  const ready = {
    NODE_ENV: 'production',
    PSP_URL: 'https://psp.example.com',
    PSP_SECRET_KEY: 'live_sk_0123456789abcdef',
    PSP_WEBHOOK_SECRET: 'whsec_0123456789abcdef',
    BANK_URL: 'https://bank.example.com',
    BANK_API_KEY: 'live-0123456789abcdef',
    SMTP_URL: 'smtps://madang:secret@mail.example.com:465',
    MAIL_FROM: 'Madang <no-reply@example.com>',
    MADANG_PUBLIC_URL: 'https://shop.example.com',
    MASTER_KEY_FILE: keyFile,
    MADANG_DATA: join(folder, 'data'),
    MADANG_TRUSTED_PROXIES: '127.0.0.1',
  }
  /** Without any of them. */
  const mended = [
    ...['PSP_URL', 'PSP_SECRET_KEY', 'PSP_WEBHOOK_SECRET', 'BANK_URL', 'BANK_API_KEY'],
    ...['SMTP_URL', 'MAIL_FROM', 'MADANG_PUBLIC_URL', 'MASTER_KEY_FILE'],
  ]
  /** The settings that a list names, in its order. */
  const named = (text: string) => [...text.matchAll(/^ {2}([A-Z_-]+(?:, [A-Z_]+)*|--demo): /gm)].map(([, name]) => name)

  test('on simulators, default keys and demo data everything to mend is in one list, and nothing starts', async () => {
    const printed = await on(installed, 'start --demo', { NODE_ENV: 'production', MADANG_CRASH_AT: '*#9' })
    expectMistake(printed, '11가지를 바로잡아야 해요', 'With NODE_ENV=production 11 things have to be mended')
    expect(named(printed.stderr)).toEqual(['--demo', ...mended, 'MADANG_CRASH_AT'])
  })

  test('madang doctor prints the same list, exit code 1, in development too', async () => {
    const { stdout, exit } = await on(installed, 'doctor')
    expect(exit).toBe(1)
    expect(stdout).toContain('what would stop production')
    expect(named(stdout).slice(0, mended.length)).toEqual(mended)
    expect(stdout).toMatch(/odd: 1\n {2}MASTER_KEY_FILE: /)
  })

  test('ready, the doctor says so, exit code 0', async () => {
    const { stdout, exit } = await on(installed, 'doctor', ready)
    expect([exit, stdout]).toEqual([0, '모두 좋아요. 운영을 시작할 수 있어요. · All is well: production can start.\n'])
  })

  test.each([
    [{ PSP_SECRET_KEY: 'test_sk_0123456789abcdef' }, 'PSP_SECRET_KEY'],
    [{ PSP_WEBHOOK_SECRET: 'simulator-webhooks' }, 'PSP_WEBHOOK_SECRET'],
    [{ BANK_API_KEY: 'short' }, 'BANK_API_KEY'],
    [{ MADANG_PUBLIC_URL: 'http://shop.example.com' }, 'MADANG_PUBLIC_URL'],
    [{ VAULT_ADDR: 'https://vault.example.com', VAULT_TOKEN: 'root' }, 'VAULT_TOKEN'],
    [{ MADANG_RATE_LIMIT_CREDENTIALS: 'off' }, 'MADANG_RATE_LIMIT_CREDENTIALS'],
    [{ MADANG_CHECK_REPLIES: 'on' }, 'MADANG_CHECK_REPLIES'],
    [{ DATABASE_URL: 'postgres://madang:postgres@127.0.0.1:1/madang' }, 'DATABASE_URL'],
  ])('%j stops it', async (env, name) => {
    const { stdout, exit } = await on(installed, 'doctor', { ...ready, ...env })
    expect([exit, named(stdout)]).toEqual([1, expect.arrayContaining([name])])
    const refused = await on(installed, 'start', { ...ready, ...env })
    expect([refused.exit, named(refused.stderr)]).toEqual([2, expect.arrayContaining([name])])
  })

  test('the log-ins of the demo stop it', async () => {
    const demo = await newDatabase(installed.name)
    const made = await on(demo, 'operator minji@madang.demo Minji', {}, PASSWORD)
    expect(made.exit).toBe(0)
    const refused = await on(demo, 'start', ready)
    expect([refused.exit, named(refused.stderr)]).toEqual([2, ['DATABASE_URL, MADANG_DATA']])
    expect(refused.stderr).toContain('minji@madang.demo')
    expect((await on(demo, 'doctor', ready)).stdout).toContain('minji@madang.demo')
  })

  test.each([
    [{ MADANG_TRUSTED_PROXIES: '' }, 'MADANG_TRUSTED_PROXIES'],
    [{ PSP_URL: 'http://psp.example.com' }, 'PSP_URL'],
    [{ MADANG_RATE_LIMITS: '5' }, 'MADANG_RATE_LIMITS'],
  ])('%j is odd, and stops nobody', async (env, name) => {
    const { stdout, exit } = await on(installed, 'doctor', { ...ready, ...env })
    expect([exit, named(stdout)]).toEqual([0, [name]])
  })

  test('wrong settings are in the doctor’s list', async () => {
    const { stdout, stderr, exit } = await on(installed, 'doctor', { PORT: 'abc' })
    expect([exit, stderr]).toEqual([1, ''])
    expect(stdout).toContain('PORT is "abc"')
  })

  test('the doctor changes nothing', async () => {
    const empty = mkdtempSync(join(folder, 'empty-'))
    const { exit } = await madang(['doctor'], { env: { MADANG_DATA: join(empty, 'data') } })
    expect([exit, existsSync(join(empty, 'data'))]).toEqual([1, false])
    expect(JSON.parse(readFileSync(keyFile, 'utf8')).keys).toHaveLength(1)
  })
})
