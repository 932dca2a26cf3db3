/**
 * A settlement as a table for a spreadsheet: RFC 4180, in UTF-8 with a byte order mark, without which Excel in Korea reads
 * it as CP949. A text that a spreadsheet would run as a formula is made plain by an apostrophe.
 */
import { toMajor } from '../../platform/http/routes/amount.ts'
import type { Line } from './earnings.ts'
import type { Settlement } from './settlement.ts'

/** An instant as people in Seoul read it, to the second. */
const seoulTime = (at: Date): string =>
  Temporal.Instant.fromEpochMilliseconds(at.getTime())
    .toZonedDateTimeISO('Asia/Seoul')
    .toPlainDateTime()
    .toString({ smallestUnit: 'second' })
    .replace('T', ' ')

const BYTE_ORDER_MARK = '\uFEFF'
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

type Cell = string | number

/** A number is written as it is: what stands before it is its sign. */
function cell(value: Cell): string {
  const text = typeof value === 'number' ? String(value) : value.replace(/^(?=\s*[=+\-@＝＋－＠\t\r\n])/u, "'")
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

const row = (cells: readonly Cell[]): string => `${cells.map(cell).join(',')}\r\n`

export function csvOf(settlement: Settlement, franchise: string, lines: readonly Line[]): string {
  const { settlementId, businessDate, currency, gross, fee, payout } = settlement
  const major = (...amounts: readonly number[]): number[] => amounts.map(amount => toMajor(amount, currency))
  const sum = (pick: (line: Line) => number): number => lines.reduce((total, line) => total + pick(line), 0)
  const rows = lines.map(line => [
    ...[settlementId, businessDate, franchise, line.paymentId, seoulTime(line.approvedAt)],
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
  return BYTE_ORDER_MARK + [HEADER, ...rows, total].map(row).join('')
}
