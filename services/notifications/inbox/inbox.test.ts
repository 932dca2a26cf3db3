import { describe, expect, test } from 'vitest'
import { messageStored, messagesCollapsed, messagesRead } from '../../../contracts/notifications.ts'
import { Given } from '../../../test/harness/given.ts'
import { copyChoices, expire, forgetInbox, markRead, markReadUpTo, markUnread, tell } from './commands.ts'
import { inbox } from './inbox.ts'
import { COLLAPSIBLE_MAX, type Inbox, SOURCES_MIN, UNREAD_MAX } from './inbox-state.ts'
import type { Notice } from './notice.ts'
import { noSources } from './sources.ts'

const ME = 'mem_a'
let sources = 0

const notice = (more: Partial<Notice> = {}): Notice => {
  sources += 1
  const facts = { template: 'deposit-received', params: {}, link: null, category: 'money', action: false } as const
  return { ...facts, important: false, sourceId: `evt_${sources}`, ...more }
}
const notices = (count: number, more: Partial<Notice> = {}) => Array.from({ length: count }, () => notice(more))
const given = () => new Given([inbox])
const stateOf = (story: Given): Inbox => story.state(inbox.key(ME))
const types = (story: Given, command: ReturnType<typeof tell>) => story.when(command).said

describe('an inbox', () => {
  test('numbers its messages, and each is unread', () => {
    const story = given()
    const { messages } = story.when(tell(ME, notices(3)))
    expect(messages.map(({ data }) => data)).toMatchObject([{ seq: 1 }, { seq: 2 }, { seq: 3 }])
    expect(stateOf(story)).toMatchObject({ seq: 3, unread: [1, 2, 3], actions: [] })
  })

  test('stores a source once for a template, for as long as it remembers', () => {
    const story = given()
    const first = notice()
    story.when(tell(ME, [first, first, { ...first, template: 'another' }]))
    expect(stateOf(story).seq).toBe(2)
    story.when(tell(ME, notices(SOURCES_MIN - 2)))
    expect(types(story, tell(ME, [first]))).toEqual([])
    story.when(tell(ME, notices(SOURCES_MIN + 16)))
    expect(types(story, tell(ME, [first]))).toContain(messageStored.type)
  })

  test('puts many that come together into one, and knows all their sources', () => {
    const story = given()
    const merging = (key: string) => ({
      key,
      together: (params: readonly object[]) => ({ params: { count: params.length }, link: '/all' }),
    })
    const [known, ...many] = notices(6, { merging: merging('KRW') })
    if (!known) throw new Error('there are six')
    story.when(tell(ME, [known]))
    const dollars = notices(2, { merging: merging('USD') })
    const { messages } = story.when(tell(ME, [...many, known, ...many, ...dollars, notice()]))
    expect(messages.map(({ data }) => data)).toMatchObject([
      { seq: 2, params: { count: 5 }, link: '/all', moreSources: many.slice(1).map(({ sourceId }) => sourceId) },
      { seq: 3, params: {} },
      { seq: 4, params: {} },
      { seq: 5, params: {} },
    ])
    expect(messages.map(({ data }) => data)[0]).not.toHaveProperty('merging')
    for (const each of [known, ...many, ...dollars]) expect(types(story, tell(ME, [each]))).toEqual([])
    expect(types(story, tell(ME, many))).toEqual([])
    // What is switched off is not in it.
    story.when(copyChoices(ME, { version: 1, off: ['money'] }))
    expect(types(story, tell(ME, notices(9, { merging: merging('KRW') })))).toEqual([])
  })

  test('counts the oldest as read when there are too many, those that ask for an action last', () => {
    const story = given()
    story.when(tell(ME, [notice({ action: true }), ...notices(UNREAD_MAX - 1)]))
    expect(story.when(tell(ME, notices(1))).messages).toMatchObject([
      { type: messageStored.type },
      { type: messagesRead.type, data: { seqs: [2], because: 'limit' } },
    ])
    expect(stateOf(story).unread).toHaveLength(UNREAD_MAX)
    expect(stateOf(story).unread[0]).toBe(1)

    const full = given()
    full.when(tell(ME, notices(UNREAD_MAX, { action: true })))
    full.when(tell(ME, notices(1, { action: true })))
    expect(stateOf(full).actions).toHaveLength(UNREAD_MAX)
    expect(stateOf(full).actions[0]).toBe(2)
  })

  test('replaces a message by the next one of its key, and hides it when the thing has ended', () => {
    const story = given()
    const reminder = () => notice({ action: true, collapseKey: 'doc_1' })
    story.when(tell(ME, [reminder(), notice()]))
    expect(types(story, tell(ME, [reminder()]))).toEqual([messagesCollapsed.type, messageStored.type])
    expect(stateOf(story)).toMatchObject({ unread: [2, 3], actions: [3], collapsible: { doc_1: 3 } })
    expect(types(story, tell(ME, [{ ended: 'doc_2' }]))).toEqual([])
    expect(types(story, tell(ME, [{ ended: 'doc_1' }]))).toEqual([messagesCollapsed.type])
    expect(stateOf(story)).toMatchObject({ unread: [2], actions: [], collapsible: {} })
  })

  test('remembers so many keys', () => {
    const story = given()
    const keyed = (key: number) => notice({ collapseKey: `doc_${key}` })
    story.when(
      tell(
        ME,
        Array.from({ length: COLLAPSIBLE_MAX + 5 }, (_, key) => keyed(key)),
      ),
    )
    expect(Object.keys(stateOf(story).collapsible)).toHaveLength(COLLAPSIBLE_MAX)
    expect(stateOf(story).collapsible).not.toHaveProperty('doc_4')
  })

  test('keeps what is switched off out, but for actions and what is important', () => {
    const story = given()
    story.when(copyChoices(ME, { version: 3, off: ['money'], language: 'en' }))
    story.when(
      tell(ME, [notice(), notice({ action: true }), notice({ important: true }), notice({ category: 'orders' })]),
    )
    expect(stateOf(story)).toMatchObject({ seq: 3, language: 'en', switchedOff: ['money'] })
    // What is older than what is known says nothing.
    expect(types(story, copyChoices(ME, { version: 2, off: [] }))).toEqual([])
    expect(types(story, copyChoices(ME, { version: 4, off: ['money'] }))).toEqual([])
    story.when(copyChoices(ME, { version: 5, off: [] }))
    expect(types(story, tell(ME, [notice()]))).toEqual([messageStored.type])
  })
})

