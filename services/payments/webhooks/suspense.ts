/** Money that the PSP took and no payment can take: booked to suspense, with a task for an operator. */
import { Type } from 'typebox'
import { postTransfer, pspAccount, suspenseAccount } from '../../../contracts/money.ts'
import { toMinor } from '../../../platform/http/routes/amount.ts'
import { defineAggregate } from '../../../platform/kit/aggregate.ts'
import { accept, type Command } from '../../../platform/kit/command.ts'
import { type DataOf, event } from '../../../platform/kit/contract.ts'
import { derivedId, referenceId } from '../../../platform/kit/derived-id.ts'
import { isRefusal } from '../../../platform/kit/refusal.ts'
import type { SagaDefinition } from '../../../platform/kit/saga-definition.ts'
import { sagaKey } from '../../../platform/saga/state.ts'
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

const taskOf = ({ paymentKey: key }: PspPayment): string => `tsk_${referenceId(key)}`

/** One suspense entry per payment of the PSP, however often it is reported. */
export const suspense = defineAggregate({
  name: 'suspense',
  shape: 1,
  initial: () => ({ opened: false }),
  events: [taskOpened],
  evolve: (_state: { readonly opened: boolean }) => ({ opened: true }),
})

export const suspenseKey = ({ paymentKey: key }: PspPayment) => suspense.key(referenceId(key))
/** How it was named until the PSP's keys were kept out of ids. */
const formerKey = ({ paymentKey: key }: PspPayment) => suspense.key(key)

/** Books money that nothing of ours can take to suspense, and opens a task for an operator. */
export function suspend(found: PspPayment): Command {
  const taskId = taskOf(found)
  const { paymentKey: key, currency } = found
  return {
    type: 'payments.suspend',
    keys: [suspenseKey(found), formerKey(found), sagaKey(taskId)],
    decide(states, context) {
      if (states.of(suspenseKey(found)).opened || states.of(formerKey(found)).opened) return accept([])
      const amount = toMinor(found.totalAmount, currency)
      if (isRefusal(amount)) return amount
      const opened = taskOpened.of(suspenseKey(found), { taskId, kind: 'suspense', reference: key, amount, currency })
      return begin(suspension, taskId, { taskId, paymentKey: key, amount, currency }, context, [opened])
    },
  }
}
