/** What a gauge of the baseline gets, and what it does. */
export interface BaselineOptions {
  readonly url: string
  readonly clients: number
  /** TPC-B's branches; more of them than clients, so that these seldom wait for each other. */
  readonly scale: number
  readonly seconds: number
  readonly warmup_s: number
}

/** One of the methods to measure it. */
export interface Gauge {
  readonly by: string
  prepare(options: BaselineOptions): Promise<void>
  /** Transactions a second. */
  measure(options: BaselineOptions): Promise<number>
}
