/** What the wallet asks the API for. Everything that moves with the balance has its key below `balance`. */
import type { Remittance, Schemas, WalletTransaction } from '@madang/client'
import { queryOptions } from '@tanstack/react-query'
import { answerOf, api } from '../../../api/client.ts'
import { type HistorySearch, periodOf } from './history-search.ts'

export type TopUp = Schemas['TopUp']
export type Withdrawal = Schemas['Withdrawal']
export type Sums = Schemas['WalletSums']
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
      const { cursor, kind, direction } = search
      const query = { limit: HISTORY_PAGE, ...periodOf(search), kind, direction, cursor }
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

export const transactionQuery = (id: string) =>
  queryOptions({
    queryKey: ['balance', 'transactions', id],
    queryFn: ({ signal }) => answerOf(api.GET('/api/money/transactions/{id}', { params: { path: { id } }, signal })),
  })

/** What came in and went out, by days of this month or by months. */
const flowQuery = (by: 'day' | 'month', months: number) =>
  queryOptions({
    queryKey: ['balance', 'flow', by, months],
    queryFn: ({ signal }) =>
      answerOf(api.GET('/api/money/transactions/summary', { params: { query: { by, months } }, signal })),
    select: ({ items }) => items,
  })

export const MONTHS_SHOWN = 6
export const dailyFlowQuery = () => flowQuery('day', 1)
export const monthlyFlowQuery = () => flowQuery('month', MONTHS_SHOWN)
