/**
 * From the member's bank account to their wallet: the bank first, then the book. If the wallet cannot take the money any
 * more, the bank is asked to take it back.
 */
import { requestTransfer } from '../../../contracts/banking.ts'
import { creditTopUp, failTopUp } from '../../../contracts/money.ts'
import type { DataOf } from '../../../platform/kit/contract.ts'
import type { SagaDefinition } from '../../../platform/kit/saga-definition.ts'
import { sagaStarter } from '../../../platform/saga/starter.ts'

export type Pulling = DataOf<typeof creditTopUp>
export type FailTopUp = DataOf<typeof failTopUp>

export const OWNER = 'money operators'

export const pulling: SagaDefinition<Pulling> = {
  name: 'top-up',
  owner: OWNER,
  asks: ['banking', 'money'],
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
    { kind: 'send', name: 'credit', pivot: true, ask: input => creditTopUp.ask(input) },
  ],
  undone: (data, { reason, pull }) => failTopUp.ask({ ...data, reason, wentBack: pull !== undefined }),
}

export const topUpSagas = sagaStarter(pulling, 'money')
