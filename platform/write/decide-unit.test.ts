import { expect, test } from 'vitest'
import { accept, type Command, type CommandData } from '../command.ts'
import type { Message } from '../message.ts'
import { refuse } from '../refusal.ts'
import { type AtOnce, decideUnit } from './decide-unit.ts'
import { Draft } from './draft.ts'
import { NEW } from './load-heads.ts'
import type { Entry } from './unit.ts'
import { type LoadedHead, WorkingSet } from './working-set.ts'

/** Two services, `asking` and `asked`, whose heads count what was done to them. */
const counter = { name: 'counter', shape: 1, initial: () => 0, evolve: (count: unknown) => (count as number) + 1 }
const KNOWN = 'counter:known'

function world() {
  const drafts = Object.fromEntries(
    ['asking', 'asked'].map(service => {
      const heads = new Map<string, LoadedHead>([[KNOWN, { version: 4, state: 4, exists: true }]])
      const set = new WorkingSet(new Map([['counter', counter]]), key => heads.get(key) ?? undefined)
      return [service, { draft: new Draft(service, set), heads }]
    }),
  )
  let nth = 0
  const decide = (entries: Entry[], commands: Record<string, Command>) =>
    decideUnit({ entries }, drafts.asking!.draft, {
      ids: { next: prefix => `${prefix}_${String((nth += 1)).padStart(36, '0')}` },
      now: new Date(0),
      remembered: () => undefined,
      atOnce(message, isNew): AtOnce | null {
        const to = drafts[message.to ?? '']
        const command = commands[(message.data as CommandData).command]
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
