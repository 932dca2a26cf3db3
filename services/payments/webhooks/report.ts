/** A report of the PSP: stored as it came, then answered. */
import { Type } from 'typebox'
import { defineAggregate } from '../../../platform/kit/aggregate.ts'
import { accept, type Command } from '../../../platform/kit/command.ts'
import { event } from '../../../platform/kit/contract.ts'
import { referenceId } from '../../../platform/kit/derived-id.ts'
import { Nullable } from '../../../platform/kit/schemas.ts'

export const webhookReceived = event(
  'payments.webhook-received',
  Type.Object({
    webhookId: Type.String(),
    /** The PSP's own; older events have it as `webhookId`. */
    transmissionId: Type.Optional(Type.String()),
    paymentKey: Nullable(Type.String()),
    body: Type.String(),
  }),
)

/** A report that comes twice under one id is stored once. */
export const report = defineAggregate({
  name: 'webhook',
  shape: 1,
  initial: () => ({ seen: false }),
  events: [webhookReceived],
  evolve: (_state: { readonly seen: boolean }) => ({ seen: true }),
})

export function receiveWebhook(transmissionId: string, body: string, paymentKey: string | null): Command {
  const webhookId = `whk_${referenceId(transmissionId)}`
  const key = report.key(webhookId)
  return {
    type: 'payments.receive-webhook',
    keys: [key],
    decide(states) {
      const facts = states.of(key).seen
        ? []
        : [webhookReceived.of(key, { webhookId, transmissionId, paymentKey, body })]
      return accept(facts, { reply: { received: true } })
    },
  }
}
