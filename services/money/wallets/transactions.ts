/** A transaction of a member's wallet as the API shows it. */
import { Type } from 'typebox'
import { idOf, Memo } from '../../../contracts/api-fields.ts'
import { Counterparty } from '../../../contracts/counterparty.ts'
import { AmountSchema, Currency, toMajor } from '../../../platform/http/routes/amount.ts'
import type { Language } from '../../../platform/http/routes/route.ts'
import { Nullable, Timestamp } from '../../../platform/http/routes/schemas.ts'
import { namedEnum } from '../../../platform/kit/named-enum.ts'
import type { ServiceContext } from '../../../platform/service/service.ts'
import type { TransactionRow } from '../ledger/feature.ts'
import { counterpartiesOf } from './counterparties.ts'

/** What the ledger calls the transfers that a wallet can be part of, and what people call them. */
export const KINDS = {
  'top-up': { ko: '충전', en: 'Top-up' },
  withdrawal: { ko: '출금', en: 'Withdrawal' },
  deposit: { ko: '입금', en: 'Deposit' },
  payment: { ko: '결제', en: 'Payment' },
  refund: { ko: '환불', en: 'Refund' },
  transfer: { ko: '이체', en: 'Transfer' },
  remittance: { ko: '송금', en: 'Remittance' },
  other: { ko: '기타', en: 'Other' },
} as const
type Kind = keyof typeof KINDS

const isKind = (kind: string): kind is Kind => Object.hasOwn(KINDS, kind)
export const kindOf = (kind: string): Kind => (isKind(kind) ? kind : 'other')

export const TransactionKind = namedEnum('TransactionKind', KINDS, {
  description: 'Why money was moved.',
  example: 'transfer',
})

const DIRECTIONS = {
  in: { ko: '입금', en: 'Into the wallet.' },
  out: { ko: '출금', en: 'Out of the wallet.' },
} as const
export const TransactionDirection = namedEnum('TransactionDirection', DIRECTIONS, {
  description: 'Seen from the wallet.',
  example: 'out',
})

export const TransactionResponse = Type.Object(
  {
    id: idOf('transfer'),
    kind: TransactionKind,
    direction: TransactionDirection,
    counterparty: Counterparty,
    amount: AmountSchema,
    currency: Currency,
    balanceAfter: Type.Number({
      description: 'What was in the wallet afterwards, with what is held.',
      examples: [71_000],
    }),
    reference: Nullable(Type.String(), {
      description: 'What it belongs to: an order, a payment, a remittance, a transfer at the bank.',
      example: null,
    }),
    memo: Nullable(Memo),
    createdAt: Timestamp,
  },
  { $id: 'WalletTransaction' },
)

function present(row: TransactionRow, counterparty: Counterparty) {
  const { id, kind, direction, currency, reference, memo } = row
  return {
    ...{ id, kind: kindOf(kind), direction, counterparty },
    amount: toMajor(row.amount, currency),
    currency,
    balanceAfter: toMajor(row.balance, currency),
    ...{ reference, memo, createdAt: row.at.toISOString() },
  }
}

/** In their order; every look-up is one for all of them. */
export async function presentAll(context: ServiceContext, rows: readonly TransactionRow[], language: Language) {
  const counterparties = await counterpartiesOf(context, rows, language)
  return counterparties.map((counterparty, index) => present(rows[index]!, counterparty))
}
export type Transaction = Awaited<ReturnType<typeof presentAll>>[number]
