/** The corporate account's statement of one Korean calendar day, with the balance after each line. Pure. */
import { businessDateOf } from '../../platform/ports/business-date.ts'
import { seoulTime } from '../shared/seoul-time.ts'
import type { Difference, Line } from './books.ts'

export interface StatementLine {
  readonly lineId: string
  readonly key: string | null
  readonly direction: 'in' | 'out'
  readonly amount: number
  readonly balance: number
  readonly bankCode: string
  readonly last4: string
  readonly bookedAt: string
}

export interface Statement {
  readonly date: string
  readonly openingBalance: number
  readonly closingBalance: number
  readonly lines: readonly StatementLine[]
}

const gainOf = ({ direction, amount }: Line): number => (direction === 'in' ? amount : -amount)

/** What was planted counts: a line that is missing here is also missing in the balances. */
function listed(lines: readonly Line[], differences: readonly Difference[]): Line[] {
  return lines.flatMap(line => {
    const planted = differences.filter(({ key }) => key === line.key)
    if (planted.some(({ kind }) => kind === 'missing')) return []
    const other = planted.find(difference => difference.kind === 'amount')
    return [other ? { ...line, amount: other.amount } : line]
  })
}

export function statementOf(
  books: { readonly opening: number; readonly lines: readonly Line[]; readonly differences: readonly Difference[] },
  date: string,
): Statement {
  let openingBalance = books.opening
  let balance = books.opening
  const lines: StatementLine[] = []
  for (const line of listed(books.lines, books.differences)) {
    const at = new Date(line.bookedAt)
    const day = businessDateOf(at)
    if (day > date) continue
    balance += gainOf(line)
    if (day < date) {
      openingBalance = balance
      continue
    }
    const { lineId, key, direction, amount, bankCode, accountNumber } = line
    const last4 = accountNumber.slice(-4)
    lines.push({ lineId, key, direction, amount, balance, bankCode, last4, bookedAt: seoulTime(at) })
  }
  return { date, openingBalance, closingBalance: balance, lines }
}
