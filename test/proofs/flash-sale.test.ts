import { afterAll, beforeAll, expect, test } from 'vitest'
import { isRefusal } from '../../platform/kit/refusal.ts'
import { deposit } from '../../services/money/wallets/deposit.ts'
import { openWallets } from '../../services/money/wallets/wallets.ts'
import { prepareOrder } from '../../services/orders/place-order.ts'
import { origin } from '../harness/application.ts'
import { openTestPlatform, type TestPlatform } from '../harness/platform.ts'

const BUYERS = 5_000
const UNITS = 100
const PRICE = 10_000
const PURSE = 50_000
const address = { street: '마당로 1', city: '서울', zipCode: '04524' }

let madang: TestPlatform
beforeAll(async () => {
  madang = await openTestPlatform()
  await madang.addProduct({ productId: 'limited', price: PRICE, stock: UNITS })
})
afterAll(() => madang.close())

const buyer = (nth: number): string => `mem_buyer-${nth}`

/** Some order two pieces, some the same product in two lines. */
const itemsOf = (nth: number) => {
  if (nth % 10 === 3) return [1, 1].map(quantity => ({ productId: 'limited', quantity }))
  return [{ productId: 'limited', quantity: nth % 10 === 7 ? 2 : 1 }]
}

async function fillPurses(): Promise<void> {
  const { writer } = madang.application.service('money')
  const ids = Array.from({ length: BUYERS }, (_, nth) => buyer(nth))
  await Promise.all(ids.map(id => writer.run(openWallets(id), origin('system:test'))))
  const posted = ids.map(memberId => deposit({ memberId, amount: PURSE, currency: 'KRW', memo: null }))
  await Promise.all(posted.map(command => writer.run(command, origin('system:test'))))
}

async function buy(nth: number): Promise<string> {
  const { context, writer } = madang.application.service('orders')
  const asking = {
    memberId: buyer(nth),
    items: itemsOf(nth),
    shippingAddress: address,
    paymentMethod: 'wallet',
  } as const
  const command = await prepareOrder(context, asking)
  if (isRefusal(command)) throw new Error(command.code)
  const outcome = await writer.run(command, origin(buyer(nth)))
  if (outcome.kind === 'refused') throw new Error(outcome.refusal.code)
  return JSON.parse(outcome.body).orderId
}

test(`flash sale: ${UNITS} units, ${BUYERS} buyers at once, exactly ${UNITS} sold`, async () => {
  await fillPurses()
  await Promise.all(Array.from({ length: BUYERS }, (_, nth) => buy(nth)))
  await madang.application.awaitIdle(60_000)

  expect(await madang.stock('limited')).toMatchObject({ onHand: 0, reserved: 0, available: 0 })
  const { rows } = await madang.application
    .service('orders')
    .read.query<{ status: string; reason: string; pieces: number }>(
      `select h.state ->> 'status' as status, h.state ->> 'reason' as reason,
            sum((select sum((line ->> 'quantity')::int) from json_array_elements(h.state -> 'lines') line))::int as pieces
     from heads h where stream like 'order:%' group by 1, 2 order by 1`,
    )
  expect(rows).toMatchObject([
    { status: 'confirmed', pieces: UNITS },
    { status: 'failed', reason: 'out_of_stock' },
  ])
  const wallets = await madang.application
    .service('money')
    .read.query<{ spent: number; held: number }>(
      `select sum(debits_posted)::int as spent, sum(debits_pending)::int as held from accounts where kind = 'wallet'`,
    )
  expect(wallets.rows).toEqual([{ spent: UNITS * PRICE, held: 0 }])
  expect(await madang.differences()).toEqual([])
})
