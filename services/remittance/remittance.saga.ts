/**
 * The way of a remittance: set the money aside, pulling what is short; see that both are still members; then to a member
 * one transfer in the book, or to a bank account the bank's transfer and the posting of it.
 */
import { requestTransfer } from '../../contracts/banking.ts'
import { bankAccount, fundHold, postHold, voidHold, walletOf } from '../../contracts/money.ts'
import { completeRemittance, failRemittance, type Recipient, transferRemittance } from '../../contracts/remittance.ts'
import { derivedId } from '../../platform/kit/derived-id.ts'
import type { Results, SagaDefinition } from '../../platform/kit/saga-definition.ts'

export interface Sending {
  readonly remittanceId: string
  readonly from: string
  readonly to: Recipient
  /** Minor units. */
  readonly amount: number
  readonly currency: string
  /** The bank's, for one that goes to a bank account. */
  readonly payoutId: string
}

/** Of won: a shortfall is pulled in tens of thousands. */
export const ROUND_TO = 10_000

const heldBetween = ({ remittanceId, from, to, currency }: Sending) => ({
  holdId: derivedId(remittanceId, 'rem', 'hld'),
  debit: walletOf(from, currency),
  credit: to.kind === 'member' ? walletOf(to.memberId, currency) : bankAccount(currency),
})

const toppedUpIn = (results: Results): number => fundHold.replyIn(results, 'fund').toppedUp

export const sending: SagaDefinition<Sending> = {
  name: 'remittance',
  owner: 'remittance operators',
  asks: ['banking', 'money', 'remittance'],
  steps: [
    {
      kind: 'send',
      name: 'fund',
      ask: data =>
        fundHold.ask({
          ...heldBetween(data),
          amount: data.amount,
          currency: data.currency,
          reference: data.remittanceId,
          memberId: data.from,
          topUpId: derivedId(data.remittanceId, 'rem', 'top'),
          roundTo: ROUND_TO,
        }),
      undo: data => voidHold.ask(heldBetween(data)),
    },
    {
      kind: 'send',
      name: 'transfer',
      ask: ({ remittanceId, from, to }, results) =>
        transferRemittance.ask({ remittanceId, from, to, toppedUp: toppedUpIn(results) }),
    },
    {
      kind: 'send',
      name: 'pay-out',
      when: ({ to }) => to.kind === 'bank',
      pivot: true,
      ask: ({ remittanceId, to, amount, currency, payoutId }) => {
        if (to.kind !== 'bank') throw new Error(`${remittanceId} goes to no bank account`)
        return requestTransfer.ask({
          transferId: payoutId,
          direction: 'out',
          counterparty: { kind: 'sealed', account: to.account },
          amount,
          currency,
          reference: remittanceId,
        })
      },
    },
    {
      kind: 'send',
      name: 'post',
      pivot: true,
      ask: data =>
        postHold.ask({
          ...heldBetween(data),
          kind: 'remittance',
          ...(data.to.kind === 'bank' && { reference: data.payoutId }),
        }),
    },
  ],
  done: ({ remittanceId }) => completeRemittance.ask({ remittanceId }),
  undone: ({ remittanceId, from, to }, { reason }) =>
    failRemittance.ask({ remittanceId, reason, ...(to.kind === 'bank' && { payer: from }) }),
}
