import { expect, test } from 'vitest'
import type { Context } from '../kit/command.ts'
import type { SagaDefinition } from '../kit/saga-definition.ts'
import { startSaga } from './decide.ts'
import { sagaStarter } from './starter.ts'

const now = new Date('2026-11-20T00:00:00Z')
const context: Context = { actor: 'mem_a', correlationId: 'c', causationId: 'r', now, newId: prefix => prefix }
const trip: SagaDefinition<{ nights: number }> = {
  name: 'trip',
  owner: 'travel desk',
  asks: ['there'],
  steps: [{ kind: 'send', name: 'hotel', ask: input => ({ to: 'there', command: 'book-hotel', input }) }],
}

test('a saga is named by its definition and what it is about', () => {
  const trips = sagaStarter(trip, 'here')
  const started = trips.start('trp_1', { nights: 2 }, context)
  expect(trips.key('trp_1')).toBe('saga:trip/trp_1')
  expect(started).toEqual(startSaga(trip, 'trip/trp_1', { nights: 2 }, 'here', context))
  expect(started.messages[0]).toMatchObject({ stream: 'saga:trip/trp_1', data: { input: { nights: 2 } } })
})
