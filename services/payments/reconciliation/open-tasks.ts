/** Each difference of a day is a task; what can be settled by itself is looked at right away. */
import { lookAtProcessor } from '../../../contracts/payments.ts'
import { accept, type Command } from '../../../platform/kit/command.ts'
import { isRefusal, type Refusal } from '../../../platform/kit/refusal.ts'
import type { ServiceContext } from '../../../platform/service/service.ts'
import { differenceKey, lookId, openDifference } from '../webhooks/feature.ts'
import { type Found, type Item, reconcile } from './reconcile.ts'

/** Tasks of one day; a day with more of them has one cause, and the next day finds the rest. */
const TASKS_MAX = 500

/** What follows from the processor's word without a person. */
const SETTLED_BY_LOOKING: readonly Found[] = ['given_back', 'money_left', 'suspense_given_back']

/** Refusal: psp_unavailable. */
export async function openTasksOf(context: ServiceContext, date: string): Promise<Command | Refusal> {
  const found = await reconcile(context, date)
  if (isRefusal(found)) return found
  const items = found.differences.slice(0, TASKS_MAX)
  return {
    type: 'payments.open-differences',
    keys: items.map(({ paymentKey }) => differenceKey(paymentKey)),
    decide: (states, { now }) =>
      accept(
        items.flatMap(item => openDifference(states, openingOf(item))),
        {
          reply: { date, differences: found.differences.length },
          setTimers: items
            .filter(({ difference }) => SETTLED_BY_LOOKING.includes(difference))
            .map(({ paymentKey }) => lookAtProcessor.timer(lookId(paymentKey), now, { paymentKey, looks: 1 })),
        },
      ),
  }
}

const openingOf = ({ paymentKey, paymentId, orderId, difference, ours, processor, currency }: Item) => ({
  paymentKey,
  why: difference,
  about: [paymentId, orderId].filter(id => id !== null),
  amount: ours ?? processor,
  currency,
})
