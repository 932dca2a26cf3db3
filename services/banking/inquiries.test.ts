import { expect, test } from 'vitest'
import { accept, type Command } from '../../platform/kit/command.ts'
import { Given } from '../../test/harness/given.ts'
import { ACCOUNT_TERMS, countAt, countInquiry, MEMBER_TERMS, PAYEE_TERMS, payeeGates, throttle } from './inquiries.ts'

const NOON = new Date('2026-11-20T03:00:00Z')
const later = (by_s: number): Date => new Date(NOON.getTime() + by_s * 1_000)
const given = () => new Given([throttle.aggregate], NOON)
const REFUSED = 'too_many_inquiries'
const COUNTED = ['banking.tried', 'banking.tried']

test('a member asks five times at once, whatever the account, and then waits longer each time', () => {
  const world = given()
  const ask = (at_s: number) => world.at(later(at_s)).when(countInquiry('mem_1', `number ${at_s}`)).said
  expect(Array.from({ length: MEMBER_TERMS.free }, (_, n) => ask(n * 0.01))).toEqual(Array(5).fill(COUNTED))
  expect([ask(1), ask(59), ask(61), ask(62), ask(180), ask(182)]).toEqual([
    REFUSED,
    REFUSED,
    COUNTED,
    REFUSED,
    REFUSED,
    COUNTED,
  ])
})

test('one account is asked about thirty times, whoever asks', () => {
  const world = given()
  const ask = (who: number) => world.when(countInquiry(`mem_${who}`, 'number')).said
  const said = Array.from({ length: ACCOUNT_TERMS.free + 2 }, (_, who) => ask(who))
  expect(said).toEqual([...Array(30).fill(COUNTED), REFUSED, REFUSED])
  expect(world.when(countInquiry('mem_0', 'another number')).said).toEqual(COUNTED)
})

test('after an hour without a question the count begins anew', () => {
  const world = given()
  for (let n = 0; n < MEMBER_TERMS.free; n += 1) world.when(countInquiry('mem_1', 'number'))
  world.at(later(3_600))
  for (let n = 0; n < MEMBER_TERMS.free; n += 1)
    expect(world.when(countInquiry('mem_1', 'number')).said).toEqual(COUNTED)
})

test('a try that was a good one is taken back, and brings no wrong one back', () => {
  const gates = payeeGates('mem_1', 'number')
  const good: Command = {
    type: 'good',
    keys: gates.map(({ key }) => key),
    decide: states => accept(throttle.takenBack(gates, states)),
  }
  const world = given()
  const ask = (then?: Command) => {
    const { said } = world.when(countAt(gates))
    if (then && said !== REFUSED) world.when(then)
    return said
  }
  for (let n = 0; n < PAYEE_TERMS.free * 2; n += 1) expect(ask(good)).toEqual(COUNTED)
  for (let n = 1; n < PAYEE_TERMS.free; n += 1) expect(ask()).toEqual(COUNTED)
  expect([ask(good), ask(), ask(good)]).toEqual([COUNTED, COUNTED, REFUSED])
})
