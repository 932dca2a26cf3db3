/** What is decided about one inbox: what is stored in it, what counts as read, what leaves it. */
import type { Language } from '../../../contracts/identity.ts'
import {
  type Category,
  choicesCopied,
  inboxForgotten,
  messageStored,
  messagesCollapsed,
  messagesExpired,
  messagesRead,
  messageUnread,
} from '../../../contracts/notifications.ts'
import { accept, type Command, type Context } from '../../../platform/kit/command.ts'
import { commandOn, type Rule } from '../../../platform/kit/command-on.ts'
import type { HeadKey } from '../../../platform/kit/head-key.ts'
import type { NewMessage } from '../../../platform/kit/message.ts'
import { isRefusal, refuse } from '../../../platform/kit/refusal.ts'
import { inbox, inboxKey, sourceOf } from './inbox.ts'
import { type Inbox, UNREAD_MAX } from './inbox-state.ts'
import { mergeNotices, TOGETHER_MIN } from './merging.ts'
import type { Ending, Notice } from './notice.ts'
import { hasSource } from './sources.ts'

type Changes = readonly NewMessage<unknown>[]

const isWanted = (state: Inbox, notice: Notice): boolean =>
  !state.forgotten &&
  (notice.action || notice.important || !state.switchedOff.includes(notice.category)) &&
  !hasSource(state.sources, sourceOf(notice))

function storing(state: Inbox, key: HeadKey<Inbox>, memberId: string, notice: Notice, { newId }: Context): Changes {
  if (!isWanted(state, notice)) return []
  const { important: _, merging: __, collapseKey, moreSources, ...facts } = notice
  const seq = state.seq + 1
  const messageId = newId('ntf')
  const message = {
    ...{ memberId, seq, messageId, ...facts },
    ...(moreSources && { moreSources: [...moreSources] }),
    ...(collapseKey !== undefined && { collapseKey }),
  }
  return [...collapsing(state, key, memberId, collapseKey), messageStored.of(key, message)]
}

function collapsing(state: Inbox, key: HeadKey<Inbox>, memberId: string, collapseKey: string | undefined): Changes {
  const seq = collapseKey === undefined ? undefined : state.collapsible[collapseKey]
  return seq === undefined ? [] : [messagesCollapsed.of(key, { memberId, seqs: [seq] })]
}

/** Too many are unread: the oldest count as read, those that ask for an action last. */
function limiting({ unread, actions }: Inbox, key: HeadKey<Inbox>, memberId: string): Changes {
  if (unread.length <= UNREAD_MAX) return []
  const oldest = unread.find(seq => !actions.includes(seq)) ?? unread[0] ?? 0
  return [messagesRead.of(key, { memberId, seqs: [oldest], because: 'limit' })]
}

const isNotice = (each: Notice | Ending): each is Notice => !('ended' in each)

/** Where there are many: each source once, and only what is wanted, so that it can be put together. */
function together(state: Inbox, notices: readonly (Notice | Ending)[]): readonly (Notice | Ending)[] {
  if (notices.length < TOGETHER_MIN) return notices
  const seen = new Set<string>()
  const wanted = notices.filter(each => {
    if (!isNotice(each)) return true
    const source = sourceOf(each)
    const isNew = !seen.has(source) && isWanted(state, each)
    seen.add(source)
    return isNew
  })
  return mergeNotices(wanted, isNotice)
}

/** The changes of one notice after another. */
export function tellingChanges(
  before: Inbox,
  memberId: string,
  given: readonly (Notice | Ending)[],
  context: Context,
): Changes {
  const notices = together(before, given)
  const key = inboxKey(memberId)
  const changes: NewMessage<unknown>[] = []
  let state = before
  const make = (made: Changes, isLast: boolean) => {
    changes.push(...made)
    // The state after the last change is made anew by whoever writes the changes.
    if (!isLast) state = inbox.after(state, made, context.now)
  }
  for (const [index, notice] of notices.entries()) {
    const isLast = index === notices.length - 1 && state.unread.length < UNREAD_MAX
    if ('ended' in notice) make(collapsing(state, key, memberId, notice.ended), isLast)
    else make(storing(state, key, memberId, notice, context), isLast)
    if (!isLast) make(limiting(state, key, memberId), false)
  }
  return changes
}

