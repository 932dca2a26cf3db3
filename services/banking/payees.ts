/**
 * Whom a bank account belongs to, before money is sent there: the bank confirms the name that the sender gave. What is
 * wrong is told while nothing has moved.
 */
import { accept, type Command } from '../../platform/kit/command.ts'
import { type Refusal, refuse } from '../../platform/kit/refusal.ts'
import type { ServiceContext } from '../../platform/service/service.ts'
import { type Bank, type Holder, refusalOf } from './bank.ts'
import { countAt, payeeGates, throttle } from './inquiries.ts'
import { indexOf } from './sealing.ts'

/** Refusals: too_many_inquiries, account_unknown, account_closed, holder_mismatch, bank_refused, bank_unavailable. */
export async function confirmPayee(
  context: ServiceContext,
  bank: Bank,
  memberId: string,
  payee: Holder,
  correlationId: string,
): Promise<Command | Refusal> {
  const gates = payeeGates(memberId, indexOf(context.vault, payee))
  const origin = { actor: memberId, correlationId, causationId: correlationId }
  const counted = await context.writer.run(countAt(gates), origin)
  if (counted.kind === 'refused') return counted.refusal
  const answer = await bank.inquire(payee)
  if (answer.kind === 'refused') return refuse(refusalOf(answer.code))
  if (answer.kind !== 'done') return refuse('bank_unavailable')
  return {
    type: 'banking.confirm-payee',
    keys: gates.map(({ key }) => key),
    decide: states =>
      accept(throttle.takenBack(gates, states), {
        status: 200,
        // Not the name: stored answers are in clear, and the sender has just typed it.
        reply: { bankCode: payee.bankCode, last4: payee.accountNumber.slice(-4) },
      }),
  }
}
