/** What was sold on one day, and how that compares with another. */
import type { Schemas } from '@madang/client'
import type { Amount } from '../bars/spans.ts'

type DailySales = Schemas['DailySales']

export const salesIn = (sales: readonly DailySales[], currency: string): Amount[] =>
  sales.filter(each => each.currency === currency).map(({ date, amount }) => ({ at: date, amount }))

export const salesOn = (
  sales: readonly DailySales[],
  date: string,
  currency: string,
): { amount: number; count: number } =>
  sales.find(each => each.date === date && each.currency === currency) ?? { amount: 0, count: 0 }

/** How much more, as a part of before; null where there was nothing. */
export const growthOf = (now: number, before: number): number | null => (before === 0 ? null : (now - before) / before)
