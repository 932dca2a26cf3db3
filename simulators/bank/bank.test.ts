import { appendFile, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { cleanUp, clock, endAll, MINJI, start } from './test-client.ts'

afterEach(endAll)

describe('an inquiry', () => {
  it.each([
    ['the right name', MINJI, 200, undefined],
    ['the name with other spaces and case', { ...MINJI, holderName: ' 김 민지' }, 200, undefined],
    ['another name', { ...MINJI, holderName: '이서준' }, 422, 'HOLDER_MISMATCH'],
    ['a number nobody has', { ...MINJI, accountNumber: '999999999999' }, 404, 'ACCOUNT_UNKNOWN'],
    ['the number at another bank', { ...MINJI, bankCode: '004' }, 404, 'ACCOUNT_UNKNOWN'],
    ['no number', { ...MINJI, accountNumber: 'abc' }, 400, 'INVALID_REQUEST'],
  ])('by %s', async (_, named, status, code) => {
    const { ask } = await start()
    expect(await ask('POST', '/v1/accounts/inquiry', named)).toMatchObject({ status, body: code ? { code } : {} })
  })

  it('of a closed account tells only its holder that it is closed', async () => {
    const { ask, control } = await start()
    await control.change({ bankCode: MINJI.bankCode, accountNumber: MINJI.accountNumber, open: false })
    const inquire = (named: object) => ask('POST', '/v1/accounts/inquiry', named)
    expect((await inquire(MINJI)).body.code).toBe('ACCOUNT_CLOSED')
    expect((await inquire({ ...MINJI, holderName: '이서준' })).body.code).toBe('HOLDER_MISMATCH')
  })

  it('needs the key of the API', async () => {
    const { ask } = await start()
    const answer = await ask('POST', '/v1/accounts/inquiry', MINJI, { authorization: 'Bearer other' })
    expect(answer).toMatchObject({ status: 401, body: { code: 'UNAUTHORIZED' } })
  })
})

describe('a transfer', () => {
  it('moves money between the corporate account and another, in both directions', async () => {
    const { transfer, control } = await start()
    expect(await transfer('bkt_000001')).toMatchObject({
      status: 201,
      body: { key: 'bkt_000001', status: 'booked', amount: 10_000, bookedAt: '2026-11-01T09:00:00+09:00' },
    })
    await transfer('bkt_000002', { direction: 'out', amount: 3_000 })
    expect(await control.balance(MINJI)).toBe(93_000)
    expect((await control.books()).corporate).toBe(1_007_000)
  })

  it.each([
    ['from an account with too little', { amount: 100_001 }, 'INSUFFICIENT_FUNDS'],
    ['of more than the corporate account has', { direction: 'out', amount: 1_000_001 }, 'INSUFFICIENT_FUNDS'],
    ['of too much at once', { direction: 'out', amount: 1_000_000_001 }, 'LIMIT_EXCEEDED'],
    ['to a number nobody has', { counterparty: { ...MINJI, accountNumber: '999999999' } }, 'ACCOUNT_UNKNOWN'],
    ['to somebody else', { counterparty: { ...MINJI, holderName: '이서준' } }, 'HOLDER_MISMATCH'],
    ['in dollars', { currency: 'USD' }, 'INVALID_REQUEST'],
  ])('%s is refused and moves nothing', async (_, change, code) => {
    const { transfer, control } = await start()
    expect((await transfer('bkt_000001', change)).body.code).toBe(code)
    const { corporate, lines } = await control.books()
    expect([corporate, lines]).toEqual([1_000_000, []])
  })

  it('under a key that was used gets the same answer, and the bank notes the duplicate', async () => {
    const { transfer, control } = await start()
    const first = await transfer('bkt_000001')
    const again = await transfer('bkt_000001')
    expect([again.status, again.text]).toEqual([first.status, first.text])
    expect([first.duplicate, again.duplicate]).toEqual([false, true])
    expect(await transfer('bkt_000001', { amount: 1 })).toMatchObject({ status: 422, body: { code: 'KEY_REUSED' } })
    const { lines, duplicates } = await control.books()
    expect([lines.length, duplicates.map(({ key }) => key)]).toEqual([1, ['bkt_000001']])
  })

  it('that was refused stays refused under its key, also once the money is there', async () => {
    const { transfer, lookUp, control } = await start()
    await transfer('bkt_000001', { amount: 150_000 })
    await control.change({ bankCode: MINJI.bankCode, accountNumber: MINJI.accountNumber, deposit: 100_000 })
    expect((await transfer('bkt_000001', { amount: 150_000 })).body.code).toBe('INSUFFICIENT_FUNDS')
    expect((await lookUp('bkt_000001')).body).toMatchObject({ status: 'refused', code: 'INSUFFICIENT_FUNDS' })
    expect((await transfer('bkt_000001.2', { amount: 150_000 })).status).toBe(201)
  })

  it('that never arrived is unknown', async () => {
    const { lookUp } = await start()
    expect(await lookUp('bkt_000001')).toMatchObject({ status: 404, body: { code: 'TRANSFER_UNKNOWN' } })
  })
})

describe('with a behaviour set, the bank', () => {
  it('refuses the transfers that match, as often as it was set to', async () => {
    const { control, transfer } = await start()
    await control.tell({ kind: 'refuse', code: 'ACCOUNT_CLOSED', match: { direction: 'out' }, times: 2 })
    const directions = ['in', 'out', 'out', 'out']
    const codes = []
    for (const [nth, direction] of directions.entries()) {
      codes.push((await transfer(`bkt_00000${nth}`, { direction })).body.code)
    }
    expect(codes).toEqual([undefined, 'ACCOUNT_CLOSED', 'ACCOUNT_CLOSED', undefined])
  })

  it.each([
    ['timeout_before', 404, 0],
    ['timeout_after', 200, 1],
  ] as const)('%s: gives no answer, and a look-up tells (%s) whether it was booked', async (kind, status, lines) => {
    const { control, transfer, lookUp } = await start()
    await control.tell({ kind })
    await expect(transfer('bkt_000001', {}, { 'x-limit': '60' })).rejects.toThrow(/aborted/)
    expect((await lookUp('bkt_000001')).status).toBe(status)
    expect((await control.books()).lines).toHaveLength(lines)
    expect((await transfer('bkt_000001')).status).toBe(201)
    expect((await control.books()).lines).toHaveLength(1)
  })

  it('breaks, or receives a request twice', async () => {
    const { control, transfer, lookUp } = await start()
    await control.tell({ kind: 'error_500' })
    expect(await transfer('bkt_000001')).toMatchObject({ status: 500, body: { code: 'BROKEN' } })
    await control.tell({ kind: 'deliver_twice' })
    expect(await transfer('bkt_000001')).toMatchObject({ status: 409, body: { code: 'DUPLICATE_TRANSFER' } })
    expect((await lookUp('bkt_000001')).body).toMatchObject({ status: 'booked' })
    const { lines, duplicates } = await control.books()
    expect([lines.length, duplicates.length]).toEqual([1, 1])
  })

  it('is slow, and says of a transfer it is working on that it is', async () => {
    const { control, transfer, lookUp } = await start()
    await control.tell({ kind: 'delay_ms', delay_ms: 80, match: { operation: 'transfer' } })
    const slow = transfer('bkt_000001')
    await expect.poll(async () => (await lookUp('bkt_000001')).body.status, { interval: 5 }).toBe('processing')
    expect((await transfer('bkt_000001')).body.code).toBe('TRANSFER_IN_PROGRESS')
    expect((await slow).status).toBe(201)
    await control.tell({ kind: 'refuse', times: 9 })
    await control.behave()
    expect((await transfer('bkt_000002')).status).toBe(201)
  })
})

describe('the statement', () => {
  it('is of a Korean day, with the balance after each line', async () => {
    const { transfer, statement } = await start()
    clock.now_ms = Date.UTC(2026, 10, 1, 14, 59, 59)
    await transfer('bkt_000001')
    clock.now_ms += 1_000
    await transfer('bkt_000002', { direction: 'out', amount: 4_000 })
    await transfer('bkt_000003', { amount: 1_000 })
    expect(await statement('2026-11-01')).toMatchObject({
      openingBalance: 1_000_000,
      closingBalance: 1_010_000,
      lines: [{ key: 'bkt_000001', direction: 'in', amount: 10_000, balance: 1_010_000, last4: '6789' }],
    })
    expect(await statement('2026-11-02')).toMatchObject({
      openingBalance: 1_010_000,
      closingBalance: 1_007_000,
      lines: [
        { key: 'bkt_000002', balance: 1_006_000 },
        { key: 'bkt_000003', balance: 1_007_000 },
      ],
      next: null,
    })
  })

  it('comes in pages', async () => {
    const { control, statement } = await start()
    for (let nth = 0; nth < 1_001; nth += 1) await control.plant({ kind: 'extra', direction: 'in', amount: 1 })
    const first = await statement('2026-11-01')
    const second = await statement('2026-11-01', String(first.next))
    expect([first.lines, second.lines]).toEqual([expect.objectContaining({ length: 1_000 }), [expect.anything()]])
    expect(second.next).toBeNull()
  })

  it('shows the differences that were planted, and the books do not', async () => {
    const { control, transfer, statement } = await start()
    for (const nth of [1, 2, 3]) await transfer(`bkt_00000${nth}`)
    await control.plant({ kind: 'missing', key: 'bkt_000001' })
    await control.plant({ kind: 'amount', key: 'bkt_000002', amount: 9_999 })
    await control.plant({ kind: 'extra', direction: 'out', amount: 500 })
    const { lines } = (await statement('2026-11-01')) as { lines: { key: string | null; amount: number }[] }
    expect(lines.map(({ key, amount }) => [key, amount])).toEqual([
      ['bkt_000002', 9_999],
      ['bkt_000003', 10_000],
      [null, 500],
    ])
    expect((await control.books()).corporate).toBe(1_029_500)
  })
})

it('with a file, everything is there after a restart', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'bank-'))
  cleanUp.push(() => rm(directory, { recursive: true }))
  const file = join(directory, 'bank.jsonl')
  const first = await start({ file })
  const booked = await first.transfer('bkt_000001')
  await first.transfer('bkt_000002', { amount: 999_999 })
  await first.control.plant({ kind: 'amount', key: 'bkt_000001', amount: 1 })
  const before = await first.control.books()
  await appendFile(file, '[{"kind":"line","li')
  const second = await start({ file })
  expect(await second.control.books()).toEqual(before)
  expect((await second.lookUp('bkt_000002')).body).toMatchObject({ status: 'refused' })
  expect(await second.transfer('bkt_000001')).toMatchObject({ text: booked.text, duplicate: true })
  expect(await second.statement('2026-11-01')).toMatchObject({ closingBalance: 1_000_001 })
  expect((await (await start({ file })).control.books()).duplicates).toHaveLength(1)
})
