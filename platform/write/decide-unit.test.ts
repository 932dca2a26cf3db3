import { expect, test } from 'vitest'
import { accept, type Command, type CommandData, type ReplyData, replyMessage, replyStream } from '../kit/command.ts'
import type { Message, NewMessage } from '../kit/message.ts'
import { refuse } from '../kit/refusal.ts'
import type { SagaEvent } from '../saga/state.ts'
import { decideUnit, type InlineCommand } from './decide-unit.ts'
import { Draft } from './draft.ts'
import { NEW } from './load-heads.ts'
import type { Entry } from './unit.ts'
import { type LoadedHead, WorkingSet } from './working-set.ts'

/** Two services, `asking` and `asked`, whose heads count what was done to them. */
const counter = { name: 'counter', shape: 1, initial: () => 0, evolve: (count: unknown) => (count as number) + 1 }
const aggregates = new Map(['counter', 'saga'].map(name => [name, { ...counter, name }]))
const KNOWN = 'counter:known'

function world() {
  const drafts = Object.fromEntries(
    ['asking', 'asked'].map(service => {
      const heads = new Map<string, LoadedHead>([[KNOWN, { version: 4, state: 4, exists: true }]])
      const set = new WorkingSet(aggregates, key => heads.get(key) ?? undefined)
      return [service, { draft: new Draft(service, set, () => true), heads }]
    }),
  )
  let nth = 0
  const decide = (entries: Entry[], commands: Record<string, Command>) =>
    decideUnit({ entries }, drafts.asking!.draft, {
      ids: { next: prefix => `${prefix}_${String((nth += 1)).padStart(36, '0')}` },
      now: new Date(0),
      remembered: () => undefined,
      mustWait: () => false,
      inlineCommandFor(message, isNew): InlineCommand | null {
        const to = drafts[message.to ?? '']
        const { command: name, step } = message.data as CommandData & ReplyData
        const command = commands[name ?? `${step} answered`]
        if (!to || !command) return null
        for (const key of command.keys) {
          if (to.draft.set.find(key)) continue
          if (!isNew(key)) return null
          to.heads.set(key, NEW)
        }
        return { command, draft: to.draft }
      },
    })
  return { asking: drafts.asking!.draft, asked: drafts.asked!.draft, decide }
}

const origin = { actor: 'mem_x', correlationId: 'cor_x', causationId: 'req_x' }
const entry = (command: Command): Entry => ({ command, origin, fromOutside: true })
const step = (command: string) => ({
  stream: KNOWN,
  kind: 'command' as const,
  to: 'asked',
  type: 'saga.step-sent',
  data: { command, input: null, replyTo: null },
})
const asks = (command: string): Command => ({
  type: 'ask',
  keys: [KNOWN],
  decide: () => accept([step(command)], { setTimers: [{ id: 't', at: new Date(0), type: 'late', input: null }] }),
})
const counts = (key = KNOWN): Command => ({
  type: 'count',
  keys: [key],
  decide: () => accept([{ stream: key, type: 'counted', data: null }]),
})
const faults: Command = {
  type: 'fault',
  keys: [KNOWN],
  decide() {
    throw new Error('broken')
  },
}
const kinds = ({ messages }: Draft) => messages.map(({ kind, to }: Message) => `${kind} ${to}`)

test('what is asked of another service is written with the asking, and sent to nobody', () => {
  const { asking, asked, decide } = world()
  decide([entry(asks('count'))], { count: counts() })
  expect([kinds(asking), kinds(asked)]).toEqual([['event null'], ['event null']])
  expect(asked.messages[0]).toMatchObject({ service: 'asked', version: 5, causationId: asking.messages[0]?.id })
  expect(asked.set.find(KNOWN)).toMatchObject({ version: 5, state: 5 })
})

test('a head of another service may be new only if it is named after an id of this very unit', () => {
  const id = '01900000-0000-7000-8000-000000000001'
  const { asking, asked, decide } = world()
  decide([entry(asks('count'))], { count: counts(`counter:old_${id}`) })
  expect([kinds(asking), kinds(asked)]).toEqual([['command asked'], []])
  decide([entry({ ...asks('count'), fresh: [`order:ord_${id}`] })], { count: counts(`counter:pay_${id}`) })
  expect([kinds(asking), kinds(asked)]).toEqual([['command asked', 'event null'], ['event null']])
  const { asked: another, ...made } = world()
  let made_ = ''
  const makes = (): Command => ({
    ...asks('count'),
    decide(_, context) {
      made_ = context.newId('pay')
      return accept([step('count')])
    },
  })
  made.decide([entry(makes())], {
    get count() {
      return counts(`counter:${made_}`)
    },
  })
  expect(kinds(another)).toEqual(['event null'])
})