describe('reading', () => {
  const answer = (story: Given, command: ReturnType<typeof tell>) => {
    const { decision } = story.when(command)
    return 'reply' in decision ? decision.reply : decision
  }

  test('changes what is unread, once', () => {
    const story = given()
    story.when(tell(ME, notices(4)))
    expect(answer(story, markRead(ME, [2, 9]))).toEqual({ changed: 1, unread: 3 })
    expect(answer(story, markRead(ME, [2]))).toEqual({ changed: 0, unread: 3 })
    expect(answer(story, markReadUpTo(ME, 3))).toEqual({ changed: 2, unread: 1 })
    expect(answer(story, markReadUpTo(ME, 0))).toEqual({ changed: 0, unread: 1 })
    expect(answer(story, markReadUpTo(ME, 5))).toMatchObject({ code: 'seq_in_future', details: { seq: 4 } })
  })

  test('is taken back, but not for what was replaced', () => {
    const story = given()
    story.when(tell(ME, [notice({ action: true, collapseKey: 'doc_1' }), notice()]))
    story.when(markReadUpTo(ME, 2))
    const first = { seq: 1, action: true, collapseKey: 'doc_1' }
    expect(answer(story, markUnread(ME, first))).toEqual({ changed: 1, unread: 1 })
    expect(answer(story, markUnread(ME, first))).toEqual({ changed: 0, unread: 1 })
    expect(stateOf(story)).toMatchObject({ unread: [1], actions: [1] })
    story.when(tell(ME, [{ ended: 'doc_1' }]))
    expect(answer(story, markUnread(ME, first))).toEqual({ changed: 0, unread: 0 })
    expect(answer(story, markUnread(ME, { seq: 2, action: false, collapseKey: null }))).toEqual({
      changed: 1,
      unread: 1,
    })
  })
})

test('what is old leaves only if it is as it was found', () => {
  const story = given()
  story.when(tell(ME, notices(4)))
  story.when(markRead(ME, [1]))
  const { messages } = story.when(expire(ME, [1, 2], [3]))
  expect(messages).toMatchObject([{ data: { seqs: [1, 3] } }])
  expect(stateOf(story)).toMatchObject({ seq: 4, unread: [2, 4] })
  expect(types(story, expire(ME, [2], []))).toEqual([])
})

test('who has left is told nothing any more', () => {
  const story = given()
  story.when(tell(ME, notices(2)))
  story.when(forgetInbox(ME))
  expect(stateOf(story)).toMatchObject({ seq: 2, unread: [], sources: noSources, forgotten: true })
  for (const command of [forgetInbox(ME), tell(ME, notices(1)), copyChoices(ME, { version: 9, off: ['money'] })])
    expect(types(story, command)).toEqual([])
})
