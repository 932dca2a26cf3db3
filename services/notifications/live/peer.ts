/** One connection of a member, over a socket or a stream, as the hub sees it. */
import type { Language } from '../../../platform/http/routes/route.ts'
import type { Item } from '../presentation/feature.ts'

/** What became of messages that were told before, for other tabs and devices. */
export interface StateChange {
  readonly ids: readonly string[]
  /** Null: unread again. */
  readonly readAt: string | null
  /** They are not shown any more. */
  readonly collapsed: boolean
  readonly unread: number
  readonly actions: number
}

/** Something may have changed: it is to be fetched anew. */
export interface Hint {
  /** `order`, `balance`, `product`, `task` … */
  readonly resource: string
  readonly id: string
}

export interface Peer {
  readonly memberId: string
  readonly roles: readonly string[]
  /** Null: the member's own. */
  readonly language: Language | null
  /** Bytes that the client has not taken yet. */
  readonly unsent: number
  item(item: Item): void
  state(change: StateChange): void
  changed(hint: Hint): void
  /** Everything that there was when it connected has been sent; truncated if there was too much. */
  caughtUp(seq: number, truncated: boolean): void
}
