import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Accepted, Context } from '../kit/command.ts'
import type { NewMessage } from '../kit/message.ts'
import { isRefusal, type Refusal, refuse } from '../kit/refusal.ts'
import type { SagaDefinition } from '../kit/saga-definition.ts'
import {
  answerSaga,
  type Ending,
  endSaga,
  lateSaga,
  resumeSaga,
  retrySaga,
  type StepAnswer,
  signalSaga,
  startSaga,
} from './decide.ts'
import { evolveSaga, newSaga, type SagaEvent, type SagaState } from './state.ts'

const ask = (command: string) => () => ({ to: 'there', command, input: null })
const trip: SagaDefinition = {
  name: 'trip',
  owner: 'travel desk',
  asks: ['there'],
  steps: [
    { kind: 'send', name: 'hotel', ask: ask('book-hotel'), undo: ask('cancel-hotel') },
    { kind: 'call', name: 'card', call: 'charge', input: () => null, undo: ask('pay-back') },
    { kind: 'wait', name: 'visa', deadline_ms: 1_000, late: 'no_visa' },
    { kind: 'send', name: 'flight', ask: ask('book-flight'), pivot: true },
    { kind: 'send', name: 'mail', ask: ask('send-mail'), final: ['no_paper'] },
  ],
  done: ask('trip-is-booked'),
  undone: ask('trip-is-off'),
  stuck: (_, { reason, hotel }) => ({ to: 'there', command: 'trip-is-stuck', input: { reason, hotel } }),
}

const now = new Date('2026-11-20T00:00:00Z')
const context: Context = { actor: 'mem_a', correlationId: 'c', causationId: 'r', now, newId: prefix => prefix }
const yes: StepAnswer = { ok: true, result: 'yes' }
const no: StepAnswer = { ok: false, refusal: refuse('no') }
const nobodyKnows: StepAnswer = { ok: false, refusal: refuse('outcome_unknown') }

/** A saga by itself: what it says is applied to it, and its requests are kept. */
class Run {
  state: SagaState = newSaga
  readonly asked: string[] = []
  readonly keys: number[] = []
  /** Its rows: what each says, after what it carries along. */
  readonly rows: string[] = []
  /** What was told when it was stuck. */
  readonly notices: unknown[] = []

  constructor() {
    this.take(startSaga(trip, 's', null, 'here', context))
  }

  take(decision: Accepted | Refusal): string | null {
    if (isRefusal(decision)) return decision.code
    for (const message of decision.messages) this.#apply(message)
    return null
  }

