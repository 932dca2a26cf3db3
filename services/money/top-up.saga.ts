/**
 * From the member's bank account to their wallet: the bank first, then the book. If the wallet cannot take the money any
 * more, the bank is asked to take it back.
 */
import { requestTransfer } from '../../contracts/banking.ts'
import type { SagaDefinition } from '../../platform/kit/saga-definition.ts'
import type { HoldRequest } from './ledger.ts'

export interface Pulling {
  readonly topUpId: string
  readonly memberId: string
  /** Minor units. */
  readonly amount: number
  readonly currency: string
  /** The bank's transfer, and the one that would take it back. */
  readonly transferId: string
  readonly refundId: string
  /** What the money is for. */
  readonly hold: HoldRequest | null
}

/** Commands of the service to itself. */
export const CREDIT_TOP_UP = 'money.credit-top-up'
export const FAIL_TOP_UP = 'money.fail-top-up'

export interface FailTopUp extends Pulling {
  readonly reason: string
  /** The money came in from the bank, and went back. */
  readonly wentBack: boolean
}

export const OWNER = 'money operators'

export const pulling: SagaDefinition<Pulling> = {
  name: 'top-up',
  owner: OWNER,
  steps: [
    {
      kind: 'send',
      name: 'pull',
      ask: ({ topUpId, memberId, amount, currency, transferId }) =>
        requestTransfer.ask({
          transferId,
          direction: 'in',
          counterparty: { kind: 'linked', memberId },
          amount,
          currency,
          reference: topUpId,
        }),
      undo: ({ topUpId, amount, currency, transferId, refundId }) =>
        requestTransfer.ask({
          transferId: refundId,
          direction: 'out',
          counterparty: { kind: 'of-transfer', transferId },
          amount,
          currency,
          reference: topUpId,
        }),
    },
    { kind: 'send', name: 'credit', pivot: true, ask: input => ({ to: 'money', command: CREDIT_TOP_UP, input }) },
  ],
  undone: (data, { reason, pull }) => ({
    to: 'money',
    command: FAIL_TOP_UP,
    input: { ...data, reason, wentBack: pull !== undefined } satisfies FailTopUp,
  }),
}
