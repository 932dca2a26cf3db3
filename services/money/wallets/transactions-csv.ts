/** The transactions of a member's wallets as a table for a spreadsheet. */
import { csv } from '../../../platform/http/routes/csv.ts'
import type { Language } from '../../../platform/http/routes/route.ts'
import { businessTimeOf } from '../../../platform/ports/business-date.ts'
import { KINDS, type Transaction } from './transactions.ts'

const HEADER = [
  '거래번호 Transaction',
  '거래시각 Time (KST)',
  '구분 Kind',
  '상대 Counterparty',
  '상대 번호 Number',
  '입금 In',
  '출금 Out',
  '거래 후 잔액 Balance after',
  '통화 Currency',
  '메모 Memo',
  '관련 번호 Reference',
]

/** Of a bank account, so that nobody takes its last digits for all of them. */
const numberOf = ({ kind, reference }: Transaction['counterparty']): string =>
  reference === null ? '' : kind === 'bank' ? `*${reference}` : reference

export const csvOf = (transactions: readonly Transaction[], language: Language): string =>
  csv(
    HEADER,
    transactions.map(transaction => {
      const { id, createdAt, kind, counterparty, direction, amount } = transaction
      return [
        ...[id, businessTimeOf(new Date(createdAt)), KINDS[kind][language]],
        ...[counterparty.name, numberOf(counterparty)],
        ...(direction === 'in' ? [amount, ''] : ['', amount]),
        ...[transaction.balanceAfter, transaction.currency],
        ...[transaction.memo ?? '', transaction.reference ?? ''],
      ]
    }),
  )
