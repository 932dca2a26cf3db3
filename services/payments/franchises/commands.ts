/** A payment at a franchise is requested, and marked as paid. */
import { paymentApproved, paymentRequested } from '../../../contracts/payments.ts'
import { accept, type Command } from '../../../platform/kit/command.ts'
import { refuse } from '../../../platform/kit/refusal.ts'
import { sagaKey } from '../../../platform/saga/state.ts'
import {
  begin,
  franchiseFactsOf,
  isAtFranchise,
  keptFee,
  payment,
  paymentKey,
  present,
  sagaIdOf,
} from '../payment/feature.ts'
import { earned } from './earned.ts'
import { type FranchiseMoney, franchisePayment } from './sagas.ts'

export interface FranchisePaymentRequest extends FranchiseMoney {
  readonly merchantId: string
}

/** Begins to pay at a franchise; the fee rate is the one named here from now on. */
export function requestAtFranchise(request: FranchisePaymentRequest): Command {
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
      const after = payment.after(before, [requested], context.now)
      return { ...begun, status: 201, reply: present(after, context.now) }
    },
  }
}

/** The money has reached the franchise's account, the fee the platform's. */
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
