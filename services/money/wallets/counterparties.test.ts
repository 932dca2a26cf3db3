import { expect, test } from 'vitest'
import { transferAccounts } from '../../../contracts/banking.ts'
import { franchiseNames } from '../../../contracts/franchises.ts'
import { maskedNames } from '../../../contracts/identity.ts'
import { LOOK_UP_MAX } from '../../../contracts/look-up.ts'
import { orderNumbers } from '../../../contracts/orders.ts'
import type { ServiceContext } from '../../../platform/service/service.ts'
import { counterpartiesOf } from './counterparties.ts'

const known: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  [maskedNames.type]: { mem_1: '김*지' },
  [franchiseNames.type]: { frn_1: '마당 강남점' },
  [orderNumbers.type]: { ord_1: '2026-11-0000001' },
  [transferAccounts.type]: { bkt_1: { bankCode: '088', last4: '6789' }, bkt_2: { bankCode: '999', last4: '0001' } },
}

function contextOf(asked: string[]) {
  const call = async ({ type }: { type: string }, { ids }: { ids: string[] }) => {
    asked.push(`${type} ${ids.length}`)
    return Object.fromEntries(Object.entries(known[type] ?? {}).filter(([id]) => ids.includes(id)))
  }
  return { rpc: { call } } as unknown as ServiceContext
}
const sideOf = (counterpart: string, reference: string | null = null) => ({ counterpart, reference })

test.each([
  ['a member', sideOf('wallet:mem_1:KRW', 'rem_1'), { kind: 'member', name: '김*지', id: null, reference: null }],
  ['who has left', sideOf('wallet:mem_2:KRW'), { kind: 'member', name: '탈퇴한 회원', id: null, reference: null }],
  [
    'a franchise',
    sideOf('franchise:frn_1:KRW', 'pay_1'),
    { kind: 'franchise', name: '마당 강남점', id: 'frn_1', reference: null },
  ],
  [
    'our shop, by the order',
    sideOf('sales:KRW', 'ord_1'),
    { kind: 'shop', name: '마당 상점', id: null, reference: '2026-11-0000001' },
  ],
  [
    'our shop, before the order has a number',
    sideOf('sales:KRW', 'ord_2'),
    { kind: 'shop', name: '마당 상점', id: null, reference: null },
  ],
  ['a bank account', sideOf('bank:KRW', 'bkt_1'), { kind: 'bank', name: '신한은행', id: '088', reference: '6789' }],
  [
    'an account at a bank that we do not know',
    sideOf('bank:KRW', 'bkt_2'),
    { kind: 'bank', name: '은행 999', id: '999', reference: '0001' },
  ],
  ['the bank, without a transfer there', sideOf('bank:KRW'), { kind: 'bank', name: '은행', id: null, reference: null }],
  ['anything of ours', sideOf('suspense:KRW', 'x'), { kind: 'platform', name: '마당', id: null, reference: null }],
])('%s is named as people know it', async (_, side, counterparty) => {
  expect(await counterpartiesOf(contextOf([]), [side], 'ko')).toEqual([counterparty])
})

test('words of ours are in the language of whoever asks', async () => {
  const sides = ['wallet:mem_2:KRW', 'sales:KRW', 'bank:KRW', 'suspense:KRW'].map(account => sideOf(account))
  const found = await counterpartiesOf(contextOf([]), [...sides, sideOf('bank:KRW', 'bkt_1')], 'en')
  expect(found.map(({ name }) => name)).toEqual(['Former member', 'Madang Shop', 'Bank', 'Madang', 'Shinhan Bank'])
})

test('a page asks once for each kind of name, and not at all for what is not on it', async () => {
  const asked: string[] = []
  const page = [
    ...Array.from({ length: 50 }, () => sideOf('wallet:mem_1:KRW')),
    ...[sideOf('wallet:mem_2:KRW'), sideOf('sales:KRW', 'ord_1'), sideOf('sales:KRW', 'ord_2'), sideOf('bank:KRW')],
  ]
  await counterpartiesOf(contextOf(asked), page, 'ko')
  expect(asked.toSorted()).toEqual([`${maskedNames.type} 2`, `${orderNumbers.type} 2`])
})

test('a long file asks for so many at once', async () => {
  const asked: string[] = []
  const rows = Array.from({ length: LOOK_UP_MAX + 1 }, (_, index) => sideOf(`wallet:mem_${index}:KRW`))
  expect(await counterpartiesOf(contextOf(asked), rows, 'ko')).toHaveLength(LOOK_UP_MAX + 1)
  expect(asked).toEqual([`${maskedNames.type} ${LOOK_UP_MAX}`, `${maskedNames.type} 1`])
})
