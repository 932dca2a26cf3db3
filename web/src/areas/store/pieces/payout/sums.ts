/** What several franchises are paid together, in one currency. */
interface Part {
  readonly currency: string
  readonly payments: number
  readonly gross: number
  readonly fee: number
  readonly payout: number
}

export function payoutOf(parts: readonly Part[], currency: string): Omit<Part, 'currency'> {
  const own = parts.filter(part => part.currency === currency)
  const sum = (key: 'payments' | 'gross' | 'fee' | 'payout') => own.reduce((total, part) => total + part[key], 0)
  return { payments: sum('payments'), gross: sum('gross'), fee: sum('fee'), payout: sum('payout') }
}
