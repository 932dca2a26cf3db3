/**
 * Settles: what the payments have earned is claimed, the bank pays it out, the book says so, and the payments are
 * settled. Once the bank has paid it goes only forward.
 */
import { requestTransfer, type SealedAccount, type TransferDone } from '../../contracts/banking.ts'
import { bankAccount, franchiseAccount, postTransfer } from '../../contracts/money.ts'
import { claimSettlement, type SettlementClaim, settlePayments } from '../../contracts/payments.ts'
import type { Results, SagaDefinition } from '../../platform/kit/saga-definition.ts'

export interface Settling {
  readonly settlementId: string
  readonly franchiseId: string
  readonly currency: string
  /** The end of the business date. */
  readonly until: string
  readonly runId: string | null
}

/** What the service asks of itself on the way. */
export const MARK = {
  transferring: 'settlements.mark-transferring',
  paid: 'settlements.mark-paid',
  failed: 'settlements.mark-failed',
} as const

/** What `mark-transferring` answers. */
export interface Payout {
  readonly transferId: string
  /** The franchise's account at this moment: it may have been corrected after a refusal. */
  readonly account: SealedAccount
}

const of = ({ settlementId, franchiseId, currency }: Settling) => ({ settlementId, franchiseId, currency })
const claimIn = (results: Results): SettlementClaim => results['claim-payments']
const payoutIn = (results: Results): Payout => results['mark-transferring']

export const settle: SagaDefinition<Settling> = {
  name: 'settle',
  owner: 'settlement operators',
  steps: [
    { kind: 'send', name: 'claim-payments', ask: data => claimSettlement.ask({ ...of(data), until: data.until }) },
    {
      kind: 'send',
      name: 'mark-transferring',
      ask: ({ settlementId }, results) => ({
        to: 'settlements',
        command: MARK.transferring,
        input: { settlementId, claim: claimIn(results) },
      }),
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
          transferId: settlementId.replace('stl_', 'trf_'),
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
    const { bankCode, last4 }: TransferDone = results['pay-out']
    return { to: 'settlements', command: MARK.paid, input: { settlementId, runId, bankCode, last4 } }
  },
  undone: ({ settlementId, runId }, { reason }) => ({
    to: 'settlements',
    command: MARK.failed,
    input: { settlementId, runId, reason },
  }),
}
