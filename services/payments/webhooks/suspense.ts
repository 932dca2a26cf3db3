/** Money that the PSP took and no payment can take: booked to suspense, with a task for an operator. */
import { Type } from 'typebox'
import { postTransfer, pspAccount, suspenseAccount } from '../../../contracts/money.ts'
import { toMinor } from '../../../platform/http/routes/amount.ts'
import { defineAggregate } from '../../../platform/kit/aggregate.ts'
import { accept, type Command, type States } from '../../../platform/kit/command.ts'
import { type DataOf, event } from '../../../platform/kit/contract.ts'
import { derivedId, referenceId } from '../../../platform/kit/derived-id.ts'
import { isRefusal } from '../../../platform/kit/refusal.ts'
import type { SagaDefinition } from '../../../platform/kit/saga-definition.ts'
import { sagaKey } from '../../../platform/saga/state.ts'
import type { ServiceContext } from '../../../platform/service/service.ts'
import { openTask, taskKey } from '../../../platform/service/task.ts'
import { begin, SAGA } from '../payment/feature.ts'
import type { PspPayment } from '../psp/feature.ts'

export const taskOpened = event(
  'payments.task-opened',
  Type.Object({
    taskId: Type.String(),
    kind: Type.String(),
    reference: Type.String(),
    amount: Type.Integer(),
    currency: Type.String(),
  }),
)

interface Suspension extends Pick<DataOf<typeof taskOpened>, 'taskId' | 'amount' | 'currency'> {
  readonly paymentKey: string
}

/** Money the PSP took that no payment of ours can take: it is booked to suspense, for an operator to settle. */
export const suspension: SagaDefinition<Suspension> = {
  name: 'suspend-payment',
  ...SAGA,
  forwardOnly: true,
  steps: [
    {
      kind: 'send',
      name: 'book-suspense',
      ask: ({ taskId, amount, currency, paymentKey }) =>
        postTransfer.ask({
          transferId: derivedId(taskId, 'tsk', 'trf'),
          kind: 'suspense',
          debit: pspAccount(currency),
          credit: suspenseAccount(currency),
          amount,
          currency,
          reference: paymentKey,
        }),
    },
  ],
}

export const suspenseSettled = event(
  'payments.suspense-settled',
  Type.Object({ taskId: Type.String(), how: Type.String() }),
)

interface Suspense {
  readonly opened: boolean
  /** Minor units; 0 once it is settled. */
  readonly left: number
  readonly taskId: string
}

/** One suspense entry per payment of the PSP, however often it is reported. */
export const suspense = defineAggregate({
  name: 'suspense',
  shape: 2,
  initial: () => ({ opened: false, left: 0, taskId: '' }),
  events: [taskOpened, suspenseSettled],
  evolve(state: Suspense, event): Suspense {
    switch (event.type) {
      case taskOpened.type:
        return { opened: true, left: event.data.amount, taskId: event.data.taskId }
      case suspenseSettled.type:
        return { ...state, left: 0 }
    }
  },
})

type Entry = Pick<PspPayment, 'paymentKey'>

export const SUSPENSE = 'suspense'
const taskOf = ({ paymentKey: key }: Entry): string => `tsk_${referenceId(key)}`
const suspenseKey = ({ paymentKey: key }: Entry) => suspense.key(referenceId(key))
/** How it was named until the PSP's keys were kept out of ids. */
const formerKey = ({ paymentKey: key }: Entry) => suspense.key(key)
const formerTask = ({ paymentKey: key }: Entry): string => `tsk_${key}`

/** Everything that may be written about it. */
export const suspenseKeys = (entry: Entry): readonly string[] => [
  suspenseKey(entry),
  formerKey(entry),
  taskKey(taskOf(entry)),
  taskKey(formerTask(entry)),
]

/** What is in suspense of a payment of the PSP, and where that is written. */
export function suspendedIn(states: Pick<States, 'of'>, entry: Entry) {
  const former = states.of(formerKey(entry))
  return former.opened
    ? { key: formerKey(entry), ...former }
    : { key: suspenseKey(entry), ...states.of(suspenseKey(entry)) }
}

/** The same, as it is stored. */
export async function suspended({ writer }: Pick<ServiceContext, 'writer'>, entry: Entry) {
  const [now, former] = await Promise.all([writer.head(suspenseKey(entry)), writer.head(formerKey(entry))])
  return (former ?? now)?.state ?? { opened: false, left: 0 }
}

/** Books what the PSP still holds and nothing of ours can take to suspense, and opens a task for an operator. */
export function suspend(found: PspPayment): Command {
  const taskId = taskOf(found)
  const { paymentKey: key, orderId, currency } = found
  return {
    type: 'payments.suspend',
    keys: [...suspenseKeys(found), sagaKey(taskId)],
    decide(states, context) {
      if (suspendedIn(states, found).opened) return accept([])
      const amount = toMinor(found.balanceAmount, currency)
      if (isRefusal(amount)) return amount
      const entry = { taskId, kind: SUSPENSE, reference: key, amount, currency }
      const opened = taskOpened.of(suspenseKey(found), entry)
      const begun = begin(suspension, taskId, { taskId, paymentKey: key, amount, currency }, context, [opened])
      return { ...begun, messages: [...begun.messages, ...openSuspense(states, entry, orderId)] }
    },
  }
}

/** The task of money in suspense. */
export function openSuspense(states: States, entry: DataOf<typeof taskOpened>, orderId?: string) {
  const { taskId, reference, amount, currency } = entry
  const about = orderId === undefined ? [reference] : [reference, orderId]
  const opening = { taskId, why: 'unclaimed', about, amount, currency, facts: { paymentKey: reference } }
  return openTask(states, { kind: SUSPENSE }, opening)
}
