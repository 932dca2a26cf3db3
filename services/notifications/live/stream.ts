/** Server-sent events, for who cannot open sockets. Only a message has an id, so that a client comes back to the last one. */
import type { Actor } from '../../../platform/auth/tokens.ts'
import type { EventStream } from '../../../platform/http/routes/event-stream.ts'
import type { Language, Route } from '../../../platform/http/routes/route.ts'
import { stream } from '../../../platform/http/routes/stream.ts'
import { invalidField } from '../../../platform/kit/invalid.ts'
import type { ServiceContext } from '../../../platform/service/service.ts'
import type { Item } from '../presentation/feature.ts'
import type { Hub } from './hub.ts'
import type { Hint, Peer, StateChange } from './peer.ts'
import { type Connection, Places } from './places.ts'

const LAST_EVENT_ID = /^(?:0|[1-9][0-9]{0,9})$/
const SEQ_MAX = 2 ** 31 - 1

class StreamPeer implements Peer, Connection {
  readonly memberId: string
  readonly roles: readonly string[]
  readonly language: Language | null
  readonly #stream: EventStream

  constructor({ id, roles }: Actor, language: Language | null, opened: EventStream) {
    this.memberId = id
    this.roles = roles
    this.language = language
    this.#stream = opened
  }

  get unsent(): number {
    return this.#stream.unsent
  }

  item(item: Item): void {
    this.#stream.send({ event: 'item', data: item, id: String(item.seq) })
  }

  state(change: StateChange): void {
    this.#stream.send({ event: 'state', data: change })
  }

  changed(hint: Hint): void {
    this.#stream.send({ event: 'changed', data: hint })
  }

  /** The client cannot be told: it asks over HTTP when its numbers have a gap. */
  caughtUp(): void {}

  replaced(): void {
    this.#stream.end()
  }
}

/** Undefined for what is no number of a message. */
function lastSeqOf(lastEventId: string | null): number | null | undefined {
  if (lastEventId === null) return null
  const seq = LAST_EVENT_ID.test(lastEventId) ? Number(lastEventId) : Number.NaN
  return seq <= SEQ_MAX ? seq : undefined
}

async function follow(context: ServiceContext, hub: Hub, peer: StreamPeer, after: number | null, opened: EventStream) {
  let isEnded = false
  opened.onEnd(() => {
    isEnded = true
  })
  try {
    const follower = await hub.join(peer, after, () => {})
    if (isEnded) return hub.leave(follower)
    opened.onEnd(() => hub.leave(follower))
    opened.onDrain(() => hub.drained(follower))
  } catch (error) {
    context.log.warn({ err: error }, 'a stream could not begin')
    opened.end()
  }
}

export function streamRoute(context: ServiceContext, hub: Hub): Route {
  const places = new Places<StreamPeer>()
  return stream({
    path: '/api/notifications/stream',
    name: 'streamNotifications',
    summary: 'My notifications as they come, as server-sent events',
    description:
      'Stays open until the access token expires: then open it anew, with `Last-Event-ID`, and what came meanwhile is sent first. A member may have a few open at once; the oldest makes room for the newest.',
    who: 'member',
    events:
      '`item` is a notification, and its id is its `seq`; `state` says that some are read, unread or gone; `changed` names something to be fetched anew.',
    refusals: ['invalid_request'],
    async open({ actor, headers, language, lastEventId }) {
      const after = lastSeqOf(lastEventId)
      if (after === undefined) return invalidField('header', 'last-event-id')
      return opened => {
        const asked = headers['accept-language'] === undefined ? null : language
        const peer = new StreamPeer(actor, asked, opened)
        places.take(actor.id, peer)
        opened.onEnd(() => places.leave(actor.id, peer))
        void follow(context, hub, peer, after, opened)
      }
    },
  })
}
