/**
 * Checks signatures without keeping others waiting. One takes as long as two transfers; a crowd that comes to a sale, or back
 * after a restart, brings thousands of tokens that were never seen. So a few are checked on the thread that asks, and what is more
 * than that on a second one, which is started when it is first needed.
 */
import { type KeyObject, verify } from 'node:crypto'
import { Worker } from 'node:worker_threads'
import { gather } from '../ports/gather.ts'
import type { Clock } from '../ports/ports.ts'

/** A text in Latin-1 and its signature in base64url. */
export interface Signed {
  readonly signed: string
  readonly signature: string
}

/** Whether it was signed with this key, which says how (Ed25519). */
export interface SignatureRequest extends Signed {
  readonly key: KeyObject
}

export const isSigned = ({ key, signed, signature }: SignatureRequest): boolean =>
  verify(null, Buffer.from(signed, 'latin1'), key, Buffer.from(signature, 'base64url'))

/** Checks on the asking thread within `HERE_MS`: a tenth of its time. */
const HERE_MAX = 8
const HERE_MS = 10
/** Checks the second thread is asked for at once: some 10 ms, so that the first of a crowd need not wait for the last. */
const TOGETHER_MAX = 64
const WORKER = new URL('./signatures.worker.ts', import.meta.url)
/** Its heap, in MiB: it holds one batch. */
const WORKER_LIMITS = { maxYoungGenerationSizeMb: 2, maxOldGenerationSizeMb: 32 }

export class Signatures {
  readonly #clock: Clock
  readonly #elsewhere = gather(TOGETHER_MAX, (asked: readonly SignatureRequest[]) => this.#second.ask(asked))
  readonly #second = new SecondThread()
  #since_ms = 0
  #here = 0

  constructor(clock: Clock) {
    this.#clock = clock
  }

  async check(key: KeyObject, { signed, signature }: Signed): Promise<boolean> {
    const asked = { key, signed, signature }
    if (this.#mayBeHere()) return isSigned(asked)
    // Without a second thread it takes longer; it is not refused.
    return this.#elsewhere(asked).catch(() => isSigned(asked))
  }

  #mayBeHere(): boolean {
    const now_ms = this.#clock.now().getTime()
    // A clock may be set back.
    if (Math.abs(now_ms - this.#since_ms) >= HERE_MS) {
      this.#since_ms = now_ms
      this.#here = 0
    }
    this.#here += 1
    return this.#here <= HERE_MAX
  }
}

/** Asked for one batch at a time. */
class SecondThread {
  #worker: Worker | null = null
  #answer: PromiseWithResolvers<boolean[]> | null = null

  ask(asked: readonly SignatureRequest[]): Promise<boolean[]> {
    this.#worker ??= this.#start()
    this.#answer = Promise.withResolvers()
    this.#worker.postMessage(asked)
    return this.#answer.promise
  }

  #start(): Worker {
    const worker = new Worker(WORKER, { execArgv: [], resourceLimits: WORKER_LIMITS })
    // It must not keep alive a process that has nothing else to do.
    worker.unref()
    // What one that was lost still says, such as its end after an error, must not be taken for the word of the next.
    const isCurrent = () => this.#worker === worker
    worker.on('message', (results: boolean[]) => {
      if (isCurrent()) this.#answer?.resolve(results)
    })
    const lost = (fault: unknown) => {
      if (!isCurrent()) return
      this.#worker = null
      this.#answer?.reject(fault)
    }
    worker.on('error', lost)
    worker.on('exit', () => lost(new Error('the thread that checks signatures has ended')))
    return worker
  }
}
