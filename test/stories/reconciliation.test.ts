import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { requestTransferCommand } from '../../services/banking/transfer-commands.ts'
import { ledgerCommands } from '../../services/money/ledger/commands.ts'
import { origin } from '../harness/application.ts'
import { type Member, openTestPlatform, type TestPlatform } from '../harness/platform.ts'

let madang: TestPlatform
let operator: Member
let minji: Member
let account: Awaited<ReturnType<TestPlatform['linkBankAccount']>>
const wait = { prefer: 'wait=5' }
/** Noon in Seoul. */
const DATE = '2026-11-20'
const noon = new Date(`${DATE}T12:00:00+09:00`)

beforeAll(async () => {
  madang = await openTestPlatform()
  madang.clock.moveTo(noon)
  operator = await madang.operator()
  minji = await madang.register()
  account = await madang.linkBankAccount(minji, 1_000_000)
})
afterAll(() => madang.close())

/** Tokens do not last that long. */
async function moveTo(instant: string): Promise<void> {
  madang.clock.moveTo(new Date(instant))
  operator = await madang.logIn(operator)
}

async function transfer(amount: number, direction = 'in'): Promise<string> {
  const body = { accountId: account.accountId, direction, amount }
  const answer = await madang.post('/api/banking/transfers', body, operator.token, wait)
  expect(answer.body).toMatchObject({ status: 'completed' })
  return answer.body.id
}

const report = async (date = DATE) =>
  (await madang.get(`/api/banking/reconciliation?date=${date}`, operator.token)).body as Record<string, any>

/** Ids by group, of the groups that hold any. */
const found = (body: Record<string, any>) =>
  Object.fromEntries(
    Object.entries(body)
      .filter(([, group]) => group?.items?.length > 0)
      .map(([name, { items }]) => [name, items.map(({ transferId }: { transferId: string }) => transferId)]),
  )

/** Opened once, found by the transfer, checked again, and accepted by two people. */
async function eachIsATask(body: Record<string, any>): Promise<void> {
  const day = '2026-11-21'
  const groups = ['onlyOurs', 'onlyTheirs', 'amountsDiffer', 'ledgerMissing', 'ledgerOnly']
  const count = groups.reduce((sum, group) => sum + body[group].count, 0)
  for (let night = 0; night < 2; night += 1) {
    const opened = await madang.post('/api/banking/reconciliation', { date: day }, operator.token)
    expect(opened.body).toEqual({ date: day, differences: count })
  }
  const listed = async () =>
    (await madang.get(`/api/operations/tasks?kind=bank-difference&reference=${day}`, operator.token)).body.items
  const tasks = await listed()
  expect(tasks.map(({ why }: { why: string }) => why).sort()).toEqual([...groups].sort())
  const second = await madang.operator()
  for (const { id } of tasks) {
    const act = (action: string, { token }: Member) =>
      madang.post(`/api/operations/tasks/${id}/${action}`, { reason: '확인함' }, token)
    expect((await act('check-again', operator)).body).toEqual({ status: 'open' })
    expect((await act('accept', operator)).status).toBe(202)
    expect((await act('accept', second)).body).toEqual({ status: 'closed' })
  }
  expect(await listed()).toEqual([])
}

