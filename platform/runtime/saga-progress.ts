/** How far a saga has come, step by step, from its events: also for one that has ended, whose head keeps a summary only. */

import { namedEnum } from '../kit/named-enum.ts'
import type { SagaDefinition } from '../kit/saga-definition.ts'
import type { SagaEvent, SagaStatus } from '../saga/state.ts'

const STEP_STATE = {
  next: { ko: '예정', en: 'It comes later.' },
  now: { ko: '진행 중', en: 'It was sent, and its answer is awaited.' },
  done: { ko: '완료', en: 'It is done.' },
  failed: { ko: '실패', en: 'It was refused; `reason` says why.' },
  stuck: { ko: '멈춤', en: 'It waits for a person.' },
  undoing: { ko: '되돌리는 중', en: 'It is being undone.' },
  undone: { ko: '되돌림', en: 'It is undone.' },
  skipped: { ko: '건너뜀', en: 'It is not needed.' },
} as const
export type StepState = keyof typeof STEP_STATE
export const StepStateSchema = namedEnum('SagaStepState', STEP_STATE, {
  description: 'How far a step has come.',
  example: 'done',
})

export interface StepProgress {
  readonly step: string
  readonly state: StepState
  /** When that was; null for a step that has not begun. */
  readonly at: string | null
  /** Why it failed or is stuck: the code of a refusal. */
  readonly reason: string | null
}

export interface SagaProgress {
  readonly saga: string
  readonly status: Exclude<SagaStatus, 'new'>
  readonly reason: string | null
  readonly owner: string | null
  readonly startedAt: string
  readonly endedAt: string | null
  readonly steps: readonly StepProgress[]
}

export type TimedEvent = SagaEvent & { readonly at: Date }

type Change = Pick<StepProgress, 'state'> & Partial<Pick<StepProgress, 'reason'>>

/** What an event says of a step; null where it says nothing of one. */
function changeOf(event: SagaEvent): readonly [step: string, change: Change] | null {
  switch (event.type) {
    case 'saga.step-sent':
      return [event.data.step, { state: event.data.phase === 'do' ? 'now' : 'undoing' }]
    case 'saga.waiting':
      return [event.data.step, { state: 'now' }]
    case 'saga.step-answered': {
      const { step, phase, answer } = event.data
      if (answer.ok) return [step, { state: phase === 'do' ? 'done' : 'undone' }]
      return [step, { state: phase === 'do' ? 'failed' : 'undoing', reason: answer.refusal.code }]
    }
    case 'saga.stuck':
      return [event.data.step, { state: 'stuck', reason: event.data.reason }]
    case 'saga.failed':
      return [event.data.step, { state: 'failed', reason: event.data.reason }]
    case 'saga.started':
    case 'saga.resumed':
    case 'saga.done':
    case 'saga.undone':
    case 'saga.notice':
      return null
  }
}

type Ending = Partial<Pick<SagaProgress, 'status' | 'reason' | 'owner' | 'endedAt'>>

function endingOf(event: SagaEvent, at: string): Ending {
  switch (event.type) {
    case 'saga.failed':
      return { status: 'undoing', reason: event.data.reason }
    case 'saga.stuck':
      return { status: 'stuck', reason: event.data.reason, owner: event.data.owner }
    case 'saga.resumed':
      return { status: 'running', owner: null }
    case 'saga.done':
      return { status: 'done', endedAt: at }
    case 'saga.undone':
      return { status: 'undone', reason: event.data.reason, endedAt: at }
    case 'saga.started':
    case 'saga.step-sent':
    case 'saga.waiting':
    case 'saga.step-answered':
    case 'saga.notice':
      return {}
  }
}

/** An event after those that were folded into it. */
const unfolded = (event: TimedEvent): readonly TimedEvent[] => [
  ...(event.data.before ?? []).flatMap(before => unfolded({ ...before, at: event.at })),
  event,
]

/** Which saga it is: the first event says so. */
export function sagaOf(events: readonly TimedEvent[]): string | null {
  const [first] = events.slice(0, 1).flatMap(unfolded)
  return first?.type === 'saga.started' ? first.data.saga : null
}

/** Null where there are no events. A step that was not begun when the saga ended was skipped. */
export function progressOf({ name, steps }: SagaDefinition, events: readonly TimedEvent[]): SagaProgress | null {
  const all = events.flatMap(unfolded)
  const [first] = all
  if (!first) return null
  const changes = new Map<string, StepProgress>()
  let ending: Ending = {}
  for (const event of all) {
    const at = event.at.toISOString()
    ending = { ...ending, ...endingOf(event, at) }
    const said = changeOf(event)
    if (said) changes.set(said[0], { step: said[0], reason: null, at, ...said[1] })
  }
  const { status = 'running', reason = null, owner = null, endedAt = null } = ending
  const unbegun: StepState = endedAt === null ? 'next' : 'skipped'
  return {
    ...{ saga: name, status, reason, owner, startedAt: first.at.toISOString(), endedAt },
    steps: steps.map(({ name: step }) => changes.get(step) ?? { step, state: unbegun, at: null, reason: null }),
  }
}
