/**
 * Reactions that tell members of what other services say: for each event whom, and by which template. All notices of a
 * page for one member become one command.
 */
import type { AnyEvent } from '../../../platform/kit/contract.ts'
import type { Message } from '../../../platform/kit/message.ts'
import { distributionOf } from '../../../platform/observability/metrics.ts'
import { type MessageOf, pageReaction } from '../../../platform/service/handlers.ts'
import type { Reaction, ServiceContext } from '../../../platform/service/service.ts'
import { type Ending, type Notice, tell } from '../inbox/feature.ts'

const toldSeconds = distributionOf('madang_notifications_told_seconds', 'From an event to the message about it')

/** What is older is no news: a service that joins an old installation does not tell its whole past. */
const NEWS_AGE_MAX_MS = 30 * 86_400_000

/** Whom an event concerns, and what they are told. */
export interface Addressed {
  readonly to: string
  readonly notice: Notice | Ending
}

type Tell<C extends AnyEvent> = (event: MessageOf<C>) => readonly Addressed[]

/** The notices for one member, and the last of the events that they are from. */
interface Letter {
  readonly notices: (Notice | Ending)[]
  cause: Message
}

export const telling = <const C extends AnyEvent>(name: string, contracts: readonly C[], tellOf: Tell<C>): Reaction =>
  pageReaction(name, contracts, async (events, { ports }: ServiceContext) => {
    const now_ms = ports.clock.now().getTime()
    const oldest_ms = now_ms - NEWS_AGE_MAX_MS
    const letters = new Map<string, Letter>()
    for (const event of events) {
      if (event.at.getTime() < oldest_ms) continue
      toldSeconds.observe((now_ms - event.at.getTime()) / 1000)
      for (const { to, notice } of tellOf(event)) {
        const letter = letters.get(to) ?? { notices: [], cause: event }
        letter.notices.push(notice)
        letter.cause = event
        letters.set(to, letter)
      }
    }
    return [...letters].map(([memberId, { notices, cause }]) => ({ command: tell(memberId, notices), cause }))
  })