describe('the reconciliation', () => {
  test('of a day on which all went well agrees, to the won', async () => {
    const ids = [await transfer(30_000), await transfer(12_000), await transfer(5_000, 'out')]
    const reversed = await madang.post(`/api/banking/transfers/${ids[1]}/reverse`, undefined, operator.token, wait)
    const body = await report()
    expect(body.agrees).toBe(true)
    expect(found(body)).toEqual({ matched: [...ids, reversed.body.id] })
    const net = 30_000 + 12_000 - 5_000 - 12_000
    expect(body.matched).toMatchObject({ count: 4, ours: net, bank: net, ledger: net })
    const { openingBalance, closingBalance, lines } = body.statement
    expect([closingBalance - openingBalance, lines]).toEqual([net, 4])
  })

  test('finds exactly what was planted', async () => {
    await moveTo('2026-11-21T12:00:00+09:00')
    const [missing, other, good] = [await transfer(1_000), await transfer(2_000), await transfer(3_000)]
    await madang.bank.plant({ kind: 'missing', key: missing })
    await madang.bank.plant({ kind: 'amount', key: other, amount: 1_999 })
    await madang.bank.plant({ kind: 'extra', direction: 'in', amount: 700 })
    const unposted = 'bkt_nobody-posted-it'
    await madang.application.service('banking').writer.run(
      requestTransferCommand({
        transferId: unposted,
        direction: 'in',
        counterparty: { kind: 'linked', memberId: minji.id },
        amount: 400,
        currency: 'KRW',
        reference: 'test',
      }),
      origin('system:test'),
    )
    const posting = { debit: 'bank:KRW', credit: 'suspense:KRW', currency: 'KRW', kind: 'test' }
    await madang.application
      .service('money')
      .writer.run(
        ledgerCommands.postTransfer({ ...posting, transferId: 'trf_x', amount: 50, reference: 'bkt_nobody-made-it' }),
        origin('system:test'),
      )
    await madang.post('/api/money/deposits', { userId: minji.id, amount: 9_000 }, operator.token)
    await madang.application.awaitIdle()
    const body = await report('2026-11-21')
    expect(body.agrees).toBe(false)
    expect(found(body)).toEqual({
      matched: [good],
      onlyOurs: [missing],
      onlyTheirs: [null],
      amountsDiffer: [other],
      ledgerMissing: [unposted],
      ledgerOnly: ['bkt_nobody-made-it'],
      withoutTransfer: [null],
    })
    expect(body.amountsDiffer.items).toEqual([{ transferId: other, ours: 2_000, bank: 1_999, ledger: 2_000 }])
    expect(body.onlyTheirs).toMatchObject({ count: 1, bank: 700, ours: 0 })
    expect((await report()).agrees).toBe(true)
    await eachIsATask(body)
  })

  test('shows what is unresolved, which is no difference yet', async () => {
    await moveTo('2026-11-22T12:00:00+09:00')
    await madang.bank.tell({ kind: 'delay_ms', delay_ms: 300, match: { operation: 'transfer' } })
    const order = { accountId: account.accountId, direction: 'in', amount: 100 }
    const { id } = (await madang.post('/api/banking/transfers', order, operator.token)).body
    const before = await report('2026-11-22')
    expect([before.agrees, found(before)]).toEqual([true, { unresolved: [id] }])
    await madang.application.awaitIdle()
    expect(found(await report('2026-11-22'))).toEqual({ matched: [id] })
  })

  test('counts a transfer to the day the bank booked it on, wherever midnight was', async () => {
    await moveTo('2026-11-24T23:55:00+09:00')
    madang.clock.moveTo(new Date('2026-11-24T23:59:59.900+09:00'))
    await madang.bank.tell({ kind: 'delay_ms', delay_ms: 250, match: { operation: 'transfer' } })
    const id = await transfer(5_000)
    await madang.application.awaitIdle()
    expect(found(await report('2026-11-24'))).toEqual({})
    expect(found(await report('2026-11-25'))).toEqual({ matched: [id] })
    const { body } = await madang.get('/api/banking/reconciliation', operator.token)
    expect(body).toEqual(await report('2026-11-25'))
  })

  test('needs the bank, a date, and an operator', async () => {
    await madang.bank.tell({ kind: 'error_500', match: { operation: 'statement' } })
    const ask = (query: string, { token }: Member) => madang.get(`/api/banking/reconciliation${query}`, token)
    expect((await ask(`?date=${DATE}`, operator)).body.code).toBe('bank_unavailable')
    for (const query of ['?date=', '?date=2026-02-30', '?date=yesterday', '?date=0001-01-01', '?date=2026-11-26']) {
      expect((await ask(query, operator)).status).toBe(400)
    }
    expect((await ask(`?date=${DATE}`, await madang.logIn(minji))).status).toBe(403)
  })
})

test('and after all that our own books are sound', async () => {
  expect(await madang.differences()).toEqual([])
})
