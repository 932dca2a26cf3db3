import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { CATEGORIES, type MessageParams } from '../../../contracts/notifications.ts'
import { findTemplate, mentionedIn, type Names, templates, textOf } from './feature.ts'
import { money, moneyWith } from './words.ts'

/** The pages of the web app: `/shop/orders/$id`. */
const tree = readFileSync(new URL('../../../web/src/route-tree.gen.ts', import.meta.url), 'utf8')
const pages = [...tree.matchAll(/^ {2}'(\/[^']*)': typeof/gm)].map(
  ([, path = '']) => new RegExp(`^${path.replaceAll(/\$\w+/g, '[\\w-]+')}$`),
)

const names: Names = {
  member: id => (id === 'mem_gone' ? '탈퇴한 회원' : '김*수'),
  franchise: () => '마당 서면점',
  announcement: () => '내일은 쉬어요.',
}

const won = { amount: 12_000, currency: 'KRW' }
const dollars = { amount: 5_998, currency: 'USD' }
const order = { orderId: 'ord_1', number: '2026-11-0000001' }
const settlement = { settlementId: 'stl_1', franchiseId: 'frn_1', businessDate: '2026-11-20', ...won }
const failed = { id: 'x_1', reason: 'insufficient_funds', ...won }

/** Every template with facts of its kind, and what becomes of them. */
const table: readonly (readonly [name: string, params: MessageParams, ko: string, en: string])[] = [
  [
    'order-confirmed',
    order,
    '주문 2026-11-0000001의 결제를 확인했어요. 곧 준비할게요.',
    'Order 2026-11-0000001 is confirmed. We are getting it ready.',
  ],
  [
    'order-failed',
    { orderId: 'ord_1', reason: 'out_of_stock' },
    '재고가 모자라서 주문하지 못했어요. 수량을 줄이거나 다른 상품을 골라 주세요.',
    'Your order could not be placed because something is out of stock. Choose less of it, or something else.',
  ],
  [
    'order-failed',
    { orderId: 'ord_1', reason: 'internal_fault' },
    '주문을 마치지 못했어요. 주문 내역에서 이유를 확인해 주세요.',
    'Your order could not be completed. Look at the order for the reason.',
  ],
  ['order-shipped', order, '주문 2026-11-0000001 상품이 출발했어요.', 'Order 2026-11-0000001 is on its way.'],
  ['order-shipped', { orderId: 'ord_1' }, '주문 상품이 출발했어요.', 'Order is on its way.'],
  ['order-delivered', order, '주문 2026-11-0000001 상품이 도착했어요.', 'Order 2026-11-0000001 has been delivered.'],
  [
    'order-cancelled',
    { ...order, refunded: true },
    '주문 2026-11-0000001의 취소를 마쳤어요. 결제한 금액은 돌려드렸어요.',
    'Order 2026-11-0000001 is cancelled. What you paid has been refunded.',
  ],
  ['order-cancelled', { orderId: 'ord_1', refunded: false }, '주문의 취소를 마쳤어요.', 'Order is cancelled.'],
  [
    'payment-refunded',
    { paymentId: 'pay_1', orderId: 'ord_1', ...dollars },
    '59.98달러를 환불했어요.',
    '$59.98 has been refunded.',
  ],
  [
    'payment-refunded',
    { paymentId: 'pay_1', franchiseId: 'frn_1', ...won },
    '마당 서면점 결제에서 12,000원을 환불받았어요.',
    '₩12,000 has been refunded by 마당 서면점.',
  ],
  [
    'transfer-received',
    { count: 7, ...won },
    '7건의 송금으로 12,000원을 받았어요.',
    'You received ₩12,000 in 7 transfers.',
  ],
  [
    'transfer-received',
    { transferId: 'trf_1', from: 'mem_1', ...won },
    '김*수님이 12,000원을 보냈어요.',
    '김*수 sent you ₩12,000.',
  ],
  [
    'deposit-received',
    { transferId: 'trf_1', ...dollars },
    '지갑에 59.98달러가 들어왔어요.',
    '$59.98 has arrived in your wallet.',
  ],
  [
    'expense-received',
    { transferId: 'trf_1', ...won },
    '신청한 경비 12,000원을 지급했어요.',
    'Your expenses of ₩12,000 have been paid.',
  ],
  [
    'remittance-received',
    { remittanceId: 'rem_1', from: 'mem_1', ...won },
    '김*수님이 12,000원을 송금했어요.',
    '김*수 sent you ₩12,000.',
  ],
  [
    'remittance-failed',
    { ...failed, reason: 'recipient_inactive' },
    '12,000원을 송금하지 못했어요. 받는 분이 이용을 멈췄어요.',
    '₩12,000 could not be sent. The recipient is no longer active.',
  ],
  [
    'top-up-failed',
    failed,
    '12,000원을 충전하지 못했어요. 잔액이 부족해요.',
    '₩12,000 could not be topped up. The balance is too low.',
  ],
  [
    'withdrawal-failed',
    { ...failed, reason: 'bank_timeout' },
    '12,000원을 출금하지 못해서 지갑에 그대로 두었어요. 내역에서 이유를 확인해 주세요.',
    '₩12,000 could not be withdrawn and stays in your wallet. Look at its details for the reason.',
  ],
  [
    'hold-expired',
    { holdId: 'hld_1', ...won },
    '결제가 끝나지 않아, 묶어 두었던 12,000원을 다시 쓸 수 있어요.',
    'A payment did not go through: the ₩12,000 set aside for it is yours to use again.',
  ],
  [
    'settlement-paid',
    settlement,
    '마당 서면점의 11월 20일 정산금 12,000원을 보냈어요.',
    '₩12,000 for 마당 서면점 of November 20 has been paid out.',
  ],
  [
    'settlement-failed',
    { ...settlement, reason: 'x' },
    '마당 서면점의 11월 20일 정산금 12,000원을 보내지 못했어요. 정산 계좌를 확인해 주세요.',
    '₩12,000 for 마당 서면점 of November 20 could not be paid out. Check the shop’s bank account.',
  ],
  ['announcement', { announcementId: 'ann_1' }, '내일은 쉬어요.', '내일은 쉬어요.'],
]

