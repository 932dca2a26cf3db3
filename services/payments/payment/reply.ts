/** Replies that come later: where a command message's answer belongs is kept with the payment until its saga has ended. */
import { type Context, type Decision, type ReplyTo, replyMessage, replyStream } from '../../../platform/kit/command.ts'
import type { NewMessage } from '../../../platform/kit/message.ts'
import type { Refusal } from '../../../platform/kit/refusal.ts'
import { paymentKey, replyAwaited } from './payment.ts'

/** Keeps where the deferred answer of the message under way belongs. */
export function remember(decision: Decision, paymentId: string, task: string, context: Context): Decision {
  const replyTo = context.message?.data.replyTo
  if ('refused' in decision || !replyTo) return decision
  const deferredReply = replyStream(replyTo)
  const remembered = { ...replyAwaited.of(paymentKey(paymentId), { task, replyTo }), deferredReply }
  return { ...decision, messages: [...decision.messages, remembered], deferred: true }
}

export type Answer = { ok: true; result: unknown } | { ok: false; refusal: Refusal }

export function answerTo(replyTo: ReplyTo | undefined, answer: Answer): NewMessage[] {
  return replyTo ? [replyMessage(replyTo, answer)] : []
}

export const done = (result: unknown): Answer => ({ ok: true, result })
