/**
 * The rules of the saga engine, as pure functions: what a saga emits when it starts, receives a reply or a signal,
 * passes a deadline, or is retried. Everything it emits is a message in its own stream, with one row per request and
 * its cause. Deadlines and retry delays are timers.
 */
import { type Accepted, accept, type Context, type NewTimer } from '../kit/command.ts'
import type { NewMessage } from '../kit/message.ts'
import { type Refusal, refuse } from '../kit/refusal.ts'
import type { Request, SagaDefinition, Step } from '../kit/saga-definition.ts'
import { type Answered, evolveSaga, newSaga, type SagaEvent, type SagaState, sagaKey } from './state.ts'

/** Tries of a compensation before the saga is stuck. */
export const UNDO_TRIES_MAX = 8
/** Tries of a step past the pivot: some 45 minutes, then an operator has to look. */
export const FORWARD_TRIES_MAX = 50
const RETRY_PAUSE_MS = 200
const RETRY_PAUSE_MS_MAX = 60_000

export type StepAnswer = Answered['answer']

interface Said {
  readonly event: SagaEvent
  readonly addressed: { readonly kind?: 'command' | 'call'; readonly to?: string }
}

/** Collects the messages of a saga in one turn, and keeps the state up to date. */
class Turn {
  readonly definition: SagaDefinition
  readonly id: string
  readonly service: string
  readonly context: Context
  state: SagaState
  readonly #said: Said[] = []
  readonly setTimers: NewTimer[] = []
  readonly clearTimers: string[] = []

  constructor(definition: SagaDefinition, id: string, service: string, context: Context, state: SagaState) {
    this.definition = definition
    this.id = id
    this.service = service
    this.context = context
    this.state = state
  }

  say(event: SagaEvent, addressed: Said['addressed'] = {}): void {
    this.#said.push({ event, addressed })
    this.state = evolveSaga(this.state, event)
  }

  step(name: string): Step<unknown> {
    const step = this.definition.steps.find(candidate => candidate.name === name)
    if (!step) throw new Error(`saga ${this.definition.name} has no step ${name}`)
    return step
  }

  accepted(reply?: unknown): Accepted {
    return accept(this.#messages(), { setTimers: this.setTimers, clearTimers: this.clearTimers, reply })
  }

  /** Requests and the last fact are messages of their own. The facts before each of them are folded into it. */
  #messages(): NewMessage[] {
    const messages: NewMessage[] = []
    let before: SagaEvent[] = []
    for (const [index, { event, addressed }] of this.#said.entries()) {
      if (addressed.kind === undefined && index < this.#said.length - 1) {
        before.push(event)
        continue
      }
      const data = before.length === 0 ? event.data : { ...event.data, before }
      messages.push({ stream: sagaKey(this.id), type: event.type, data, ...addressed })
      before = []
    }
    return messages
  }
}

/** The messages that start a saga, to be appended by the command that causes it (which names `saga:<id>`). */
export function startSaga(
  definition: SagaDefinition,
  id: string,
  data: unknown,
  service: string,
  context: Context,
): Accepted {
  const turn = new Turn(definition, id, service, context, newSaga)
  const forwardOnly = definition.forwardOnly === true
  turn.say({ type: 'saga.started', data: { saga: definition.name, data, forwardOnly } })
  advance(turn)
  return turn.accepted()
}

export interface Incoming {
  readonly definition: SagaDefinition
  readonly id: string
  readonly service: string
  readonly state: SagaState
  readonly context: Context
}

/** A reply to a step. A reply to any step but the current one is outdated and changes nothing. */
export function answerSaga(
  incoming: Incoming,
  where: { step: string; phase: 'do' | 'undo'; attempt: number },
  answer: StepAnswer,
): Accepted {
  const { state } = incoming
  const expected = state.status === 'running' || state.status === 'undoing'
  if (!expected || state.step !== where.step || state.phase !== where.phase || state.attempt !== where.attempt) {
    return accept([])
  }
  const turn = turnOf(incoming)
  take(turn, where.step, where.phase, where.attempt, answer)
  return turn.accepted()
}

/** A signal for a wait step; refused when the saga waits for no signal of that name. */
export function signalSaga(incoming: Incoming, step: string, answer: StepAnswer): Accepted | Refusal {
  const { state, id } = incoming
  if (state.status !== 'running' || !state.waiting || state.step !== step) return refuse('saga_not_waiting')
  const turn = turnOf(incoming)
  turn.clearTimers.push(timerId(id, step))
  take(turn, step, 'do', state.attempt, answer)
  return turn.accepted()
}

