/** What the operators' pages ask the API for. */
import type { Schemas } from '@madang/client'
import { queryOptions } from '@tanstack/react-query'
import { answerOf, api } from '../../../api/client.ts'
import { today } from '../../../ui/format.ts'

export type Task = Awaited<ReturnType<typeof fetchTask>>
export type History = Awaited<ReturnType<typeof fetchHistory>>
export type SagaProgress = Schemas['SagaProgress']
export type RecordedEvent = Schemas['RecordedEvent']
export type TraceEntry = Schemas['TraceEntry']
export type ServiceHealth = Schemas['ServiceHealth']
export type Health = Awaited<ReturnType<typeof fetchHealth>>
export type Member = Schemas['Member']
export type Role = Member['roles'][number]

const TASKS_EVERY_MS = 15_000
const HEALTH_EVERY_MS = 5_000
const RARELY_MS = 300_000
const PAGE = 20
const DAY_MS = 86_400_000

export interface TasksSearch {
  readonly kind?: string
  readonly state?: 'closed'
  readonly cursor?: string | undefined
}

export const tasks = ({ kind, state, cursor }: TasksSearch) =>
  queryOptions({
    queryKey: ['tasks', 'list', kind ?? '', state ?? 'open', cursor ?? ''],
    queryFn: ({ signal }) => {
      const order = state === 'closed' ? 'newest' : 'oldest'
      const query = { kind, cursor, status: state, order, limit: PAGE } as const
      return answerOf(api.GET('/api/operations/tasks', { params: { query }, signal }))
    },
    refetchInterval: TASKS_EVERY_MS,
  })

const fetchTask = (id: string, signal: AbortSignal) =>
  answerOf(api.GET('/api/operations/tasks/{id}', { params: { path: { id } }, signal }))

export const task = (id: string) =>
  queryOptions({ queryKey: ['tasks', 'one', id], queryFn: ({ signal }) => fetchTask(id, signal) })

export const taskCounts = () =>
  queryOptions({
    queryKey: ['tasks', 'counts'],
    queryFn: ({ signal }) => answerOf(api.GET('/api/operations/task-counts', { signal })),
    refetchInterval: TASKS_EVERY_MS,
  })

/** What was paid today, and yesterday until this time of the day. */
export const paymentSums = () =>
  queryOptions({
    queryKey: ['payments', 'sums', today()],
    queryFn: async ({ signal }) => {
      const midnight = new Date(`${today()}T00:00:00+09:00`)
      const before = (instant: Date) => new Date(instant.getTime() - DAY_MS).toISOString()
      const sums = (from: string, to?: string) =>
        answerOf(api.GET('/api/payments/sums', { params: { query: { from, to } }, signal }))
      const [now, yesterday] = await Promise.all([
        sums(midnight.toISOString()),
        sums(before(midnight), before(new Date())),
      ])
      return { today: now.items, yesterday: yesterday.items }
    },
  })

const fetchHealth = (signal: AbortSignal) => answerOf(api.GET('/api/operations/health', { signal }))

export const health = () =>
  queryOptions({
    queryKey: ['health'],
    queryFn: ({ signal }) => fetchHealth(signal),
    refetchInterval: HEALTH_EVERY_MS,
  })

const fetchHistory = (id: string, signal: AbortSignal) =>
  answerOf(api.GET('/api/operations/history/{id}', { params: { path: { id } }, signal }))

export const history = (id: string) =>
  queryOptions({ queryKey: ['history', id], queryFn: ({ signal }) => fetchHistory(id, signal) })

export const trace = (correlationId: string) =>
  queryOptions({
    queryKey: ['trace', correlationId],
    queryFn: ({ signal }) =>
      answerOf(
        api.GET('/api/trace/{correlationId}', { params: { path: { correlationId }, query: { data: true } }, signal }),
      ),
  })

export type OrderStatus = Schemas['Order']['status']
export interface OrdersSearch {
  readonly status?: OrderStatus
  readonly number?: string
  readonly userId?: string
  readonly cursor?: string | undefined
}

export const orders = ({ status, number, userId, cursor }: OrdersSearch) =>
  queryOptions({
    queryKey: ['orders', 'operator', status ?? '', number ?? '', userId ?? '', cursor ?? ''],
    queryFn: ({ signal }) =>
      answerOf(api.GET('/api/orders', { params: { query: { status, number, userId, cursor, limit: PAGE } }, signal })),
  })

export const order = (orderId: string) =>
  queryOptions({
    queryKey: ['orders', orderId],
    queryFn: async ({ signal }) => {
      const found = await answerOf(api.GET('/api/orders/{orderId}', { params: { path: { orderId } }, signal }))
      if ('progress' in found) return found
      throw new Error(`${orderId} is no order`)
    },
  })

export type PaymentStatus = Schemas['Payment']['status']
export interface PaymentsSearch {
  readonly status?: PaymentStatus
  readonly orderId?: string
  readonly franchiseId?: string
  readonly userId?: string
  /** Plain dates of Seoul, both included. */
  readonly from?: string
  readonly to?: string
  readonly cursor?: string | undefined
}

const startOf = (date: string): string => new Date(`${date}T00:00:00+09:00`).toISOString()
const endOf = (date: string): string => new Date(new Date(startOf(date)).getTime() + DAY_MS).toISOString()