test('what a saga asks and is answered at once goes along with what it says next', () => {
  const { asking, asked, decide } = world()
  const saga = 'saga:trip/1'
  const answering = { saga: 'trip/1', phase: 'do', attempt: 1 }
  const says = (...messages: NewMessage[]): Command => ({ type: 'say', keys: [saga], decide: () => accept(messages) })
  const sent = (command: string, more = {}) => ({
    stream: saga,
    kind: 'command' as const,
    to: 'asked',
    type: 'saga.step-sent',
    data: { command, input: 1, replyTo: { service: 'asking', ...answering, step: command }, ...more },
  })
  const note = { stream: saga, type: 'saga.notice', data: { command: 'note' } }
  decide([entry(says(sent('first', { before: [{ type: 'saga.started', data: {} }] })))], {
    first: counts(),
    'first answered': says(sent('second', { before: [{ type: 'saga.step-answered', data: {} }] })),
    second: counts(),
    'second answered': says({ stream: saga, type: 'saga.done', data: { saga: 'trip' } }, note),
  })
  const rows = asking.messages.map(({ type, version, kind, to }) => ({ type, version, kind, to }))
  expect(rows).toEqual([
    { type: 'saga.done', version: 1, kind: 'event', to: null },
    { type: 'saga.notice', version: 2, kind: 'event', to: null },
  ])
  expect(asking.set.find(saga)?.version).toBe(2)
  const { before } = asking.messages[0]!.data as { before: SagaEvent[] }
  expect(before.map(({ type }) => type)).toEqual([
    'saga.started',
    'saga.step-sent',
    'saga.step-answered',
    'saga.step-sent',
  ])
  expect(before[1]).toEqual({
    type: 'saga.step-sent',
    id: asked.messages[0]?.causationId,
    causationId: 'req_x',
    to: 'asked',
    data: { command: 'first', input: 1 },
  })
})

test('what went along is taken back with its unit', () => {
  const { asking, decide } = world()
  const saga = 'saga:trip/1'
  const says = (message: NewMessage): Command => ({ type: 'say', keys: [saga], decide: () => accept([message]) })
  const replyTo = { service: 'asking', saga: 'trip/1', step: 'go', phase: 'do', attempt: 1 }
  const asked = says({ ...step('count'), stream: saga, data: { command: 'count', input: null, replyTo } })
  const commands = { count: counts(), 'go answered': says({ stream: saga, type: 'saga.done', data: {} }) }
  decide([entry(asked)], commands)
  const once = [kinds(asking), asking.set.find(saga)?.version]
  expect(once).toEqual([['event null'], 1])
  expect(() => decide([entry(asked), entry(faults)], commands)).toThrow('broken')
  expect([kinds(asking), asking.set.find(saga)?.version]).toEqual(once)
})

/** Notes where its answer belongs, and gives it as soon as `asked` is done. */
function owes() {
  const saga = 'saga:trip/1'
  const replyTo = { service: 'asking', saga: 'trip/1', step: 'go', phase: 'do', attempt: 1 } as const
  const deferredReply = { stream: KNOWN, type: 'noted', data: null, deferredReply: replyStream(replyTo) }
  const sent = { ...step('count'), stream: saga }
  const owing: Command = { type: 'owe', keys: [KNOWN, saga], decide: () => accept([deferredReply, sent]) }
  const pays: Command = {
    type: 'pay',
    keys: [KNOWN],
    decide: () =>
      accept([{ stream: KNOWN, type: 'paid', data: null }, replyMessage(replyTo, { ok: true, result: null })]),
  }
  const done: Command = {
    type: 'end',
    keys: [saga],
    decide: () => accept([{ stream: saga, type: 'saga.done', data: null }]),
  }
  return { owing, pays, commands: { count: counts(), 'go answered': done } }
}
const versions = ({ messages }: Draft) => messages.map(({ type, version }) => `${type} ${version}`)

test('a note of an answer that is deferredReply is not written where the answer is taken at once', () => {
  const { asking, decide } = world()
  const { owing, pays, commands } = owes()
  decide([entry(owing), entry(pays)], commands)
  expect(versions(asking)).toEqual(['saga.step-sent 1', 'paid 5', 'saga.done 2'])
  expect(asking.set.find(KNOWN)?.version).toBe(5)
  expect(() => decide([entry(owing), entry(pays), entry(faults)], commands)).toThrow('broken')
  expect([versions(asking).length, asking.set.find(KNOWN)?.version]).toEqual([3, 5])
})

test('the note stays where the answer is not taken at once, or was deferredReply since before', () => {
  const { asking, decide } = world()
  const { owing, pays, commands } = owes()
  decide([entry(owing), entry(pays)], { count: counts() })
  expect(versions(asking)).toEqual(['noted 5', 'saga.step-sent 1', 'paid 6', 'reply 1'])
  const later = world()
  later.decide([entry(owing)], commands)
  later.decide([entry(pays)], commands)
  expect(versions(later.asking)).toEqual(['noted 5', 'saga.step-sent 1', 'paid 6', 'saga.done 2'])
})

test('a fault in what is asked leaves the asking, which goes over the outbox', () => {
  const { asking, asked, decide } = world()
  decide([entry(asks('fault'))], { fault: faults })
  expect([kinds(asking), kinds(asked)]).toEqual([['command asked'], []])
  expect([asking.timers.length, asked.isEmpty]).toEqual([1, true])
})

test('a fault later in the unit takes back what it led to in every service, and nothing of the units before', () => {
  const { asking, asked, decide } = world()
  const commands = { count: counts() }
  decide([entry(asks('count'))], commands)
  expect(() => decide([entry(asks('count')), entry(counts()), entry(faults)], commands)).toThrow('broken')
  expect([kinds(asking), kinds(asked)]).toEqual([['event null'], ['event null']])
  expect([asking.set.find(KNOWN)?.version, asked.set.find(KNOWN)?.version]).toEqual([5, 5])
  expect([asking.timers.length, asking.records.length]).toEqual([1, 1])
})

test('a refusal of what is asked changes nothing there', () => {
  const { asked, decide } = world()
  decide([entry(asks('no'))], { no: { type: 'no', keys: [KNOWN], decide: () => refuse('no') } })
  expect(asked.isEmpty).toBe(true)
})
