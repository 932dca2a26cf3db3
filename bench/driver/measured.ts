/** What a load came to: latencies, answers by kind, and the rate in every second. */
import { build, type Histogram } from 'hdr-histogram-js'

/** The kind of an answer that never came. */
export const NO_ANSWER = 'no answer'
const LATENCY_US_MAX = 10 * 60_000_000

export class Measured {
  /** Microseconds, of the requests that were planned inside the window. */
  readonly latency_us: Histogram = build({
    bitBucketSize: 32,
    highestTrackableValue: LATENCY_US_MAX,
    numberOfSignificantValueDigits: 3,
  })
  /** Over the whole run, warm-up included: `201`, `409 insufficient_funds`, … */
  readonly kinds = new Map<string, number>()
  /** Answers in each second of the window. */
  readonly perSecond: number[]
  /** Answers below status 400, over the whole run. */
  accepted = 0
  readonly from_ms: number
  readonly until_ms: number

  constructor(from_ms: number, until_ms: number) {
    this.from_ms = from_ms
    this.until_ms = until_ms
    this.perSecond = Array.from({ length: Math.max(1, Math.round((until_ms - from_ms) / 1000)) }, () => 0)
  }

  record(kind: string, planned_ms: number, now_ms: number): void {
    this.kinds.set(kind, (this.kinds.get(kind) ?? 0) + 1)
    if (now_ms >= this.from_ms && now_ms < this.until_ms) {
      const second = Math.min(this.perSecond.length - 1, Math.floor((now_ms - this.from_ms) / 1000))
      this.perSecond[second]! += 1
    }
    if (planned_ms >= this.from_ms && planned_ms < this.until_ms) {
      this.latency_us.recordValue(Math.min(LATENCY_US_MAX, Math.max(1, Math.round((now_ms - planned_ms) * 1000))))
    }
  }

  get seconds(): number {
    return (this.until_ms - this.from_ms) / 1000
  }

  /** Answers that came inside the window. */
  get answered(): number {
    return this.perSecond.reduce((sum, count) => sum + count, 0)
  }
}
