/** What the log-in page offers where the demo data was made: people to look around as, and the bank they have accounts at. */
import type { FastifyInstance } from 'fastify'
import { JSON_TYPE } from '../platform/http/server/edge.ts'

export interface DemoOffer {
  readonly people: readonly {
    readonly kind: 'customer' | 'merchant' | 'operator'
    readonly email: string
    readonly password: string
  }[]
  /** Address of the bank simulator, where anybody may open an account; null for a real bank. */
  readonly bank: string | null
}

export const NO_DEMO: DemoOffer = { people: [], bank: null }

export function addDemoRoute(server: FastifyInstance, offer: () => Promise<DemoOffer>): void {
  const { edge } = server
  server.get('/session/demo', async (request, reply) => {
    edge.send(request, reply, 200, JSON.stringify(await offer()), JSON_TYPE)
  })
}
