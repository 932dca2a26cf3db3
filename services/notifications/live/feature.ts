/** Live: sockets and streams on which members hear what is new. */
import { notificationsContract } from '../../../contracts/notifications.ts'
import type { SocketEndpoint } from '../../../platform/http/routes/socket.ts'
import { defineFeature } from '../../../platform/service/define-service.ts'
import type { ServiceContext } from '../../../platform/service/service.ts'
import { Conversation } from './conversation.ts'
import { hints } from './hints.ts'
import { hubOf } from './hub.ts'
import { Places } from './places.ts'
import { streamRoute } from './stream.ts'

/** Frames that a client may send. */
const LIMITS = { frame_bytes_max: 16_384, frames_max: 20, window_ms: 10_000 }

function endpoint(context: ServiceContext): SocketEndpoint {
  const deps = { context, hub: hubOf(context), places: new Places<Conversation>() }
  return { paths: ['/ws', '/ws/notifications'], limits: LIMITS, open: socket => new Conversation(socket, deps) }
}

export const liveFeature = defineFeature(notificationsContract, {
  routes: context => [streamRoute(context, hubOf(context))],
  sockets: context => [endpoint(context)],
  listeners: hints,
})
