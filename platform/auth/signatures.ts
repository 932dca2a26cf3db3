/**
 * Verifies signatures without blocking the event loop. One verification takes as long as two transfers, and a crowd
 * that connects after a restart sends thousands of tokens that were never seen. So the calling thread verifies a few,
 * and a worker thread verifies the rest. The worker is started when it is first needed.
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

/** Whether the text was signed with this key. The key determines the algorithm (Ed25519). */
export interface SignatureRequest extends Signed {
  readonly key: KeyObject
}

export const isSigned = ({ key, signed, signature }: SignatureRequest): boolean =>
  verify(null, Buffer.from(signed, 'latin1'), key, Buffer.from(signature, 'base64url'))

/** Verifications on the calling thread within `HERE_MS`: a tenth of its time. */
const HERE_MAX = 8
const HERE_MS = 10
/**
 * Verifications in one request to the worker: some 10 ms, so that the first callers of a crowd do not wait for the
 * last.
 */
const TOGETHER_MAX = 64
const WORKER = new URL('./signatures.worker.ts', import.meta.url)
/** Heap of the worker, in MiB. It holds one batch. */
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
    // Without a worker the verification is slower; it is not refused.
    return this.#elsewhere(asked).catch(() => isSigned(asked))
  }

  #mayBeHere(): boolean {
    const now_ms = this.#clock.now().getTime()
    // The clock may be set back.
    if (Math.abs(now_ms - this.#since_ms) >= HERE_MS) {
      this.#since_ms = now_ms
      this.#here = 0
    }
    this.#here += 1
    return this.#here <= HERE_MAX
  }
}

/** Handles one batch at a time. */
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
    // The worker must not keep the process alive.
    worker.unref()
    // Events of a worker that was lost, such as its exit after an error, must not be taken for events of its successor.
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
