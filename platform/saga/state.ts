/**
 * The state of a saga, and how its events change it. A saga is a stream like any other (`saga:<id>`): its steps are
 * events, so restart, trace and audit read the same rows.
 */
import type { Aggregate } from '../kit/aggregate.ts'
import type { CommandData } from '../kit/command.ts'
import type { HeadKey } from '../kit/head-key.ts'
import type { Refusal } from '../kit/refusal.ts'
import type { SagaStatus } from './status.ts'

export type { SagaStatus }

export interface SagaState {
  readonly saga: string
  readonly status: SagaStatus
  readonly data: unknown
  readonly results: Readonly<Record<string, unknown>>
  /** The current step. */
  readonly step: string | null
  readonly phase: 'do' | 'undo'
  readonly attempt: number
  /** The attempt whose idempotency key the last call to the outside used. */
  readonly keyAttempt: number
  /** Steps that may have had an effect, in order. They are undone from the last to the first. */
  readonly effects: readonly string[]
  readonly pastPivot: boolean
  readonly waiting: boolean
  /** Why it failed or is stuck: the code of a refusal. */
  readonly reason: string | null
  readonly owner: string | null
}

export const SAGA_STUCK = 'saga.stuck'
export interface StuckSaga {
  readonly saga: string
  readonly step: string
  readonly reason: string
  readonly owner: string
}

type Fact =
  | { type: 'saga.started'; data: { saga: string; data: unknown; forwardOnly: boolean } }
  | {
      type: 'saga.step-sent'
      data: CommandData & { saga: string; step: string; phase: 'do' | 'undo'; attempt: number; keyAttempt: number }
    }
  | { type: 'saga.waiting'; data: { saga: string; step: string; until: string } }
  | { type: 'saga.step-answered'; data: Answered }
  | { type: 'saga.failed'; data: { saga: string; step: string; reason: string } }
  | { type: typeof SAGA_STUCK; data: StuckSaga }
  | { type: 'saga.resumed'; data: { saga: string } }
  | { type: 'saga.done'; data: { saga: string } }
  | { type: 'saga.undone'; data: { saga: string; reason: string } }
  | { type: 'saga.notice'; data: CommandData }

/**
 * An event with the messages that the saga emitted before it in the same commit. Facts have no rows of their own and
 * are folded into the next message, and so are requests that were handled inline (`folded-requests.ts`).
 */
export type SagaEvent = Fact & Partial<FoldedRequest> & { data: { before?: readonly SagaEvent[] } }

/** A request that was handled inline, for the trace. */
export interface FoldedRequest {
  readonly id: string
  readonly causationId: string
  readonly to: string | null
}

export interface Answered {
  readonly saga: string
  readonly step: string
  readonly phase: 'do' | 'undo'
  readonly attempt: number
  readonly pivot: boolean
  readonly answer: { readonly ok: true; readonly result: unknown } | { readonly ok: false; readonly refusal: Refusal }
}

export const newSaga: SagaState = {
  saga: '',
  status: 'new',
  data: null,
  results: {},
  step: null,
  phase: 'do',
  attempt: 0,
  keyAttempt: 0,
  effects: [],
  pastPivot: false,
  waiting: false,
  reason: null,
  owner: null,
}

export function evolveSaga(state: SagaState, event: SagaEvent): SagaState {
  return evolve(event.data.before?.reduce(evolveSaga, state) ?? state, event)
}

function evolve(state: SagaState, event: Fact): SagaState {
  switch (event.type) {
    case 'saga.started':
      return {
        ...newSaga,
        saga: event.data.saga,
        data: event.data.data,
        pastPivot: event.data.forwardOnly,
        status: 'running',
      }
    case 'saga.step-sent': {
      const { step, phase, attempt, keyAttempt } = event.data
      const effects = phase === 'do' && !state.effects.includes(step) ? [...state.effects, step] : state.effects
      return { ...state, step, phase, attempt, keyAttempt, effects, waiting: false }
    }
    case 'saga.waiting':
      return { ...state, step: event.data.step, phase: 'do', attempt: 1, waiting: true }
    case 'saga.step-answered':
      return answered(state, event.data)
    case 'saga.failed':
      return { ...state, status: 'undoing', reason: event.data.reason, waiting: false }
    case 'saga.stuck':
      return { ...state, status: 'stuck', reason: event.data.reason, owner: event.data.owner, waiting: false }
    case 'saga.resumed':
      return { ...state, status: state.phase === 'undo' ? 'undoing' : 'running', owner: null }
    case 'saga.done':
      return { ...state, status: 'done', step: null }
    case 'saga.undone':
      return { ...state, status: 'undone', step: null }
    case 'saga.notice':
      return state
  }
}

function answered(state: SagaState, { step, phase, pivot, answer }: Answered): SagaState {
  if (phase === 'undo') {
    return answer.ok ? { ...state, effects: state.effects.filter(name => name !== step), attempt: 0 } : state
  }
  // A refused step changed nothing, so nothing of it is undone.
  if (!answer.ok) return { ...state, effects: state.effects.filter(name => name !== step), waiting: false }
  const effects = state.effects.includes(step) ? state.effects : [...state.effects, step]
  return {
    ...state,
    effects,
    results: { ...state.results, [step]: answer.result },
    pastPivot: state.pastPivot || pivot,
    attempt: 0,
    waiting: false,
  }
}

export const sagaKey = (id: string): HeadKey<SagaState> => `saga:${id}`

export const sagaAggregate: Aggregate<SagaState> = {
  name: 'saga',
  shape: 1,
  initial: () => newSaga,
  evolve: (state, event) => evolveSaga(state, event as unknown as SagaEvent),
  isTerminal: ({ status }) => status === 'done' || status === 'undone',
  summary: ({ saga, status, reason }) => ({ saga, status, reason }),
}
