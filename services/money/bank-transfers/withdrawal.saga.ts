/** From a wallet to the member's bank account: the hold is there when it starts, the bank pays, the hold is posted. */
import { requestTransfer } from '../../../contracts/banking.ts'
import { completeWithdrawal, failWithdrawal } from '../../../contracts/money.ts'
import type { DataOf } from '../../../platform/kit/contract.ts'
import type { SagaDefinition } from '../../../platform/kit/saga-definition.ts'
import { sagaStarter } from '../../../platform/saga/starter.ts'
import { OWNER } from './top-up.saga.ts'

export type Withdrawing = DataOf<typeof completeWithdrawal>

export const withdrawing: SagaDefinition<Withdrawing> = {
  name: 'withdrawal',
  owner: OWNER,
  asks: ['banking', 'money'],
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
    { kind: 'send', name: 'complete', ask: input => completeWithdrawal.ask(input) },
  ],
  undone: (data, { reason }) => failWithdrawal.ask({ ...data, reason }),
}

export const withdrawalSagas = sagaStarter(withdrawing, 'money')
