/** Ends money in suspense: given back at the processor, kept as income, or taken back by the processor itself. */
import { postTransfer, pspAccount, salesAccount, suspenseAccount } from '../../../contracts/money.ts'
import { markSuspenseFailed, markSuspenseSettled } from '../../../contracts/payments.ts'
import { accept, type Command, type Context, type Decision, type States } from '../../../platform/kit/command.ts'
import type { DataOf } from '../../../platform/kit/contract.ts'
import { derivedId } from '../../../platform/kit/derived-id.ts'
import { isRefusal, refuse } from '../../../platform/kit/refusal.ts'
import type { SagaDefinition } from '../../../platform/kit/saga-definition.ts'
import { sagaKey } from '../../../platform/saga/state.ts'
import { defineTask } from '../../../platform/service/define-service.ts'
import type { ServiceContext } from '../../../platform/service/service.ts'
import { closeTask, openTask, type Task, taskActed, taskKey } from '../../../platform/service/task.ts'
import { begin, SAGA } from '../payment/feature.ts'
import type { CancelInput } from '../psp/feature.ts'
import { SUSPENSE, suspendedIn, suspenseKeys, suspenseSettled } from './suspense.ts'

type How = 'give-back' | 'keep' | 'by_processor'

interface Settling {
  readonly taskId: string
  readonly paymentKey: string
  readonly amount: number
  readonly currency: string
  readonly how: How
}

export const settleSuspense: SagaDefinition<Settling> = {
  name: 'settle-suspense',
  ...SAGA,
  steps: [
    {
      kind: 'call',
      name: 'cancel-charge',
      when: ({ how }) => how === 'give-back',
      call: 'cancel',
      byHand: true,
      input: ({ paymentKey, currency, taskId }): CancelInput => ({
        ...{ paymentKey, currency, amount: null },
        reason: `return ${taskId}`,
      }),
      pivot: true,
    },
    {
      kind: 'send',
      name: 'book-return',
      ask: ({ taskId, paymentKey, amount, currency, how }) =>
        postTransfer.ask({
          transferId: `${derivedId(taskId, 'tsk', 'trf')}-out`,
          kind: 'suspense-settled',
          debit: suspenseAccount(currency),
          credit: how === 'keep' ? salesAccount(currency) : pspAccount(currency),
          ...{ amount, currency, reference: paymentKey },
        }),
    },
  ],
  done: ({ paymentKey, taskId, how }) => markSuspenseSettled.ask({ paymentKey, taskId, how }),
  undone: ({ paymentKey, taskId }, { reason }) => markSuspenseFailed.ask({ paymentKey, taskId, reason }),
}

const sagaOf = (id: string): string => `${settleSuspense.name}/${id}`

/** Begins to settle what is left; `id` is new. */
function settle({ paymentKey, currency }: Pick<Settling, 'paymentKey' | 'currency'>, how: How, id: string): Command {
  return {
    type: 'payments.settle-suspense',
    keys: [...suspenseKeys({ paymentKey }), sagaKey(sagaOf(id))],
    decide(states, context) {
      const { left: amount, taskId } = suspendedIn(states, { paymentKey })
      if (amount === 0) return refuse('task_closed', { status: 'closed' })
      const data: Settling = { taskId, paymentKey, amount, currency, how }
      return begin(settleSuspense, sagaOf(id), data, context, [])
    },
  }
}

const byTask =
  (how: How) =>
  (task: Task, { ports }: ServiceContext) =>
    settle({ paymentKey: task.facts.paymentKey ?? '', currency: task.currency ?? '' }, how, ports.ids.next('sus'))

export const suspenseTask = defineTask({
  kind: SUSPENSE,
  what: { ko: '받을 곳이 없는 결제 대금', en: 'Money that no payment can take' },
  causes: {
    unclaimed: {
      ko: '결제 대행사에서 돈이 들어왔지만 연결할 결제가 없어요.',
      en: 'The processor took money that belongs to no payment of ours.',
    },
  },
  actions: {
    'give-back': {
      name: { ko: '카드로 돌려주기', en: 'Give it back to the card' },
      does: {
        ko: '결제 대행사에 취소를 요청해 카드로 돌려줘요.',
        en: 'Asks the processor to cancel the charge, so that it goes back to the card.',
      },
      ends: false,
      command: byTask('give-back'),
    },
    keep: {
      name: { ko: '수익으로 처리', en: 'Keep it as income' },
      does: { ko: '보관 중인 돈을 매출로 옮겨요.', en: 'Moves the money from suspense to income.' },
      ends: false,
      secondPerson: true,
      command: byTask('keep'),
    },
  },
})

export const markSettled = ({ paymentKey, taskId, how }: DataOf<typeof markSuspenseSettled>): Command => ({
  type: 'payments.mark-suspense-settled',
  keys: suspenseKeys({ paymentKey }),
  decide(states) {
    const { key, left } = suspendedIn(states, { paymentKey })
    if (left === 0) return accept([])
    return accept([suspenseSettled.of(key, { taskId, how }), ...closeTask(states, taskId, how)])
  },
})

export const markFailed = ({ taskId, reason }: DataOf<typeof markSuspenseFailed>): Command => ({
  type: 'payments.mark-suspense-failed',
  keys: [taskKey(taskId)],
  decide: states => accept(openTask(states, { kind: SUSPENSE }, { taskId, why: reason, about: [taskId] })),
})

/** What the processor gave back by itself leaves suspense too, unless a person is at it. */
export function releaseSuspense(paymentKey: string, currency: string, id: string) {
  const settling = settle({ paymentKey, currency }, 'by_processor', id)
  return {
    keys: settling.keys,
    decide(states: States, context: Context): Decision {
      const key = taskKey(suspendedIn(states, { paymentKey }).taskId)
      if (states.of(key).status !== 'open') return accept([])
      const acted = taskActed.of(key, { action: 'by_processor', reason: '', by: context.actor, ends: false })
      const settled = settling.decide(states, context)
      return isRefusal(settled) ? settled : { ...settled, messages: [acted, ...settled.messages] }
    },
  }
}
