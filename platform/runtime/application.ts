/** The composition root: runs the declared services in this process, connects them by the local bus, and stops them. */
import type { Reader } from '../db/database.ts'
import { openRolePools, openSmallPools } from '../db/role-pool.ts'
import { WriteConnection } from '../db/write-connection.ts'
import { LocalRpc } from '../kit/rpc.ts'
import { Gauges } from '../observability/gauges.ts'
import { CommitWatermark } from '../outbox/commit-watermark.ts'
import type { Loop } from '../ports/loop.ts'
import type { Clock } from '../ports/ports.ts'
import { referenceTablesOf } from '../service/file-references.ts'
import type { ServiceDefinition } from '../service/service.ts'
import { GroupCommit } from '../write/group-commit.ts'
import type { Pipeline } from '../write/pipeline.ts'
import { Activity } from './activity.ts'
import { fileSweep } from './file-sweep.ts'
import { rebuildOutdated } from './rebuild.ts'
import { type RunningService, runService, type ServiceDeps } from './running-service.ts'
import { Timers } from './timers.ts'

export type ApplicationOptions = Omit<ServiceDeps, 'rpc' | 'watermark' | 'group' | 'pools'> & {
  readonly services: readonly ServiceDefinition[]
  /** Each service commits for itself, as it would in a process of its own. */
  readonly apart?: boolean
  /** False for a simulator, which steps the loops itself. */
  readonly loops?: boolean
  /** For a command of a moment: one connection to read and one to write. */
  readonly small?: boolean
}

export class Application {
  readonly services: ReadonlyMap<string, RunningService>
  readonly rpc: LocalRpc
  readonly #clock: Clock
  readonly #end: () => Promise<void>
  readonly #activity: Activity

  constructor(
    services: readonly RunningService[],
    rpc: LocalRpc,
    activity: Activity,
    clock: Clock,
    end: () => Promise<void>,
  ) {
    this.services = new Map(services.map(service => [service.definition.name, service]))
    this.rpc = rpc
    this.#activity = activity
    this.#clock = clock
    this.#end = end
  }

  service(name: string): RunningService {
    const service = this.services.get(name)
    if (!service) throw new Error(`the service ${name} does not run here`)
    return service
  }

  /** `listener` is called, twice a second at most, after any process has perhaps written. */
  onActivity(listener: () => void): void {
    this.#activity.onChange(listener)
  }

  /** Resolves when nothing is pending any more: all messages applied, no call open, no retry scheduled. */
  async awaitIdle(limit_ms = 15_000): Promise<void> {
    const deadline_ms = this.#clock.now().getTime() + limit_ms
    const begun = new Map<string, bigint>()
    let quiet = 0
    while (quiet < 2) {
      const pending = [...(await this.#notServed(begun)), ...(await this.#pending())]
      quiet = pending.length === 0 ? quiet + 1 : 0
      if (this.#clock.now().getTime() > deadline_ms) throw new Error(`not idle in time: ${pending.join(', ')}`)
      if (quiet < 2) await new Promise<void>(resolve => this.#clock.after(pending.length === 0 ? 1 : 5, resolve))
    }
  }

  /**
   * Outboxes that were not served up to their position at the beginning of the wait, including writes of other
   * processes.
   */
  async #notServed(begun: Map<string, bigint>): Promise<string[]> {
    const behind: string[] = []
    for (const [name, { read, relay }] of this.services) {
      if (!begun.has(name)) {
        const { rows } = await read.query('select pg_snapshot_xmax(pg_current_snapshot())::text as xid')
        begun.set(name, BigInt(rows[0].xid))
      }
      if (!relay.hasServed(begun.get(name) ?? 0n)) {
        relay.loop.wake()
        behind.push(`${name} outbox`)
      }
    }
    return behind
  }

  async #pending(): Promise<string[]> {
    const inMemory: string[] = []
    for (const service of this.services.values()) inMemory.push(...(await pendingInMemory(service)))
    return inMemory.length > 0 ? inMemory : this.#pendingInTables()
  }

  async #pendingInTables(): Promise<string[]> {
    const pending: string[] = []
    for (const [name, service] of this.services) {
      if (!service.definition.sagas?.length) continue
      const { rows } = await service.read.query(
        `select (select count(*) from calls) + (select count(*) from timers where type = 'saga.retry') as open`,
      )
      if (Number(rows[0].open) > 0) pending.push(`${name} calls and retries`)
    }
    return pending
  }

  async stop(): Promise<void> {
    await this.#end()
  }
}

async function pendingInMemory(service: RunningService): Promise<string[]> {
  const { definition, writer, relay, consumers, calls } = service
  await writer.idle()
  const pending = consumers.filter(({ caughtUp }) => !caughtUp).map(({ name }) => name)
  if (calls.underWay > 0) pending.push(`${definition.name} calls`)
  if (relay.servedAll) return pending
  // A commit that no consumer reads does not wake the relay.
  relay.loop.wake()
  return [...pending, `${definition.name} outbox`]
}

export async function openApplication({
  services,
  loops = true,
  apart = false,
  small = false,
  ...options
}: ApplicationOptions): Promise<Application> {
  const rpc = new LocalRpc()
  const { databaseUrl, ports, log } = options
  await rebuildOutdated(databaseUrl, services, log)
  const pools = small ? openSmallPools(databaseUrl) : openRolePools(databaseUrl)
  /** For queries about the server, not about tables. */
  const server = pools.lookUp.of(services[0]?.name ?? '')
  const watermark = new CommitWatermark(server, ports.clock, log)
  const connection = new WriteConnection(databaseUrl, null)
  const group = apart ? null : new GroupCommit<Pipeline>(connection)
  const deps: ServiceDeps = { ...options, rpc, watermark, group, pools }
  const running = await Promise.all(services.map(definition => runService(definition, deps)))
  for (const service of running) service.listenTo(running)
  for (const service of running) await service.open()
  const activity = new Activity(server, ports.clock, log)
  const processLoops = processLoopsOf(running, activity, server, options)
  if (loops) {
    for (const service of running) service.startLoops()
    for (const loop of processLoops) loop.start()
  }
  return new Application(running, rpc, activity, ports.clock, async () => {
    await Promise.all(processLoops.map(loop => loop.stop()))
    await Promise.all(running.map(service => service.stop()))
    watermark.stop()
    await Promise.all([pools.read.end(), pools.lookUp.end(), connection.end()])
  })
}

/** One of each per process, however many services it has. */
function processLoopsOf(
  running: readonly RunningService[],
  activity: Activity,
  server: Reader,
  { ports: { clock }, log }: Pick<ApplicationOptions, 'ports' | 'log'>,
): readonly Loop[] {
  const timers = new Timers(
    running.map(service => service.timers),
    clock,
    log,
  )
  const services = new Map(running.map(({ definition, read }) => [definition.name, read]))
  const gauges = new Gauges({ services, read: server, clock, log })
  activity.onChange(() => {
    for (const { relay } of running) relay.loop.wake()
    timers.onActivity()
    gauges.onActivity()
  })
  const withFiles = running.filter(({ definition }) => referenceTablesOf(definition).length > 0)
  const sweeps =
    withFiles.length === 0
      ? []
      : [
          fileSweep(
            withFiles.map(({ files }) => files),
            clock,
            log,
          ),
        ]
  return [activity.loop, timers.loop, gauges.loop, ...sweeps]
}
