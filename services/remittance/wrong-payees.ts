/**
 * How often somebody may name a bank account that there is not, or that is held by another name: the bank's answer tells, so
 * whoever guesses has to wait.
 */
import { type Refusal, refuse } from '../../platform/kit/refusal.ts'
import { type Gate, type ThrottleTerms, throttleOf, waitOf } from '../../platform/kit/throttle.ts'
import type { ServiceContext } from '../../platform/service/service.ts'

export const throttle = throttleOf('remittance')

const HOUR_MS = 60 * 60_000

export const PAYEE_TERMS: ThrottleTerms = {
  free: 5,
  wait_ms: HOUR_MS / 60,
  waitMax_ms: HOUR_MS,
  forget_ms: 24 * HOUR_MS,
}

export const payeeGate = (payer: string): Gate => ({ key: throttle.key(`payer/${payer}`), terms: PAYEE_TERMS })

const WRONG: readonly string[] = ['account_unknown', 'account_closed', 'holder_mismatch']

export const isWrongPayee = (reason: string): boolean => WRONG.includes(reason)

/** Refusal: too_many_wrong_payees. */
export async function mayNamePayee({ writer, ports }: ServiceContext, payer: string): Promise<Refusal | null> {
  const tries = (await writer.head(payeeGate(payer).key))?.state
  const retryAfter = tries ? waitOf(tries, ports.clock.now()) : 0
  return retryAfter > 0 ? refuse('too_many_wrong_payees', { retryAfter }) : null
}
