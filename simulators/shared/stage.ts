/** What a request may meet before and after its own work, when a behaviour is set: a pause, silence, a fault. */
import type { FastifyReply } from 'fastify'
import type { Clock } from '../../platform/ports/ports.ts'
import type { Refused } from './refused.ts'

/** A request that is never answered is cut off after this, unless the client goes first. */
const SILENCE_MS = 60_000

export interface SimulatorReport {
  /** A pause before anything is done. */
  readonly delay_ms: number
  /** Nothing is done, and nothing answered. */
  readonly silentBefore: boolean
  /** Nothing is done, and this is answered. */
  readonly fault: Refused | null
  /** It is done, and nothing answered. */
  readonly silentAfter: boolean
  /** It is done, and this is answered. */
  readonly faultAfter: Refused | null
}

export interface Answer {
  readonly status: number
  readonly body: unknown
}

export class Stage {
  readonly #clock: Clock
  readonly #silent = new Set<() => void>()

  constructor(clock: Clock) {
    this.#clock = clock
  }

  async perform(reply: FastifyReply, report: SimulatorReport, work: () => Answer | Promise<Answer>): Promise<unknown> {
    if (report.delay_ms > 0) await this.#pause(report.delay_ms)
    if (report.silentBefore) return this.#saySilent(reply)
    if (report.fault) throw report.fault
    const { status, body } = await work()
    if (report.faultAfter) throw report.faultAfter
    return report.silentAfter ? this.#saySilent(reply) : reply.code(status).send(body)
  }

  /** Cuts off everyone who is still waiting for an answer that will not come. */
  stop(): void {
    for (const cutOff of this.#silent) cutOff()
  }

  #saySilent(reply: FastifyReply): FastifyReply {
    reply.hijack()
    const { socket } = reply.raw
    const cutOff = () => {
      this.#silent.delete(cutOff)
      timeout.cancel()
      socket?.destroy()
    }
    const timeout = this.#clock.after(SILENCE_MS, cutOff)
    this.#silent.add(cutOff)
    reply.raw.once('close', cutOff)
    return reply
  }

  #pause(delay_ms: number): Promise<void> {
    return new Promise(resolve => this.#clock.after(delay_ms, resolve))
  }
}
