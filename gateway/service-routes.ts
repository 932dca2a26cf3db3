/** Routes about the server itself: liveness, readiness, version and metrics. */
import type { FastifyInstance } from 'fastify'
import { JSON_TYPE } from '../platform/http/server/edge.ts'
import { METRICS_TYPE, measureProcess, metricsText } from '../platform/observability/metrics.ts'
import { type Probe, readiness } from './probes.ts'

export interface Version {
  readonly name: string
  readonly version: string
  readonly node: string
  readonly commit: string | null
}

export function addServerRoutes(server: FastifyInstance, version: Version, probes: readonly Probe[]): void {
  const { edge } = server
  measureProcess()
  const alive = JSON.stringify({ state: 'up' })
  server.get('/health', (request, reply) => {
    edge.send(request, reply, 200, alive, JSON_TYPE)
  })
  server.get('/health/ready', async (request, reply) => {
    const found = await readiness(probes, edge.ports.clock)
    edge.send(request, reply, found.state === 'ready' ? 200 : 503, JSON.stringify(found), JSON_TYPE)
  })
  const about = JSON.stringify(version)
  server.get('/version', (request, reply) => {
    edge.send(request, reply, 200, about, JSON_TYPE)
  })
  server.get('/metrics', async (request, reply) => {
    edge.send(request, reply, 200, await metricsText(), METRICS_TYPE)
  })
}
