/** Answers what was taken and given back for an order: whoever ships it asks first. */
import type { ServiceContext } from '../../../platform/service/service.ts'
import { paymentKey, refundingOf } from '../payment/feature.ts'
import { claim } from './claim.ts'

export const takenForOrder =
  ({ writer }: ServiceContext) =>
  async ({ orderId }: { readonly orderId: string }) => {
    const paymentId = (await writer.head(claim.key(orderId)))?.state.paymentId ?? null
    const payment = paymentId === null ? null : (await writer.head(paymentKey(paymentId)))?.state
    if (!payment) return { taken: null }
    const { amount, refunded } = payment
    return { taken: { amount, refunded, refunding: refundingOf(payment) } }
  }