export const tell = (memberId: string, notices: readonly (Notice | Ending)[]): Command =>
  commandOn(inbox, memberId, 'notifications.tell', (state, _key, context) =>
    tellingChanges(state, memberId, notices, context),
  )

/** A command that answers how many messages it has changed, and how many are unread now. */
function changing(memberId: string, type: string, rule: Rule<Inbox>): Command {
  const key = inboxKey(memberId)
  return {
    type,
    keys: [key],
    decide(states, context) {
      const before = states.of(key)
      const changes = rule(before, key, context)
      if (isRefusal(changes)) return changes
      const { unread } = inbox.after(before, changes, context.now)
      const changed = Math.max(Math.abs(before.unread.length - unread.length), Math.min(changes.length, 1))
      return accept(changes, { reply: { changed, unread: unread.length } })
    },
  }
}

/** Those that are read already stay so. */
export const markRead = (memberId: string, seqs: readonly number[]): Command =>
  changing(memberId, 'notifications.read', (state, key) => reading(state, key, memberId, seqs))

/** Refusal: seq_in_future. */
export const markReadUpTo = (memberId: string, upToSeq: number): Command =>
  changing(memberId, 'notifications.read-all', (state, key) => {
    if (upToSeq > state.seq) return refuse('seq_in_future', { seq: state.seq })
    return reading(
      state,
      key,
      memberId,
      state.unread.filter(seq => seq <= upToSeq),
    )
  })

function reading(state: Inbox, key: HeadKey<Inbox>, memberId: string, seqs: readonly number[]): Changes {
  const known = new Set(seqs)
  const unread = state.unread.filter(seq => known.has(seq))
  return unread.length === 0 ? [] : [messagesRead.of(key, { memberId, seqs: unread })]
}

export interface ReadMessage {
  readonly seq: number
  readonly action: boolean
  readonly collapseKey: string | null
}

/** One that was replaced meanwhile stays hidden. */
export const markUnread = (memberId: string, { seq, action, collapseKey }: ReadMessage): Command =>
  changing(memberId, 'notifications.unread', (state, key, { now }) => {
    const isHidden = collapseKey !== null && state.collapsible[collapseKey] !== seq
    if (isHidden || state.forgotten || state.unread.includes(seq)) return []
    const unread = [messageUnread.of(key, { memberId, seq, action })]
    return [...unread, ...limiting(inbox.after(state, unread, now), key, memberId)]
  })

/** Only those that are as they were when they were found to be old. */
export const expire = (memberId: string, read: readonly number[], unread: readonly number[]) =>
  commandOn(inbox, memberId, 'notifications.expire', (state, key) => expiring(state, key, memberId, read, unread))

export function expiring(
  state: Inbox,
  key: HeadKey<Inbox>,
  memberId: string,
  read: readonly number[],
  unread: readonly number[],
): Changes {
  const seqs = [...read.filter(seq => !state.unread.includes(seq)), ...unread.filter(seq => state.unread.includes(seq))]
  return seqs.length === 0 ? [] : [messagesExpired.of(key, { memberId, seqs })]
}

export interface Choices {
  /** Of the member's stream. */
  readonly version: number
  readonly language?: Language | undefined
  readonly off?: readonly Category[] | undefined
}

/** What is older than what is known, or says nothing new, changes nothing. */
export const copyChoices = (memberId: string, { version, language, off }: Choices): Command =>
  commandOn(inbox, memberId, 'notifications.copy-choices', (state, key) => {
    if (state.forgotten || version <= state.choicesVersion) return []
    const isNew =
      (language ?? state.language) !== state.language || !isSame(off ?? state.switchedOff, state.switchedOff)
    if (!isNew) return []
    const data = { memberId, version, ...(language && { language }), ...(off && { off: [...off] }) }
    return [choicesCopied.of(key, data)]
  })

const isSame = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every(each => b.includes(each))

export const forgetInbox = (memberId: string): Command =>
  commandOn(inbox, memberId, 'notifications.forget', (state, key) =>
    state.forgotten ? [] : [inboxForgotten.of(key, { memberId })],
  )
