/** The two calls to the PSP, `charge` and `cancel`: how each is performed, and how its outcome is asked for. */
import { toMajor } from '../../../platform/http/routes/amount.ts'
import type { CallDefinition, CallOutcome } from '../../../platform/kit/calls.ts'
import { refuse } from '../../../platform/kit/refusal.ts'
import type { CancelInput, ChargeInput, Psp, PspPayment } from './psp.ts'

/** The outcome of a call, or that it certainly did not happen. */
type QueryOutcome = Awaited<ReturnType<CallDefinition['ask']>>

/** What the PSP says when it did this very thing before. */
const ALREADY = new Set(['ALREADY_PROCESSED_PAYMENT', 'DUPLICATED_ORDER_ID', 'ALREADY_CANCELED_PAYMENT'])

const unknown = (reason: string): CallOutcome => ({ kind: 'unknown', reason })

function chargeOutcome(found: PspPayment, input: ChargeInput): QueryOutcome {
  switch (found.status) {
    case 'DONE':
      if (found.totalAmount !== toMajor(input.amount, input.currency)) return unknown('charged with another amount')
      return { kind: 'done', result: { paymentKey: found.paymentKey } }
    case 'ABORTED':
    case 'EXPIRED':
    case 'CANCELED':
    case 'PARTIAL_CANCELED':
      return { kind: 'refused', refusal: refuse('payment_declined', { pspStatus: found.status }) }
    case 'READY':
    case 'IN_PROGRESS':
      return { kind: 'absent' }
  }
}

function chargeCall(psp: Psp): CallDefinition<ChargeInput> {
  async function ask(input: ChargeInput): Promise<QueryOutcome> {
    const found =
      'paymentKey' in input.with ? await psp.byKey(input.with.paymentKey) : await psp.byOrder(input.pspOrderId)
    if (found.kind === 'unknown') return found
    if (found.kind === 'done') return chargeOutcome(found.value, input)
    return found.status === 404 ? { kind: 'absent' } : unknown(`asking was refused: ${found.code}`)
  }
  return {
    ask,
    async perform(input, key) {
      const answer = await psp.charge(input, key)
      if (answer.kind === 'unknown') return answer
      if (answer.kind === 'refused' && !ALREADY.has(answer.code)) {
        return { kind: 'refused', refusal: refuse('payment_declined', { pspCode: answer.code }) }
      }
      const outcome = answer.kind === 'done' ? chargeOutcome(answer.value, input) : await ask(input)
      return outcome.kind === 'absent' ? unknown('neither charged nor refused') : outcome
    },
  }
}

function cancelCall(psp: Psp): CallDefinition<CancelInput> {
  const done = (found: PspPayment): CallOutcome => ({ kind: 'done', result: { left: found.balanceAmount } })

  async function ask(input: CancelInput): Promise<QueryOutcome> {
    const found = await psp.byKey(input.paymentKey)
    if (found.kind !== 'done') return found.kind === 'unknown' ? found : unknown(`asking was refused: ${found.code}`)
    return wasCancelled(found.value, input) ? done(found.value) : { kind: 'absent' }
  }

  /** A refusal because it was done before is a success. */
  async function afterRefusal(code: string, input: CancelInput): Promise<CallOutcome> {
    const outcome = ALREADY.has(code) ? await ask(input) : null
    return outcome && outcome.kind !== 'absent'
      ? outcome
      : { kind: 'refused', refusal: refuse('refund_declined', { pspCode: code }) }
  }

  return {
    ask,
    async perform(input, key) {
      const answer = await psp.cancel(input, key)
      if (answer.kind === 'unknown') return answer
      return answer.kind === 'done' ? done(answer.value) : afterRefusal(answer.code, input)
    },
  }
}

/** Where all of a payment was given back, this part was too, whoever asked for it: done already counts as done. */
const wasCancelled = (found: PspPayment, input: CancelInput): boolean =>
  found.status === 'CANCELED' || (found.cancels ?? []).some(({ cancelReason }) => cancelReason === input.reason)

export const pspCalls = (psp: Psp): Record<string, CallDefinition> => ({
  charge: chargeCall(psp),
  cancel: cancelCall(psp),
})
