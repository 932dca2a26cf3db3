/**
 * What only a simulator has: the shopper's browser window, orders on how to behave, and a statement of everything that
 * was charged and given back. Open to whoever reaches the loopback address.
 */
import type { FastifyInstance } from 'fastify'
import { type Static, Type } from 'typebox'
import type { Ports } from '../../platform/ports/ports.ts'
import { seoulTime } from '../shared/seoul-time.ts'
import { type Behaviours, NewBehaviour } from './behaviours.ts'
import type { Book } from './book.ts'
import { lastFour, readCard } from './cards.ts'
import { majorUnits, minorUnits, type Payment, present, requestPayment } from './payment.ts'
import { StatementDifference } from './transactions.ts'

const BrowserPayment = Type.Object({
  amount: Type.Number({ exclusiveMinimum: 0 }),
  orderId: Type.String({ pattern: '^[A-Za-z0-9_=-]{6,64}$' }),
  orderName: Type.Optional(Type.String({ minLength: 1 })),
  currency: Type.Optional(Type.String()),
  card: Type.Optional(
    Type.Object({
      cardNumber: Type.String(),
      cardExpirationYear: Type.Optional(Type.String()),
      cardExpirationMonth: Type.Optional(Type.String()),
    }),
  ),
})

const GOOD_CARD = { cardNumber: '4242424242424242', cardExpirationYear: '99', cardExpirationMonth: '12' }

/** Every movement of money: a charge, and each cancel of it. */
function movementsOf(payment: Payment): Record<string, unknown>[] {
  const { paymentKey, orderId, currency, card, approvedAt, transactionKey } = payment
  if (!approvedAt) return []
  const shared = { paymentKey, orderId, currency, cardLastFour: lastFour(card) }
  const movement = (kind: 'charge' | 'cancel', key: string | null, amount: number, at: string) => ({
    kind,
    transactionKey: key,
    amount: majorUnits(amount, currency),
    at: seoulTime(new Date(at)),
    ...shared,
  })
  return [
    movement('charge', transactionKey, payment.total, approvedAt),
    ...payment.cancels.map(each => movement('cancel', each.transactionKey, each.amount, each.at)),
  ]
}

export interface ControlDeps {
  readonly book: Book
  readonly behaviours: Behaviours
  readonly ports: Ports
  /** What the statement says that is not so. */
  readonly planted: StatementDifference[]
}

export function controlApi(app: FastifyInstance, { book, behaviours, ports, planted }: ControlDeps): void {
  app.post('/simulator/differences', { schema: { body: StatementDifference } }, (request, reply) => {
    planted.push(request.body as StatementDifference)
    return reply.code(204).send()
  })

  app.post('/simulator/payments', { schema: { body: BrowserPayment } }, request => {
    const {
      amount,
      orderId,
      orderName = orderId,
      currency = 'KRW',
      card,
    } = request.body as Static<typeof BrowserPayment>
    const now = ports.clock.now()
    const payment = requestPayment(
      {
        paymentKey: ports.ids.next('psp'),
        type: 'NORMAL',
        orderId,
        orderName,
        currency,
        total: minorUnits(amount, currency),
        card: readCard({ ...GOOD_CARD, ...card }, now),
      },
      now,
    )
    book.record({ kind: 'payment', payment })
    return present(payment)
  })

  app.post('/simulator/behaviours', { schema: { body: NewBehaviour } }, (request, reply) => {
    behaviours.add(request.body as NewBehaviour)
    return reply.code(204).send()
  })

  app.delete('/simulator/behaviours', (_, reply) => {
    behaviours.clear()
    return reply.code(204).send()
  })

  app.get('/simulator/statement', () => ({ movements: [...book.payments.values()].flatMap(movementsOf) }))
}
