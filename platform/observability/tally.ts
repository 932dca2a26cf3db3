/**
 * Counters and histograms for hot paths. prom-client hashes the labels at every count. Here a caller gets a handle once
 * and then only adds numbers. The values are exported through prom-client's registry like any other metric.
 */
import type { Metric, Registry } from 'prom-client'

export type Labels = Readonly<Record<string, string>>

interface Value {
  readonly value: number
  readonly labels: Readonly<Record<string, string | number>>
  readonly metricName: string
}

abstract class Tally {
  readonly name: string
  readonly help: string
  readonly aggregator = 'sum'
  abstract readonly type: string

  constructor(registry: Registry, name: string, help: string) {
    this.name = name
    this.help = help
    // The registry uses `name` and `get` only; its type lists prom-client's own classes.
    registry.registerMetric(this as unknown as Metric)
  }

  protected abstract values(): Value[]
  abstract reset(): void

  async get() {
    return { name: this.name, help: this.help, type: this.type, aggregator: this.aggregator, values: this.values() }
  }
}

export class Count {
  readonly labels: Labels
  value = 0

  constructor(labels: Labels) {
    this.labels = labels
  }

  add(count = 1): void {
    this.value += count
  }
}

export class TallyCounter extends Tally {
  readonly type = 'counter'
  readonly #counts = new Map<string, Count>()

  /** The handle of these labels. Keep it; do not request it per count. */
  of(labels: Labels): Count {
    return madeOnce(this.#counts, labels, () => new Count(labels))
  }

  get all(): Iterable<Count> {
    return this.#counts.values()
  }

  protected override values(): Value[] {
    return [...this.#counts.values()].map(({ labels, value }) => ({ value, labels, metricName: this.name }))
  }

  override reset(): void {
    for (const count of this.#counts.values()) count.value = 0
  }
}

export class Distribution {
  readonly labels: Labels
  readonly #bounds: readonly number[]
  /** Observations per bucket, not cumulated. The last bucket is for values beyond the bounds. */
  readonly buckets: number[]
  sum = 0

  constructor(labels: Labels, bounds: readonly number[]) {
    this.labels = labels
    this.#bounds = bounds
    this.buckets = Array.from({ length: bounds.length + 1 }, () => 0)
  }

  observe(value: number): void {
    let bucket = 0
    while (bucket < this.#bounds.length && value > this.#bounds[bucket]!) bucket += 1
    this.buckets[bucket]! += 1
    this.sum += value
  }
}

export class TallyHistogram extends Tally {
  readonly type = 'histogram'
  readonly #bounds: readonly number[]
  readonly #distributions = new Map<string, Distribution>()

  constructor(registry: Registry, name: string, help: string, bounds: readonly number[]) {
    super(registry, name, help)
    this.#bounds = bounds
  }

  of(labels: Labels): Distribution {
    return madeOnce(this.#distributions, labels, () => new Distribution(labels, this.#bounds))
  }

  protected override values(): Value[] {
    return [...this.#distributions.values()].flatMap(({ labels, buckets, sum }) => {
      let count = 0
      const rows = buckets.map((inBucket, index) => {
        count += inBucket
        return {
          value: count,
          labels: { ...labels, le: this.#bounds[index] ?? '+Inf' },
          metricName: `${this.name}_bucket`,
        }
      })
      return [
        ...rows,
        { value: sum, labels, metricName: `${this.name}_sum` },
        { value: count, labels, metricName: `${this.name}_count` },
      ]
    })
  }

  override reset(): void {
    for (const distribution of this.#distributions.values()) {
      distribution.buckets.fill(0)
      distribution.sum = 0
    }
  }
}

function madeOnce<Handle>(handles: Map<string, Handle>, labels: Labels, make: () => Handle): Handle {
  const key = JSON.stringify(labels)
  const known = handles.get(key)
  if (known !== undefined) return known
  const handle = make()
  handles.set(key, handle)
  return handle
}
