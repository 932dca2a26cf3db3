/** The two calls to the PSP, `charge` and `cancel`: how each is performed, and how its outcome is asked for. */
import { toMajor } from '../../../platform/http/routes/amount.ts'
import type { CallDefinition, CallOutcome, QueryOutcome } from '../../../platform/kit/calls.ts'
import type { OutsideAnswer, OutsideSaid } from '../../../platform/kit/outside.ts'
import { type Refusal, refuse } from '../../../platform/kit/refusal.ts'
import { NOTHING_LEFT } from './answers.ts'
import type { CancelInput, ChargeInput, Psp, PspPayment } from './psp.ts'

type Unknown = Extract<CallOutcome, { kind: 'unknown' }>
type Known<T> = Exclude<OutsideAnswer<T>, { kind: 'done' | 'refused' }>

const unknown = (reason: string): Unknown => ({ kind: 'unknown', reason })
const refused = (refusal: Refusal) => ({ kind: 'refused', refusal }) as const
const turnedAway = ({ status, code }: OutsideSaid): CallOutcome => ({
  kind: 'turned_away',
  refusal: refuse('psp_unavailable'),
  reason: `turned away: ${status} ${code}`,
})

/** A question that was not answered with a payment, nor with "there is none". */
const notTold = (answer: Known<PspPayment>): Unknown =>
  answer.kind === 'unknown' ? answer : unknown(`asking was answered ${answer.status} ${answer.code}`)

function chargeOutcome(found: PspPayment, input: ChargeInput): QueryOutcome {
  switch (found.status) {
    case 'DONE':
      if (found.totalAmount !== toMajor(input.amount, input.currency)) return unknown('charged with another amount')
      return { kind: 'done', result: { paymentKey: found.paymentKey } }
    case 'ABORTED':
    case 'EXPIRED':
    case 'CANCELED':
    case 'PARTIAL_CANCELED':
      return refused(refuse('payment_declined', { pspStatus: found.status }))
    case 'READY':
    case 'IN_PROGRESS':
      return { kind: 'absent' }
    case 'WAITING_FOR_DEPOSIT':
      return unknown('waits for a deposit')
  }
}

function chargeCall(psp: Psp): CallDefinition<ChargeInput> {
  async function ask(input: ChargeInput): Promise<QueryOutcome> {
    const found =
      'paymentKey' in input.with ? await psp.byKey(input.with.paymentKey) : await psp.byOrder(input.pspOrderId)
    if (found.kind === 'done') return chargeOutcome(found.value, input)
    return found.kind === 'refused' ? { kind: 'absent' } : notTold(found)
  }
  const certain = (outcome: QueryOutcome): CallOutcome =>
    outcome.kind === 'absent' ? unknown('neither charged nor refused') : outcome
  return {
    ask,
    async perform(input, key) {
      const answer = await psp.charge(input, key)
      switch (answer.kind) {
        case 'done':
          return certain(chargeOutcome(answer.value, input))
        case 'refused':
          return refused(refuse('payment_declined', { pspCode: answer.code }))
        case 'again':
          return certain(await ask(input))
        case 'ours':
          return turnedAway(answer)
        case 'unknown':
          return answer
      }
    },
  }
}

function cancelCall(psp: Psp): CallDefinition<CancelInput> {
  const done = (found: PspPayment) => ({ kind: 'done', result: { left: found.balanceAmount } }) as const
  const declined = (code: string) => refused(refuse('refund_declined', { pspCode: code }))

  async function ask(input: CancelInput): Promise<QueryOutcome> {
    const found = await psp.byKey(input.paymentKey)
    if (found.kind === 'done') return wasCancelled(found.value, input) ? done(found.value) : { kind: 'absent' }
    return found.kind === 'refused' ? unknown('the PSP does not know the payment') : notTold(found)
  }

  /** Done before is done; where nothing is left and it was not this, it never will be. */
  async function askAfter({ code }: OutsideSaid, input: CancelInput): Promise<CallOutcome> {
    const outcome = await ask(input)
    if (outcome.kind !== 'absent') return outcome
    return NOTHING_LEFT.includes(code) ? declined(code) : unknown(`neither given back nor refused: ${code}`)
  }

  return {
    ask,
    async perform(input, key) {
      const answer = await psp.cancel(input, key)
      switch (answer.kind) {
        case 'done':
          return done(answer.value)
        case 'refused':
          return declined(answer.code)
        case 'again':
          return askAfter(answer, input)
        case 'ours':
          return turnedAway(answer)
        case 'unknown':
          return answer
      }
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
