import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Counterparty, linkedAccount, requestTransfer, sealAccount } from '../../contracts/banking.ts'
import { isRefusal } from '../../platform/kit/refusal.ts'
import type { SagaDefinition } from '../../platform/kit/saga-definition.ts'
import { MovableClock } from '../../platform/ports/movable-clock.ts'
import { systemPorts } from '../../platform/ports/ports.ts'
import { startSaga } from '../../platform/saga/decide.ts'
import { type SagaState, sagaKey } from '../../platform/saga/state.ts'
import { bareService } from '../../platform/service/service.ts'
import { bankOf } from '../../services/banking/http-bank.ts'
import { linkAccount } from '../../services/banking/link.ts'
import { banking } from '../../services/banking/service.ts'
import { type BankTransfer, transferKey } from '../../services/banking/transfer.ts'
import { BankControl } from '../../simulators/bank/control.ts'
import { type BankSimulator, startBankSimulator } from '../../simulators/bank/server.ts'
import { openTestApplication, origin, type TestApplication } from '../harness/application.ts'

/** What other services' sagas do with a bank transfer: ask for it, and pay it back when a later step is refused. */
interface Errand {
  readonly id: string
  readonly direction: 'in' | 'out'
  readonly counterparty: Counterparty
  readonly amount: number
  readonly thenRefuse: boolean
}

const transferOf = ({ id, direction, counterparty, amount }: Errand) =>
  ({ transferId: `bkt_${id}`, direction, counterparty, amount, currency: 'KRW', reference: id }) as const

const errand: SagaDefinition<Errand> = {
  name: 'errand',
  owner: 'errand operators',
  asks: ['banking', 'errands'],
  steps: [
    {
      kind: 'send',
      name: 'transfer',
      ask: data => requestTransfer.ask(transferOf(data)),
      undo: data => {
        const { transferId, direction } = transferOf(data)
        const counterparty: Counterparty = { kind: 'of-transfer', transferId }
        const back = direction === 'in' ? 'out' : 'in'
        return requestTransfer.ask({
          ...transferOf(data),
          transferId: `${transferId}-back`,
          direction: back,
          counterparty,
        })
      },
    },
    {
      kind: 'send',
      name: 'refuse',
      when: ({ thenRefuse }) => thenRefuse,
      ask: () => ({ to: 'errands', command: 'errands.refuse', input: null }),
    },
  ],
}

const errands = bareService({
  name: 'errands',
  migrations: new URL('../core/migrations/', import.meta.url),
  sagas: [errand],
  accepts: {
    'errands.refuse': () => ({
      type: 'refuse',
      keys: [],
      decide: () => ({ refused: true, code: 'changed_our_mind' }) as const,
    }),
  },
})

const MINJI = { bankCode: '088', accountNumber: '110123456789', holderName: '김민지' }
const SHOP = { bankCode: '004', accountNumber: '94160200123456', holderName: '박점주' }

let opened: TestApplication
let simulator: BankSimulator
let bank: BankControl
const clock = new MovableClock()
let count = 0
/** Where the process is to break off, once. */
let breaksAt: string | null = null
const faults = {
  reach(place: string): void {
    if (place !== breaksAt) return
    breaksAt = null
    throw new Error(`broken off: ${place}`)
  },
}

beforeAll(async () => {
  simulator = await startBankSimulator({ ports: systemPorts(), port: 0, apiKey: 'key' })
  bank = new BankControl(simulator.url)
  await bank.open({ ...MINJI, balance: 1_000_000 })
  await bank.open({ ...SHOP, balance: 0 })
  const settings = { BANK_URL: simulator.url, BANK_API_KEY: 'key', BANK_ANSWER_LIMIT_MS: '500' }
  opened = await openTestApplication({ services: [banking, errands], settings, ports: { clock, faults } })
  const { context, writer } = opened.application.service('banking')
  const command = await linkAccount(context, bankOf(context), 'mem_minji', MINJI)
  if (isRefusal(command)) throw new Error(command.code)
  await writer.run(command, origin('mem_minji'))
})
afterAll(async () => {
  await opened.close()
  await simulator.stop()
})

const linked: Counterparty = { kind: 'linked', memberId: 'mem_minji' }

async function begin(errandGiven: Partial<Errand> = {}): Promise<string> {
  count += 1
  const id = `errand-${count}`
  const data: Errand = { id, direction: 'in', counterparty: linked, amount: 1_000, thenRefuse: false, ...errandGiven }
  const keys = [sagaKey(id)]
  const decide = (_: unknown, context: Parameters<typeof startSaga>[4]) =>
    startSaga(errand, id, data, 'errands', context)
  await opened.application.service('errands').writer.run({ type: 'errands.begin', keys, decide }, origin())
  return id
}

const sagaOf = async (id: string) =>
  (await opened.application.service('errands').writer.head<SagaState>(sagaKey(id)))?.state as SagaState
const bankTransfer = async (id: string) =>
  (await opened.application.service('banking').writer.head<BankTransfer>(transferKey(id)))?.state
const keysAtBank = async (id: string) =>
  (await bank.books()).lines.flatMap(({ key }) => (key?.startsWith(`bkt_${id}`) ? [key] : []))

/** Lets pauses pass until the saga of a service stands where it should. */
async function until(service: string, id: string, status: SagaState['status']): Promise<void> {
  const { writer } = opened.application.service(service)
  const look = async () => {
    clock.advance(60_000)
    return (await writer.head<SagaState>(sagaKey(id)))?.state.status
  }
  await expect.poll(look, { timeout: 20_000, interval: 50 }).toBe(status)
  clock.release()
  await opened.application.awaitIdle()
}

