/**
 * What runs in a process, told from what its services declare: consumers with their handlers, sagas with whom they ask, timers,
 * and the connections it may open. Needs no database.
 */
import { LOOK_UP_CONNECTIONS_MAX, READ_CONNECTIONS_MAX } from '../db/role-pool.ts'
import type { ServiceDefinition } from '../service/service.ts'
import { declaredHandlers } from './message-handlers.ts'

export interface ServiceTopology {
  readonly name: string
  readonly sagas: readonly SagaTopology[]
  /** Commands that a due timer may become. */
  readonly timers: readonly string[]
}

export interface SagaTopology {
  readonly name: string
  readonly asks: readonly string[]
  readonly steps: readonly string[]
}

/** One for each pair of a service and a source that it handles messages of. */
export interface ConsumerTopology {
  readonly service: string
  readonly source: string
  /** Handlers that state commands, by `service.handler`. */
  readonly handlers: readonly string[]
  /** Handlers that fill read models. */
  readonly projections: readonly string[]
}

export interface ConnectionLimit {
  readonly purpose: string
  readonly max: number
}

export interface Topology {
  readonly services: readonly ServiceTopology[]
  readonly consumers: readonly ConsumerTopology[]
  readonly connections: readonly ConnectionLimit[]
}

/** Timers of the saga engine itself. */
const SAGA_TIMERS = ['saga.late', 'saga.retry']

export const topologyOf = (services: readonly ServiceDefinition[]): Topology => ({
  services: services.map(serviceTopology),
  consumers: services.flatMap(service => consumersOf(service, services)),
  connections: [
    { purpose: 'pages and lists', max: READ_CONNECTIONS_MAX },
    { purpose: 'look-ups by key', max: LOOK_UP_CONNECTIONS_MAX },
    { purpose: 'group commit', max: 1 },
    { purpose: 'commits on locked heads, one for each service', max: services.length },
  ],
})

const serviceTopology = ({ name, sagas = [], accepts = {} }: ServiceDefinition): ServiceTopology => ({
  name,
  sagas: sagas.map(saga => ({
    name: saga.name,
    asks: saga.asks,
    steps: saga.steps.map(step => `${step.kind} ${step.name}`),
  })),
  timers: [...(sagas.length > 0 ? SAGA_TIMERS : []), ...Object.keys(accepts)],
})

const consumersOf = (service: ServiceDefinition, services: readonly ServiceDefinition[]): ConsumerTopology[] =>
  services
    .map(source => ({ service: service.name, source: source.name, ...declaredHandlers(service, source) }))
    .filter(({ handlers, projections }) => handlers.length + projections.length > 0)