export const payments = ({ from, to, cursor, ...search }: PaymentsSearch) =>
  queryOptions({
    queryKey: ['payments', 'list', search, from ?? '', to ?? '', cursor ?? ''],
    queryFn: ({ signal }) => {
      const span = { ...(from && { from: startOf(from) }), ...(to && { to: endOf(to) }) }
      return answerOf(
        api.GET('/api/payments', { params: { query: { ...search, ...span, cursor, limit: PAGE } }, signal }),
      )
    },
  })

export const payment = (id: string) =>
  queryOptions({
    queryKey: ['payments', id],
    queryFn: ({ signal }) => answerOf(api.GET('/api/payments/{id}', { params: { path: { id } }, signal })),
  })

export type MemberStatus = Member['status']
export interface MembersSearch {
  readonly status?: MemberStatus
  readonly role?: Role
  readonly cursor?: string | undefined
}

export const members = ({ status, role, cursor }: MembersSearch) =>
  queryOptions({
    queryKey: ['members', 'list', status ?? '', role ?? '', cursor ?? ''],
    queryFn: ({ signal }) =>
      answerOf(api.GET('/api/users', { params: { query: { status, role, cursor, limit: PAGE } }, signal })),
  })

/** With the version of its roles, for `If-Match`. */
export const member = (id: string) =>
  queryOptions({
    queryKey: ['members', id],
    queryFn: async ({ signal }) => {
      const asked = api.GET('/api/users/{id}', { params: { path: { id } }, signal })
      const found = await answerOf(asked)
      const tag = (await asked).response.headers.get('etag')
      return { ...found, tag }
    },
    staleTime: RARELY_MS / 10,
  })

export const franchises = () =>
  queryOptions({
    queryKey: ['franchises', 'names'],
    queryFn: ({ signal }) => answerOf(api.GET('/api/franchises', { params: { query: { limit: 100 } }, signal })),
    select: ({ items }) => new Map(items.map(({ id, name }) => [id, name])),
    staleTime: RARELY_MS,
  })

export interface AsOf {
  /** ISO 8601. */
  readonly asOf?: string
}

export const trialBalance = ({ asOf }: AsOf) =>
  queryOptions({
    queryKey: ['ledger', 'trial-balance', asOf ?? ''],
    queryFn: ({ signal }) =>
      answerOf(api.GET('/api/money/ledger/trial-balance', { params: { query: { asOf } }, signal })),
  })

export interface AccountsSearch {
  readonly kind?: string
  readonly owner?: string
  readonly cursor?: string | undefined
}

export const accounts = ({ kind, owner, cursor }: AccountsSearch) =>
  queryOptions({
    queryKey: ['ledger', 'accounts', kind ?? '', owner ?? '', cursor ?? ''],
    queryFn: ({ signal }) =>
      answerOf(
        api.GET('/api/money/ledger/accounts', { params: { query: { kind, owner, cursor, limit: PAGE } }, signal }),
      ),
  })

export const account = (id: string, { asOf }: AsOf) =>
  queryOptions({
    queryKey: ['ledger', 'account', id, asOf ?? ''],
    queryFn: ({ signal }) =>
      answerOf(api.GET('/api/money/ledger/accounts/{id}', { params: { path: { id }, query: { asOf } }, signal })),
  })

export const entries = (id: string, { asOf, cursor }: AsOf & { readonly cursor?: string | undefined }) =>
  queryOptions({
    queryKey: ['ledger', 'entries', id, asOf ?? '', cursor ?? ''],
    queryFn: ({ signal }) => {
      const query = { to: asOf, cursor, limit: PAGE }
      return answerOf(api.GET('/api/money/ledger/accounts/{id}/entries', { params: { path: { id }, query }, signal }))
    },
  })

export type SettlementStatus = Schemas['Settlement']['status']
export interface SettlementsSearch {
  readonly status?: SettlementStatus
  readonly franchiseId?: string
  readonly cursor?: string | undefined
}

export const settlements = ({ status, franchiseId, cursor }: SettlementsSearch) =>
  queryOptions({
    queryKey: ['settlements', 'list', status ?? '', franchiseId ?? '', cursor ?? ''],
    queryFn: ({ signal }) =>
      answerOf(
        api.GET('/api/settlements', { params: { query: { status, franchiseId, cursor, limit: PAGE } }, signal }),
      ),
  })

const RUNS = 5
export const settlementRuns = () =>
  queryOptions({
    queryKey: ['settlements', 'runs'],
    queryFn: ({ signal }) => answerOf(api.GET('/api/settlements/runs', { params: { query: { limit: RUNS } }, signal })),
  })

export const settlement = (id: string) =>
  queryOptions({
    queryKey: ['settlements', id],
    queryFn: ({ signal }) => answerOf(api.GET('/api/settlements/{id}', { params: { path: { id } }, signal })),
  })

export const settlementLines = (id: string, cursor: string | undefined) =>
  queryOptions({
    queryKey: ['settlements', id, 'lines', cursor ?? ''],
    queryFn: ({ signal }) =>
      answerOf(
        api.GET('/api/settlements/{id}/payments', {
          params: { path: { id }, query: { cursor, limit: PAGE } },
          signal,
        }),
      ),
  })