const resume = (service: string, id: string) => {
  const { writer, sagas } = opened.application.service(service)
  return writer.run(sagas.resume(id), origin('mem_operator'))
}

describe('a saga that asks for a bank transfer', () => {
  test('learns which account it was', async () => {
    const id = await begin()
    await opened.application.awaitIdle()
    expect(await sagaOf(id)).toMatchObject({
      status: 'done',
      results: { transfer: { transferId: `bkt_${id}`, bankCode: '088', last4: '6789' } },
    })
  })

  test.each([
    ['INSUFFICIENT_FUNDS', 'bank_insufficient_funds'],
    ['LIMIT_EXCEEDED', 'bank_limit_exceeded'],
    ['ACCOUNT_UNKNOWN', 'account_unknown'],
    ['ACCOUNT_CLOSED', 'account_closed'],
    ['HOLDER_MISMATCH', 'holder_mismatch'],
    ['TRANSFER_REJECTED', 'bank_refused'],
  ])('gets a refusal in our words: %s', async (code, reason) => {
    await bank.tell({ kind: 'refuse', code, match: { operation: 'transfer' } })
    const id = await begin()
    await opened.application.awaitIdle()
    expect(await sagaOf(id)).toMatchObject({ status: 'undone', reason })
    expect(await keysAtBank(id)).toEqual([])
  })

  test('of a member without an account is refused before the bank is called', async () => {
    const id = await begin({ counterparty: { kind: 'linked', memberId: 'mem_nobody' } })
    await opened.application.awaitIdle()
    expect(await sagaOf(id)).toMatchObject({ status: 'undone', reason: 'account_not_linked' })
  })

  test('can pay to an account that was sealed for its owner, until the owner is forgotten', async () => {
    const { rpc } = opened.application
    const account = await rpc.call(sealAccount, { owner: 'fra_1', ...SHOP })
    expect(account).toMatchObject({ owner: 'fra_1', bankCode: '004', last4: '3456' })
    expect(JSON.stringify(account)).not.toContain(SHOP.accountNumber)
    const pay = { direction: 'out', counterparty: { kind: 'sealed', account } } as const
    const first = await begin(pay)
    await opened.application.awaitIdle()
    expect([(await sagaOf(first)).status, await bank.balance(SHOP)]).toEqual(['done', 1_000])
    await opened.application.service('banking').context.vault.forget('fra_1')
    const second = await begin(pay)
    await opened.application.awaitIdle()
    expect(await sagaOf(second)).toMatchObject({ status: 'undone', reason: 'account_forgotten' })
    expect(await rpc.call(linkedAccount, { memberId: 'mem_minji' })).toMatchObject({ bankCode: '088', last4: '6789' })
    expect(await rpc.call(linkedAccount, { memberId: 'mem_nobody' })).toBeNull()
  })

  test('is paid back when a later step is refused, also after the bank refused that some times', async () => {
    const before = await bank.balance(MINJI)
    await bank.tell({ kind: 'refuse', match: { direction: 'out' }, times: 3 })
    const id = await begin({ thenRefuse: true })
    await until('errands', id, 'undone')
    expect(await sagaOf(id)).toMatchObject({ reason: 'changed_our_mind' })
    expect(await keysAtBank(id)).toEqual([`bkt_${id}`, `bkt_${id}-back.4`])
    expect(await bank.balance(MINJI)).toBe(before)
    expect(await bankTransfer(`bkt_${id}-back`)).toMatchObject({
      status: 'completed',
      reverses: `bkt_${id}`,
      attempt: 4,
    })
  })

  test('is stuck when the bank will not take it back, and is paid back once when an operator tries again', async () => {
    const before = await bank.balance(MINJI)
    await bank.tell({ kind: 'refuse', match: { direction: 'out' }, times: 100 })
    const id = await begin({ thenRefuse: true })
    await until('errands', id, 'stuck')
    expect(await sagaOf(id)).toMatchObject({ owner: 'errand operators', reason: 'bank_refused', phase: 'undo' })
    await bank.behave()
    await resume('errands', id)
    await opened.application.awaitIdle()
    expect([(await sagaOf(id)).status, await bank.balance(MINJI)]).toEqual(['undone', before])
  })

  test.each(['banking: before call', 'banking: after call'])(
    'moves money once when the process breaks off %s',
    async at => {
      const before = await bank.balance(MINJI)
      breaksAt = at
      const id = await begin()
      await until('errands', id, 'done')
      expect(await keysAtBank(id)).toEqual([`bkt_${id}`])
      expect(await bank.balance(MINJI)).toBe(before - 1_000)
    },
  )

  test.each(['timeout_before', 'timeout_after'] as const)(
    'waits for an outcome nobody knows (%s), and continues when banking is resumed',
    async kind => {
      const before = await bank.balance(MINJI)
      await bank.tell({ kind, match: { operation: 'transfer' } })
      await bank.tell({ kind: 'error_500', match: { operation: 'look-up' }, times: 100 })
      const id = await begin()
      await until('banking', `bank-transfer/bkt_${id}`, 'stuck')
      expect(await bankTransfer(`bkt_${id}`)).toMatchObject({ status: 'unknown' })
      expect(await sagaOf(id)).toMatchObject({ status: 'running', step: 'transfer' })
      await bank.behave()
      await resume('banking', `bank-transfer/bkt_${id}`)
      await opened.application.awaitIdle()
      expect([(await sagaOf(id)).status, await keysAtBank(id)]).toEqual(['done', [`bkt_${id}`]])
      expect(await bank.balance(MINJI)).toBe(before - 1_000)
    },
  )
})
