/** What moves a remittance: the sender's request, and what its saga reports. */
import {
  type failRemittance,
  type Recipient,
  remittanceFailed,
  remittanceStarted,
  remittanceSucceeded,
  remittanceToppingUp,
  remittanceTransferring,
} from '../../contracts/remittance.ts'
import { toMajor } from '../../platform/http/routes/amount.ts'
import { accept, type Command } from '../../platform/kit/command.ts'
import type { DataOf } from '../../platform/kit/contract.ts'
import type { NewMessage } from '../../platform/kit/message.ts'
import { type Refusal, refuse } from '../../platform/kit/refusal.ts'
import { startSaga } from '../../platform/saga/decide.ts'
import { sagaKey } from '../../platform/saga/state.ts'
import type { Sealer } from '../../platform/vault/vault.ts'
import { type Sending, sending } from './remittance.saga.ts'
import { factsOf, moves, type Remittance, remittanceKey } from './remittance.ts'
import { isWrongPayee, payeeGate, throttle } from './wrong-payees.ts'

/** The bank keeps won only, and any remittance may need it. */
export const CURRENCY = 'KRW'
/** Largest amount of one remittance, in minor units; `REMITTANCE_MAX_KRW` overrides. */
export const REMITTANCE_MAX = 10_000_000

export interface Request {
  readonly remittanceId: string
  readonly from: string
  readonly to: Recipient
  /** Minor units. */
  readonly amount: number
  readonly currency: string
  readonly sealedMemo: string | null
}

export interface Asking {
  readonly request: Request
  readonly max: number
  /** The answer shows the memo in clear, so it is stored encrypted. */
  readonly sealer: Sealer
  readonly present: (remittance: Remittance) => unknown
}

export const sendingId = (remittanceId: string): string => `remittance/${remittanceId}`

/** What is wrong with an amount. Refusals: currency_not_supported, over_limit. */
export function mayRemit(amount: number, currency: string, max: number): Refusal | null {
  if (currency !== CURRENCY) return refuse('currency_not_supported', { currency })
  return amount > max ? refuse('over_limit', { max: toMajor(max, currency), currency }) : null
}

/** Begins a remittance; answers at once with it as `started`. */
export function startRemittance({ request, max, sealer, present }: Asking): Command {
  const { remittanceId, amount, currency, sealedMemo: _, ...rest } = request
  const key = remittanceKey(remittanceId)
  const sagaId = sendingId(remittanceId)
  return {
    type: 'remittance.start',
    keys: [key, sagaKey(sagaId)],
    sealed: sealer,
    decide(states, context) {
      const refusal = mayRemit(amount, currency, max)
      if (refusal) return refusal
      const data: Sending = { remittanceId, amount, currency, ...rest, payoutId: context.newId('bkt') }
      const saga = startSaga(sending, sagaId, data, 'remittance', context)
      const startedAt = context.now.toISOString()
      const started = { ...states.of(key), ...request, status: 'started', startedAt } as const
      const messages = [remittanceStarted.of(key, request), ...saga.messages]
      return { ...saga, messages, status: 201, reply: present(started) }
    },
  }
}

function move(
  remittanceId: string,
  transition: Parameters<typeof moves.allows>[1],
  facts: (remittance: Remittance) => NewMessage[] | Refusal,
): Command {
  const key = remittanceKey(remittanceId)
  return {
    type: `remittance.${transition.replace('_', '-')}`,
    keys: [key],
    decide(states) {
      const remittance = states.of(key)
      if (!moves.allows(remittance, transition)) return accept([])
      const messages = facts(remittance)
      return Array.isArray(messages) ? accept(messages) : messages
    },
  }
}

/** The wallet was short, and the sender's bank is asked. */
export const markToppingUp = (remittanceId: string): Command =>
  move(remittanceId, 'top_up', remittance => [remittanceToppingUp.of(remittanceKey(remittanceId), factsOf(remittance))])

export interface Transferring {
  readonly remittanceId: string
  readonly toppedUp: number
  /** Whether they still are members, as of now. */
  readonly senderActive: boolean
  readonly recipientActive: boolean
}

/** The money is set aside. Refused with `sender_inactive` or `recipient_inactive` when one of them was deactivated meanwhile. */
export const markTransferring = (input: Transferring): Command =>
  move(input.remittanceId, 'transfer', remittance => {
    if (!input.senderActive) return refuse('sender_inactive')
    if (!input.recipientActive) return refuse('recipient_inactive')
    const { remittanceId, toppedUp } = input
    const [key, facts] = [remittanceKey(remittanceId), factsOf(remittance)]
    // The news of the top-up may be slower than the top-up.
    const untold = toppedUp > 0 && remittance.status === 'started' ? [remittanceToppingUp.of(key, facts)] : []
    return [...untold, remittanceTransferring.of(key, { ...facts, toppedUp })]
  })

export const markSucceeded = ({ remittanceId }: { remittanceId: string }): Command =>
  move(remittanceId, 'succeed', remittance => [
    remittanceSucceeded.of(remittanceKey(remittanceId), factsOf(remittance)),
  ])

/** A wrong account at a bank counts against who named it. */
export function markFailed({ remittanceId, reason, payer }: DataOf<typeof failRemittance>): Command {
  const key = remittanceKey(remittanceId)
  const gates = payer !== undefined && isWrongPayee(reason) ? [payeeGate(payer)] : []
  return {
    type: 'remittance.fail',
    keys: [key, ...gates.map(gate => gate.key)],
    decide(states, { now }) {
      const remittance = states.of(key)
      if (!moves.allows(remittance, 'fail')) return accept([])
      const failed = remittanceFailed.of(key, { ...factsOf(remittance), reason })
      return accept([failed, ...throttle.tried(gates, states, now)])
    },
  }
}
