/** A no that leaves a trace: a wrong password is counted, a stolen token ends its log-in. */
import { type Accepted, accept } from '../../platform/command.ts'
import { problemOf } from '../../platform/http/problem.ts'
import type { Language } from '../../platform/http/route.ts'
import type { NewMessage } from '../../platform/message.ts'
import { refuse } from '../../platform/refusal.ts'
import { refusals } from './refusals.ts'

/**
 * A command that is refused changes nothing. So one that has something to write is accepted, and its stored answer is
 * the problem that a refusal would have been, with its status.
 */
export function recordAndRefuse(code: string, messages: readonly NewMessage[], language: Language): Accepted {
  const { status, body } = problemOf(refuse(code), language, refusals)
  return accept(messages, { status, reply: JSON.parse(body) as unknown })
}