/** The deadline of a wait step has passed. */
export function lateSaga(incoming: Incoming, step: string): Accepted {
  const { state, definition } = incoming
  if (state.status !== 'running' || !state.waiting || state.step !== step) return accept([])
  const turn = turnOf(incoming)
  const waited = turn.step(step)
  const late = waited.kind === 'wait' ? waited.late : 'deadline_passed'
  turn.say({ type: 'saga.failed', data: { saga: definition.name, step, reason: late } })
  undoNext(turn)
  return turn.accepted()
}

/** Sends the current step again: after a delay, or because an operator asked (`resume`). */
export function retrySaga(incoming: Incoming, step: string, attempt: number): Accepted {
  const { state } = incoming
  if (state.status === 'stuck' || state.step !== step || state.attempt !== attempt) return accept([])
  const turn = turnOf(incoming)
  send(turn, turn.step(step), state.phase, attempt + 1)
  return turn.accepted()
}

export function resumeSaga(incoming: Incoming): Accepted | Refusal {
  const { state, definition } = incoming
  if (state.status !== 'stuck' || state.step === null) return refuse('saga_not_stuck')
  const turn = turnOf(incoming)
  turn.say({ type: 'saga.resumed', data: { saga: definition.name } })
  const keyAttempt = state.reason === 'outcome_unknown' ? state.keyAttempt : undefined
  send(turn, turn.step(state.step), state.phase, state.attempt + 1, keyAttempt)
  return turn.accepted({ status: turn.state.status })
}

/** How a person may end the step that a saga is stuck at. */
export type Ending = 'done-by-hand' | 'give-up'

/**
 * A step whose result nobody needs, and a compensation, may be done by hand; a saga that can turn back may be given up.
 * A test holds that every saga allows one of them at every step.
 */
export function endingsOf(definition: SagaDefinition, { step: at, phase, pastPivot }: SagaState): readonly Ending[] {
  if (phase === 'undo') return ['done-by-hand']
  const step = definition.steps.find(({ name }) => name === at)
  const byHand = step?.kind === 'send' || (step?.kind === 'call' && step.byHand === true)
  return [
    ...(byHand ? (['done-by-hand'] as const) : []),
    ...(definition.undone && !pastPivot ? (['give-up'] as const) : []),
  ]
}

/** A person says that the step was done, or that it never will be: then what can be undone is undone. */
export function endSaga(incoming: Incoming, ending: Ending): Accepted | Refusal {
  const { state, definition } = incoming
  const { status, step, phase, attempt } = state
  if (status !== 'stuck' || step === null) return refuse('saga_not_stuck')
  if (!endingsOf(definition, state).includes(ending)) return refuse('task_action_unknown', { action: ending })
  const turn = turnOf(incoming)
  turn.say({ type: 'saga.resumed', data: { saga: definition.name } })
  if (ending === 'done-by-hand') {
    take(turn, step, phase, attempt, { ok: true, result: {} })
  } else {
    turn.say({ type: 'saga.failed', data: { saga: definition.name, step, reason: 'given_up' } })
    undoNext(turn)
  }
  return turn.accepted({ status: turn.state.status })
}

const turnOf = (incoming: Incoming): Turn =>
  new Turn(incoming.definition, incoming.id, incoming.service, incoming.context, incoming.state)

function take(turn: Turn, name: string, phase: 'do' | 'undo', attempt: number, answer: StepAnswer): void {
  const step = turn.step(name)
  const { definition } = turn
  turn.say({
    type: 'saga.step-answered',
    data: { saga: definition.name, step: name, phase, attempt, pivot: step.pivot === true, answer },
  })
  if (answer.ok) return phase === 'do' ? advance(turn, name) : undoNext(turn)
  const { code } = answer.refusal
  if (code === 'outcome_unknown') return stuck(turn, name, code)
  if (isRetried(turn, step, phase, code)) {
    const triesMax = phase === 'undo' ? UNDO_TRIES_MAX : FORWARD_TRIES_MAX
    return attempt >= triesMax ? stuck(turn, name, code) : retryLater(turn, name, attempt)
  }
  turn.say({ type: 'saga.failed', data: { saga: definition.name, step: name, reason: code } })
  undoNext(turn)
}

