/** What a client reads and unreads over its socket: the same commands as over HTTP, under the client's keys. */
import { hash } from 'node:crypto'
import type { Command, IdempotencyKey } from '../../../platform/kit/command.ts'
import { type Refusal, refuse } from '../../../platform/kit/refusal.ts'
import type { ServiceContext } from '../../../platform/service/service.ts'
import { markRead, markReadUpTo, markUnread, messageOf, seqsOf } from '../inbox/feature.ts'
import type { ReadFrame, UnreadFrame } from './frames.ts'

/** 132 bits. */
const HASH_LENGTH = 22

const short = (text: string): string => hash('sha256', text, 'base64url').slice(0, HASH_LENGTH)

/** Keys are the member's own, and others than over HTTP. */
const idempotencyOf = (memberId: string, key: string, said: object): IdempotencyKey => ({
  key: short(`socket\n${memberId}\n${key}`),
  fingerprint: short(JSON.stringify(said)),
})

async function run(
  { writer, ports }: ServiceContext,
  memberId: string,
  command: Command,
  idempotency: IdempotencyKey,
): Promise<Refusal | null> {
  const id = ports.ids.next('cor')
  const outcome = await writer.run(command, { actor: memberId, correlationId: id, causationId: id }, idempotency)
  return outcome.kind === 'refused' ? outcome.refusal : null
}

/** Null where it was done. Refusals: notification_unknown, seq_in_future. */
export async function readMessages(
  context: ServiceContext,
  memberId: string,
  { ids, upToSeq, key }: ReadFrame,
): Promise<Refusal | null> {
  const idempotency = idempotencyOf(memberId, key, { read: ids, upToSeq })
  if (upToSeq !== undefined) return run(context, memberId, markReadUpTo(memberId, upToSeq), idempotency)
  const seqs = await seqsOf(context.read, memberId, ids ?? [])
  if (seqs.length === 0) return refuse('notification_unknown')
  return run(context, memberId, markRead(memberId, seqs), idempotency)
}

/** Null where it was done. Refusal: notification_unknown. */
export async function unreadMessages(
  context: ServiceContext,
  memberId: string,
  { ids, key }: UnreadFrame,
): Promise<Refusal | null> {
  for (const [index, id] of ids.entries()) {
    const message = await messageOf(context.read, memberId, id)
    if (message === null) return refuse('notification_unknown')
    const idempotency = idempotencyOf(memberId, `${key} ${index}`, { unread: id })
    const refusal = await run(context, memberId, markUnread(memberId, message), idempotency)
    if (refusal) return refusal
  }
  return null
}
