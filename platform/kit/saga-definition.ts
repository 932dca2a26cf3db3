/**
 * A saga is defined as a list of steps. A step sends a command to a service and has a compensation; a wait is for a
 * signal from outside, with a deadline; a call goes to the outside world. Their functions receive the initial data
 * (`D`) and the results of earlier steps (`results[step]`).
 */
import type { Static, TSchema } from 'typebox'

export interface Request {
  /** The service that receives the command. */
  readonly to: string
  readonly command: string
  readonly input: unknown
}

/** Results of earlier steps; the `replyIn` of a contract types them. */
export type Results = Readonly<Record<string, unknown>>
/** Throws when the step has no result: a saga may only use results of earlier steps. */
export function answered(results: Results, step: string): unknown {
  if (!(step in results)) throw new Error(`the step ${step} has not answered`)
  return results[step]
}

/** The result of a step without a command contract: a call, a signal. Throws when the step has no result. */
export const resultOf = <S extends TSchema>(results: Results, step: string, _schema: S): Static<S> =>
  answered(results, step) as Static<S>

/** The same, or undefined if the step was skipped. */
export const resultIn = <S extends TSchema>(results: Results, step: string, _schema: S): Static<S> | undefined =>
  results[step] as Static<S> | undefined

type Ask<D> = (data: D, results: Results, sagaId: string) => Request
/** After a failure: `reason` is the code of the refusal. */
type AskAfterFailure<D> = (data: D, results: Results & { readonly reason: string }, sagaId: string) => Request

interface StepBase<D> {
  readonly name: string
  /** The step is skipped when this is false. */
  readonly when?: (data: D, results: Results) => boolean
  readonly undo?: Ask<D>
  /** After this step the saga only goes forward: refusals are retried, nothing is compensated. */
  readonly pivot?: boolean
  /** Refusals that no retry cures: also a saga that only goes forward turns back for them. */
  readonly final?: readonly string[]
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
  /** Its result is not needed: a person who did it by hand may say so when the saga is stuck there. */
  readonly byHand?: boolean
}

export interface WaitStep<D> extends StepBase<D> {
  readonly kind: 'wait'
  /** A notice (without a reply) that is sent when the wait begins. */
  readonly announce?: Ask<D>
  readonly deadline_ms: number
  /** Refusal code when the deadline passes. */
  readonly late: string
}

export type Step<D> = SendStep<D> | CallStep<D> | WaitStep<D>

export interface SagaDefinition<D = any> {
  readonly name: string
  /** The services that its steps and notices address, including its own. The topology follows from it. */
  readonly asks: readonly string[]
  readonly steps: readonly Step<D>[]
  /** A notice that is sent once all steps are done. */
  readonly done?: Ask<D>
  /** A notice that is sent once everything is compensated; `results.reason` is the code of the refusal. */
  readonly undone?: AskAfterFailure<D>
  /** A notice that is sent when the saga is stuck; `results.reason` is the code of the refusal. It may be resumed. */
  readonly stuck?: AskAfterFailure<D>
  /** Past its pivot from the start: refusals are retried, nothing is compensated. */
  readonly forwardOnly?: boolean
  /** The role that handles the saga when it is stuck. */
  readonly owner: string
}
