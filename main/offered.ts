/** What the gateway offers: the routes of all services, and those of the platform over all of them. */
import type { OfferedService } from '../gateway/server.ts'
import { traceRoute } from '../gateway/trace-api.ts'
import type { Clock } from '../platform/ports/ports.ts'
import { type Build, healthRoute } from '../platform/runtime/health-api.ts'
import { historyRoute } from '../platform/runtime/history-api.ts'
import { operationRoutes } from '../platform/runtime/operations.ts'
import type { RunningService } from '../platform/runtime/running-service.ts'
import { taskRoutes } from '../platform/runtime/tasks-api.ts'
import { traceOf } from '../platform/runtime/trace.ts'

export function offered(
  services: ReadonlyMap<string, RunningService>,
  clock: Clock,
  build: Build,
): readonly OfferedService[] {
  const running = [...services.values()]
  const everywhere = async (correlationId: string) =>
    (await Promise.all(running.map(({ definition, read }) => traceOf(definition.name, read, correlationId)))).flat()
  const { writer } = services.get('identity') ?? running[0]!
  const own = running.map(service => ({
    name: service.definition.name,
    routes: [...(service.definition.routes?.(service.context) ?? []), ...operationRoutes(service)],
    sockets: service.definition.sockets?.(service.context) ?? [],
    summary: service.definition.contract?.summary,
    refusals: service.definition.refusals,
    writer: service.writer,
    catchUp: () => service.context.catchUp.withAll(),
  }))
  const tasks = {
    name: 'operations',
    summary: 'What waits for an operator, in all services.',
    routes: [...taskRoutes(services, clock), historyRoute(services), healthRoute({ services, build, clock })],
    // An action may be refused by whichever service it is for.
    refusals: Object.assign({}, ...running.map(({ definition }) => definition.refusals)),
    writer,
  }
  const trace = {
    name: 'trace',
    summary: 'What one request led to, over all services.',
    routes: [traceRoute(everywhere)],
    writer,
  }
  return [...own, tasks, trace]
}
