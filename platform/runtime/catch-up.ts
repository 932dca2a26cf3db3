/** Waits until the consumers of a service have applied what was committed before they were asked. */
import type { Reader } from '../db/database.ts'
import { gather } from '../ports/gather.ts'
import type { Clock } from '../ports/ports.ts'
import type { CatchUp } from '../service/service.ts'
import type { Consumer } from './consumer.ts'

/**
 * What is longer than this is an outage of the source, or a transaction that does not end. Both together are less than the
 * time limit of a route.
 */
const THIS_PROCESS_MAX_MS = 1_500
const ALL_MAX_MS = 4_000
const PAUSE_MS_MIN = 1
const PAUSE_MS_MAX = 20
/** Callers that one query answers. */
const CALLERS_MAX = 1_000

export interface CatchUpDeps {
  /** They are added to while the service starts. */
  readonly consumers: readonly Consumer[]
  readonly read: Reader
  readonly clock: Clock
  /** What was applied by another process is not in what this one keeps in memory of its projections. */
  readonly onCaughtUp: () => void
}

interface Goal {
  readonly consumer: Consumer
  /** Everything below this transaction number is to be applied. */
  readonly below: bigint
}

interface Limits {
  readonly limit_ms: number
  readonly mustLook?: boolean
}

const isReached = ({ consumer, below }: Goal): boolean => consumer.hasApplied(below)

export class ConsumersCatchUp implements CatchUp {
  readonly #deps: CatchUpDeps
  /** A number above those of all transactions that were committed before the call. */
  readonly #next: (caller: null) => Promise<bigint>

  constructor(deps: CatchUpDeps) {
    this.#deps = deps
    this.#next = gather(CALLERS_MAX, async (callers: readonly null[]) => {
      const { rows } = await deps.read.query<{ xid: string }>(
        'select pg_snapshot_xmax(pg_current_snapshot())::text as xid',
      )
      const next = BigInt(rows[0]?.xid ?? 0)
      return callers.map(() => next)
    })
  }

  withThisProcess(sources: readonly string[], actor: string | null = null): Promise<boolean> | null {
    const goals = this.#of(sources).map(consumer => ({ consumer, below: consumer.lastCommit(actor) + 1n }))
    return goals.every(goal => goal.below === 1n || isReached(goal))
      ? null
      : this.#reach(goals, { limit_ms: THIS_PROCESS_MAX_MS })
  }

  async withAll(sources?: readonly string[]): Promise<boolean> {
    const below = await this.#next(null)
    const goals = this.#of(sources).map(consumer => ({ consumer, below }))
    const isCaughtUp = await this.#reach(goals, { limit_ms: ALL_MAX_MS, mustLook: true })
    this.#deps.onCaughtUp()
    return isCaughtUp
  }

  #of(sources: readonly string[] | undefined): readonly Consumer[] {
    const { consumers } = this.#deps
    return sources === undefined ? consumers : consumers.filter(({ source }) => sources.includes(source))
  }

  /** What this process has committed its relays know of; for what others have, they are made to look. */
  async #reach(goals: readonly Goal[], { limit_ms, mustLook = false }: Limits): Promise<boolean> {
    const { clock } = this.#deps
    const deadline_ms = clock.now().getTime() + limit_ms
    let pause_ms = PAUSE_MS_MIN
    for (;;) {
      const behind = goals.filter(goal => !isReached(goal))
      if (behind.length === 0) return true
      if (clock.now().getTime() >= deadline_ms) return false
      if (mustLook) for (const { consumer, below } of behind) consumer.look(below)
      const pause = pause_ms
      await new Promise<void>(resolve => clock.after(pause, resolve))
      pause_ms = Math.min(pause_ms * 2, PAUSE_MS_MAX)
    }
  }
}