/** Whether a refusal changes nothing about where the saga is going. */
const isRetried = ({ state }: Turn, { final = [] }: Step<unknown>, phase: 'do' | 'undo', code: string): boolean =>
  phase === 'undo' || (state.pastPivot && !final.includes(code))

function advance(turn: Turn, after?: string): void {
  const { definition, state } = turn
  const index = after === undefined ? -1 : definition.steps.findIndex(step => step.name === after)
  const next = definition.steps.slice(index + 1).find(step => step.when?.(state.data, state.results) ?? true)
  if (next) return send(turn, next, 'do', 1)
  turn.say({ type: 'saga.done', data: { saga: definition.name } })
  if (definition.done) notify(turn, definition.done(state.data, state.results, turn.id))
}

function undoNext(turn: Turn): void {
  const { definition, state } = turn
  const effects = [...state.effects].reverse()
  const next = effects.map(name => turn.step(name)).find(step => step.undo !== undefined)
  if (next) return send(turn, next, 'undo', 1)
  const reason = state.reason ?? 'unknown'
  turn.say({ type: 'saga.undone', data: { saga: definition.name, reason } })
  if (definition.undone) notify(turn, definition.undone(state.data, { ...state.results, reason }, turn.id))
}

/**
 * `keyAttempt` is an earlier attempt whose outcome is not known: the outside is called again under the key of that
 * attempt.
 */
function send(
  turn: Turn,
  step: Step<unknown>,
  phase: 'do' | 'undo',
  attempt: number,
  keyAttempt: number = attempt,
): void {
  const { state, id, service, definition } = turn
  const replyTo = { service, saga: id, step: step.name, phase, attempt }
  const where = { saga: definition.name, step: step.name, phase, attempt, keyAttempt, replyTo }
  if (phase === 'undo') {
    if (!step.undo) throw new Error(`step ${step.name} of saga ${definition.name} has no undo`)
    const { to, command, input } = step.undo(state.data, state.results, id)
    return turn.say({ type: 'saga.step-sent', data: { ...where, command, input } }, { kind: 'command', to })
  }
  switch (step.kind) {
    case 'send': {
      const { to, command, input } = step.ask(state.data, state.results, id)
      return turn.say({ type: 'saga.step-sent', data: { ...where, command, input } }, { kind: 'command', to })
    }
    case 'call': {
      const input = step.input(state.data, state.results)
      return turn.say({ type: 'saga.step-sent', data: { ...where, command: step.call, input } }, { kind: 'call' })
    }
    case 'wait': {
      const at = new Date(turn.context.now.getTime() + step.deadline_ms)
      turn.say({ type: 'saga.waiting', data: { saga: definition.name, step: step.name, until: at.toISOString() } })
      turn.setTimers.push({ id: timerId(id, step.name), at, type: 'saga.late', input: { id, step: step.name } })
      if (step.announce) notify(turn, step.announce(state.data, state.results, id))
    }
  }
}

function notify(turn: Turn, request: Request): void {
  const { to, command, input } = request
  turn.say({ type: 'saga.notice', data: { command, input, replyTo: null } }, { kind: 'command', to })
}

/** A request without a reply, sent outside of any saga, on a stream of its own. */
export const notice = (stream: string, { to, command, input }: Request): NewMessage => ({
  stream,
  kind: 'command',
  to,
  type: 'notice',
  data: { command, input, replyTo: null },
})

function stuck(turn: Turn, step: string, reason: string): void {
  const { name, owner } = turn.definition
  turn.say({ type: 'saga.stuck', data: { saga: name, step, reason, owner } })
  const { definition, state } = turn
  if (definition.stuck) notify(turn, definition.stuck(state.data, { ...state.results, reason }, turn.id))
}

function retryLater(turn: Turn, step: string, attempt: number): void {
  const pause_ms = Math.min(RETRY_PAUSE_MS * 2 ** (attempt - 1), RETRY_PAUSE_MS_MAX)
  const at = new Date(turn.context.now.getTime() + pause_ms)
  turn.setTimers.push({ id: timerId(turn.id, step), at, type: 'saga.retry', input: { id: turn.id, step, attempt } })
}

const timerId = (id: string, step: string): string => `saga/${id}/${step}`
