import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { beginLeaving, forget } from '../../services/identity/leaving/commands.ts'
import { memberKey } from '../../services/identity/members/feature.ts'
import { origin } from '../harness/application.ts'
import { createDatabase, type TestDatabase } from '../harness/database.ts'
import { type Answer, type Member, openTestPlatform, type TestPlatform } from '../harness/platform.ts'

const PRICE = 15_000
const address = { street: '마당로 1', city: '서울', zipCode: '04524', recipient: '김민지' }
const elsewhere = { ...address, street: '뒷마당길 2' }
const items = [{ productId: 'coffee', quantity: 1 }]

let directory: string
let database: TestDatabase
let madang: TestPlatform
let operator: Member

/** The same database and the same key file, as after a restart of the machine. */
const open = () =>
  openTestPlatform({ databaseUrl: database.url, env: { MASTER_KEY_FILE: join(directory, 'master-keys.json') } })

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'madang-again-'))
  database = await createDatabase()
  madang = await open()
  operator = await madang.operator()
  await madang.addProduct({ productId: 'coffee', price: PRICE })
})
afterAll(async () => {
  await madang.close()
  await database.drop()
  rmSync(directory, { recursive: true, force: true })
})

interface Ask {
  readonly key: string
  readonly method: string
  readonly path: string
  readonly body?: unknown
  readonly token: string
}

const asking = ({ key, method, path, body, token }: Ask) =>
  madang.ask(method, path, { token, body, headers: { 'idempotency-key': key } })

const ordering = ({ id, token }: Member, more: object = {}): Ask => {
  const body = { items, shippingAddress: address, paymentMethod: 'wallet', ...more }
  return { key: `order-${id}`, method: 'POST', path: '/api/orders', body, token }
}

const delivering = (verb: 'ship' | 'deliver', orderId: string): Ask => ({
  key: `${verb}-${orderId}`,
  method: 'POST',
  path: `/api/orders/${orderId}/${verb}`,
  token: operator.token,
})

/** Has just the money for one order, and places it. */
async function buyer(): Promise<{ member: Member; orderId: string }> {
  const member = await madang.richMember(operator, PRICE)
  const { status, body } = await asking(ordering(member))
  expect(status).toBe(201)
  await madang.application.awaitIdle()
  return { member, orderId: body.orderId }
}

/** As whoever left before obligations were asked for: their orders may be anywhere. */
async function leave({ id }: Member): Promise<void> {
  const { writer } = madang.application.service('identity')
  const { state } = (await writer.head(memberKey(id))) ?? {}
  for (const command of [beginLeaving(id), forget(id, state?.emailIndex ?? '')]) {
    expect(await writer.run(command, origin(id))).toMatchObject({ kind: 'accepted' })
  }
  await madang.application.awaitIdle()
}

const look = ({ status, text, headers }: Answer) => [status, headers['content-type'], text]

describe('once the buyer has left', () => {
  test('no stored answer shows their address any more, and who shipped gets that answer', async () => {
    const { member, orderId } = await buyer()
    const shipped = await asking(delivering('ship', orderId))
    expect(shipped).toMatchObject({ status: 200, body: { shippingAddress: address } })
    await leave(member)
    const again = await asking(delivering('ship', orderId))
    expect(again).toMatchObject({ status: 410, body: { code: 'answer_forgotten' } })
    const { read, vault } = madang.application.service('orders').context
    const { rows } = await read.query('select type, body from commands where sealed_for = $1 order by type', [
      member.id,
    ])
    expect(rows.map(({ type }) => type)).toEqual(['orders.place', 'orders.ship'])
    for (const { body } of rows) {
      expect(() => vault.openOwn(body)).toThrow()
      expect(await vault.open(member.id, body)).toBeNull()
    }
  })

  test.each(['ship', 'cancel'] as const)('an operator can still %s what they ordered', async verb => {
    const { member, orderId } = await buyer()
    await leave(member)
    const ask: Ask =
      verb === 'ship'
        ? delivering('ship', orderId)
        : {
            key: `cancel-${orderId}`,
            method: 'POST',
            path: `/api/orders/${orderId}/cancel`,
            body: { reason: '탈퇴한 회원' },
            token: operator.token,
          }
    const first = await asking(ask)
    expect(first).toMatchObject({ status: 200, body: { shippingAddress: null } })
    expect(JSON.stringify(first.body)).not.toContain('탈퇴한 회원')
    expect(look(await asking(ask))).toEqual(look(first))
  })
})

// Last, because it starts the platform anew.
describe('a write on an order, repeated under its key', () => {
  test('gives the same answer byte for byte, also after the platform was started anew', async () => {
    const { member, orderId } = await buyer()
    const { token } = member
    const path = `/api/orders/${orderId}`
    const unpaid = { ...ordering(member, { paymentMethod: undefined }), key: `unpaid-${member.id}` }
    const second = (await asking(unpaid)).body.orderId
    const asks: Ask[] = [
      unpaid,
      { key: 'address-1', method: 'PATCH', path, body: { shippingAddress: elsewhere }, token },
      { key: 'cancel-1', method: 'POST', path: `/api/orders/${second}/cancel`, body: { reason: '마음이 바뀜' }, token },
      delivering('ship', orderId),
      delivering('deliver', orderId),
      delivering('ship', orderId),
    ]
    const first = []
    for (const ask of asks) first.push(look(await asking(ask)))
    expect(first.map(([status]) => status)).toEqual([201, 200, 200, 200, 200, 200])
    await madang.application.awaitIdle()
    await madang.close()
    madang = await open()
    for (const [index, ask] of asks.entries()) {
      const again = await asking(ask)
      expect(look(again)).toEqual(first[index])
      expect(again.headers['idempotency-replayed']).toBe('true')
    }
    const other = await asking({ ...unpaid, body: { items, shippingAddress: elsewhere } })
    expect(other).toMatchObject({ status: 422, body: { code: 'idempotency_key_reused' } })
    expect(await madang.differences()).toEqual([])
  })
})
