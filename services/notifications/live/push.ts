/** Reads what is new for many connections at once, and sends it. */
import type { ServiceContext } from '../../../platform/service/service.ts'
import {
  changesAfterEach,
  type InboxCounts,
  type MessageState,
  messagesAfterEach,
  type StoredMessage,
  statesOf,
} from '../inbox/feature.ts'
import { type Item, presentEach } from '../presentation/feature.ts'
import type { Follower } from './follower.ts'
import { pushSeconds } from './metrics.ts'

/** Messages, and events of read and unread, that one connection is sent in one turn. */
export const PAGE_MAX = 100
/** Connections of one query. */
const TOGETHER_MAX = 200

export interface Behind {
  readonly follower: Follower
  /** Of the inbox, read before what is new in it. */
  readonly counts: InboxCounts
}

export class Push {
  readonly #context: ServiceContext

  constructor(context: ServiceContext) {
    this.#context = context
  }

  /** Returns the connections that have more to be sent, or are slow. */
  async toAll(behind: readonly Behind[]): Promise<readonly Follower[]> {
    const unfinished = new Set<Follower>()
    for (let at = 0; at < behind.length; at += TOGETHER_MAX) {
      const part = behind.slice(at, at + TOGETHER_MAX)
      for (const follower of await this.#items(part)) unfinished.add(follower)
      for (const follower of await this.#states(part.filter(each => !unfinished.has(each.follower))))
        unfinished.add(follower)
    }
    return [...unfinished]
  }

  async #items(part: readonly Behind[]): Promise<readonly Follower[]> {
    const late = part.filter(({ follower, counts }) => follower.seq < counts.seq)
    const reached = late.map(({ follower }) => ({ memberId: follower.peer.memberId, seq: follower.seq }))
    const rows = late.length === 0 ? [] : await messagesAfterEach(this.#context.read, reached, PAGE_MAX)
    const present = await presentEach(this.#context, rows)
    const byPlace = Map.groupBy(rows, ({ nth }) => nth)
    const unfinished = new Set<Follower>()
    for (const [index, { follower, counts }] of late.entries()) {
      const own = byPlace.get(index + 1) ?? []
      const language = follower.peer.language ?? counts.language
      const isSent = this.#send(follower, own, message => present(message, language))
      if (!isSent || own.length === PAGE_MAX) unfinished.add(follower)
    }
    for (const { follower, counts } of part) if (!unfinished.has(follower)) follower.passed(counts.seq)
    return [...unfinished]
  }

  /** False if the client must take what was sent first. */
  #send(follower: Follower, messages: readonly StoredMessage[], present: (message: StoredMessage) => Item): boolean {
    const { isLive } = follower
    const now_ms = this.#context.ports.clock.now().getTime()
    for (const message of messages) {
      if (!follower.item(present(message))) return false
      if (isLive) pushSeconds.observe((now_ms - message.createdAt.getTime()) / 1000)
    }
    return true
  }

  async #states(part: readonly Behind[]): Promise<readonly Follower[]> {
    const stale = part.filter(({ follower, counts }) => follower.version < counts.version)
    if (stale.length === 0) return []
    const { read } = this.#context
    const reached = stale.map(({ follower }) => ({ memberId: follower.peer.memberId, version: follower.version }))
    const changes = await changesAfterEach(read, reached, PAGE_MAX)
    const states = changes.length === 0 ? [] : await statesOf(read, changes)
    const byPlace = Map.groupBy(changes, ({ nth }) => nth)
    const byMember = Map.groupBy(states, ({ memberId }) => memberId)
    const unfinished: Follower[] = []
    for (const [index, { follower, counts }] of stale.entries()) {
      const own = byPlace.get(index + 1) ?? []
      const isFull = own.length === PAGE_MAX
      const places = new Set(own.flatMap(({ seqs }) => seqs))
      const changed = (byMember.get(follower.peer.memberId) ?? []).filter(({ seq }) => places.has(seq))
      sendStates(follower, changed, counts)
      const last = own.at(-1)?.version ?? 0
      follower.version = isFull ? last : Math.max(last, counts.version)
      if (isFull) unfinished.push(follower)
    }
    return unfinished
  }
}

/** One change for all messages that became the same. */
function sendStates(follower: Follower, states: readonly MessageState[], { unread, actions }: InboxCounts): void {
  const same = Map.groupBy(states, ({ readAt, hidden }) => `${readAt?.toISOString()} ${hidden}`)
  for (const group of same.values()) {
    const [{ readAt, hidden } = { readAt: null, hidden: false }] = group
    const ids = group.map(({ id }) => id)
    follower.state({ ids, readAt: readAt?.toISOString() ?? null, collapsed: hidden, unread, actions })
  }
}
