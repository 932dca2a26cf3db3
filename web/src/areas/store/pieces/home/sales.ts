/** What was sold, by day. */
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
