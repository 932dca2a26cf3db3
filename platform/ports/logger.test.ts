import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createLogger } from './logger.ts'

function capture(settings: Record<string, string> = {}) {
  const lines: string[] = []
  const log = createLogger({
    settings,
    clock: { now: () => new Date('2026-11-01T00:00:00Z'), after: () => ({ cancel() {} }) },
    to: { write: line => void lines.push(line) },
  })
  return { log, lines, last: () => JSON.parse(lines.at(-1) ?? '{}') }
}

const PERSONAL = {
  email: 'minsu.kim@example.com',
  phone: '010-2345-6789',
  name: '김민수',
  fullName: 'Minsu Kim',
  holder_name: '박지우',
  address: { street: '세종대로 110', city: '서울', zipCode: '04524' },
  shippingAddress: '테헤란로 152',
  password: 'correct horse battery',
  newPassword: 'staple correct horse',
  cardNumber: '4242424242424242',
  cvv: '731',
  card: { number: '5555555555554444', cvc: '982' },
  token: 'eyJhbGciOiJFZERTQSJ9.eyJzdWIiOiJtZW1fMSJ9.c2lnbmF0dXJl',
  refreshToken: 'q0kJ7tZ3Xw1nVbY8',
  authorization: 'Bearer abc.def.ghi',
  'set-cookie': ['session=8f3a'],
  accountNumber: '110-234-567890',
  customerIdentityNumber: '900101',
}

const texts = (value: unknown): string[] =>
  typeof value === 'object' && value !== null ? Object.values(value).flatMap(texts) : [String(value)]

it('a line has each field once, also those that the logger writes itself', () => {
  const { log, lines } = capture()
  log.info({ pid: 7, level: 'high', time: 'noon', msg: 'other' }, 'x')
  for (const name of ['pid', 'level', 'time', 'msg']) expect(lines[0]?.split(`"${name}":`)).toHaveLength(2)
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({
    pid: process.pid,
    pid_: 7,
    level_: 'high',
    msg_: 'other',
    msg: 'x',
  })
})

describe('personal data', () => {
  const secrets = texts(PERSONAL)

  it.each([
    ['in fields', log => log.info(PERSONAL, 'x')],
    ['deep in fields', log => log.warn({ a: [{ b: { request: PERSONAL } }] }, 'x')],
    [
      'in bindings of a child',
      log =>
        log
          .child(PERSONAL)
          .child({ more: [PERSONAL] })
          .info('x'),
    ],
    ['in the cause of an error', log => log.error(new Error('x', { cause: PERSONAL }))],
    ['in an error under any name', log => log.error({ failure: Object.assign(new Error('x'), PERSONAL) }, 'x')],
    [
      'in what a driver adds to an error',
      log => {
        const detail = `Key (sealed)=(${PERSONAL.name}, ${PERSONAL.email}) already exists.`
        log.error({ err: Object.assign(new Error('duplicate key'), { code: '23505', detail }) })
      },
    ],
  ] as [string, (log: ReturnType<typeof capture>['log']) => void][])('does not appear %s', (_, write) => {
    const { log, lines } = capture({ LOG_LEVEL: 'debug' })
    write(log)
    expect(lines).toHaveLength(1)
    for (const secret of secrets) expect(lines[0]).not.toContain(secret)
  })

  it.each([
    ['e-mail', 'no member minsu.kim@example.com here', 'no member [redacted] here'],
    ['e-mail with a Korean name', 'from 민수@예시.한국', 'from [redacted]'],
    ['phone', 'called 010-2345-6789.', 'called [redacted].'],
    ['phone with country', 'called +82 10 2345 6789', 'called [redacted]'],
    ['card number', 'card 4242 4242 4242 4242 declined', 'card [redacted] declined'],
    ['resident number', 'rrn 900101-1234567', 'rrn [redacted]'],
    ['token', 'got eyJh.eyJz.c2ln', 'got [redacted]'],
    ['header', 'sent Basic dGVzdDo=', 'sent [redacted]'],
  ])('does not appear in a text: %s', (_, text, safe) => {
    const { log, last } = capture()
    log.info(text)
    expect(last().msg).toBe(safe)
    log.error(new Error(text))
    expect(last().err.message).toBe(safe)
    expect(last().msg).toBe(safe)
    log.info({ path: text }, 'x')
    expect(last().path).toBe(safe)
  })

  it('does not appear at any depth and spelling', () => {
    const spelling = fc.constantFrom('email', 'Email', 'E-MAIL', 'phone_number', 'refresh-token')
    fc.assert(
      fc.property(fc.array(fc.constantFrom('items', 'order', 'to'), { maxLength: 8 }), spelling, (path, key) => {
        const { log, lines } = capture()
        let fields: Record<string, unknown> = { [key]: 'PERSONAL' }
        for (const step of path) fields = { [step]: fields }
        log.info(fields, 'x')
        expect(lines[0]).not.toContain('PERSONAL')
      }),
    )
  })
})

describe('a line', () => {
  it('is JSON with level, time, service and correlation id', () => {
    const { log, last } = capture()
    log
      .child({ service: 'money' })
      .child({ correlationId: 'req_1' })
      .info({ transfer: 'trf_1', amount: 100n }, 'posted')
    expect(last()).toEqual({
      level: 'info',
      time: '2026-11-01T00:00:00.000Z',
      pid: process.pid,
      service: 'money',
      correlationId: 'req_1',
      transfer: 'trf_1',
      amount: '100',
      msg: 'posted',
    })
  })

  it.each([
    'ord_0192f3a4-1234-7000-8123-012345678901',
    '2026-11-0001234',
    '1762000000000000001',
    'order 20261101000123 is late',
  ])('keeps what only looks like a number of a person: %s', text => {
    const { log, last } = capture()
    log.info({ id: text }, text)
    expect(last()).toMatchObject({ id: text, msg: text })
  })

  it('keeps type, code and stack of an error', () => {
    const { log, last } = capture()
    log.error({ err: Object.assign(new TypeError('broken'), { code: 'ECONNRESET' }) }, 'call failed')
    expect(last()).toMatchObject({
      msg: 'call failed',
      err: { type: 'TypeError', message: 'broken', code: 'ECONNRESET' },
    })
    expect(last().err.stack[0]).toContain('logger.test.ts')
  })

  it('survives a circle', () => {
    const { log, lines } = capture()
    const circle: Record<string, unknown> = { id: 'x' }
    circle.self = circle
    log.info(circle, 'round')
    expect(lines).toHaveLength(1)
  })

  it('is not written below the level; `silent` writes none', () => {
    const quiet = capture({ LOG_LEVEL: 'silent' })
    quiet.log.error('x')
    const info = capture()
    info.log.debug('x')
    expect([...quiet.lines, ...info.lines]).toEqual([])
    expect(() => capture({ LOG_LEVEL: 'loud' })).toThrow(/LOG_LEVEL/)
  })
})
