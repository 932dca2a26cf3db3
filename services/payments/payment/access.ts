/** Who may see a payment, and what of it. */
import { type Actor, hasRole } from '../../../platform/auth/tokens.ts'
import type { ServiceContext } from '../../../platform/service/service.ts'
import { paymentKey } from './payment.ts'
import { present } from './present.ts'
import { isAtFranchise, type Payment } from './state.ts'

/** The owner of the franchise it was at, or an operator: they see its fee, and may give it back. */
export const isPayee = (actor: Actor, payment: Payment): boolean =>
  hasRole(actor, 'operator') || (isAtFranchise(payment) && payment.merchantId === actor.id)

export const maySee = (actor: Actor, payment: Payment): boolean =>
  payment.memberId === actor.id || isPayee(actor, payment)

/** Null to who may not see it. */
export async function presentTo(actor: Actor, id: string, context: ServiceContext) {
  const head = await context.writer.head(paymentKey(id))
  if (!head || !maySee(actor, head.state)) return null
  return present(head.state, context.ports.clock.now(), { withFee: isPayee(actor, head.state) })
}
