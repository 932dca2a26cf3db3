/**
 * A cart is ordered once as it is: the version of the cart goes with the order. Another order of the same version is
 * refused, unless the first came to nothing.
 */
import { Type } from 'typebox'
import { defineAggregate } from '../../platform/kit/aggregate.ts'
import type { States } from '../../platform/kit/command.ts'
import { event } from '../../platform/kit/contract.ts'
import type { NewMessage } from '../../platform/kit/message.ts'
import { type Refusal, refuse } from '../../platform/kit/refusal.ts'
import { orderKey } from './order.ts'

/** What was ordered of a member's cart last. */
export interface CartClaim {
  readonly orderId: string | null
  readonly version: number
}

const cartOrdered = event(
  'orders.cart-ordered',
  Type.Object({ memberId: Type.String(), orderId: Type.String(), version: Type.Integer({ minimum: 0 }) }),
)

export const cartClaim = defineAggregate({
  name: 'cart-claim',
  shape: 1,
  initial: (): CartClaim => ({ orderId: null, version: 0 }),
  events: [cartOrdered],
  evolve: (_: CartClaim, { data: { orderId, version } }): CartClaim => ({ orderId, version }),
})

/** The cart that is ordered, as it was read. */
export interface OrderedCart {
  readonly version: number
  /** The order that had claimed it by then. */
  readonly claimedBy: string | null
}

export const claimKeys = (memberId: string, { claimedBy }: OrderedCart): string[] => [
  cartClaim.key(memberId),
  ...(claimedBy === null ? [] : [orderKey(claimedBy)]),
]

/** The claim of a new order, or `cart_already_ordered`. */
export function claimCart(
  states: States,
  cart: OrderedCart,
  { memberId, orderId }: { readonly memberId: string; readonly orderId: string },
): NewMessage | Refusal {
  const key = cartClaim.key(memberId)
  const claim = states.of(key)
  const isClaimed = claim.orderId !== null && claim.version === cart.version
  if (isClaimed && !cameToNothing(states, cart, claim)) {
    return refuse('cart_already_ordered', { orderId: claim.orderId })
  }
  return cartOrdered.of(key, { memberId, orderId, version: cart.version })
}

/** One that claimed the cart after it was read has only just begun. */
function cameToNothing(states: States, { claimedBy }: OrderedCart, { orderId }: CartClaim): boolean {
  if (claimedBy === null || claimedBy !== orderId) return false
  const { status } = states.of(orderKey(claimedBy))
  return status === 'failed' || status === 'cancelled'
}
