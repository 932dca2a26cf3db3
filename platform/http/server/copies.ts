/**
 * Refusals that rest on copies of other services' facts. The rule, for every route: one is given only by a service that has
 * caught up with what was written before the request. The route is asked once; if it refuses so, the service catches up
 * and the route is asked again. If catching up takes too long, the answer says that, and nothing is stored under the
 * idempotency key, since time cures it.
 */
import type { Command } from '../../kit/command.ts'
import { type Catalogue, isRefusal, type Refusal, refuse } from '../../kit/refusal.ts'
import type { Route } from '../routes/route.ts'
import { textOf } from './problem.ts'

export interface Copies {
  /** Whether it may only say that a fact has not arrived. */
  isFromCopy(refusal: Refusal): boolean
  /** The command, whose refusals from a copy are not stored. */
  provisional(command: Command): Command
  /** Null once the service has caught up, otherwise the refusal that says so. */
  notCaughtUp(): Promise<Refusal | null>
}

/** Null for a route that gives no such refusal. */
export function copiesOf(
  { refusals = [] }: Route,
  catalogue: Catalogue | undefined,
  catchUp: (() => Promise<boolean>) | undefined,
): Copies | null {
  const codes = new Set(refusals.filter(code => textOf(code, catalogue).fromCopy))
  if (codes.size === 0 || catchUp === undefined) return null
  const isFromCopy = ({ code }: Refusal) => codes.has(code)
  return {
    isFromCopy,
    provisional: command => ({
      ...command,
      decide(states, context) {
        const decision = command.decide(states, context)
        return isRefusal(decision) && isFromCopy(decision) ? { ...decision, isProvisional: true } : decision
      },
    }),
    notCaughtUp: async () => ((await catchUp()) ? null : refuse('not_arrived_yet')),
  }
}
