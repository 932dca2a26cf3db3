import { Type } from 'typebox'
import { expect, it } from 'vitest'
import { event } from '../kit/contract.ts'
import type { Message } from '../kit/message.ts'
import { forgetsSubjects } from './forgets-subjects.ts'
import type { ServiceContext } from './service.ts'

it('destroys the key of whom the event names, and asks for nothing', async () => {
  const left = event('people.left', Type.Object({ personId: Type.String() }))
  const reaction = forgetsSubjects(left, ({ personId }) => personId)
  const forgotten: string[] = []
  const vault = { forget: async (subject: string) => void forgotten.push(subject) }
  const message = left.of('person:1', { personId: 'mem_1' }) as Message<{ personId: string }>
  expect(await reaction.on['people.left']?.(message, { vault } as unknown as ServiceContext)).toEqual([])
  expect(forgotten).toEqual(['mem_1'])
  expect(reaction).toMatchObject({ from: 'people', contracts: [left] })
})
