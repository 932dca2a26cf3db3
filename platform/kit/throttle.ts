/**
 * A throttle: something may be tried a few times at once, and then at intervals that grow. What was tried is events of the
 * service, so it outlives a restart and holds for all processes.
 *
 *     const throttle = throttleOf('identity')
 *     const gate = { key: throttle.key(`account/${id}`), terms }
 *     … keys: [gate.key], decide(states, { now }) {
 *       const wait_s = throttle.wait_s([gate], states, now)
 *       return wait_s > 0 ? refuse('too_many_tries', { retryAfter: wait_s }) : accept(throttle.tried([gate], states, now))
 */
import { type Static, Type } from 'typebox'
import { defineAggregate } from './aggregate.ts'
import type { States } from './command.ts'
import { event } from './contract.ts'
import type { HeadKey } from './head-key.ts'
import type { NewMessage } from './message.ts'
import { Nullable, Timestamp } from './schemas.ts'

export interface ThrottleTerms {
  /** So many tries in a row need not wait. */
  readonly free: number
  /** The wait after the last free one; each further try doubles it. */
  readonly wait_ms: number
  readonly waitMax_ms: number
  /** After so long without a try the count begins anew. */
  readonly forget_ms: number
}

const TriesSchema = Type.Object({
  /** In a row. */
  count: Type.Integer({ minimum: 0 }),
  lastAt: Nullable(Timestamp),
  /** The next one may come then. */
  until: Nullable(Timestamp),
})
export type Tries = Readonly<Static<typeof TriesSchema>>

export const NO_TRIES: Tries = { count: 0, lastAt: null, until: null }

/** 2^53 ms are longer than any wait. */
const DOUBLINGS_MAX = 40

export function afterTry({ count, lastAt }: Tries, terms: ThrottleTerms, now: Date): Tries {
  const isRow = lastAt !== null && now.getTime() - Date.parse(lastAt) < terms.forget_ms
  const tried = (isRow ? count : 0) + 1
  const doublings = Math.min(tried - terms.free, DOUBLINGS_MAX)
  const wait_ms = doublings < 0 ? 0 : Math.min(terms.wait_ms * 2 ** doublings, terms.waitMax_ms)
  const until = wait_ms === 0 ? null : new Date(now.getTime() + wait_ms).toISOString()
  return { count: tried, lastAt: now.toISOString(), until }
}

/** Seconds until the next try may come, rounded up; 0 if it may come now. */
export const waitOf = ({ until }: Tries, now: Date): number =>
  until === null ? 0 : Math.max(0, Math.ceil((Date.parse(until) - now.getTime()) / 1_000))

/** What is counted, and on which terms. */
export interface Gate {
  readonly key: HeadKey<Tries>
  readonly terms: ThrottleTerms
}

export function throttleOf(service: string) {
  const tried = event(`${service}.tried`, TriesSchema)
  const aggregate = defineAggregate({
    name: 'throttle',
    shape: 1,
    initial: () => NO_TRIES,
    events: [tried],
    evolve: (_before: Tries, { data }): Tries => data,
  })
  return {
    aggregate,
    key: aggregate.key,
    /** The longest wait of the gates, in seconds. */
    wait_s: (gates: readonly Gate[], states: States, now: Date): number =>
      Math.max(0, ...gates.map(({ key }) => waitOf(states.of(key), now))),
    /** One more try at each gate. */
    tried: (gates: readonly Gate[], states: States, now: Date): NewMessage<Tries>[] =>
      gates.map(({ key, terms }) => tried.of(key, afterTry(states.of(key), terms, now))),
    /** The last try was a good one and does not count. Only after a try that was let through: its wait was over. */
    takenBack: (gates: readonly Gate[], states: States): NewMessage<Tries>[] =>
      gates
        .map(({ key }) => ({ key, tries: states.of(key) }))
        .filter(({ tries }) => tries.count > 0)
        .map(({ key, tries }) => tried.of(key, { ...tries, count: tries.count - 1, until: null })),
    /** The count begins anew; no event where there is none. */
    forgiven: (gates: readonly Gate[], states: States): NewMessage<Tries>[] =>
      gates.filter(({ key }) => states.of(key).count > 0).map(({ key }) => tried.of(key, NO_TRIES)),
  }
}
