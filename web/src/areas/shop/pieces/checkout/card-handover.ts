/**
 * The card goes from the page that places the order to the page that pays it. In memory only: a number of a card is written
 * nowhere. Whoever reloads in between types it again.
 */
import type { Card } from './card.ts'

let waiting: { readonly orderId: string; readonly card: Card } | null = null

export function handOver(orderId: string, card: Card): void {
  waiting = { orderId, card }
}

/** Once. */
export function takeCard(orderId: string): Card | null {
  if (waiting?.orderId !== orderId) return null
  const { card } = waiting
  waiting = null
  return card
}
