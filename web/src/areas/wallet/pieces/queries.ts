/** What the wallet asks the API for. Everything that moves with the balance has its key below `balance`. */
import type { Remittance, Schemas, WalletTransaction } from '@madang/client'
import { queryOptions } from '@tanstack/react-query'
import { answerOf, api } from '../../../api/client.ts'
import { today } from '../../../ui/format.ts'
import type { Sum } from './flow/sums.ts'
import { firstDay, type HistorySearch, monthOf, periodOf, shiftMonth } from './history-search.ts'

export type TopUp = Schemas['TopUp']
export type Withdrawal = Schemas['Withdrawal']
export type LinkedAccount = Schemas['LinkedAccount']
export type { Remittance, WalletTransaction }

/** How often something under way is looked at, in ms. */
const WATCH_MS = 700

const HISTORY_PAGE = 20
const NEWEST = 8
const RECENT_MAX = 30

export const balanceQuery = () =>
  queryOptions({
    queryKey: ['balance'],
    queryFn: ({ signal }) => answerOf(api.GET('/api/money/balance', { signal })),
  })

export const newestQuery = () =>
  queryOptions({
    queryKey: ['balance', 'transactions', 'newest'],
    queryFn: ({ signal }) =>
      answerOf(api.GET('/api/money/transactions', { params: { query: { limit: NEWEST } }, signal })),
    select: ({ items }) => items,
  })

export const historyQuery = (search: HistorySearch) =>
  queryOptions({
    queryKey: ['balance', 'transactions', search],
    queryFn: ({ signal }) => {
      const { cursor } = search
      const query = { limit: HISTORY_PAGE, ...periodOf(search), cursor }
      return answerOf(api.GET('/api/money/transactions', { params: { query }, signal }))
    },
  })

export const linkedAccountQuery = () =>
  queryOptions({
    queryKey: ['linked-account'],
    queryFn: ({ signal }) => answerOf(api.GET('/api/banking/accounts', { signal })),
    select: ({ items }): LinkedAccount | null => items[0] ?? null,
  })

const hasEnded = (status: string | undefined): boolean => status === 'succeeded' || status === 'failed'

export const topUpQuery = (id: string) =>
  queryOptions({
    queryKey: ['top-ups', id],
    queryFn: ({ signal }) => answerOf(api.GET('/api/money/top-ups/{id}', { params: { path: { id } }, signal })),
    refetchInterval: ({ state }) => (hasEnded(state.data?.status) ? false : WATCH_MS),
  })

export const withdrawalQuery = (id: string) =>
  queryOptions({
    queryKey: ['withdrawals', id],
    queryFn: ({ signal }) => answerOf(api.GET('/api/money/withdrawals/{id}', { params: { path: { id } }, signal })),
    refetchInterval: ({ state }) => (hasEnded(state.data?.status) ? false : WATCH_MS),
  })

export const remittanceQuery = (id: string) =>
  queryOptions({
    queryKey: ['remittances', id],
    queryFn: ({ signal }) => answerOf(api.GET('/api/remittances/{id}', { params: { path: { id } }, signal })),
    refetchInterval: ({ state }) => (hasEnded(state.data?.status) ? false : WATCH_MS),
  })

/** The newest remittances, for whom to send to again. */
export const recentRemittancesQuery = () =>
  queryOptions({
    queryKey: ['remittances', 'recent'],
    queryFn: ({ signal }) =>
      answerOf(api.GET('/api/remittances', { params: { query: { limit: RECENT_MAX } }, signal })),
    select: ({ items }) => items,
  })

export const MONTHS_SHOWN = 6

const seoulDay = (iso: string): string => today(new Date(iso))

async function flowSince(from: string, keyOf: (day: string) => string): Promise<Sum[]> {
  const query = { limit: 100, ...periodOf({ from }) }
  const { items } = await answerOf(api.GET('/api/money/transactions', { params: { query } }))
  const sums = new Map<string, Sum>()
  for (const { createdAt, direction, amount, currency } of items) {
    if (currency !== 'KRW') continue
    const date = keyOf(seoulDay(createdAt))
    const sum = sums.get(date) ?? { date, in: 0, out: 0 }
    sums.set(date, { ...sum, [direction]: sum[direction] + amount })
  }
  return [...sums.values()]
}

export const dailyFlowQuery = () =>
  queryOptions({
    queryKey: ['balance', 'flow', 'days'],
    queryFn: () => flowSince(firstDay(monthOf(today())), day => day),
  })

export const monthlyFlowQuery = () =>
  queryOptions({
    queryKey: ['balance', 'flow', 'months'],
    queryFn: () => flowSince(firstDay(shiftMonth(monthOf(today()), 1 - MONTHS_SHOWN)), monthOf),
  })
