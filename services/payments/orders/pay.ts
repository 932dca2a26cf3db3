/** A customer pays an order that waits for it: checks, the exchange of the card for a token, then the command. */
import { createHash } from 'node:crypto'
import type { CardMask } from '../../../contracts/payments.ts'
import type { Command } from '../../../platform/kit/command.ts'
import { isRefusal, type Refusal, refuse } from '../../../platform/kit/refusal.ts'
import type { ServiceContext } from '../../../platform/service/service.ts'
import { isAtFranchise, type OrderPayment, orderFactsOf, paymentKey } from '../payment/feature.ts'
import { type CardDetails, type ChargeInput, pspOf } from '../psp/feature.ts'
import { type PayableOrder, payableOrder } from './payable-orders.ts'
import { requestPayment } from './request.ts'

/** An order that was placed a moment ago may not be known here yet, or not have its stock yet. */
const LOOKS_MAX = 60
const LOOK_PAUSE_MS = 25

export interface Paying extends Pick<OrderPayment, 'memberId' | 'orderId' | 'amount' | 'currency'> {
  readonly with: { wallet: true } | { card: CardDetails } | { cardToken: string } | { paymentKey: string }
}

/** Refusals: order_unknown, order_not_payable, amount_mismatch, currency_mismatch, card_refused, psp_unavailable. */
export async function payOrder(context: ServiceContext, paying: Paying): Promise<Command | Refusal> {
  const paymentId = idOf(context, paying)
  const reported = await reportedBefore(context, paymentId, paying)
  if (reported) return reported
  const order = await awaitPayable(context, paying)
  if (isRefusal(order)) return (await reportedBefore(context, paymentId, paying)) ?? order
  if (order.currency !== paying.currency) return refuse('currency_mismatch', { currency: order.currency })
  if (order.amount !== paying.amount) return refuse('amount_mismatch', { field: 'amount' })
  const { memberId, orderId, amount, currency } = order
  const request = { paymentId, orderId, memberId, amount, currency, initiator: 'customer' } as const
  if ('wallet' in paying.with) return requestPayment({ ...request, method: 'wallet', card: null, charge: null })
  const token = await tokenOf(context, paying)
  if (isRefusal(token)) return token
  const pspOrderId = 'paymentKey' in token.with ? orderId : paymentId
  const orderName = `Madang ${orderId.slice(-8)}`
  const charge = { with: token.with, memberId, pspOrderId, orderName, amount, currency }
  return requestPayment({ ...request, method: 'credit_card', card: token.mask, charge })
}

/** A payment of the PSP's window has one id however often it is reported; any other gets a new one. */
function idOf(context: ServiceContext, { with: means }: Paying): string {
  if (!('paymentKey' in means)) return context.ports.ids.next('pay')
  const hash = createHash('sha256').update(means.paymentKey).digest('hex')
  return `pay_${hash.slice(0, 8)}-${hash.slice(8, 12)}-8${hash.slice(13, 16)}-a${hash.slice(17, 20)}-${hash.slice(20, 32)}`
}

/** The browser came back twice with one payment: it gets the answer of the first time, also once the order is paid. */
async function reportedBefore(context: ServiceContext, paymentId: string, paying: Paying): Promise<Command | null> {
  if (!('paymentKey' in paying.with)) return null
  const known = (await context.writer.head(paymentKey(paymentId)))?.state
  if (!known || isAtFranchise(known) || known.orderId !== paying.orderId || known.memberId !== paying.memberId)
    return null
  return requestPayment({ ...orderFactsOf(known), card: known.card, charge: null })
}

async function awaitPayable(context: ServiceContext, { orderId, memberId }: Paying): Promise<PayableOrder | Refusal> {
  if (!orderId.startsWith('ord_')) return refuse('order_unknown')
  for (let look = 1; ; look += 1) {
    const found = await payableOrder(context.read, orderId)
    // A stranger's order is looked for as long as one that does not exist: the time tells nothing.
    const order = found?.memberId === memberId ? found : null
    const result = payable(order, look === LOOKS_MAX)
    if (result) return result
    await new Promise<void>(resolve => context.ports.clock.after(LOOK_PAUSE_MS, resolve))
  }
}

/** Null while the order may still become payable. */
function payable(order: PayableOrder | null, isLastLook: boolean): PayableOrder | Refusal | null {
  if (order?.status === 'awaiting') return order
  if (order?.status === 'over') return refuse('order_not_payable')
  return isLastLook ? refuse(order ? 'order_not_payable' : 'order_unknown') : null
}

type Token = { with: ChargeInput['with']; mask: CardMask | null }

async function tokenOf(context: ServiceContext, { with: means, memberId }: Paying): Promise<Token | Refusal> {
  if ('cardToken' in means) return { with: { billingKey: means.cardToken }, mask: null }
  if ('paymentKey' in means) return { with: { paymentKey: means.paymentKey }, mask: null }
  if (!('card' in means)) throw new Error('a wallet has no token')
  const answer = await pspOf(context).registerCard(means.card, memberId)
  if (answer.kind === 'unknown') return refuse('psp_unavailable')
  if (answer.kind === 'refused') return refuse('card_refused', { field: 'cardDetails', pspCode: answer.code })
  const { billingKey, mask } = answer.value
  return { with: { billingKey }, mask }
}
