/** The saga that books money to suspense which the PSP took and no payment can take. */
import { postTransfer, pspAccount, suspenseAccount } from '../../../contracts/money.ts'
import type { SagaDefinition } from '../../../platform/kit/saga-definition.ts'
import { OWNER } from '../payment/feature.ts'

export interface Suspension {
  readonly taskId: string
  readonly paymentKey: string
  readonly amount: number
  readonly currency: string
}

/** Money the PSP took that no payment of ours can take: it is booked to suspense, for an operator to settle. */
export const suspension: SagaDefinition<Suspension> = {
  name: 'suspend-payment',
  owner: OWNER,
  asks: ['money', 'payments'],
  forwardOnly: true,
  steps: [
    {
      kind: 'send',
      name: 'book-suspense',
      ask: ({ taskId, amount, currency, paymentKey }) =>
        postTransfer.ask({
          transferId: taskId.replace('tsk_', 'trf_'),
          kind: 'suspense',
          debit: pspAccount(currency),
          credit: suspenseAccount(currency),
          amount,
          currency,
          reference: paymentKey,
        }),
    },
  ],
}