  #apply({ type, data, kind }: NewMessage<any>): void {
    this.state = evolveSaga(this.state, { type, data } as SagaEvent)
    this.rows.push(
      [...(data.before ?? []), { type }].map((said: SagaEvent) => said.type.slice('saga.'.length)).join(' '),
    )
    if (kind === 'command' || kind === 'call') this.asked.push(data.command)
    if (kind === 'call') this.keys.push(data.keyAttempt)
    if (data.command === 'trip-is-stuck') this.notices.push(data.input)
  }

  get #incoming() {
    return { definition: trip, id: 's', service: 'here', state: this.state, context }
  }

  answer(answer: StepAnswer): this {
    const { step, phase, attempt, waiting } = this.state
    if (waiting) this.take(signalSaga(this.#incoming, step ?? '', answer))
    else this.take(answerSaga(this.#incoming, { step: step ?? '', phase, attempt }, answer))
    return this
  }

  late = () => this.take(lateSaga(this.#incoming, this.state.step ?? ''))
  retry = () => this.take(retrySaga(this.#incoming, this.state.step ?? '', this.state.attempt))
  resume = () => this.take(resumeSaga(this.#incoming))
  end = (ending: Ending) => this.take(endSaga(this.#incoming, ending))
  old = () => this.take(answerSaga(this.#incoming, { step: 'hotel', phase: 'do', attempt: 1 }, no))
}

/** Each turn is a row for every request it makes, and its facts go along. */
const ROWS: [string, StepAnswer[], string[]][] = [
  ['that begins', [], ['started step-sent']],
  ['that goes on', [yes, yes], ['started step-sent', 'step-answered step-sent', 'step-answered waiting']],
  ['that is undone', [no], ['started step-sent', 'step-answered failed undone notice']],
  ['that tries again later', [yes, yes, yes, yes, no], ['step-answered']],
  ['that ends', [yes, yes, yes, yes, yes], ['step-answered step-sent', 'step-answered done notice']],
]

const run = (...answers: StepAnswer[]) => answers.reduce((saga, answer) => saga.answer(answer), new Run())

describe('a saga', () => {
  test.each<[string, StepAnswer[], string, string[]]>([
    [
      'all yes',
      [yes, yes, yes, yes, yes],
      'done',
      ['book-hotel', 'charge', 'book-flight', 'send-mail', 'trip-is-booked'],
    ],
    ['no at once', [no], 'undone', ['book-hotel', 'trip-is-off']],
    ['no later', [yes, no, yes], 'undone', ['book-hotel', 'charge', 'cancel-hotel', 'trip-is-off']],
    [
      'no at the pivot',
      [yes, yes, yes, no, yes, yes],
      'undone',
      ['book-hotel', 'charge', 'book-flight', 'pay-back', 'cancel-hotel', 'trip-is-off'],
    ],
  ])('%s', (_, answers, status, asked) => {
    const saga = run(...answers)
    expect([saga.state.status, saga.asked]).toEqual([status, asked])
  })

  test('that waits too long turns back, for the reason its step names', () => {
    const saga = run(yes, yes)
    saga.late()
    saga.answer(yes).answer(yes)
    expect(saga.state).toMatchObject({ status: 'undone', reason: 'no_visa' })
    expect(saga.late()).toBeNull()
    expect(saga.state.status).toBe('undone')
  })

  test('goes only forward after its pivot', () => {
    const saga = run(yes, yes, yes, yes, no)
    expect(saga.state).toMatchObject({ status: 'running', step: 'mail', attempt: 1 })
    saga.retry()
    expect(saga.answer(yes).state.status).toBe('done')
  })

  test('turns back after its pivot for a refusal that no retry cures', () => {
    const saga = run(yes, yes, yes, yes, { ok: false, refusal: refuse('no_paper') }, yes, yes)
    expect(saga.state).toMatchObject({ status: 'undone', reason: 'no_paper' })
  })

  test('that is not stuck is ended by nobody', () => {
    expect(run(yes).end('give-up')).toBe('saga_not_stuck')
  })

  test('that is stuck at a call is given up, and turns back; nobody says that they charged a card by hand', () => {
    const saga = run(yes, nobodyKnows)
    expect(saga.end('done-by-hand')).toBe('task_action_unknown')
    expect(saga.end('give-up')).toBeNull()
    expect(saga.answer(yes).answer(yes).state).toMatchObject({ status: 'undone', reason: 'given_up' })
  })

  test('that is stuck past its pivot is done by hand, and goes on', () => {
    const saga = run(yes, yes, yes, yes, nobodyKnows)
    expect(saga.end('give-up')).toBe('task_action_unknown')
    expect(saga.end('done-by-hand')).toBeNull()
    expect(saga.state.status).toBe('done')
  })

  test('is stuck with an owner when a compensation keeps being refused, and goes on when it is resumed', () => {
    const saga = run(yes, no)
    for (let attempt = 1; attempt <= 8; attempt += 1) {
      saga.answer(no)
      saga.retry()
    }
    expect(saga.state).toMatchObject({ status: 'stuck', owner: 'travel desk', step: 'hotel', phase: 'undo' })
    expect(saga.resume()).toBeNull()
    expect(saga.answer(yes).state.status).toBe('undone')
    expect(saga.resume()).toBe('saga_not_stuck')
  })

  test('is stuck when nobody knows what became of a call, and resumes it under the same key', () => {
    const saga = run(yes, nobodyKnows)
    expect(saga.state).toMatchObject({ status: 'stuck', reason: 'outcome_unknown' })
    saga.resume()
    expect(saga.keys).toEqual([1, 1])
    expect(saga.state.attempt).toBe(2)
  })

  test('tells that it is stuck, why, and what was answered before; and that it is done after all', () => {
    const saga = run(yes, nobodyKnows)
    expect(saga.notices).toEqual([{ reason: 'outcome_unknown', hotel: 'yes' }])
    saga.resume()
    saga.answer(yes).answer(yes).answer(yes).answer(yes)
    expect([saga.state.status, saga.asked.at(-1), saga.notices.length]).toEqual(['done', 'trip-is-booked', 1])
  })

  test('takes no answer twice', () => {
    const saga = run(yes, yes)
    const before = saga.state
    saga.old()
    expect(saga.state).toEqual(before)
  })
})

test('whatever is answered, a saga ends, and what took effect was undone in reverse or not at all', () => {
  const answers = fc.array(fc.constantFrom(yes, no, nobodyKnows), { minLength: 40, maxLength: 40 })
  fc.assert(
    fc.property(answers, given => {
      const saga = new Run()
      for (const answer of given) {
        saga.answer(answer)
        saga.retry()
      }
      const { status, effects } = saga.state
      expect(['running', 'undoing', 'done', 'undone', 'stuck']).toContain(status)
      if (status === 'undone') expect(effects.filter(name => name === 'hotel' || name === 'card')).toEqual([])
      if (status === 'stuck') expect(saga.state.owner).toBe('travel desk')
      const undone = saga.asked.filter(command => command === 'pay-back' || command === 'cancel-hotel')
      expect([...undone].sort((a, b) => (a === b ? 0 : a === 'pay-back' ? -1 : 1))).toEqual(undone)
    }),
  )
})

test.each(ROWS)('a saga %s writes one row for each request', (_, answers, rows) => {
  expect(run(...answers).rows.slice(-rows.length)).toEqual(rows)
})

test('what was written before, a row for each fact, means the same', () => {
  const apart = [
    { type: 'saga.started', data: { saga: 'trip', data: null, forwardOnly: false } },
    { type: 'saga.failed', data: { saga: 'trip', step: 'hotel', reason: 'no' } },
    { type: 'saga.undone', data: { saga: 'trip', reason: 'no' } },
  ] as const satisfies SagaEvent[]
  const [started, failed, undone] = apart
  const together: SagaEvent = { ...undone, data: { ...undone.data, before: [started, failed] } }
  expect(evolveSaga(newSaga, together)).toEqual(apart.reduce(evolveSaga, newSaga))
})
