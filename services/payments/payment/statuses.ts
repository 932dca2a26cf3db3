/** What the statuses of payments and of their refunds mean to people. */
import { namedEnum, type WordsOf } from '../../../platform/kit/named-enum.ts'

export const PAYMENT_STATUS = {
  requested: { ko: '요청됨', en: 'Asked for; nothing is taken yet.' },
  authorized: { ko: '승인됨', en: 'Set aside, until the order is confirmed.' },
  approved: { ko: '결제 완료', en: 'Taken.' },
  declined: { ko: '결제 거절', en: 'Nothing was taken; `reason` says why.' },
  voided: { ko: '승인 취소', en: 'What was set aside is free again.' },
  partially_refunded: { ko: '부분 환불', en: 'Some of it was given back.' },
  refunded: { ko: '환불 완료', en: 'All of it was given back.' },
  settling: { ko: '정산 중', en: 'It is being paid out to the franchise.' },
  settled: { ko: '정산 완료', en: 'It was paid out to the franchise, less the fee.' },
} as const satisfies WordsOf<string>

export const REFUND_STATUS = {
  requested: { ko: '환불 중', en: 'It is being given back.' },
  done: { ko: '환불 완료', en: 'It was given back.' },
  failed: { ko: '환불 실패', en: 'Nothing was given back; an operator can try again.' },
} as const satisfies WordsOf<string>

export const REFUND_WAY = {
  asked: { ko: '원래 결제 수단으로', en: 'The way it was paid.' },
  by_processor: { ko: '결제 대행사가 직접', en: 'By the card processor itself.' },
  to_wallet: { ko: '지갑으로', en: 'To the wallet, where the card processor would not.' },
} as const satisfies WordsOf<string>

export const PaymentStatusSchema = namedEnum('PaymentStatus', PAYMENT_STATUS, {
  description: 'How far a payment has come.',
  example: 'approved',
})
export const RefundStatusSchema = namedEnum('RefundStatus', REFUND_STATUS, {
  description: 'How far a refund has come.',
  example: 'done',
})
export const RefundWaySchema = namedEnum('RefundWay', REFUND_WAY, { description: 'How it is given back.' })
