/** The HTTP server of a simulator: on the loopback address only, and every refusal in the words of whom it stands for. */
import type { AddressInfo } from 'node:net'
import { type FastifyInstance, fastify } from 'fastify'
import { schemaController } from '../../platform/http/server/schema-controller.ts'
import { Refused } from './refused.ts'

const BODY_BYTES_MAX = 64 * 1024

export interface LoopbackOptions {
  /** 0 takes a free one. */
  readonly port: number
  readonly refusals: {
    readonly malformed: () => Refused
    readonly unknownPath: () => Refused
    readonly broken: () => Refused
  }
  readonly routes: (app: FastifyInstance) => void
}

export interface Loopback {
  readonly url: string
  close(): Promise<void>
}

export async function openLoopback({ port, refusals, routes }: LoopbackOptions): Promise<Loopback> {
  const app = fastify({ forceCloseConnections: true, bodyLimit: BODY_BYTES_MAX, schemaController })
  app.setErrorHandler((error, _, reply) => {
    const malformed = ((error as { statusCode?: number }).statusCode ?? 500) < 500
    const refusal = error instanceof Refused ? error : malformed ? refusals.malformed() : refusals.broken()
    return reply.code(refusal.status).send(refusal.body)
  })
  app.setNotFoundHandler((_, reply) => reply.code(404).send(refusals.unknownPath().body))
  routes(app)
  await app.listen({ host: '127.0.0.1', port })
  return {
    url: `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`,
    close: () => app.close(),
  }
}
