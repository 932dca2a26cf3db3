/** A customer pays an order that waits for it: checks, the exchange of the card for a token, then the command. */
import type { CardMask } from '../../../contracts/payments.ts'
import { toMinor } from '../../../platform/http/routes/amount.ts'
import type { Command } from '../../../platform/kit/command.ts'
import { isRefusal, type Refusal, refuse } from '../../../platform/kit/refusal.ts'
import type { ServiceContext } from '../../../platform/service/service.ts'
import type { OrderPayment } from '../payment/feature.ts'
import { type CardDetails, type ChargeInput, pspOf } from '../psp/feature.ts'
import { type PayableOrder, payableOrder } from './payable-orders.ts'
import { requestPayment } from './request.ts'
import { refusalOfWindow, reportedBefore, windowPaymentId } from './window.ts'

/** An order that was placed a moment ago may not have its stock yet: three seconds. */
const LOOKS_MAX = 120
const LOOK_PAUSE_MS = 25

export interface Paying extends Pick<OrderPayment, 'memberId' | 'orderId'> {
  /** Major units, of the currency of the order: what that is, only the order tells. */
  readonly amount: number
  readonly currency?: string | undefined
  readonly with: { wallet: true } | { card: CardDetails } | { cardToken: string } | { paymentKey: string }
}

/**
 * Refusals: order_unknown, order_not_payable, order_not_ready, amount_mismatch, currency_mismatch, card_refused,
 * payment_key_foreign, payment_key_ended, psp_unavailable; those of `MONEY_REFUSALS`.
 */
export async function payOrder(context: ServiceContext, paying: Paying): Promise<Command | Refusal> {
  const { with: means } = paying
  const before = async () => ('paymentKey' in means ? reportedBefore(context, paying, means.paymentKey) : null)
  const reported = await before()
  if (reported) return reported
  const order = await awaitPayable(context, paying)
  if (isRefusal(order)) return (await before()) ?? order
  const refusal = mismatch(order, paying)
  if (refusal) return refusal
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

function mismatch(order: PayableOrder, { amount, currency = order.currency }: Paying): Refusal | null {
  if (order.currency !== currency) return refuse('currency_mismatch', { currency: order.currency })
  const minor = toMinor(amount, currency)
  if (isRefusal(minor)) return minor
  return order.amount === minor ? null : refuse('amount_mismatch', { field: 'amount' })
}

/** An order that is not known here is refused at once: whether it may be yet to arrive, the HTTP edge finds out. */
async function awaitPayable(context: ServiceContext, { orderId, memberId }: Paying): Promise<PayableOrder | Refusal> {
  if (!orderId.startsWith('ord_')) return refuse('order_unknown')
  for (let look = 1; ; look += 1) {
    const found = await payableOrder(context.read, orderId)
    // A stranger's order is refused like one that does not exist, in the same time.
    if (found?.memberId !== memberId) return refuse('order_unknown')
    const result = payable(found, look === LOOKS_MAX)
    if (result) return result
    await new Promise<void>(resolve => context.ports.clock.after(LOOK_PAUSE_MS, resolve))
  }
}

/** Null while the order may still become payable. */
function payable(order: PayableOrder, isLastLook: boolean): PayableOrder | Refusal | null {
  switch (order.status) {
    case 'awaiting':
      return order
    case 'over':
      return refuse('order_not_payable')
    case 'placed':
      return isLastLook ? refuse('order_not_ready') : null
  }
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
