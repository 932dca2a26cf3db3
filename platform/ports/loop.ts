/**
 * A loop repeats a step: immediately while there is work, otherwise when it is woken or its idle time is over. A
 * simulator calls `step` by hand instead of `start`.
 */
import type { Logger } from './logger.ts'
import type { Clock, Timeout } from './ports.ts'

export interface LoopOptions {
  readonly name: string
  readonly clock: Clock
  readonly log: Logger
  readonly idle_ms: number
  /** Does one bounded piece of work. True when there may be more. */
  readonly step: () => Promise<boolean>
}

const FAILURE_PAUSE_MS = 500

export class Loop {
  readonly #options: LoopOptions
  #running: Promise<void> | null = null
  #stopped = false
  #woken = false
  #wake: (() => void) | null = null

  constructor(options: LoopOptions) {
    this.#options = options
  }

  get name(): string {
    return this.#options.name
  }

  step(): Promise<boolean> {
    return this.#options.step()
  }

  start(): void {
    this.#running ??= this.#run()
  }

  wake(): void {
    this.#woken = true
    this.#wake?.()
  }

  async stop(): Promise<void> {
    this.#stopped = true
    this.wake()
    await this.#running
  }

  async #run(): Promise<void> {
    while (!this.#stopped) {
      this.#woken = false
      try {
        const more = await this.#options.step()
        if (!more && !this.#woken && !this.#stopped) await this.#idle(this.#options.idle_ms)
      } catch (error) {
        if (this.#stopped) return
        this.#options.log.warn({ err: error, loop: this.name }, 'a step failed; it is tried again')
        await this.#idle(FAILURE_PAUSE_MS)
      }
    }
  }

  #idle(pause_ms: number): Promise<void> {
    return new Promise(resolve => {
      let timeout: Timeout | null = null
      const done = () => {
        timeout?.cancel()
        this.#wake = null
        resolve()
      }
      this.#wake = done
      timeout = this.#options.clock.after(pause_ms, done)
    })
  }
}
