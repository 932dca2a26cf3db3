/** What of a payment comes to the franchise, and what of it can still be given back. */
import type { Payment } from '../queries.ts'

type Amounts = Pick<Payment, 'amount' | 'refunded' | 'refunding' | 'fee' | 'status' | 'franchiseId' | 'currency'>

const TAKEN: readonly Payment['status'][] = ['approved', 'partially_refunded', 'refunded', 'settling', 'settled']

/** The API's amounts are decimals: they are counted in the smallest unit. */
const UNITS: Readonly<Record<string, number>> = { KRW: 1, USD: 100 }

function counted({ currency }: Pick<Payment, 'currency'>, plus: number, ...minus: readonly number[]): number {
  const units = UNITS[currency] ?? 100
  const minor = (amount: number): number => Math.round(amount * units)
  return minus.reduce((rest, amount) => rest - minor(amount), minor(plus)) / units
}

/** After refunds and the fee; null until it is taken. */
export const netOf = (payment: Amounts): number | null =>
  payment.fee === null || !TAKEN.includes(payment.status)
    ? null
    : counted(payment, payment.amount, payment.refunded, payment.fee)

/** What is not given back yet; nothing while its settlement takes it, or before it is taken. */
export function refundable(payment: Amounts): number {
  const { franchiseId, status, amount, refunded, refunding } = payment
  if (franchiseId === null || !TAKEN.includes(status) || status === 'settling') return 0
  return counted(payment, amount, refunded, refunding)
}
