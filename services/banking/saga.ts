/**
 * A bank transfer as a saga: the bank moves the money, and what an operator ordered is booked against suspense. It turns
 * back only when the bank refuses, and then nothing has moved.
 */
import { completeTransfer, failTransfer, markTransferUnknown, type TransferRequested } from '../../contracts/banking.ts'
import { bankAccount, postTransfer, suspenseAccount } from '../../contracts/money.ts'
import { derivedId } from '../../platform/kit/derived-id.ts'
import { type Results, resultOf, type SagaDefinition } from '../../platform/kit/saga-definition.ts'
import { sagaStarter } from '../../platform/saga/starter.ts'
import { Moved, type MoveInput } from './calls.ts'

export type Moving = MoveInput & Pick<TransferRequested, 'transferId' | 'currency' | 'reverses' | 'toSuspense'>

export type Mark = Pick<Moving, 'transferId' | 'reverses'>

const movedIn = (results: Results) => resultOf(results, 'move', Moved)
const markOf = ({ transferId, reverses }: Moving): Mark => ({ transferId, reverses })

export const transferSaga: SagaDefinition<Moving> = {
  name: 'bank-transfer',
  owner: 'banking operators',
  asks: ['banking', 'money'],
  steps: [
    {
      kind: 'call',
      name: 'move',
      call: 'move',
      input: ({ bankKey, direction, account, amount }): MoveInput => ({ bankKey, direction, account, amount }),
      pivot: true,
    },
    {
      kind: 'send',
      name: 'book',
      when: ({ toSuspense }) => toSuspense,
      ask: ({ transferId, direction, amount, currency }) => {
        const [bank, suspense] = [bankAccount(currency), suspenseAccount(currency)]
        return postTransfer.ask({
          transferId: derivedId(transferId, 'bkt', 'trf'),
          kind: 'bank_transfer',
          ...(direction === 'in' ? { debit: bank, credit: suspense } : { debit: suspense, credit: bank }),
          amount,
          currency,
          reference: transferId,
        })
      },
    },
  ],
  done: (data, results) => completeTransfer.ask({ ...markOf(data), ...movedIn(results) }),
  undone: (data, { reason }) => failTransfer.ask({ ...markOf(data), reason }),
  stuck: (data, { move }) => markTransferUnknown.ask({ ...markOf(data), moved: move !== undefined }),
}

export const transferSagas = sagaStarter(transferSaga, 'banking')
