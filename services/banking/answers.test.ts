/** Every status and every code on every call to the bank, over HTTP: only a listed no is a no. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { meaningOf, type OutsideSaid } from '../../platform/kit/outside.ts'
import type { Logger } from '../../platform/ports/logger.ts'
import { systemPorts } from '../../platform/ports/ports.ts'
import type { Vault } from '../../platform/vault/vault.ts'
import { answersOf, NEVER_HEARD_OF, type OutsideServer, openOutsideServer } from '../../test/harness/outside-server.ts'
import type { Bank } from './bank.ts'
import { moveCall } from './calls.ts'
import { bankOf, bankOperations } from './http-bank.ts'

let server: OutsideServer
let bank: Bank

beforeAll(async () => {
  server = await openOutsideServer()
  const log = { error() {}, info() {} } as unknown as Logger
  bank = bankOf({ settings: { BANK_URL: server.url, BANK_API_KEY: 'key' }, ports: systemPorts(), log })
})
afterAll(() => server.close())

const counterparty = { bankCode: '088', accountNumber: '110123456789', holderName: '김민지' }
const movement = { direction: 'out', amount: 100 } as const
type Name = keyof typeof bankOperations
const asks: Readonly<Record<Name, () => Promise<{ readonly kind: string }>>> = {
  inquire: () => bank.inquire(counterparty),
  transfer: () => bank.transfer({ ...movement, counterparty }, 'bkt_1'),
  lookUp: () => bank.lookUp('bkt_1'),
  statement: () => bank.statement('2026-11-20'),
}
const answers = answersOf(bankOperations)

const isOurs = ({ status }: OutsideSaid): boolean => [401, 403, 429].includes(status)
const isNoAnswer = ({ status, code }: OutsideSaid): boolean => status >= 500 || code === '' || code === NEVER_HEARD_OF

test.each(Object.keys(asks) as Name[])('%s: what is ours is ours, and what nobody listed is no no', async name => {
  for (const says of answers) {
    server.post = { says }
    server.get = { says }
    const { kind } = await asks[name]()
    expect({ ...says, kind }).toEqual({ ...says, kind: meaningOf(bankOperations[name].answers, says) })
    expect({ ...says, ours: kind === 'ours' }).toEqual({ ...says, ours: isOurs(says) })
    if (isNoAnswer(says)) expect({ ...says, kind }).not.toMatchObject({ kind: 'refused' })
  }
})

test('a transfer ends as its answer says', async () => {
  const call = moveCall(bank, { open: async () => JSON.stringify(counterparty) } as unknown as Vault)
  const account = { owner: 'mem_1', bankCode: '088', last4: '6789', sealed: 's' }
  const ends = { refused: 'refused', ours: 'turned_away', again: 'unknown', unknown: 'unknown' }
  server.get = { says: { status: 404, code: 'TRANSFER_UNKNOWN' } }
  for (const says of answers) {
    server.post = { says }
    const { kind } = await call.perform({ ...movement, bankKey: 'bkt_1', account }, 'k')
    expect({ ...says, kind }).toEqual({ ...says, kind: ends[meaningOf(bankOperations.transfer.answers, says)] })
  }
})
