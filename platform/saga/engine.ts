/** Runs the sagas of one service through the write path: commands for replies, signals, deadlines and retries. */
import type { Accepted, Command, Context, ReplyData, States } from '../kit/command.ts'
import type { Message } from '../kit/message.ts'
import type { Refusal } from '../kit/refusal.ts'
import type { SagaDefinition } from '../kit/saga-definition.ts'
import type { Accept } from '../service/service.ts'
import {
  answerSaga,
  type Ending,
  endingsOf,
  endSaga,
  type Incoming,
  lateSaga,
  resumeSaga,
  retrySaga,
  type StepAnswer,
} from './decide.ts'
import { type SagaState, sagaKey } from './state.ts'

type Turn = (incoming: Incoming) => Accepted | Refusal

export class SagaEngine {
  readonly #service: string
  readonly #definitions: ReadonlyMap<string, SagaDefinition>

  constructor(service: string, definitions: readonly SagaDefinition[]) {
    this.#service = service
    this.#definitions = new Map(definitions.map(definition => [definition.name, definition]))
  }

  /** The command for a step's reply message. */
  answer(reply: Message<ReplyData>): Command {
    const { saga, step, phase, attempt } = reply.data
    const answer: StepAnswer = reply.data.ok
      ? { ok: true, result: reply.data.result }
      : { ok: false, refusal: reply.data.refusal }
    return this.#command('saga.answer', saga, incoming => answerSaga(incoming, { step, phase, attempt }, answer))
  }

  /** The command for the outcome of a call. */
  answerCall(
    where: { saga: string; step: string; phase: 'do' | 'undo'; attempt: number },
    answer: StepAnswer,
  ): Command {
    return this.#command('saga.answer', where.saga, incoming => answerSaga(incoming, where, answer))
  }

  resume(id: string): Command {
    return this.#command('saga.resume', id, resumeSaga)
  }

  /** A person ends the step that a saga is stuck at. */
  end(id: string, ending: Ending): Command {
    return this.#command('saga.end', id, incoming => endSaga(incoming, ending))
  }

  /** The ways in which a person may end a stuck saga. */
  endingsOf(state: SagaState): readonly Ending[] {
    const definition = this.#definitions.get(state.saga)
    return definition ? endingsOf(definition, state) : []
  }

  /** The commands that the engine itself accepts from timers. */
  get accepts(): Readonly<Record<string, Accept>> {
    return {
      'saga.late': (input: { id: string; step: string }) =>
        this.#command('saga.late', input.id, incoming => lateSaga(incoming, input.step)),
      'saga.retry': (input: { id: string; step: string; attempt: number }) =>
        this.#command('saga.retry', input.id, incoming => retrySaga(incoming, input.step, input.attempt)),
    }
  }

  #command(type: string, id: string, turn: Turn): Command {
    const key = sagaKey(id)
    return { type, keys: [key], decide: (states, context) => turn(this.#incoming(id, states, context)) }
  }

  #incoming(id: string, states: States, context: Context): Incoming {
    const state = states.of<SagaState>(sagaKey(id))
    const definition = this.#definitions.get(state.saga)
    if (!definition) throw new Error(`${this.#service} runs no saga ${state.saga} (${id})`)
    return { definition, id, service: this.#service, state, context }
  }
}
