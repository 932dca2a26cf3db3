/** What is done to a cart: for a member at the API, for a visitor in this tab. */
import type { Cart } from '@madang/client'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { cartQuery } from '../../../../api/cart.ts'
import { answerOf, api } from '../../../../api/client.ts'
import { useUser } from '../../../../api/use-session.ts'
import { addWish } from '../../../../api/wishes.ts'
import type { Priced } from '../sums.ts'

export type CartLine = Cart['items'][number]

const CART = cartQuery().queryKey
/** One after another, as they were asked for. */
const ONE_BY_ONE = { mutationKey: ['cart'], scope: { id: 'cart' } }

interface Adding {
  readonly productId: string
  readonly quantity: number
}

/** Puts pieces into the cart, or among the wishes of a visitor. */
export function useAddToCart() {
  const user = useUser()
  const queryClient = useQueryClient()
  return useMutation({
    ...ONE_BY_ONE,
    async mutationFn({ productId, quantity }: Adding): Promise<Cart | null> {
      if (user) return answerOf(api.POST('/api/cart/add', { body: { productId, quantity } }))
      addWish(productId, quantity)
      return null
    },
    onSuccess: cart => cart && queryClient.setQueryData(CART, cart),
  })
}

type Change = (lines: readonly CartLine[]) => readonly CartLine[]

/** Shows a change before the API has answered, and takes it back where it refuses. */
function useChange<V extends { readonly productId: string }>(
  send: (wanted: V) => Promise<Cart>,
  change: (wanted: V) => Change,
) {
  const queryClient = useQueryClient()
  return useMutation({
    ...ONE_BY_ONE,
    mutationFn: send,
    async onMutate(wanted) {
      await queryClient.cancelQueries({ queryKey: CART })
      queryClient.setQueryData(CART, cart => cart && { ...cart, items: [...change(wanted)(cart.items)] })
    },
    onSuccess(cart) {
      // What was asked for behind it is shown already.
      if (queryClient.isMutating({ mutationKey: ONE_BY_ONE.mutationKey }) <= 1) queryClient.setQueryData(CART, cart)
    },
    onError: () => queryClient.invalidateQueries({ queryKey: CART }),
  })
}

export const useQuantity = () =>
  useChange(
    ({ productId, quantity }: Adding) =>
      answerOf(api.PUT('/api/cart/items/{productId}', { params: { path: { productId } }, body: { quantity } })),
    ({ productId, quantity }) =>
      lines =>
        lines.map(line => (line.productId === productId ? { ...line, quantity } : line)),
  )

export const useRemoval = () =>
  useChange(
    ({ productId }: Pick<Adding, 'productId'>) =>
      answerOf(api.DELETE('/api/cart/items/{productId}', { params: { path: { productId } } })),
    ({ productId }) =>
      lines =>
        lines.filter(line => line.productId !== productId),
  )

/** What a line costs if it is ordered now. */
export const asCharged = ({ currentPrice, quantity }: CartLine): Priced => ({ price: currentPrice, quantity })
