/** From a wallet to the member's bank account: the hold is there when it starts, the bank pays, the hold is posted. */
import { requestTransfer } from '../../contracts/banking.ts'
import type { SagaDefinition } from '../../platform/kit/saga-definition.ts'
import { OWNER } from './top-up.saga.ts'

export interface Withdrawing {
  readonly withdrawalId: string
  readonly memberId: string
  /** Minor units. */
  readonly amount: number
  readonly currency: string
  readonly transferId: string
  readonly holdId: string
}

export const COMPLETE_WITHDRAWAL = 'money.complete-withdrawal'
export const FAIL_WITHDRAWAL = 'money.fail-withdrawal'

export const withdrawing: SagaDefinition<Withdrawing> = {
  name: 'withdrawal',
  owner: OWNER,
  steps: [
    {
      kind: 'send',
      name: 'pay-out',
      pivot: true,
      ask: ({ withdrawalId, memberId, amount, currency, transferId }) =>
        requestTransfer.ask({
          transferId,
          direction: 'out',
          counterparty: { kind: 'linked', memberId },
          amount,
          currency,
          reference: withdrawalId,
        }),
    },
    { kind: 'send', name: 'complete', ask: input => ({ to: 'money', command: COMPLETE_WITHDRAWAL, input }) },
  ],
  undone: (data, { reason }) => ({ to: 'money', command: FAIL_WITHDRAWAL, input: { ...data, reason } }),
}
