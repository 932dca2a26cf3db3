/** Percentiles of a histogram as figures: not a number where there is nothing, and null once written down as JSON. */
import type { Histogram } from 'hdr-histogram-js'

export interface Latency {
  readonly p50_ms: number
  readonly p95_ms: number
  readonly p99_ms: number
  readonly p999_ms: number
  readonly max_ms: number
  readonly count: number
  /** Percentile and milliseconds, for a plot. */
  readonly curve: readonly (readonly [number, number])[]
}

const CURVE = [0, 10, 25, 50, 75, 90, 95, 97.5, 99, 99.5, 99.9, 99.95, 99.99]

export function latencyOf(histogram: Histogram): Latency {
  const { totalCount } = histogram
  const ms = (percentile: number) => (totalCount === 0 ? Number.NaN : histogram.getValueAtPercentile(percentile) / 1000)
  return {
    p50_ms: ms(50),
    p95_ms: ms(95),
    p99_ms: ms(99),
    p999_ms: ms(99.9),
    max_ms: totalCount === 0 ? Number.NaN : histogram.maxValue / 1000,
    count: totalCount,
    curve: totalCount === 0 ? [] : CURVE.map(percentile => [percentile, ms(percentile)] as const),
  }
}
