/**
 * A saga reads as its list of steps. A step asks a service to do something and knows how to undo it; a wait is for a
 * signal from outside, with a deadline; a call goes to the outside world. Functions get what the saga began with (`D`)
 * and what earlier steps answered (`results[step]`).
 */
import type { Static, TSchema } from 'typebox'

export interface Request {
  /** The service that is asked. */
  readonly to: string
  readonly command: string
  readonly input: unknown
}

/** What earlier steps answered; a contract's `replyIn` gives it its type. */
export type Results = Readonly<Record<string, unknown>>
/** Throws when the step has not answered: a saga asks only for what came before. */
export function answered(results: Results, step: string): unknown {
  if (!(step in results)) throw new Error(`the step ${step} has not answered`)
  return results[step]
}

/** The answer to a step that has no command contract: a call's result, a signal. Throws when the step has not answered. */
export const resultOf = <S extends TSchema>(results: Results, step: string, _schema: S): Static<S> =>
  answered(results, step) as Static<S>

/** The same, undefined where the step was left out. */
export const resultIn = <S extends TSchema>(results: Results, step: string, _schema: S): Static<S> | undefined =>
  results[step] as Static<S> | undefined

type Ask<D> = (data: D, results: Results, sagaId: string) => Request
/** Once it has failed: `reason` is the refusal's code. */
type AskAfterFailure<D> = (data: D, results: Results & { readonly reason: string }, sagaId: string) => Request

interface StepBase<D> {
  readonly name: string
  /** The step is left out when this says no. */
  readonly when?: (data: D, results: Results) => boolean
  readonly undo?: Ask<D>
  /** From here on only forward: refusals are retried, nothing is undone. */
  readonly pivot?: boolean
}

export interface SendStep<D> extends StepBase<D> {
  readonly kind: 'send'
  readonly ask: Ask<D>
}

/** A call of the saga's own service to the outside world, see `calls.ts`. */
export interface CallStep<D> extends StepBase<D> {
  readonly kind: 'call'
  readonly call: string
  readonly input: (data: D, results: Results) => unknown
}

export interface WaitStep<D> extends StepBase<D> {
  readonly kind: 'wait'
  /** A notice (no reply) that is sent when the saga begins to wait. */
  readonly announce?: Ask<D>
  readonly deadline_ms: number
  /** Refusal code when the deadline passes. */
  readonly late: string
}

export type Step<D> = SendStep<D> | CallStep<D> | WaitStep<D>

export interface SagaDefinition<D = any> {
  readonly name: string
  /** The services that its steps and notices ask, itself among them where it asks itself: who listens to whom follows from it. */
  readonly asks: readonly string[]
  readonly steps: readonly Step<D>[]
  /** Notice to send once all steps are done. */
  readonly done?: Ask<D>
  /** Notice to send once everything is undone; `results.reason` is the refusal's code. */
  readonly undone?: AskAfterFailure<D>
  /** Notice to send when it is stuck; `results.reason` is the refusal's code. It may still go on, when resumed. */
  readonly stuck?: AskAfterFailure<D>
  /** Past its pivot from the start: refusals are retried, nothing is undone. */
  readonly forwardOnly?: boolean
  /** Who is asked to look when the saga is stuck. */
  readonly owner: string
}
