import { chmodSync, existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { commands, usageOf } from '../main/command-line/commands.ts'
import { explain } from '../main/command-line/explain.ts'
import { nearest } from '../main/command-line/nearest.ts'
import { runnable } from '../main/command-line/run.ts'
import { settings } from '../main/settings/settings.ts'
import { madang, type Printed, type RunOptions } from './harness/command-line.ts'

/** What is typed, set or found wrong, and needs no database: one sentence in each language, the right exit code, and nothing made. */
const folder = mkdtempSync(join(tmpdir(), 'madang-command-line-'))
const servers: Server[] = []
afterAll(() => {
  for (const server of servers) server.close()
  rmSync(folder, { recursive: true, force: true })
})

const run = (words: string, options: RunOptions = {}) =>
  madang(words === '' ? [] : words.split(' '), { cwd: folder, ...options })

/** One sentence in Korean, one in English, no stack, exit code 2. */
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

/** Says to everyone what a PostgreSQL says, with the code of the refusal. */
async function refusingServer(code: string): Promise<number> {
  const server = createServer(socket => {
    socket.on('error', () => {})
    socket.once('data', () => {
      const fields = Buffer.from(`SFATAL\0VFATAL\0C${code}\0Mrefused\0\0`)
      const length = Buffer.alloc(4)
      length.writeInt32BE(fields.length + 4)
      socket.end(Buffer.concat([Buffer.from('E'), length, fields]))
    })
  })
  servers.push(server)
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  return typeof address === 'object' && address ? address.port : 0
}

describe('what is typed wrong', () => {
  test.each([
    ['start --demoo', "혹시 '--demo'인가요?", "madang start has no option --demoo; did you mean '--demo'?"],
    ['start -x', 'madang start --help', 'madang start has no option -x; see madang start --help.'],
    ['start --demo=yes', '값을 붙이지 않아요', '--demo of madang start takes no value'],
    ['start here', "'here'을(를) 쓸 자리가 없어요", "madang start has no place for 'here': madang start [--demo]"],
    ['verfy', "혹시 'verify'인가요?", "There is no command 'verfy'; did you mean 'verify'?"],
    ['qqqqqq', 'madang --help', "There is no command 'qqqqqq'; see madang --help."],
    ['toString', 'madang --help', "There is no command 'toString'"],
    ['verify now', '쓸 자리가 없어요', "madang verify has no place for 'now'"],
    ['topology --mermade', "혹시 '--mermaid'인가요?", "did you mean '--mermaid'?"],
    ['rebuild', '필요한 값이 빠졌어요', 'madang rebuild needs more words: madang rebuild SERVICE VIEW'],
    ['rebuild mony regions', "혹시 'money regions'인가요?", "did you mean 'money regions'? There are:"],
    ['rebuild banana split', "'banana split'은(는) 없어요", "There is no read model 'banana split'. There are:"],
    ['operator ops@example.com', '필요한 값이 빠졌어요', 'madang operator EMAIL NAME …'],
    [
      'bench transfer',
      "혹시 'transfers'인가요?",
      "There is no scenario 'transfer'; did you mean 'transfers'? There are:",
    ],
    ['bench transfers --seconds 0', '--seconds "0"', '--seconds is "0": give a whole number from 1.'],
    ['bench --seconds', '값이 필요해요', '--seconds of madang bench needs a value: --seconds N.'],
  ])('madang %s', async (words, ko, en) => expectMistake(await run(words), ko, en))

  test('an unknown read model names all that there are', async () => {
    const { stderr } = await run('rebuild banana split')
    for (const known of ['money regions', 'orders orders', 'settlements settlements'])
      expect(stderr).toContain(`  ${known}\n`)
  })
})

describe('help', () => {
  test('every command of the table can be run, and no other', () => {
    expect([...runnable()].sort()).toEqual(commands.map(({ name }) => name).sort())
  })

  test.each(['', 'help', '--help', '-h'])('"%s" lists every command, exit code 0', async words => {
    const { stdout, stderr, exit } = await run(words)
    expect([exit, stderr]).toEqual([0, ''])
    for (const command of commands) expect(stdout).toContain(`  ${usageOf(command)} `)
  })

  test.each(commands.map(command => ({ name: command.name, command })))(
    'madang $name --help tells its options, exit code 0',
    async ({ name, command }) => {
      const { stdout, stderr, exit } = await run(`${name} --help`)
      expect([exit, stderr]).toEqual([0, ''])
      expect(stdout.split('\n')[0]).toBe(`madang ${usageOf(command)}`)
      for (const option of command.options) expect(stdout).toMatch(new RegExp(`^  --${option.name}\\b`, 'm'))
    },
  )

  test('help wins over what is wrong beside it', async () => {
    expect((await run('start --demoo --help')).exit).toBe(0)
  })
})

describe('what is set wrong', () => {
  test.each([
    [{ PORT: 'abc' }, 'PORT is "abc": give a whole number from 0 to 65535.'],
    [{ PORT: '-1' }, 'PORT is "-1": give a whole number from 0 to 65535.'],
    [{ PORT: '65536' }, 'PORT is "65536"'],
    [{ MADANG_RATE_LIMIT: '-5' }, 'MADANG_RATE_LIMIT is "-5": give a whole number from 1, or off.'],
    [{ MADANG_RATE_LIMIT_CREDENTIALS: '1.5' }, 'MADANG_RATE_LIMIT_CREDENTIALS is "1.5"'],
    [{ MONEY_TOP_UP_MAX_KRW: '-100' }, 'MONEY_TOP_UP_MAX_KRW is "-100": give a whole number from 1.'],
    [{ MONEY_TRANSFER_MAX_KRW: 'lots' }, 'MONEY_TRANSFER_MAX_KRW is "lots"'],
    [{ REMITTANCE_MAX_KRW: '1e6' }, 'REMITTANCE_MAX_KRW is "1e6"'],
    [{ FRANCHISE_FEE_BP: '10001' }, 'FRANCHISE_FEE_BP is "10001": give a whole number from 0 to 10000.'],
    [{ BANK_ANSWER_LIMIT_MS: '0' }, 'BANK_ANSWER_LIMIT_MS is "0"'],
    [{ PSP_SIMULATOR_PORT: 'x' }, 'PSP_SIMULATOR_PORT is "x"'],
    [
      { DATABASE_URL: 'banana' },
      'DATABASE_URL cannot be read: give an address like postgres://user:password@server:5432',
    ],
    [{ DATABASE_URL: 'mysql://a:b@c/d' }, 'DATABASE_URL cannot be read'],
    [{ PSP_URL: 'banana' }, 'PSP_URL is "banana": give an address like https://…'],
    [{ BANK_URL: 'ftp://bank' }, 'BANK_URL is "ftp://bank"'],
    [{ VAULT_ADDR: 'vault' }, 'VAULT_ADDR is "vault"'],
    [{ LOG_LEVEL: 'loud' }, 'LOG_LEVEL is "loud": give one of silent, fatal'],
    [{ LOG_STREAM: 'file' }, 'LOG_STREAM is "file": give one of stderr, stdout.'],
    [{ MADANG_CPU: 'two' }, 'MADANG_CPU is "two"'],
    [{ MADANG_GROUP_COMMIT: 'yes' }, 'MADANG_GROUP_COMMIT is "yes": give one of on, off.'],
    [{ MADANG_TRUSTED_PROXIES: 'nginx' }, 'MADANG_TRUSTED_PROXIES is "nginx"'],
    [{ MADANG_CORS_ORIGINS: 'shop.example.com' }, 'MADANG_CORS_ORIGINS is "shop.example.com"'],
    [{ NODE_ENV: 'prod' }, 'NODE_ENV is "prod": give one of production, development, test.'],
  ])('%j', async (env, en) => {
    const [name = ''] = Object.keys(env)
    expectMistake(await run('start', { env }), name, en)
  })

  test('everything that is wrong is said at once, and no password', async () => {
    const env = { PORT: 'abc', MADANG_RATE_LIMIT: '0', DATABASE_URL: 'postgre://me:hunter2@db/x' }
    const { stderr, exit } = await run('migrate', { env })
    expect(exit).toBe(2)
    for (const name of Object.keys(env)) expect(stderr).toContain(name)
    expect(stderr).not.toContain('hunter2')
  })

  test('a setting has one row', () => {
    expect(new Set(settings.map(({ name }) => name)).size).toBe(settings.length)
  })
})

describe('what is found wrong', () => {
  test.each(['verify', 'rebuild money regions'])('madang %s in an empty folder makes nothing', async words => {
    expectMistake(await run(words), '데이터베이스가 없어요', 'There is no database in')
    expect(readdirSync(folder).filter(name => name.startsWith('.madang'))).toEqual([])
  })

  test('madang topology needs no database', async () => {
    const { stdout, stderr, exit } = await run('topology')
    expect([exit, stderr]).toEqual([0, ''])
    expect(stdout).toMatch(/^\d+ services, /)
  })

  test.each(['start', 'migrate', 'verify', 'seed'])('madang %s without a server', async words => {
    const env = { DATABASE_URL: 'postgres://me:hunter2@127.0.0.1:1/madang' }
    const printed = await run(words, { env })
    expectMistake(printed, '127.0.0.1:1에 연결할 수 없어요', 'There is no database server at 127.0.0.1:1')
    expect(printed.stderr).not.toContain('hunter2')
  })

  test.each([
    ['28P01', '비밀번호를 받아들이지 않아요', 'does not accept the user or the password'],
    ['28000', '비밀번호를 받아들이지 않아요', 'does not accept the user or the password'],
    ['3D000', '데이터베이스가 서버에 없어요', 'The database of DATABASE_URL is not on that server'],
    ['53300', '연결이 모두 쓰이고 있어요', 'has no connection left'],
    ['57P03', '잠시 후 다시 시도해 주세요', 'still starting or stopping'],
  ])('a server that answers %s', async (code, ko, en) => {
    const port = await refusingServer(code)
    expectMistake(await run('start', { env: { DATABASE_URL: `postgres://me:no@127.0.0.1:${port}/madang` } }), ko, en)
  })

  test('a folder that cannot be written', async () => {
    const isRoot = process.getuid?.() === 0
    // Root may write everywhere but here.
    const parent = isRoot ? '/sys' : mkdtempSync(join(folder, 'read-only-'))
    if (!isRoot) chmodSync(parent, 0o500)
    const printed = await run('start', { env: { MADANG_DATA: join(parent, 'madang') } })
    expectMistake(printed, '쓸 수 없어요', 'madang cannot be written')
    expect(existsSync(join(parent, 'madang'))).toBe(false)
  })

  test('a file in place of the folder', async () => {
    const file = join(folder, 'a-file')
    writeFileSync(file, '')
    expectMistake(
      await run('start', { env: { MADANG_DATA: file } }),
      '폴더가 아니라 파일이에요',
      'is a file, not a folder',
    )
    const inside = join(file, 'data')
    expectMistake(
      await run('start', { env: { MADANG_DATA: inside } }),
      '폴더 안의 경로가 아니에요',
      'is not in a folder',
    )
  })

  test.each([
    [{ code: 'EROFS', path: '/data' }, '/data cannot be written'],
    [{ code: 'EACCES', path: '/data' }, '/data cannot be written'],
    [{ code: 'EACCES', syscall: 'listen', port: 80 }, 'Port 80 may not be opened'],
    [{ code: 'EADDRINUSE', port: 3000 }, 'Port 3000 is in use'],
    [{ code: 'EADDRNOTAVAIL', address: '9.9.9.9' }, '9.9.9.9 is no address of this machine'],
    [{ code: 'ENOSPC' }, 'The disk is full'],
    [{ code: '42501' }, 'must own the database and have CREATEROLE'],
  ])('%j is explained, also as the cause of another fault', (fields, en) => {
    const error = new Error('outer', { cause: Object.assign(new Error('inner'), fields) })
    const { sentences, exitCode } = explain(error)
    expect([exitCode, sentences.length, sentences[0]?.en]).toEqual([2, 1, expect.stringContaining(en)])
  })

  test('whatever nobody knows is a fault, with its words and exit code 1', () => {
    const { sentences, exitCode } = explain(new Error('outer', { cause: new Error('inner') }))
    expect([exitCode, sentences[0]?.en]).toEqual([1, expect.stringContaining('outer: inner')])
  })
})

test.each([
  ['--demoo', ['--demo', '--help'], '--demo'],
  ['banana', ['start', 'verify'], null],
  ['strat', ['start', 'seed'], 'start'],
  ['x', [], null],
])('the nearest of %s in %j is %s', (word, known, expected) => expect(nearest(word, known)).toBe(expected))
