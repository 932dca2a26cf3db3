/**
 * A saga's request that was done in the commit in which it was asked has no row of its own: it goes along with what the saga said
 * next, before it, under its own id and cause, with whom it asked. It is told to nobody, so where to reply to is left out.
 */
import { isOf } from '../kit/aggregate.ts'
import type { CommandData } from '../kit/command.ts'
import type { Message } from '../kit/message.ts'
import { type SagaEvent, sagaAggregate } from './state.ts'

type Before = { readonly before?: readonly SagaEvent[] }

export const mayBeFolded = ({ stream }: Message): boolean => isOf(sagaAggregate.name, stream)

/** `next` as it is written then. */
export function foldInto(request: Message, next: Message): Message {
  const { before: beforeRequest = [], replyTo: _, ...data } = request.data as CommandData & Before
  const { before: beforeNext = [], ...said } = next.data as Before
  const { id, causationId, type, to } = request
  const asked = { type, id, causationId, to, data } as SagaEvent
  return { ...next, data: { ...said, before: [...beforeRequest, asked, ...beforeNext] } }
}
