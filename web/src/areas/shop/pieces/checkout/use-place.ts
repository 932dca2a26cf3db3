/** Places the order, once, and goes on to where it is paid. */
import type { Order } from '@madang/client'
import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useRef } from 'react'
import { useAttempt } from '../../../../api/attempt.ts'
import { cartQuery } from '../../../../api/cart.ts'
import { answerOf, api } from '../../../../api/client.ts'
import { order } from '../queries.ts'
import type { Placing } from './basket.ts'
import type { Card } from './card.ts'
import { handOver } from './card-handover.ts'

export function usePlace() {
  const queryClient = useQueryClient()
  const navigate = useNavigate()
  const card = useRef<Card | null>(null)
  const attempt = useAttempt<Placing, Order>({
    form: 'checkout',
    send: (body, key) => answerOf(api.POST('/api/orders', { params: { header: { 'Idempotency-Key': key } }, body })),
    async onDone(placed) {
      if (card.current) handOver(placed.id, card.current)
      queryClient.setQueryData(order(placed.id).queryKey, { ...placed, progress: null })
      void queryClient.invalidateQueries({ queryKey: cartQuery().queryKey })
      await navigate({
        to: '/shop/checkout',
        search: former => ({ ...former, order: placed.id }),
        replace: true,
      })
    },
  })
  return {
    ...attempt,
    /** With the card that pays it then, if it is not the wallet. */
    place(body: Placing, chosen: Card | null) {
      card.current = chosen
      attempt.submit(body)
    },
  }
}
