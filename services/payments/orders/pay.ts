/** A customer pays an order that waits for it: checks, the exchange of the card for a token, then the command. */
import type { CardMask } from '../../../contracts/payments.ts'
import type { Command } from '../../../platform/kit/command.ts'
import { isRefusal, type Refusal, refuse } from '../../../platform/kit/refusal.ts'
import type { ServiceContext } from '../../../platform/service/service.ts'
import type { OrderPayment } from '../payment/feature.ts'
import { type CardDetails, type ChargeInput, pspOf } from '../psp/feature.ts'
import { type PayableOrder, payableOrder } from './payable-orders.ts'
import { requestPayment } from './request.ts'
import { refusalOfWindow, reportedBefore, windowPaymentId } from './window.ts'

/** An order that was placed a moment ago may not be known here yet, or not have its stock yet. */
const LOOKS_MAX = 60
const LOOK_PAUSE_MS = 25

export interface Paying extends Pick<OrderPayment, 'memberId' | 'orderId' | 'amount' | 'currency'> {
  readonly with: { wallet: true } | { card: CardDetails } | { cardToken: string } | { paymentKey: string }
}

/**
 * Refusals: order_unknown, order_not_payable, amount_mismatch, currency_mismatch, card_refused, payment_key_foreign,
 * payment_key_ended, psp_unavailable.
 */
export async function payOrder(context: ServiceContext, paying: Paying): Promise<Command | Refusal> {
  const { with: means } = paying
  const before = async () => ('paymentKey' in means ? reportedBefore(context, paying, means.paymentKey) : null)
  const reported = await before()
  if (reported) return reported
  const order = await awaitPayable(context, paying)
  if (isRefusal(order)) return (await before()) ?? order
  if (order.currency !== paying.currency) return refuse('currency_mismatch', { currency: order.currency })
  if (order.amount !== paying.amount) return refuse('amount_mismatch', { field: 'amount' })
  const { memberId, orderId, amount, currency } = order
  const request = { orderId, memberId, amount, currency, initiator: 'customer' } as const
  if ('wallet' in means) {
    const paymentId = context.ports.ids.next('pay')
    return requestPayment({ ...request, paymentId, method: 'wallet', card: null, charge: null })
  }
  const instrument = await instrumentOf(context, order, means)
  if (isRefusal(instrument)) return instrument
  const { paymentId, pspOrderId, mask, with: token } = instrument
  const orderName = `Madang ${orderId.slice(-8)}`
  const charge = { with: token, memberId, pspOrderId, orderName, amount, currency }
  return requestPayment({ ...request, paymentId, method: 'credit_card', card: mask, charge })
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

/** What is charged, and under which numbers we and the PSP know the payment. */
interface Instrument {
  readonly with: ChargeInput['with']
  readonly mask: CardMask | null
  readonly paymentId: string
  readonly pspOrderId: string
}

async function instrumentOf(
  context: ServiceContext,
  order: PayableOrder,
  means: Exclude<Paying['with'], { wallet: true }>,
): Promise<Instrument | Refusal> {
  const { orderId, memberId } = order
  if ('paymentKey' in means) {
    const refusal = await refusalOfWindow(context, order, means.paymentKey)
    const paymentId = await windowPaymentId(context, orderId)
    return refusal ?? { with: { paymentKey: means.paymentKey }, mask: null, paymentId, pspOrderId: orderId }
  }
  const paymentId = context.ports.ids.next('pay')
  const numbers = { paymentId, pspOrderId: paymentId }
  if ('cardToken' in means) return { with: { billingKey: means.cardToken }, mask: null, ...numbers }
  const answer = await pspOf(context).registerCard(means.card, memberId)
  switch (answer.kind) {
    case 'done':
      return { with: { billingKey: answer.value.billingKey }, mask: answer.value.mask, ...numbers }
    case 'refused':
      return refuse('card_refused', { field: 'cardDetails', pspCode: answer.code })
    case 'again':
    case 'ours':
    case 'unknown':
      return refuse('psp_unavailable')
  }
}
