/**
 * Folded requests. A request of a saga that was handled inline, in the commit that contains it, has no row of its own:
 * it is folded into the next message of the saga, with its id, cause and receiver. It is sent to nobody, so the address
 * for the reply is omitted.
 */
import { isOf } from '../kit/aggregate.ts'
import type { CommandData } from '../kit/command.ts'
import type { Message } from '../kit/message.ts'
import { type SagaEvent, sagaAggregate } from './state.ts'

type Before = { readonly before?: readonly SagaEvent[] }

export const mayBeFolded = ({ stream }: Message): boolean => isOf(sagaAggregate.name, stream)

/** The message `next` as it is written with the folded request. */
export function foldInto(request: Message, next: Message): Message {
  const { before: beforeRequest = [], replyTo: _, ...data } = request.data as CommandData & Before
  const { before: beforeNext = [], ...said } = next.data as Before
  const { id, causationId, type, to } = request
  const asked = { type, id, causationId, to, data } as SagaEvent
  return { ...next, data: { ...said, before: [...beforeRequest, asked, ...beforeNext] } }
}
