import { Type } from 'typebox'
import { expect, test } from 'vitest'
import { Given } from '../../test/harness/given.ts'
import { defineAggregate } from './aggregate.ts'
import { commandOn } from './command-on.ts'
import { event } from './contract.ts'
import { refuse } from './refusal.ts'

const raised = event('things.raised', Type.Object({ by: Type.Integer() }))
const thing = defineAggregate({
  name: 'thing',
  shape: 1,
  initial: () => ({ size: 0 }),
  events: [raised],
  evolve: (state: { size: number }, { data }) => ({ size: state.size + data.by }),
})

const raise = (by: number) =>
  commandOn(
    thing,
    'a',
    'things.raise',
    ({ size }, key) => {
      if (size + by > 10) return refuse('too_large', { size })
      return by === 0 ? [] : [raised.of(key, { by })]
    },
    { reply: ({ size }) => ({ size }), status: 201 },
  )

test('writes what its rule says, and answers with the state that comes of it', () => {
  const given = new Given([thing])
  given.when(raise(3))
  expect(given.when(raise(4))).toMatchObject({
    said: ['things.raised'],
    decision: { status: 201, reply: { size: 7 } },
  })
  expect(given.state(thing.key('a'))).toEqual({ size: 7 })
})

test('writes nothing where nothing changes', () =>
  expect(new Given([thing]).when(raise(0))).toMatchObject({ said: [], decision: { reply: { size: 0 } } }))

test('is refused by its rule', () => {
  const given = new Given([thing])
  expect(given.when(raise(11))).toMatchObject({ decision: { code: 'too_large' } })
  expect(given.state(thing.key('a'))).toEqual({ size: 0 })
})
