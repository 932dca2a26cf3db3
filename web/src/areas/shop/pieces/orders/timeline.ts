/** The way of an order, step by step, with the times that are known. */
import type { Payment } from '@madang/client'
import { failureKind, stageOf } from '../checkout/stage.ts'
import type { OrderEvent, OrderInFull } from '../queries.ts'

export type StepName = 'stock' | 'payment' | 'confirm' | 'ship' | 'deliver' | 'cancel' | 'cancelled' | 'refund'

export interface TimedStep {
  readonly name: StepName
  readonly state: 'done' | 'now' | 'action' | 'next' | 'failed'
  readonly at: string | null
  /** What is said instead of a time. */
  readonly saying?: 'paying' | 'awaiting' | 'partly'
}

/** Where it is on the way from the shelf to the door. */
const REACHED: Record<OrderInFull['status'], number> = {
  pending: 0,
  awaiting_payment: 1,
  confirmed: 3,
  partially_shipped: 3,
  shipped: 4,
  delivered: 5,
  failed: 0,
  cancelling: 0,
  cancelled: 0,
  refunded: 0,
}
const WAY = ['stock', 'payment', 'confirm', 'ship', 'deliver'] as const

const timesOf = (history: readonly OrderEvent[]) => (type: string) =>
  history.findLast(event => event.type === `orders.${type}`)?.at ?? null

/** Of the steps of the way; the stock is there once the payment is awaited, at the latest once the order is confirmed. */
function wayTimes(history: readonly OrderEvent[]): readonly (string | null)[] {
  const at = timesOf(history)
  const confirmed = at('order-confirmed')
  return [
    at('payment-awaited') ?? confirmed,
    confirmed,
    confirmed,
    at('order-shipped') ?? at('shipment-shipped'),
    at('order-delivered'),
  ]
}

type Payments = readonly Pick<Payment, 'status'>[]

export function timelineOf(
  order: OrderInFull,
  history: readonly OrderEvent[],
  payments: Payments,
): readonly TimedStep[] {
  switch (order.status) {
    case 'failed':
      return failed(order, history)
    case 'cancelling':
    case 'cancelled':
    case 'refunded':
      return takenBack(order, history)
    default:
      return onItsWay(order, history, payments)
  }
}

/** While it is pending its saga says which step it is at. */
const SAGA_STEPS: Record<string, number> = { 'authorize-payment': 1, 'await-payment': 1, 'confirm-order': 2 }

function onItsWay(order: OrderInFull, history: readonly OrderEvent[], payments: Payments): readonly TimedStep[] {
  const { status, progress } = order
  const reached = status === 'pending' ? (SAGA_STEPS[progress?.step ?? ''] ?? 0) : REACHED[status]
  const times = wayTimes(history)
  const current = currentOf(order, payments)
  return WAY.map((name, place) => {
    const at = times[place] ?? null
    if (place < reached) return { name, state: 'done', at }
    return place === reached ? { name, at: null, ...current } : { name, state: 'next', at: null }
  })
}

/** How the step that is not done yet stands. */
function currentOf(order: OrderInFull, payments: Payments): Pick<TimedStep, 'state' | 'saying'> {
  if (order.status === 'pending') return { state: 'now' }
  if (order.status === 'partially_shipped') return { state: 'now', saying: 'partly' }
  if (order.status !== 'awaiting_payment') return { state: 'next' }
  return stageOf(order, payments) === 'working'
    ? { state: 'now', saying: 'paying' }
    : { state: 'action', saying: 'awaiting' }
}

/** Stock comes first: what failed for another reason had its stock. */
function failed({ reasonCode }: OrderInFull, history: readonly OrderEvent[]): readonly TimedStep[] {
  const at = timesOf(history)
  const failedAt = at('order-failed')
  const kind = failureKind(reasonCode)
  if (kind === 'stock' || kind === 'gone') return [{ name: 'stock', state: 'failed', at: failedAt }]
  return [
    { name: 'stock', state: 'done', at: at('payment-awaited') ?? failedAt },
    { name: 'payment', state: 'failed', at: failedAt },
  ]
}

function takenBack({ status }: OrderInFull, history: readonly OrderEvent[]): readonly TimedStep[] {
  const at = timesOf(history)
  const [stock, confirmed] = wayTimes(history)
  const isPaid = at('order-confirmed') !== null
  const before: TimedStep[] = [
    ...(stock ? [{ name: 'stock', state: 'done', at: stock } as const] : []),
    ...(isPaid && confirmed ? [{ name: 'payment', state: 'done', at: confirmed } as const] : []),
  ]
  const isOver = status !== 'cancelling'
  const last = {
    name: isPaid ? 'refund' : 'cancelled',
    state: isOver ? 'done' : 'now',
    at: at('order-cancelled'),
  } as const
  return [...before, { name: 'cancel', state: 'done', at: at('cancellation-started') }, last]
}
