/** A settlement as a table for a spreadsheet: a row for each payment, and their sum. */
import { toMajor } from '../../platform/http/routes/amount.ts'
import { csv } from '../../platform/http/routes/csv.ts'
import { businessTimeOf } from '../../platform/ports/business-date.ts'
import type { Line } from './earnings.ts'
import type { Settlement } from './settlement.ts'

const HEADER = [
  '정산번호 Settlement',
  '영업일 Business date',
  '가맹점 Franchise',
  '결제번호 Payment',
  '승인시각 Approved (KST)',
  '결제금액 Amount',
  '환불 Refunded',
  '정산금액 Gross',
  '수수료 Fee',
  '지급액 Payout',
  '통화 Currency',
]
const TOTAL = '합계 Total'

export function csvOf(settlement: Settlement, franchise: string, lines: readonly Line[]): string {
  const { settlementId, businessDate, currency, gross, fee, payout } = settlement
  const major = (...amounts: readonly number[]): number[] => amounts.map(amount => toMajor(amount, currency))
  const sum = (pick: (line: Line) => number): number => lines.reduce((total, line) => total + pick(line), 0)
  const rows = lines.map(line => [
    ...[settlementId, businessDate, franchise, line.paymentId, businessTimeOf(line.approvedAt)],
    ...major(line.amount, line.refunded, line.gross, line.fee, line.gross - line.fee),
    currency,
  ])
  const totals = major(
    sum(line => line.amount),
    sum(line => line.refunded),
    gross,
    fee,
    payout,
  )
  const total = [settlementId, businessDate, franchise, TOTAL, '', ...totals, currency]
  return csv(HEADER, [...rows, total])
}
