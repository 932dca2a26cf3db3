/**
 * Settles: what the payments have earned is claimed, the bank pays it out, the book says so, and the payments are
 * settled. Once the bank has paid it goes only forward.
 */
import { requestTransfer } from '../../contracts/banking.ts'
import { bankAccount, franchiseAccount, postTransfer } from '../../contracts/money.ts'
import { claimSettlement, settlePayments } from '../../contracts/payments.ts'
import { completeSettlement, failSettlement, transferSettlement } from '../../contracts/settlements.ts'
import { derivedId } from '../../platform/kit/derived-id.ts'
import type { Results, SagaDefinition } from '../../platform/kit/saga-definition.ts'

export interface Settling {
  readonly settlementId: string
  readonly franchiseId: string
  readonly currency: string
  /** The end of the business date. */
  readonly until: string
  readonly runId: string | null
}

const of = ({ settlementId, franchiseId, currency }: Settling) => ({ settlementId, franchiseId, currency })
const claimIn = (results: Results) => claimSettlement.replyIn(results, 'claim-payments')
const payoutIn = (results: Results) => transferSettlement.replyIn(results, 'mark-transferring')

export const settle: SagaDefinition<Settling> = {
  name: 'settle',
  owner: 'settlement operators',
  asks: ['banking', 'money', 'payments', 'settlements'],
  steps: [
    { kind: 'send', name: 'claim-payments', ask: data => claimSettlement.ask({ ...of(data), until: data.until }) },
    {
      kind: 'send',
      name: 'mark-transferring',
      ask: ({ settlementId }, results) => transferSettlement.ask({ settlementId, claim: claimIn(results) }),
    },
    {
      kind: 'send',
      name: 'pay-out',
      ask: ({ settlementId, currency }, results) => {
        const { transferId, account } = payoutIn(results)
        const counterparty = { kind: 'sealed', account } as const
        const amount = claimIn(results).payout
        return requestTransfer.ask({
          ...{ transferId, direction: 'out', counterparty, amount, currency },
          reference: settlementId,
        })
      },
      pivot: true,
    },
    {
      kind: 'send',
      name: 'book-payout',
      ask: ({ settlementId, franchiseId, currency }, results) =>
        postTransfer.ask({
          transferId: derivedId(settlementId, 'stl', 'trf'),
          kind: 'settlement',
          debit: franchiseAccount(franchiseId, currency),
          credit: bankAccount(currency),
          amount: claimIn(results).payout,
          currency,
          reference: payoutIn(results).transferId,
        }),
    },
    { kind: 'send', name: 'settle-payments', ask: data => settlePayments.ask(of(data)) },
  ],
  done: ({ settlementId, runId }, results) => {
    const { bankCode, last4 } = requestTransfer.replyIn(results, 'pay-out')
    return completeSettlement.ask({ settlementId, runId, bankCode, last4 })
  },
  undone: ({ settlementId, runId }, { reason }) => failSettlement.ask({ settlementId, runId, reason }),
}
