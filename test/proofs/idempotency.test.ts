import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Member, openTestPlatform, type TestPlatform } from '../harness/platform.ts'

let madang: TestPlatform
let operator: Member
let minji: Member
let seojun: Member

beforeAll(async () => {
  madang = await openTestPlatform()
  operator = await madang.operator()
  minji = await madang.richMember(operator, 100_000)
  seojun = await madang.richMember(operator, 100)
})
afterAll(() => madang.close())

const send = (from: Member, to: Member, amount: number, key: string) =>
  madang.post('/api/money/transfers', { to: to.id, amount }, from.token, { 'idempotency-key': key })

const availableTo = async (member: Member) => (await madang.balance(member.token)).available

test('the same key fifty times at once: one effect, fifty identical answers', async () => {
  const before = await availableTo(minji)
  const answers = await Promise.all(Array.from({ length: 50 }, () => send(minji, seojun, 1_000, 'fifty')))
  expect(new Set(answers.map(({ status, text }) => `${status} ${text}`)).size).toBe(1)
  expect(answers[0]?.status).toBe(201)
  expect(answers.filter(({ headers }) => headers['idempotency-replayed'] === 'true')).toHaveLength(49)
  expect(await availableTo(minji)).toBe(before - 1_000)
})

test('the same key with another body is 422, and changes nothing', async () => {
  await send(minji, seojun, 1_000, 'body')
  const before = await availableTo(minji)
  const other = await send(minji, seojun, 2_000, 'body')
  expect(other).toMatchObject({ status: 422, body: { code: 'idempotency_key_reused' } })
  expect(await availableTo(minji)).toBe(before)
})

test('a key belongs to its member: another one may use the same', async () => {
  await send(minji, seojun, 1_000, 'shared')
  const other = await send(seojun, minji, 10, 'shared')
  expect(other.status).toBe(201)
  expect(other.headers['idempotency-replayed']).toBeUndefined()
})

test('refused, then retried when it would pass: still refused, with the same bytes', async () => {
  const poor = await madang.richMember(operator, 10)
  const refused = await send(poor, seojun, 5_000, 'refused')
  expect(refused).toMatchObject({ status: 409, body: { code: 'insufficient_funds' } })
  await madang.post('/api/money/deposits', { userId: poor.id, amount: 50_000 }, operator.token)
  const again = await send(poor, seojun, 5_000, 'refused')
  expect(again.text).toBe(refused.text)
  expect(again.headers['idempotency-replayed']).toBe('true')
  expect(await availableTo(poor)).toBe(50_010)
})

test('the money has not changed by all the repeating', async () => {
  await madang.application.awaitIdle()
  expect(await madang.differences()).toEqual([])
})
