/** What customers are told about their orders and payments. */
import { Type } from 'typebox'
import { links } from './links.ts'
import { template } from './template.ts'
import { Money, money, moneyWith } from './words.ts'

const orderId = Type.String()
const number = Type.Optional(Type.String())
const link = (params: { readonly orderId: string }) => links.order(params.orderId)

/** ` 2026-11-0000020`, or nothing for an order of before that has no number here. */
const numbered = (text: string | undefined): string => (text === undefined ? '' : ` ${text}`)

const failures: Readonly<Record<string, { readonly ko: string; readonly en: string }>> = {
  out_of_stock: {
    ko: '재고가 모자라서 주문하지 못했어요. 수량을 줄이거나 다른 상품을 골라 주세요.',
    en: 'Your order could not be placed because something is out of stock. Choose less of it, or something else.',
  },
  insufficient_funds: {
    ko: '지갑 잔액이 부족해서 주문하지 못했어요. 충전한 뒤 다시 주문해 주세요.',
    en: 'Your order could not be placed because the wallet is short. Top it up, then order again.',
  },
  payment_timeout: {
    ko: '제때 결제하지 않아 주문이 취소됐어요. 필요하면 다시 주문해 주세요.',
    en: 'Your order was not paid in time and has ended. Order again if you still want it.',
  },
}

const otherFailure = {
  ko: '주문을 마치지 못했어요. 주문 내역에서 이유를 확인해 주세요.',
  en: 'Your order could not be completed. Look at the order for the reason.',
}

export const orderTemplates = {
  confirmed: template('order-confirmed', {
    category: 'orders',
    params: Type.Object({ orderId, number: Type.String() }),
    link,
    ko: params => `주문${numbered(params.number)}의 결제를 확인했어요. 곧 준비할게요.`,
    en: params => `Order${numbered(params.number)} is confirmed. We are getting it ready.`,
  }),
  failed: template('order-failed', {
    category: 'orders',
    params: Type.Object({ orderId, reason: Type.String() }),
    link,
    ko: ({ reason }) => (failures[reason] ?? otherFailure).ko,
    en: ({ reason }) => (failures[reason] ?? otherFailure).en,
  }),
  shipped: template('order-shipped', {
    category: 'orders',
    params: Type.Object({ orderId, number }),
    link,
    ko: params => `주문${numbered(params.number)} 상품이 출발했어요.`,
    en: params => `Order${numbered(params.number)} is on its way.`,
  }),
  delivered: template('order-delivered', {
    category: 'orders',
    params: Type.Object({ orderId, number }),
    link,
    ko: params => `주문${numbered(params.number)} 상품이 도착했어요.`,
    en: params => `Order${numbered(params.number)} has been delivered.`,
  }),
  cancelled: template('order-cancelled', {
    category: 'orders',
    params: Type.Object({ orderId, number, refunded: Type.Boolean() }),
    link,
    ko: ({ number: text, refunded }) =>
      `주문${numbered(text)}의 취소를 마쳤어요.${refunded ? ' 결제한 금액은 돌려드렸어요.' : ''}`,
    en: ({ number: text, refunded }) =>
      `Order${numbered(text)} is cancelled.${refunded ? ' What you paid has been refunded.' : ''}`,
  }),
  paymentRefunded: template('payment-refunded', {
    category: 'orders',
    params: Type.Object({
      paymentId: Type.String(),
      orderId: Type.Optional(Type.String()),
      franchiseId: Type.Optional(Type.String()),
      ...Money,
    }),
    link: ({ orderId: order }) => (order === undefined ? links.transactions : links.order(order)),
    mentions: ({ franchiseId }) => (franchiseId === undefined ? {} : { franchises: [franchiseId] }),
    ko: ({ franchiseId, ...paid }, names) =>
      franchiseId === undefined
        ? `${moneyWith('을', paid)} 환불했어요.`
        : `${names.franchise(franchiseId)} 결제에서 ${moneyWith('을', paid)} 환불받았어요.`,
    en: ({ franchiseId, ...paid }, names) =>
      franchiseId === undefined
        ? `${money('en', paid)} has been refunded.`
        : `${money('en', paid)} has been refunded by ${names.franchise(franchiseId)}.`,
  }),
}
