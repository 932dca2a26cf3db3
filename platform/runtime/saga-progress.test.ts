import { expect, test } from 'vitest'
import type { SagaDefinition } from '../kit/saga-definition.ts'
import { progressOf, type TimedEvent } from './saga-progress.ts'

const ask = () => ({ to: 'stock', command: 'stock.reserve', input: {} })
const definition: SagaDefinition<unknown> = {
  name: 'sale',
  owner: 'shop operators',
  asks: ['stock'],
  steps: [
    { kind: 'send', name: 'reserve', ask, undo: ask },
    { kind: 'send', name: 'gift', ask, when: () => false },
    { kind: 'send', name: 'charge', ask },
  ],
}

const at = (second: number) => new Date(Date.UTC(2026, 10, 28, 0, 0, second))
const started = { type: 'saga.started', data: { saga: 'sale', data: {}, forwardOnly: false } } as const
const sent = (step: string, phase: 'do' | 'undo' = 'do') => ({
  type: 'saga.step-sent' as const,
  data: { command: 'c', input: {}, saga: 'sale', step, phase, attempt: 1, keyAttempt: 1 },
})
const said = (step: string, ok: boolean, phase: 'do' | 'undo' = 'do') => ({
  type: 'saga.step-answered' as const,
  data: {
    ...{ saga: 'sale', step, phase, attempt: 1, pivot: false },
    answer: ok
      ? ({ ok: true, result: null } as const)
      : ({ ok: false, refusal: { refused: true, code: 'no_money' } } as const),
  },
})
const done = { type: 'saga.done', data: { saga: 'sale' } } as const
const undone = { type: 'saga.undone', data: { saga: 'sale', reason: 'no_money' } } as const

type Plain = Omit<TimedEvent, 'at'>
const timed = (...events: readonly Plain[]) =>
  events.map((event, second) => ({ ...event, at: at(second) }) as TimedEvent)
const states = (...events: readonly Plain[]) =>
  progressOf(definition, timed(...events))?.steps.map(({ step, state }) => `${step} ${state}`)

test('no events are no progress', () => expect(progressOf(definition, [])).toBeNull())

test('a saga under way has steps that are done, are now, and come next', () => {
  expect(states(started, sent('reserve'))).toEqual(['reserve now', 'gift next', 'charge next'])
  expect(states(started, sent('reserve'), said('reserve', true), sent('charge'))).toEqual([
    ...['reserve done', 'gift next', 'charge now'],
  ])
})

test('of one that has ended, what was not begun was skipped; events that were folded into another count', () => {
  const folded = { ...done, data: { ...done.data, before: [sent('charge'), said('charge', true)] } } as Plain
  const progress = progressOf(definition, timed(started, sent('reserve'), said('reserve', true), folded))
  expect(progress).toMatchObject({ status: 'done', startedAt: at(0).toISOString(), endedAt: at(3).toISOString() })
  expect(progress?.steps.map(({ state }) => state)).toEqual(['done', 'skipped', 'done'])
  expect(progress?.steps[2]?.at).toBe(at(3).toISOString())
})

test('a refusal fails its step, and what came before is undone', () => {
  const events = [started, sent('reserve'), said('reserve', true), sent('charge'), said('charge', false)]
  expect(states(...events, sent('reserve', 'undo'))).toEqual(['reserve undoing', 'gift next', 'charge failed'])
  const progress = progressOf(
    definition,
    timed(...events, sent('reserve', 'undo'), said('reserve', true, 'undo'), undone),
  )
  expect(progress).toMatchObject({ status: 'undone', reason: 'no_money' })
  expect(progress?.steps.map(({ state }) => state)).toEqual(['undone', 'skipped', 'failed'])
  expect(progress?.steps[2]?.reason).toBe('no_money')
})

test('a stuck saga says where and whose it is, until it is resumed', () => {
  const stuck = {
    type: 'saga.stuck',
    data: { saga: 'sale', step: 'charge', reason: 'outcome_unknown', owner: 'shop operators' },
  } as const
  const progress = progressOf(definition, timed(started, sent('charge'), stuck))
  expect(progress).toMatchObject({ status: 'stuck', owner: 'shop operators', reason: 'outcome_unknown' })
  expect(progress?.steps[2]?.state).toBe('stuck')
  const resumed = { type: 'saga.resumed', data: { saga: 'sale' } } as const
  expect(progressOf(definition, timed(started, sent('charge'), stuck, resumed, sent('charge')))).toMatchObject({
    ...{ status: 'running', owner: null },
  })
})
