/** What an operator does about a refund that was refused: try again, pay it out by wallet, or let it be. */
import { accept, type Command } from '../../../platform/kit/command.ts'
import { defineTask } from '../../../platform/service/define-service.ts'
import type { ServiceContext } from '../../../platform/service/service.ts'
import { closeTask, type Task, taskKey } from '../../../platform/service/task.ts'
import { paymentKey } from '../payment/feature.ts'
import { refundable, refundCommand } from './commands.ts'
import { REFUND_FAILED } from './failed-refund.ts'

/** What is still left of it is refunded once more; where nothing is left, the task is settled. */
function again({ taskId, facts, amount }: Task, { ports }: ServiceContext, how?: 'to_wallet'): Command {
  const paymentId = facts.paymentId ?? ''
  const asked = { paymentId, refundId: ports.ids.next('ref'), reason: how ?? 'tried_again', taskId, how }
  const refund = refundCommand(asked)
  return {
    ...refund,
    keys: [...refund.keys, taskKey(taskId)],
    decide(states, context) {
      const left = refundable(states.of(paymentKey(paymentId)))
      if (left === 0) return accept(closeTask(states, taskId, 'already_refunded'))
      return refundCommand({ ...asked, amount: Math.min(left, amount ?? left) }).decide(states, context)
    },
  }
}

export const refundFailedTask = defineTask({
  kind: REFUND_FAILED,
  what: { ko: '거절된 환불', en: 'A refund that was refused' },
  actions: {
    retry: {
      name: { ko: '다시 환불', en: 'Refund again' },
      does: {
        ko: '아직 돌려주지 않은 금액을 결제 수단으로 다시 환불해요.',
        en: 'Refunds what is still left of it by the same way of payment.',
      },
      ends: false,
      command: (task, context) => again(task, context),
    },
    'pay-by-wallet': {
      name: { ko: '지갑으로 환불', en: 'Refund to the wallet' },
      does: {
        ko: '카드 대신 고객의 지갑으로 돌려줘요.',
        en: 'Gives it back to the customer’s wallet instead of the card.',
      },
      secondPerson: true,
      ends: false,
      command: (task, context) => again(task, context, 'to_wallet'),
    },
    close: {
      name: { ko: '환불하지 않음', en: 'Do not refund' },
      does: { ko: '돈을 돌려주지 않고 끝내요.', en: 'Ends it: the money is not given back.' },
      secondPerson: true,
    },
  },
})
