/** The inbox of a member, pure: which messages are unread, which could still be replaced, and what was told lately. */
import {
  choicesCopied,
  inboxForgotten,
  type MessageStored,
  messageStored,
  messagesCollapsed,
  messagesExpired,
  messagesRead,
  messageUnread,
} from '../../../contracts/notifications.ts'
import { defineAggregate } from '../../../platform/kit/aggregate.ts'
import { COLLAPSIBLE_MAX, empty, type Inbox, SOURCES_MIN } from './inbox-state.ts'
import { inboxStorage } from './inbox-storage.ts'
import { withSource } from './sources.ts'

export const sourceOf = ({ template, sourceId }: Pick<MessageStored, 'template' | 'sourceId'>): string =>
  `${template} ${sourceId}`

const sourcesOf = ({ template, sourceId, moreSources = [] }: MessageStored): readonly string[] =>
  [sourceId, ...moreSources].map(each => sourceOf({ template, sourceId: each }))

const without = (seqs: readonly number[], gone: readonly number[]): readonly number[] =>
  seqs.filter(seq => !gone.includes(seq))

/** In order: a message that becomes unread again may be an old one. */
const withOne = (seqs: readonly number[], seq: number): readonly number[] =>
  seq > (seqs.at(-1) ?? 0) ? [...seqs, seq] : [...seqs, seq].sort((a, b) => a - b)

function store(state: Inbox, message: MessageStored): Inbox {
  const { seq, action, collapseKey } = message
  if (seq !== state.seq + 1) throw new Error(`message ${seq} does not follow ${state.seq}`)
  return {
    ...state,
    seq,
    unread: withOne(state.unread, seq),
    actions: action ? withOne(state.actions, seq) : state.actions,
    collapsible: collapseKey === undefined ? state.collapsible : keep(state.collapsible, collapseKey, seq),
    sources: sourcesOf(message).reduce((all, source) => withSource(all, source, SOURCES_MIN), state.sources),
  }
}

function keep(collapsible: Inbox['collapsible'], key: string, seq: number): Inbox['collapsible'] {
  const { [key]: _, ...others } = collapsible
  const kept = Object.entries({ ...others, [key]: seq }).sort(([, a], [, b]) => a - b)
  return Object.fromEntries(kept.slice(-COLLAPSIBLE_MAX))
}

const read = (state: Inbox, seqs: readonly number[]): Inbox => ({
  ...state,
  unread: without(state.unread, seqs),
  actions: without(state.actions, seqs),
})

function remove(state: Inbox, seqs: readonly number[]): Inbox {
  const collapsible = Object.entries(state.collapsible).filter(([, seq]) => !seqs.includes(seq))
  return { ...read(state, seqs), collapsible: Object.fromEntries(collapsible) }
}

export const inbox = defineAggregate({
  name: 'inbox',
  shape: 1,
  initial: () => empty,
  events: [
    messageStored,
    messagesRead,
    messageUnread,
    messagesCollapsed,
    messagesExpired,
    choicesCopied,
    inboxForgotten,
  ],
  evolve(state: Inbox, event): Inbox {
    switch (event.type) {
      case messageStored.type:
        return store(state, event.data)
      case messagesRead.type:
        return read(state, event.data.seqs)
      case messageUnread.type: {
        const { seq, action } = event.data
        const actions = action ? withOne(state.actions, seq) : state.actions
        return { ...state, unread: withOne(state.unread, seq), actions }
      }
      case messagesCollapsed.type:
      case messagesExpired.type:
        return remove(state, event.data.seqs)
      case choicesCopied.type: {
        const { version, language = state.language, off = state.switchedOff } = event.data
        return { ...state, choicesVersion: version, language, switchedOff: off }
      }
      case inboxForgotten.type:
        return { ...empty, seq: state.seq, choicesVersion: state.choicesVersion, forgotten: true }
    }
  },
  storage: inboxStorage,
})

export const inboxKey = inbox.key
