/**
 * A payment that the customer began in the PSP's window, reported with its `paymentKey`. The key is the PSP's: it names
 * nothing of ours. Whether it belongs to the order, the PSP says, before anything is written.
 */
import { createHash } from 'node:crypto'
import { toMajor } from '../../../platform/http/routes/amount.ts'
import type { Command } from '../../../platform/kit/command.ts'
import { type Refusal, refuse } from '../../../platform/kit/refusal.ts'
import type { ServiceContext } from '../../../platform/service/service.ts'
import { isAtFranchise, type OrderPayment, orderFactsOf, paymentKey } from '../payment/feature.ts'
import { type PspPayment, pspOf } from '../psp/feature.ts'
import { claim } from './claim.ts'
import type { PayableOrder } from './payable-orders.ts'
import { requestPayment } from './request.ts'

type Reporter = Pick<OrderPayment, 'memberId' | 'orderId'>

/** The browser came back twice with one payment: it gets the answer of the first time, also once the order is paid. */
export async function reportedBefore(
  { writer }: ServiceContext,
  { orderId, memberId }: Reporter,
  windowKey: string,
): Promise<Command | null> {
  const holder = (await writer.head(claim.key(orderId)))?.state.paymentId
  const known = holder ? (await writer.head(paymentKey(holder)))?.state : null
  if (!known || isAtFranchise(known) || known.memberId !== memberId || known.paymentKey !== windowKey) return null
  return requestPayment({ ...orderFactsOf(known), card: known.card, charge: null })
}

/** One id for each payment that the order had in the window, so that two reports of it at once are one payment. */
export async function windowPaymentId({ writer }: ServiceContext, orderId: string): Promise<string> {
  const { released = 0 } = (await writer.head(claim.key(orderId)))?.state ?? {}
  const hash = createHash('sha256').update(`${orderId}/window/${released}`).digest('hex')
  return `pay_${hash.slice(0, 8)}-${hash.slice(8, 12)}-8${hash.slice(13, 16)}-a${hash.slice(17, 20)}-${hash.slice(20, 32)}`
}

/** Refusals: payment_key_foreign, payment_key_ended, amount_mismatch, currency_mismatch, psp_unavailable. */
export async function refusalOfWindow(
  context: ServiceContext,
  order: PayableOrder,
  windowKey: string,
): Promise<Refusal | null> {
  const found = await pspOf(context).byKey(windowKey)
  switch (found.kind) {
    case 'done':
      return refusalOf(found.value, order)
    case 'refused':
      return refuse('payment_key_foreign', { field: 'paymentKey' })
    case 'again':
    case 'ours':
    case 'unknown':
      return refuse('psp_unavailable')
  }
}

function refusalOf(found: PspPayment, { orderId, amount, currency }: PayableOrder): Refusal | null {
  if (found.orderId !== orderId) return refuse('payment_key_foreign', { field: 'paymentKey' })
  if (found.currency !== currency) return refuse('currency_mismatch', { currency })
  if (found.totalAmount !== toMajor(amount, currency)) return refuse('amount_mismatch', { field: 'amount' })
  switch (found.status) {
    case 'READY':
    case 'IN_PROGRESS':
    case 'DONE':
      return null
    case 'WAITING_FOR_DEPOSIT':
    case 'ABORTED':
    case 'EXPIRED':
    case 'CANCELED':
    case 'PARTIAL_CANCELED':
      return refuse('payment_key_ended', { field: 'paymentKey' })
  }
}
