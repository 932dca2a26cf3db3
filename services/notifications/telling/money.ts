/** What members are told of money that reaches them, comes back, or does not move. */
import { holdExpired, type Posting, topUpFailed, transferred, withdrawalFailed } from '../../../contracts/money.ts'
import { remittanceFailed, remittanceSucceeded } from '../../../contracts/remittance.ts'
import type { MessageOf } from '../../../platform/service/handlers.ts'
import { moneyTemplates } from '../templates/feature.ts'
import { type Addressed, telling } from './telling.ts'

/** Whose wallet an account is; null for any other account. */
export function walletOwner(account: string): string | null {
  const [kind, owner] = account.split(':')
  return kind === 'wallet' && owner ? owner : null
}

function posted({ transferId, kind, debit, credit, amount, currency }: Posting, sourceId: string): Addressed[] {
  const to = walletOwner(credit)
  if (to === null) return []
  const money = { transferId, amount, currency }
  const source = { sourceId }
  switch (kind) {
    case 'transfer': {
      const from = walletOwner(debit)
      return from === null ? [] : [{ to, notice: moneyTemplates.transferReceived.notice({ ...money, from }, source) }]
    }
    case 'deposit':
      return [{ to, notice: moneyTemplates.depositReceived.notice(money, source) }]
    case 'expense':
      return [{ to, notice: moneyTemplates.expenseReceived.notice(money, source) }]
    default:
      return []
  }
}

const MONEY_EVENTS = [transferred, topUpFailed, withdrawalFailed, holdExpired] as const

function moneyNotices({ id: sourceId, ...event }: MessageOf<(typeof MONEY_EVENTS)[number]>): Addressed[] {
  const source = { sourceId }
  switch (event.type) {
    case transferred.type:
      return posted(event.data, sourceId)
    case topUpFailed.type: {
      const { memberId: to, topUpId: id, reason, amount, currency } = event.data
      return [{ to, notice: moneyTemplates.topUpFailed.notice({ id, reason, amount, currency }, source) }]
    }
    case withdrawalFailed.type: {
      const { memberId: to, withdrawalId: id, reason, amount, currency } = event.data
      return [{ to, notice: moneyTemplates.withdrawalFailed.notice({ id, reason, amount, currency }, source) }]
    }
    case holdExpired.type: {
      const { holdId, debit, amount, currency } = event.data
      const to = walletOwner(debit)
      return to === null
        ? []
        : [{ to, notice: moneyTemplates.holdExpired.notice({ holdId, amount, currency }, source) }]
    }
  }
}

export const tellsOfMoney = telling('tells-of-money', MONEY_EVENTS, moneyNotices)

export const tellsOfRemittances = telling(
  'tells-of-remittances',
  [remittanceSucceeded, remittanceFailed],
  ({ id: sourceId, ...event }) => {
    const { remittanceId, from, to, amount, currency } = event.data
    if (event.type === remittanceFailed.type) {
      const facts = { id: remittanceId, reason: event.data.reason, amount, currency }
      return [{ to: from, notice: moneyTemplates.remittanceFailed.notice(facts, { sourceId }) }]
    }
    if (to.kind !== 'member') return []
    const facts = { remittanceId, from, amount, currency }
    return [{ to: to.memberId, notice: moneyTemplates.remittanceReceived.notice(facts, { sourceId }) }]
  },
)
