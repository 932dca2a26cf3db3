/** A report of the PSP: stored as it came, then answered. */
import { Type } from 'typebox'
import { defineAggregate } from '../../../platform/kit/aggregate.ts'
import { accept, type Command } from '../../../platform/kit/command.ts'
import { event } from '../../../platform/kit/contract.ts'
import { Nullable } from '../../../platform/kit/schemas.ts'

export const webhookReceived = event(
  'payments.webhook-received',
  Type.Object({ webhookId: Type.String(), paymentKey: Nullable(Type.String()), body: Type.String() }),
)

/** A report that comes twice under one id is stored once. */
export const report = defineAggregate({
  name: 'webhook',
  shape: 1,
  initial: () => ({ seen: false }),
  events: [webhookReceived],
  evolve: (_state: { readonly seen: boolean }) => ({ seen: true }),
})

const reportKey = report.key

export function receiveWebhook(webhookId: string, body: string, pspPaymentKey: string | null): Command {
  return {
    type: 'payments.receive-webhook',
    keys: [reportKey(webhookId)],
    decide(states) {
      const { seen } = states.of(reportKey(webhookId))
      const facts = seen
        ? []
        : [webhookReceived.of(reportKey(webhookId), { webhookId, paymentKey: pspPaymentKey, body })]
      return accept(facts, { reply: { received: true } })
    },
  }
}
