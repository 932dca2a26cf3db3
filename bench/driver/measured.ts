/** What a load came to: latencies, answers by kind, and the rate in every second. Travels between processes as text. */
import { build, decodeFromCompressedBase64, encodeIntoCompressedBase64, type Histogram } from 'hdr-histogram-js'

/** The kind of an answer that never came. */
export const NO_ANSWER = 'no answer'
/** The kind of a request that found no free connection in time. */
export const NOT_SENT = 'not sent'
const LATENCY_US_MAX = 10 * 60_000_000
const SHAPE = { bitBucketSize: 32, highestTrackableValue: LATENCY_US_MAX, numberOfSignificantValueDigits: 3 } as const

export const latencies = (): Histogram => build(SHAPE)

export function recordLatency(to: Histogram, ms: number): void {
  to.recordValue(Math.min(LATENCY_US_MAX, Math.max(1, Math.round(ms * 1000))))
}

export interface MeasuredText {
  readonly window_ms: readonly [number, number]
  readonly latency: string
  readonly turnedAway: string
  readonly kinds: readonly (readonly [string, number])[]
  readonly perSecond: readonly number[]
  readonly accepted: number
}

export class Measured {
  /** Microseconds from the planned moment, of requests that were planned inside the window and not turned away. */
  readonly latency_us: Histogram = latencies()
  /** Microseconds from sending, of requests that were answered with 503. */
  readonly turnedAway_us: Histogram = latencies()
  /** Over the whole run, warm-up included: `201`, `409 insufficient_funds`, … */
  readonly kinds = new Map<string, number>()
  /** Answers below status 400 in each second of the window. */
  readonly perSecond: number[]
  /** Answers below status 400, over the whole run. */
  accepted = 0
  readonly from_ms: number
  #until_ms: number

  constructor(from_ms: number, until_ms: number) {
    this.from_ms = from_ms
    this.#until_ms = until_ms
    this.perSecond = Array.from({ length: Math.max(1, Math.round((until_ms - from_ms) / 1000)) }, () => 0)
  }

  /** An answer, or what came instead of one. */
  record(kind: string, status: number, { planned_ms, sent_ms }: Sent, now_ms: number): void {
    this.kinds.set(kind, (this.kinds.get(kind) ?? 0) + 1)
    if (status > 0 && status < 400) this.#accept(now_ms)
    if (planned_ms < this.from_ms || planned_ms >= this.until_ms) return
    if (status === 503) recordLatency(this.turnedAway_us, now_ms - sent_ms)
    else recordLatency(this.latency_us, now_ms - planned_ms)
  }

  #accept(now_ms: number): void {
    this.accepted += 1
    if (now_ms < this.from_ms || now_ms >= this.until_ms) return
    const second = Math.min(this.perSecond.length - 1, Math.floor((now_ms - this.from_ms) / 1000))
    this.perSecond[second]! += 1
  }

  get until_ms(): number {
    return this.#until_ms
  }

  /** Nothing is left to send: the window is over earlier than it was meant to be. */
  endAt(now_ms: number): void {
    if (now_ms >= this.#until_ms) return
    this.#until_ms = Math.max(now_ms, this.from_ms + 1)
    this.perSecond.length = Math.min(this.perSecond.length, Math.max(1, Math.ceil(this.seconds)))
  }

  get seconds(): number {
    return (this.until_ms - this.from_ms) / 1000
  }

  /** Answers below status 400 that came inside the window. */
  get answered(): number {
    return this.perSecond.reduce((sum, count) => sum + count, 0)
  }

  toText(): MeasuredText {
    return {
      window_ms: [this.from_ms, this.until_ms],
      latency: encodeIntoCompressedBase64(this.latency_us),
      turnedAway: encodeIntoCompressedBase64(this.turnedAway_us),
      kinds: [...this.kinds],
      perSecond: this.perSecond,
      accepted: this.accepted,
    }
  }

  static fromText(text: MeasuredText): Measured {
    const measured = new Measured(...text.window_ms)
    measured.latency_us.add(decodeFromCompressedBase64(text.latency))
    measured.turnedAway_us.add(decodeFromCompressedBase64(text.turnedAway))
    for (const [kind, count] of text.kinds) measured.kinds.set(kind, count)
    measured.perSecond.splice(0, measured.perSecond.length, ...text.perSecond)
    measured.accepted = text.accepted
    return measured
  }
}

/** When a request was to be sent, and when it was. */
export interface Sent {
  readonly planned_ms: number
  readonly sent_ms: number
}
