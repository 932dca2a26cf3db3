/** What moves a payment at a franchise, beyond what all payments have: its request, its end, and what was earned by it. */
import { type FranchiseEarned, franchiseEarned, paymentApproved, paymentRequested } from '../../contracts/payments.ts'
import { accept, type Command } from '../../platform/kit/command.ts'
import type { NewMessage } from '../../platform/kit/message.ts'
import { refuse } from '../../platform/kit/refusal.ts'
import { startSaga } from '../../platform/saga/decide.ts'
import { sagaKey } from '../../platform/saga/state.ts'
import { type FranchiseMoney, type FranchiseRefund, franchisePayment } from './franchise-sagas.ts'
import { type FranchisePayment, franchiseFactsOf, isAtFranchise, keptFee, payment, paymentKey } from './payment.ts'
import { present } from './present.ts'

export interface FranchisePaymentRequest extends FranchiseMoney {
  readonly merchantId: string
}

/** Begins to pay at a franchise; the fee rate is the one named here from now on. */
export function requestAtFranchise(request: FranchisePaymentRequest): Command {
  const { paymentId, merchantId, ...money } = request
  const sagaId = `${franchisePayment.name}/${paymentId}`
  const key = paymentKey(paymentId)
  return {
    type: 'payments.request-at-franchise',
    keys: [key, sagaKey(sagaId)],
    decide(states, context) {
      const before = states.of(key)
      if (before.status !== 'none') return refuse('payment_in_progress', { paymentId })
      const facts = { paymentId, merchantId, ...money, method: 'wallet', initiator: 'customer' } as const
      const requested = paymentRequested.of(key, { ...facts, card: null, paymentKey: null })
      const started = startSaga(franchisePayment, sagaId, { paymentId, ...money }, 'payments', context)
      const after = payment.after(before, [requested], context.now)
      return { ...started, messages: [requested, ...started.messages], status: 201, reply: present(after, context.now) }
    },
  }
}

/** The money has reached the franchise's account, the fee the house's. */
export function markPaid({ paymentId }: { paymentId: string }): Command {
  const key = paymentKey(paymentId)
  return {
    type: 'payments.mark',
    keys: [key],
    decide(states, { now }) {
      const paid = states.of(key)
      if (paid.status !== 'requested' || !isAtFranchise(paid)) return accept([])
      const share = { gross: paid.amount, fee: keptFee(paid) }
      const approvedAt = now.toISOString()
      return accept([paymentApproved.of(key, franchiseFactsOf(paid)), earned({ ...paid, approvedAt }, share)])
    },
  }
}

function earned(of: FranchisePayment, share: Pick<FranchiseEarned, 'gross' | 'fee'>): NewMessage {
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
