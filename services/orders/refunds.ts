/**
 * An order and its payment agree: what was given back of the payment, by whomever, is noted, and an order that was given
 * back whole is taken back. One that was shipped by then is a person's task.
 */
import { refundNoted } from '../../contracts/orders.ts'
import type { PaymentRefunded } from '../../contracts/payments.ts'
import { type Accepted, accept, type Command, type Context, type States } from '../../platform/kit/command.ts'
import { isRefusal, type Refusal } from '../../platform/kit/refusal.ts'
import { defineTask } from '../../platform/service/define-service.ts'
import type { ServiceContext } from '../../platform/service/service.ts'
import { openTask, type Task, taskKey } from '../../platform/service/task.ts'
import { beginCancelling, cancellationKeys, cancelled, move } from './commands.ts'
import { factsOf, isRefunded, type Order, order as orderAggregate, orderKey } from './order.ts'

type ForOrder = Extract<PaymentRefunded, { orderId: string }>

const REFUNDED_AFTER_SHIPPING = 'refunded-after-shipping'
const taskOf = (orderId: string): string => `refunded_${orderId}`

/** `before`: how often the order was taken back, as it was read. */
export function noteRefund(data: ForOrder, before: number): Command {
  const { orderId } = data
  const key = orderKey(orderId)
  return {
    type: 'orders.note-refund',
    keys: [key, ...cancellationKeys(orderId, before), taskKey(taskOf(orderId))],
    decide(states, context) {
      const order = states.of(key)
      if (order.status === 'none') return accept([])
      const refunded = data.refunded ?? order.refunded + data.refundAmount
      const noted = refundNoted.of(key, { ...factsOf(order), refunded })
      const after = orderAggregate.after(order, [noted], context.now)
      const rest = isRefunded(after) ? takeBack(after, data, before, states, context) : accept([])
      return isRefusal(rest) ? rest : { ...rest, messages: [noted, ...rest.messages] }
    },
  }
}

/** What becomes of an order that was given back whole. */
function takeBack(
  order: Order,
  { orderId, paymentId }: ForOrder,
  before: number,
  states: States,
  context: Context,
): Accepted | Refusal {
  const { status, total: amount, currency } = order
  switch (status) {
    case 'confirmed':
      return beginCancelling({ orderId, reason: 'payment_refunded', sealedNote: null, before })(order, states, context)
    case 'partially_shipped':
    case 'shipped':
    case 'delivered': {
      const about = [orderId, paymentId]
      const opening = { taskId: taskOf(orderId), why: status, about, amount, currency, facts: { order: status } }
      return accept(openTask(states, { kind: REFUNDED_AFTER_SHIPPING }, opening))
    }
    case 'none':
    case 'pending':
    case 'awaiting_payment':
    case 'failed':
    case 'cancelling':
    case 'cancelled':
    case 'refunded':
      return accept([])
  }
}

/** The goods are here again: the stock goes back, and the order is refunded. */
async function goodsReturned({ about }: Task, { writer }: ServiceContext): Promise<Command> {
  const orderId = about[0] ?? ''
  const before = (await writer.head(orderKey(orderId)))?.state.cancellations ?? 0
  const begin = beginCancelling({ orderId, reason: 'payment_refunded', sealedNote: null, before })
  return move(orderId, 'take_back', begin, { keys: cancellationKeys(orderId, before) })
}

const goodsLost = ({ about }: Task): Command => move(about[0] ?? '', 'write_off', order => cancelled(order, true))

export const refundedAfterShipping = defineTask({
  kind: REFUNDED_AFTER_SHIPPING,
  what: { ko: '발송한 뒤 전액 환불된 주문', en: 'An order that was refunded in full after it was shipped' },
  causes: {
    partially_shipped: {
      ko: '일부를 보낸 뒤에 결제를 모두 돌려줬어요.',
      en: 'All was refunded after a part had been shipped.',
    },
    shipped: {
      ko: '상품을 보낸 뒤에 결제를 모두 돌려줬어요.',
      en: 'All was refunded after the goods had been shipped.',
    },
    delivered: {
      ko: '상품을 배송한 뒤에 결제를 모두 돌려줬어요.',
      en: 'All was refunded after the goods had been delivered.',
    },
  },
  actions: {
    'goods-returned': {
      name: { ko: '상품 회수됨', en: 'The goods came back' },
      does: {
        ko: '상품을 재고로 되돌리고 주문을 환불로 끝내요.',
        en: 'Puts the goods back on stock, and ends the order as refunded.',
      },
      command: goodsReturned,
    },
    'goods-lost': {
      name: { ko: '상품 손실 처리', en: 'Write the goods off' },
      does: {
        ko: '재고를 되돌리지 않고 주문을 환불로 끝내요.',
        en: 'Ends the order as refunded; nothing comes back on stock.',
      },
      secondPerson: true,
      command: goodsLost,
    },
  },
})
