import type { Remittance } from '@madang/client'
import { expect, test } from 'vitest'
import { memberNamed, recentsOf, shortfall } from './recipients.ts'

test('a member is named by e-mail or by number', () => {
  const number = 'mem_01a22466-d957-7000-a66a-0f2d1c9b7a51'
  expect(memberNamed(` ${number} `)).toEqual({ userId: number })
  expect(memberNamed(' seojun@madang.demo ')).toEqual({ email: 'seojun@madang.demo' })
})

test('the last recipients, each once, newest first; nobody whom nothing reached', () => {
  const sent = (id: string, name: string, status: Remittance['status'] = 'succeeded'): Remittance => ({
    id,
    direction: 'sent',
    counterparty: { kind: 'member', name, id: null, reference: null },
    amount: 1_000,
    currency: 'KRW',
    status,
    reason: null,
    toppedUp: 0,
    memo: null,
    createdAt: '2026-11-28T00:00:00Z',
  })
  const list = [sent('4', '이*준'), sent('3', '최*은', 'failed'), sent('2', '정*윤'), sent('1', '이*준')]
  expect(recentsOf(list).map(({ id }) => id)).toEqual(['4', '2'])
})

test('what the wallet lacks is pulled in whole steps', () => {
  expect([shortfall(10_000, 12_000), shortfall(15_000, 0), shortfall(15_000, 12_000), shortfall(20_001, 1)]).toEqual([
    0, 20_000, 10_000, 20_000,
  ])
})
