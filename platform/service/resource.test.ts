import { Type } from 'typebox'
import { describe, expect, it } from 'vitest'
import type { Actor } from '../auth/tokens.ts'
import type { RequestInput, Route } from '../http/routes/route.ts'
import { defineAggregate } from '../kit/aggregate.ts'
import { event } from '../kit/contract.ts'
import { isRefusal, refuse } from '../kit/refusal.ts'
import type { Writer } from '../kit/writer.ts'
import { ownerOrRole, resource } from './resource.ts'
import { sealerOf } from './sealer-of.ts'

interface Note {
  readonly id: string
  readonly owner: string
  readonly open: boolean
}

const noted = event('notes.noted', Type.Object({}))
const note = defineAggregate({
  name: 'note',
  shape: 1,
  initial: () => ({ id: '', owner: '', open: true }),
  events: [noted],
  evolve: (state: Note): Note => state,
})

const heads: Readonly<Record<string, Note>> = {
  'note:a': { id: 'a', owner: 'mem_1', open: true },
  'note:b': { id: 'b', owner: 'mem_2', open: false },
}
const writer = {
  head: async (key: string) => (heads[key] ? { state: heads[key], version: 1 } : null),
} as unknown as Writer

const actor = (id: string, ...roles: string[]): Actor => ({ id, roles, session: '' })
const notes = resource<Note>(
  { writer },
  {
    path: '/api/notes',
    schema: Type.Object({ id: Type.String(), by: Type.String() }),
    aggregate: note,
    unknown: 'note_unknown',
    visible: ownerOrRole(({ owner }) => owner, 'operator'),
    present: async (states, by) => states.map(({ id }) => ({ id, by: by.id })),
  },
)

const inputOf = (by: Actor, params: object, query: object = {}): RequestInput => ({
  ...{ params, query, body: undefined, actor: by, language: 'en', correlationId: '', headers: {}, ip: '' },
})
const answerOf = (route: Route, input: RequestInput) => {
  if (!('read' in route)) throw new Error('it is read')
  return route.read(input)
}

describe('one of a resource', () => {
  const route = notes.one({ name: 'getNote', summary: 'One note', who: 'member' })

  it('is at its own path, and says how it is refused', () =>
    expect(route).toMatchObject({
      method: 'GET',
      path: '/api/notes/{id}',
      name: 'getNote',
      refusals: ['note_unknown'],
    }))

  it.each([
    ['its owner', actor('mem_1')],
    ['an operator', actor('mem_9', 'operator')],
  ])('is shown to %s', async (_who, by) =>
    expect(await answerOf(route, inputOf(by, { id: 'a' }))).toEqual({
      status: 200,
      body: { id: 'a', by: by.id },
      headers: { etag: '"1"' },
    }),
  )

  it('is to a stranger as if it did not exist', async () => {
    const stranger = actor('mem_3', 'merchant')
    expect(await answerOf(route, inputOf(stranger, { id: 'a' }))).toEqual(refuse('note_unknown'))
    expect(await answerOf(route, inputOf(stranger, { id: 'zz' }))).toEqual(refuse('note_unknown'))
  })

  it('is found to be changed by those who are allowed; others who see it are told that they may not', async () => {
    const allowed = ({ owner }: Note, by: Actor) => owner === by.id
    expect(await notes.find('a', actor('mem_1'), { allowed })).toEqual(heads['note:a'])
    expect(await notes.find('a', actor('mem_9', 'operator'), { allowed })).toEqual(refuse('forbidden'))
    expect(await notes.find('a', actor('mem_3'), { allowed })).toEqual(refuse('note_unknown'))
    expect(await notes.find('a', actor('mem_3'), { visible: () => true, allowed })).toEqual(refuse('forbidden'))
  })
})

describe('the list of a resource', () => {
  it('shows what the query finds in the same way', async () => {
    const route = notes.list({
      name: 'listNotes',
      summary: 'Notes',
      who: 'member',
      filter: { open: Type.Boolean() },
      query: async ({ open }) =>
        Object.values(heads)
          .filter(state => state.open === (open ?? state.open))
          .map(state => ({ id: state.id, state })),
    })
    expect(route.path).toBe('/api/notes')
    expect(await answerOf(route, inputOf(actor('mem_1'), {}, { open: false }))).toEqual({
      status: 200,
      body: { items: [{ id: 'b', by: 'mem_1' }], nextCursor: null },
    })
  })
})

describe('waiting for a resource', () => {
  const wait = notes.wait(({ open }) => !open)

  it('watches the stream of the answer, and shows it as it is then', async () => {
    expect(wait.stream({ id: 'b' })).toBe('note:b')
    expect(wait.until(heads['note:b'])).toBe(true)
    expect(await wait.present({ id: 'b' }, inputOf(actor('mem_2'), {}))).toEqual({ id: 'b', by: 'mem_2' })
  })

  it('answers what it had where there is nothing yet', async () =>
    expect(await wait.present({ id: 'zz' }, inputOf(actor('mem_2'), {}))).toEqual({ id: 'zz' }))
})

describe('the sealer of a person', () => {
  const sealer = { subject: 'mem_1', seal: (plain: string) => plain }
  const vault = { sealer: async (subject: string) => (subject === 'mem_1' ? sealer : null) }
  const context = { vault } as unknown as Parameters<typeof sealerOf>[0]

  it('is theirs while they are not forgotten', async () => {
    expect(await sealerOf(context, 'mem_1')).toBe(sealer)
    expect(isRefusal(await sealerOf(context, 'mem_2'))).toBe(true)
    expect(await sealerOf(context, 'mem_2')).toEqual(refuse('unauthenticated'))
    expect(await sealerOf(context, 'mem_2', 'merchant_unknown')).toEqual(refuse('merchant_unknown'))
  })
})
