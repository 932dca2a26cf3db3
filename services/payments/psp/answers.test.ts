/** Every status and every documented code on every call to the PSP, over HTTP: only a listed no is a no. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { meaningOf, type OutsideSaid } from '../../../platform/kit/outside.ts'
import type { Logger } from '../../../platform/ports/logger.ts'
import { systemPorts } from '../../../platform/ports/ports.ts'
import {
  answersOf,
  NEVER_HEARD_OF,
  type OutsideServer,
  openOutsideServer,
} from '../../../test/harness/outside-server.ts'
import { pspCalls } from './calls.ts'
import { type CancelInput, type ChargeInput, type Psp, pspOf, pspOperations } from './psp.ts'

let server: OutsideServer
let psp: Psp
let lines: object[] = []
const clock = { ...systemPorts().clock, now_ms: Date.UTC(2026, 10, 20), now: () => new Date(clock.now_ms) }
const log = { error: (line: object) => lines.push(line), info: (line: object) => lines.push(line) } as unknown as Logger

beforeAll(async () => {
  server = await openOutsideServer()
  psp = pspOf({ settings: { PSP_URL: server.url, PSP_SECRET_KEY: 'key' }, ports: { ...systemPorts(), clock }, log })
})
afterAll(() => server.close())

const charge = { memberId: 'mem_1', pspOrderId: 'pay_1', orderName: 'coffee', amount: 100, currency: 'KRW' }
const byCard: ChargeInput = { ...charge, with: { billingKey: 'bill_1' } }
const byWindow: ChargeInput = { ...charge, with: { paymentKey: 'psp_1' } }
const cancel: CancelInput = { paymentKey: 'psp_1', amount: 100, currency: 'KRW', reason: 'ref_1' }
const card = { number: '4242424242424242', expiryMonth: '12', expiryYear: '30' }

type Name = keyof typeof pspOperations
const asks: Readonly<Record<Name, () => Promise<{ readonly kind: string }>>> = {
  registerCard: () => psp.registerCard(card, 'mem_1'),
  charge: () => psp.charge(byCard, 'k'),
  confirm: () => psp.charge(byWindow, 'k'),
  cancel: () => psp.cancel(cancel, 'k'),
  byKey: () => psp.byKey('psp_1'),
  byOrder: () => psp.byOrder('pay_1'),
  transactions: () =>
    psp.transactions({ from: '2026-11-20T00:00:00', until: '2026-11-20T23:59:59', after: null, limit: 1 }),
}
const answers = answersOf(pspOperations)

const OUR_CONTRACT = [
  'INVALID_API_KEY',
  'NOT_REGISTERED_BUSINESS',
  'INVALID_UNREGISTERED_SUBMALL',
  'NOT_FOUND_TERMINAL_ID',
]
const isOurs = ({ status, code }: OutsideSaid): boolean =>
  status === 401 ||
  status === 429 ||
  (status === 403 && ['FORBIDDEN_REQUEST', 'INCORRECT_BASIC_AUTH_FORMAT'].includes(code)) ||
  (status === 400 && OUR_CONTRACT.includes(code))
const isNoAnswer = ({ status, code }: OutsideSaid): boolean =>
  status >= 500 || status === 409 || code === '' || code === NEVER_HEARD_OF

test.each(Object.keys(asks) as Name[])('%s: what is ours is ours, and what nobody listed is no no', async name => {
  for (const says of answers) {
    server.post = { says }
    server.get = { says }
    const { kind } = await asks[name]()
    expect({ ...says, kind }).toEqual({ ...says, kind: meaningOf(pspOperations[name].answers, says) })
    expect({ ...says, ours: kind === 'ours' }).toEqual({ ...says, ours: isOurs(says) })
    if (isNoAnswer(says)) expect({ ...says, kind }).not.toMatchObject({ kind: 'refused' })
  }
})

const perform = {
  charge: () => pspCalls(psp).charge?.perform(byCard, 'k'),
  confirm: () => pspCalls(psp).charge?.perform(byWindow, 'k'),
  cancel: () => pspCalls(psp).cancel?.perform(cancel, 'k'),
}

test.each(['charge', 'confirm', 'cancel'] as const)('%s: a call ends as its answer says', async name => {
  server.get = { says: { status: 404, code: 'NOT_FOUND_PAYMENT' } }
  const ends = { refused: 'refused', ours: 'turned_away', again: 'unknown', unknown: 'unknown' }
  for (const says of answers) {
    server.post = { says }
    const outcome = await perform[name]()
    const kind = ends[meaningOf(pspOperations[name].answers, says)]
    expect({ ...says, kind: outcome?.kind }).toEqual({ ...says, kind })
  }
})

const payment = {
  ...{ paymentKey: 'psp_1', orderId: 'pay_1', totalAmount: 100, balanceAmount: 100, currency: 'KRW', cancels: null },
  status: 'DONE',
}
const givenBack = { ...payment, status: 'CANCELED', cancels: [{ cancelAmount: 100, cancelReason: 'ref_1' }] }
const processing = { status: 409, code: 'IDEMPOTENT_REQUEST_PROCESSING' }
const nothingLeft = { status: 400, code: 'ALREADY_CANCELED_PAYMENT' }

test.each([
  ['charge', processing, { body: payment }, 'done'],
  ['charge', processing, { body: { ...payment, status: 'ABORTED' } }, 'refused'],
  ['charge', processing, { body: { ...payment, status: 'IN_PROGRESS' } }, 'unknown'],
  ['charge', processing, { body: { ...payment, totalAmount: 99 } }, 'unknown'],
  ['charge', processing, { body: { ...payment, status: 'A_NEW_ONE' } }, 'unknown'],
  ['charge', processing, { body: { hello: 'world' } }, 'unknown'],
  ['charge', processing, { says: { status: 401, code: 'UNAUTHORIZED_KEY' } }, 'unknown'],
  ['confirm', { status: 400, code: 'ALREADY_PROCESSED_PAYMENT' }, { body: payment }, 'done'],
  ['cancel', nothingLeft, { body: givenBack }, 'done'],
  ['cancel', nothingLeft, { body: { ...payment, status: 'ABORTED' } }, 'refused'],
  ['cancel', processing, { body: { ...payment, status: 'PARTIAL_CANCELED' } }, 'unknown'],
  ['cancel', nothingLeft, { says: { status: 503, code: '' } }, 'unknown'],
] as const)('%s is answered %j, and asked about %j: %s', async (name, says, truth, kind) => {
  server.post = { says }
  server.get = truth
  expect((await perform[name]())?.kind).toBe(kind)
})

test('turned away, there is one line in the log, and one when it is over', async () => {
  const tell = async (get: OutsideServer['get'], times = 1) => {
    server.get = get
    for (let call = 1; call <= times; call += 1) await psp.byKey('psp_1')
  }
  clock.now_ms += 60_000
  await tell({ body: payment })
  lines = []
  await tell({ says: { status: 401, code: 'UNAUTHORIZED_KEY' } }, 5)
  await tell({ body: payment })
  expect(lines).toEqual([{ peer: 'psp', operation: 'get-payment', status: 401, code: 'UNAUTHORIZED_KEY' }])
  clock.now_ms += 60_000
  await tell({ body: payment }, 2)
  expect(lines).toHaveLength(2)
})
