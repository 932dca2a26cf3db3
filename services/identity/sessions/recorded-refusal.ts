/** Refusals that are recorded: a wrong password is counted, a stolen token ends its log-in. */
import type { Language } from '../../../platform/http/routes/route.ts'
import { problemOf } from '../../../platform/http/server/problem.ts'
import { type Accepted, accept } from '../../../platform/kit/command.ts'
import type { NewMessage } from '../../../platform/kit/message.ts'
import { refuse } from '../../../platform/kit/refusal.ts'
import { refusals } from '../refusals.ts'

/**
 * A command that is refused changes nothing. So one that has something to write is accepted, and its stored answer is
 * the problem that a refusal would have been, with its status.
 */
export function recordAndRefuse(code: string, messages: readonly NewMessage[], language: Language): Accepted {
  const { status, body } = problemOf(refuse(code), language, refusals)
  return accept(messages, { status, reply: JSON.parse(body) })
}
