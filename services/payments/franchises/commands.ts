/** A customer pays at a franchise; the payment is requested, and marked as paid; what the franchise earns by it. */
import { franchiseEarned, paymentApproved, paymentRequested } from '../../../contracts/payments.ts'
import { DEFAULT_CURRENCY } from '../../../platform/http/routes/amount.ts'
import type { Command } from '../../../platform/kit/command.ts'
import type { NewMessage } from '../../../platform/kit/message.ts'
import { type Refusal, refuse } from '../../../platform/kit/refusal.ts'
import { sagaKey } from '../../../platform/saga/state.ts'
import type { ServiceContext } from '../../../platform/service/service.ts'
import {
  begin,
  type FranchisePayment,
  franchiseFactsOf,
  isAtFranchise,
  keptFee,
  mark,
  payment,
  paymentKey,
  present,
  type Share,
  sagaIdOf,
} from '../payment/feature.ts'
import { franchiseById, isActiveMember } from './copies.ts'
import { type FranchiseMoney, type FranchiseRefund, franchisePayment } from './sagas.ts'

type Paying = Pick<FranchiseMoney, 'memberId' | 'franchiseId' | 'amount' | 'currency'>

/**
 * Both must be active, as far as this service has heard. Refusals: currency_not_supported, franchise_unknown,
 * franchise_inactive, payer_inactive.
 */
export async function payAtFranchise(context: ServiceContext, paying: Paying): Promise<Command | Refusal> {
  const { memberId, franchiseId, currency } = paying
  if (currency !== DEFAULT_CURRENCY) return refuse('currency_not_supported', { field: 'currency', currency })
  const franchise = await franchiseById(context, franchiseId)
  if (!franchise) return refuse('franchise_unknown', { franchiseId })
  if (!franchise.active) return refuse('franchise_inactive', { franchiseId })
  if (!(await isActiveMember(context, memberId))) return refuse('payer_inactive')
  const { merchantId, feeBp } = franchise
  return requestAtFranchise({ ...paying, paymentId: context.ports.ids.next('pay'), merchantId, feeBp })
}

/** Begins to pay at a franchise; the fee rate is the one named here from now on. */
export function requestAtFranchise(request: FranchiseMoney & { readonly merchantId: string }): Command {
  const { paymentId, merchantId, ...money } = request
  const sagaId = sagaIdOf(franchisePayment, paymentId)
  const key = paymentKey(paymentId)
  return {
    type: 'payments.request-at-franchise',
    keys: [key, sagaKey(sagaId)],
    decide(states, context) {
      const before = states.of(key)
      if (before.status !== 'none') return refuse('payment_in_progress', { paymentId })
      const facts = { paymentId, merchantId, ...money, method: 'wallet', initiator: 'customer' } as const
      const requested = paymentRequested.of(key, { ...facts, card: null, paymentKey: null })
      const begun = begin(franchisePayment, sagaId, { paymentId, ...money }, context, [requested])
      return { ...begun, status: 201, reply: present(payment.after(before, [requested], context.now)) }
    },
  }
}

/** The money has reached the franchise's account, the fee the platform's. */
export const markPaid = ({ paymentId }: Pick<FranchiseMoney, 'paymentId'>): Command =>
  mark(paymentId, 'authorize', (paid, now) => {
    if (paid.status !== 'requested' || !isAtFranchise(paid)) return []
    const share = { gross: paid.amount, fee: keptFee(paid) }
    const approved = paymentApproved.of(paymentKey(paymentId), franchiseFactsOf(paid))
    return [approved, earned({ ...paid, approvedAt: now.toISOString() }, share)]
  })

/** What a franchise earns by a payment. */
function earned(of: FranchisePayment, share: Share): NewMessage {
  const { paymentId, franchiseId, merchantId, currency, approvedAt } = of
  if (approvedAt === null) throw new Error(`nothing was earned by ${paymentId}, which was not approved`)
  return franchiseEarned.of(paymentKey(paymentId), {
    ...{ paymentId, franchiseId, merchantId, currency, approvedAt },
    ...share,
  })
}

/** The part of the fee that goes back with a refund: what is kept is the fee on what is left. */
const feeBack = (of: FranchisePayment, refundAmount: number): number =>
  keptFee(of) - keptFee({ ...of, refunded: of.refunded + refundAmount })

/** What a refund of this much takes from the franchise again. */
export const lost = (of: FranchisePayment, refundAmount: number): NewMessage =>
  earned(of, { gross: -refundAmount, fee: 0 - feeBack(of, refundAmount) })

export function refundOf(of: FranchisePayment, refundId: string, refundAmount: number): FranchiseRefund {
  const { paymentId, franchiseId, memberId, amount, currency, feeBp } = of
  const money = { paymentId, franchiseId, memberId, amount, currency, feeBp }
  return { ...money, refundId, refundAmount, feeBack: feeBack(of, refundAmount) }
}
