/** How scenarios are played, whichever they are. */
export interface RunOptions {
  readonly seconds: number
  readonly warmup_s: number
  /** How often what changes with the machine is measured; the median counts. */
  readonly turns: number
  /** How often something is measured again at most that the host disturbed. */
  readonly again: number
  readonly connections: number
  readonly wallets: number
  /** Requests a second in one open loop, in place of the maximum and 70 % of it. */
  readonly rate: number | null
  /** How many transfers `start` makes. */
  readonly transfers: number
  /** The longest history of `growth`. */
  readonly growthMax: number
  /** Kept after the run; null is a temporary one. */
  readonly dataDirectory: string | null
  /** Where the report goes; null is a folder by date and commit in `bench/reports`. */
  readonly reportDirectory: string | null
  readonly profile: boolean
}