describe('ntf.text', () => {
  test.each(table)('%s %o is said in both languages', (template, params, ko, en) => {
    expect(textOf({ template, params }, 'ko', names)).toBe(ko)
    expect(textOf({ template, params }, 'en', names)).toBe(en)
  })

  test('every template is in the table, with a name and a category of its own and a link to a page of the web app', () => {
    expect([...new Set(table.map(([name]) => name))].sort()).toEqual(templates.map(({ name }) => name).sort())
    for (const [name, params] of table) {
      const notice = findTemplate(name)?.noticeOf(params, { sourceId: 'evt_1' })
      expect(CATEGORIES).toContain(notice?.category)
      if (name === 'announcement') expect(notice?.link).toBeNull()
      else expect([name, pages.some(page => page.test(notice?.link ?? ''))]).toEqual([name, true])
      expect(notice).toMatchObject({ template: name, params, important: false, sourceId: 'evt_1' })
    }
  })

  test('facts that are none of its give a text without them, and are not stored', () => {
    for (const template of ['order-confirmed', 'of-another-release']) {
      const stored = { template, params: { orderId: 1 } }
      expect(textOf(stored, 'ko', names)).toBe('새로운 소식이 있어요.')
      expect(textOf(stored, 'en', names)).toBe('There is news for you.')
      expect(mentionedIn(stored)).toEqual({})
      expect(findTemplate(template)?.noticeOf(stored.params, { sourceId: 'evt_1' }) ?? null).toBeNull()
    }
  })

  test('what asks for an action says so', () => {
    expect(templates.filter(({ action }) => action).map(({ name }) => name)).toEqual(['settlement-failed'])
  })
})

test('amounts are written as people do, with the particle that fits', () => {
  expect(money('ko', { amount: -1_500, currency: 'KRW' })).toBe('-1,500원')
  expect(moneyWith('이', won)).toBe('12,000원이')
  expect(moneyWith('이', dollars)).toBe('59.98달러가')
})
