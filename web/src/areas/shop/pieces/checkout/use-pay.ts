/** Pays an order that waits for it, once. What is kept of the attempt names no card. */
import type { Order, Payment } from '@madang/client'
import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { useAttempt } from '../../../../api/attempt.ts'
import { answerOf, api } from '../../../../api/client.ts'
import { paymentsOf } from '../queries.ts'
import type { Card } from './card.ts'

interface PayBody {
  readonly orderId: string
  readonly amount: number
  readonly currency: string
  readonly paymentMethod: Payment['paymentMethod']
}

/** Long enough for nearly every card; what takes longer is followed. */
const WAIT = 'wait=10'

/** The card went with the page that asked: what became of its payment, the order's payments tell. Null: there is none. */
async function lastPayment(orderId: string): Promise<Payment | null> {
  const { items } = await answerOf(api.GET('/api/payments', { params: { query: { orderId, limit: 1 } } }))
  return items[0] ?? null
}

export function usePay({ id: orderId, total: amount, currency }: Pick<Order, 'id' | 'total' | 'currency'>) {
  const queryClient = useQueryClient()
  const card = useRef<Card | null>(null)
  const [isNothing, setNothing] = useState(false)
  const lookAgain = () =>
    Promise.all([
      queryClient.invalidateQueries({ queryKey: ['orders', orderId] }),
      queryClient.invalidateQueries({ queryKey: paymentsOf(orderId).queryKey }),
      queryClient.invalidateQueries({ queryKey: ['balance'] }),
    ])
  const attempt = useAttempt<PayBody, Payment | null>({
    form: `pay.${orderId}`,
    send(body, key) {
      const { current: cardDetails } = card
      const isCard = body.paymentMethod === 'credit_card'
      if (isCard && !cardDetails) return lastPayment(orderId)
      const header = { 'Idempotency-Key': key, Prefer: WAIT }
      const sent = isCard && cardDetails ? { ...body, cardDetails } : body
      return answerOf(api.POST('/api/payments', { params: { header }, body: sent }))
    },
    async onDone(payment) {
      card.current = null
      setNothing(payment === null)
      await lookAgain()
    },
  })
  const { state } = attempt
  // A refusal may mean that the order is somewhere else by now.
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each state.
  useEffect(() => {
    if (state.phase === 'refused') void lookAgain()
  }, [state])
  return {
    ...attempt,
    /** An attempt was looked for, and nothing of it had arrived. */
    isNothing,
    /** By card, or from the wallet. */
    pay(chosen: Card | null) {
      setNothing(false)
      card.current = chosen
      attempt.submit({ orderId, amount, currency, paymentMethod: chosen ? 'credit_card' : 'wallet' })
    },
  }
}

export type UsedPay = ReturnType<typeof usePay>
