/** What is owed to who wants to leave after something went wrong, and what arrives for who has left. */
import { afterAll, describe, expect, test } from 'vitest'
import { beginLeaving, forget } from '../../services/identity/leaving/commands.ts'
import { memberKey } from '../../services/identity/members/feature.ts'
import { origin } from '../harness/application.ts'
import { openCardShop, PRICE, wait } from '../harness/card-shop.ts'
import type { Member } from '../harness/platform.ts'

const shop = await openCardShop()
const { madang, operator, second, minji } = shop
const { paidByCard, declines, refund, tasks, act, onlyTask, atProcessor, ordered, report } = shop
const address = { street: '마당로 1', city: '서울', zipCode: '04524' }

afterAll(shop.close)

const obligations = async ({ token }: Member) =>
  (await madang.ask('DELETE', '/api/users/me', { token })).body.obligations as { code: string }[]
const obligation = async (member: Member, code: string) =>
  (await obligations(member)).find(found => found.code === code)
const balanceOf = async (account: string): Promise<number> =>
  (await madang.get(`/api/money/ledger/accounts/${encodeURIComponent(account)}`, operator.token)).body.balance

describe('a member may not leave', () => {
  test('while a refund that was refused waits for a person', async () => {
    const { paymentId } = await paidByCard()
    await declines()
    await refund(paymentId)
    const owed = { count: 1, amount: PRICE, currency: 'KRW', reference: expect.any(String) }
    expect(await obligation(minji, 'refunds_failed')).toMatchObject(owed)
    await act(await onlyTask(paymentId, 'refund-failed'), 'retry')
    expect(await obligation(minji, 'refunds_failed')).toBeUndefined()
  })

  test('while money they paid is in suspense', async () => {
    const orderId = await ordered()
    const window = { orderId, totalAmount: PRICE, method: 'card' }
    await madang.post(`/api/orders/${orderId}/cancel`, { reason: '변심' }, minji.token, wait)
    await madang.application.awaitIdle()
    const paid = await atProcessor('/simulator/payments', { orderId, amount: PRICE })
    await atProcessor('/v1/payments/confirm', { paymentKey: paid.paymentKey, orderId, amount: PRICE })
    await report({ ...window, paymentKey: paid.paymentKey, status: 'DONE' })
    const id = await onlyTask(orderId, 'suspense')
    expect(await obligation(minji, 'money_in_suspense')).toMatchObject({ count: 1, amount: PRICE, currency: 'KRW' })
    await act(id, 'give-back')
    expect(await obligation(minji, 'money_in_suspense')).toBeUndefined()
  })
})

/** As whoever left before obligations were asked for: their orders may be anywhere. */
async function vanish({ id }: Member): Promise<void> {
  const { writer } = madang.application.service('identity')
  const { state } = (await writer.head(memberKey(id))) ?? {}
  for (const command of [beginLeaving(id), forget(id, state?.emailIndex ?? '')]) {
    expect(await writer.run(command, origin(id))).toMatchObject({ kind: 'accepted' })
  }
  await madang.application.awaitIdle()
}

async function boughtByWallet(more = 0): Promise<{ member: Member; orderId: string }> {
  const member = await madang.richMember(operator, PRICE + more)
  const body = { items: [{ productId: 'cup', quantity: 1 }], shippingAddress: address, paymentMethod: 'wallet' }
  const { orderId } = (await madang.post('/api/orders', body, member.token, wait)).body
  await madang.application.awaitIdle()
  return { member, orderId }
}

describe('for a member who has left', () => {
  test('a refund goes to suspense with a task, not into a wallet that nobody has; two people end it', async () => {
    const { member, orderId } = await boughtByWallet()
    await vanish(member)
    const before = await balanceOf('suspense:KRW')
    const cancel = { reason: '탈퇴한 회원' }
    expect((await madang.post(`/api/orders/${orderId}/cancel`, cancel, operator.token, wait)).status).toBe(200)
    await madang.application.awaitIdle()
    expect(await balanceOf('suspense:KRW')).toBe(before + PRICE)
    expect(await balanceOf(`wallet:${member.id}:KRW`)).toBe(0)
    const id = await onlyTask(member.id, 'ownerless-money')
    expect((await madang.get(`/api/operations/tasks/${id}`, operator.token)).body).toMatchObject({
      why: 'member_left',
      amount: PRICE,
      currency: 'KRW',
      about: [orderId, member.id],
    })
    expect((await act(id, 'keep')).status).toBe(202)
    expect((await act(id, 'keep')).body.code).toBe('task_second_person')
    expect((await act(id, 'keep', second)).body).toEqual({ status: 'closed' })
    expect(await balanceOf('suspense:KRW')).toBe(before)
    expect(await tasks(member.id)).toEqual([])
    expect(await madang.differences()).toEqual([])
  })

  test('what is in the wallet all the same goes there too, and a person says that it was paid out', async () => {
    const { member } = await boughtByWallet(700)
    const before = await balanceOf('suspense:KRW')
    await vanish(member)
    expect([await balanceOf(`wallet:${member.id}:KRW`), await balanceOf('suspense:KRW')]).toEqual([0, before + 700])
    const id = await onlyTask(member.id, 'ownerless-money')
    await act(id, 'paid-out')
    await act(id, 'paid-out', second)
    expect(await tasks(member.id)).toEqual([])
    expect(await madang.differences()).toEqual([])
  })

  test('who was only deactivated, a refund waits in the wallet for them', async () => {
    const { member, orderId } = await boughtByWallet()
    await madang.post(`/api/users/${member.id}/deactivate`, undefined, operator.token)
    await madang.application.awaitIdle()
    await madang.post(`/api/orders/${orderId}/cancel`, { reason: '운영' }, operator.token, wait)
    await madang.application.awaitIdle()
    expect(await balanceOf(`wallet:${member.id}:KRW`)).toBe(PRICE)
    expect(await tasks(member.id)).toEqual([])
  })
})
