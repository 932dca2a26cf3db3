/** What a load is made of. The driver sends whatever requests a scenario gives; only the scenario knows what they mean. */
import type { House } from '../../platform/house.ts'
import type { Requests } from '../driver/load.ts'
import type { Measured } from '../driver/measured.ts'

export interface Scenario {
  readonly name: string
  /** In a sentence, for the report and the help. */
  readonly summary: string
  /** Makes what the requests need, by running real commands in a house that serves nobody yet. */
  prepare(house: House, size: ScenarioSize): Promise<Prepared>
}

export interface ScenarioSize {
  readonly wallets: number
}

export interface Prepared {
  readonly requests: Requests
  /** Kinds of answers that belong to the load (`201`); every other one is an error. */
  readonly expected: ReadonlySet<string>
  /** Keeps alive what requests need while a long load runs, such as tokens; gives what ends that. */
  keepFresh?(url: string, run_ms: number): () => void
  /** What the settled house says otherwise than the answers did, a sentence each. */
  differences(house: House, measured: Measured): Promise<string[]>
}
