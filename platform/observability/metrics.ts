/** The metrics of this process, in one Prometheus registry. Names end in their unit; labels are few and bounded. */
import { collectDefaultMetrics, Gauge, Registry } from 'prom-client'
import { type Count, type Distribution, TallyCounter, TallyHistogram } from './tally.ts'

export const registry = new Registry()

/** Process metrics (CPU, memory, event loop, garbage collection) and all metrics below, as Prometheus text. */
export const metricsText = (): Promise<string> => registry.metrics()

export const METRICS_TYPE = Registry.PROMETHEUS_CONTENT_TYPE

let processMeasured = false

export function measureProcess(): void {
  if (!processMeasured) collectDefaultMetrics({ register: registry })
  processMeasured = true
}

const seconds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]
const sizes = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024]

const requests = new TallyCounter(registry, 'madang_http_requests_total', 'Requests answered, by route and status')
const durations = new TallyHistogram(registry, 'madang_http_request_seconds', 'From first header to answer', seconds)
const commands = new TallyCounter(registry, 'madang_commands_total', 'Commands decided, by service and outcome')
const sizesOf = new TallyHistogram(registry, 'madang_batch_commands', 'Commands committed together', sizes)
const commits = new TallyHistogram(registry, 'madang_batch_seconds', 'From begin to commit of a batch', seconds)
const outside = new TallyCounter(
  registry,
  'madang_outside_answers_total',
  'Answers of servers outside, by operation and what they mean',
)
const letters = new TallyCounter(registry, 'madang_dead_letters_total', 'Messages given up, by consumer')

export type CommandOutcome = 'accepted' | 'refused' | 'replayed' | 'fault'

/** The requests of one route. */
export class RouteMeter {
  readonly #method: string
  readonly #route: string
  readonly #byStatus: (Count | undefined)[] = []
  readonly #durations: Distribution

  constructor(method: string, route: string) {
    this.#method = method
    this.#route = route
    this.#durations = durations.of({ method, route })
  }

  #firstOf(status: number): Count {
    const count = requests.of({ method: this.#method, route: this.#route, status: String(status) })
    this.#byStatus[status] = count
    return count
  }

  count(status: number, duration_ms: number): void {
    const count = this.#byStatus[status] ?? this.#firstOf(status)
    count.add()
    this.#durations.observe(duration_ms / 1000)
  }
}

/** Commands and batches of one service. */
export class WriteMeter {
  readonly #counts: Readonly<Record<CommandOutcome, Count>>
  readonly #sizes: Distribution
  readonly #commits: Distribution

  constructor(service: string) {
    this.#counts = {
      accepted: commands.of({ service, outcome: 'accepted' }),
      refused: commands.of({ service, outcome: 'refused' }),
      replayed: commands.of({ service, outcome: 'replayed' }),
      fault: commands.of({ service, outcome: 'fault' }),
    }
    this.#sizes = sizesOf.of({ service })
    this.#commits = commits.of({ service })
  }

  command(outcome: CommandOutcome, count = 1): void {
    this.#counts[outcome].add(count)
  }

  batch(size: number, duration_ms: number): void {
    this.#sizes.observe(size)
    this.#commits.observe(duration_ms / 1000)
  }
}

/** Meaning: done, refused, again, ours or unknown. */
export const outsideAnswers = (peer: string, operation: string, meaning: string): Count =>
  outside.of({ peer, operation, meaning })

export const deadLetters = (service: string, consumer: string): Count => letters.of({ service, consumer })

const gauge = <Label extends string>(name: string, help: string, labelNames: readonly Label[]): Gauge<Label> =>
  new Gauge({ name, help, labelNames: [...labelNames], registers: [registry] })

/** Metrics of a service, without labels. */
export const gaugeOf = (name: string, help: string): Gauge => gauge(name, help, [])
export const countOf = (name: string, help: string): Count => new TallyCounter(registry, name, help).of({})
export const distributionOf = (name: string, help: string): Distribution =>
  new TallyHistogram(registry, name, help, seconds).of({})

export const streamsOpen = gauge('madang_streams', 'Answers of server-sent events that are open', [])

export const socketsOpen = gauge('madang_sockets', 'WebSockets that are open', [])

export const relayLag_s = gauge('madang_relay_lag_seconds', 'Age of the oldest message not yet relayed', ['service'])

export const consumerLag_s = gauge('madang_consumer_lag_seconds', 'Age of the oldest message not yet applied', [
  'service',
  'consumer',
])

export const deadLettersWaiting = gauge('madang_dead_letters_waiting', 'Dead letters nobody has settled', [
  'service',
  'consumer',
])

export const outsideTurnsUsAway = gauge(
  'madang_outside_turns_us_away',
  '1 while a server outside rejects our key, our rate or our contract',
  ['peer'],
)

/** Status: running, done, undone or stuck. */
export const sagas = gauge('madang_sagas', 'Sagas, by status', ['service', 'saga', 'status'])

/** Lags of one service, as they were measured last. */
export async function lagsOf(service: string) {
  const [outbox, consumers] = await Promise.all([relayLag_s.get(), consumerLag_s.get()])
  const own = consumers.values.filter(({ labels }) => labels.service === service)
  return {
    outbox_ms: (outbox.values.find(({ labels }) => labels.service === service)?.value ?? 0) * 1000,
    consumers_ms: new Map(own.map(({ labels, value }) => [String(labels.consumer), value * 1000])),
  }
}

/** Commands of one service since the start of the process. */
export const commandCounts = (service: string): Record<CommandOutcome, number> => ({
  accepted: commands.of({ service, outcome: 'accepted' }).value,
  refused: commands.of({ service, outcome: 'refused' }).value,
  replayed: commands.of({ service, outcome: 'replayed' }).value,
  fault: commands.of({ service, outcome: 'fault' }).value,
})

/** Requests since the start of the process. */
export function requestCounts(): { readonly answered: number; readonly faults: number } {
  let [answered, faults] = [0, 0]
  for (const { labels, value } of requests.all) {
    answered += value
    if (labels.status?.startsWith('5')) faults += value
  }
  return { answered, faults }
}

export const oldestTransaction_s = gauge(
  'madang_oldest_transaction_seconds',
  'Age of the oldest open database transaction; while it is open the outboxes stand still',
  [],
)
