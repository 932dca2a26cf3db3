/** The cart of whoever looks: the API's for a member, wishes for a visitor. */
import type { Cart } from '@madang/client'
import { queryOptions, useQuery } from '@tanstack/react-query'
import { useSyncExternalStore } from 'react'
import { answerOf, api } from './client.ts'
import { useUser } from './use-session.ts'
import { bringWishes, onWishes, type Wish, wishes } from './wishes.ts'

/**
 * What was wished for before the log-in goes into it first. Not ended with who asked for it: badge and page ask together, and
 * one of them may go.
 */
export const cartQuery = () =>
  queryOptions({
    queryKey: ['cart'],
    queryFn: async (): Promise<Cart> => {
      await bringWishes()
      return answerOf(api.GET('/api/cart'))
    },
  })

export const useWishes = (): readonly Wish[] => useSyncExternalStore(onWishes, wishes)

/** How many products are in it; 0 while that is not known. */
export function useCartCount(): number {
  const user = useUser()
  const { data } = useQuery({ ...cartQuery(), enabled: user !== null })
  const wished = useWishes()
  return user ? (data?.items.length ?? 0) : wished.length
}
