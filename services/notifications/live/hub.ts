/**
 * Connected members and how far each connection has come. The hub sends nothing that it was told, only what it reads:
 * messages above the last one that was sent, in order. What wakes it is a hint, and may be lost: a commit of this process
 * names its inboxes; whether another process has written is looked at a few times a second.
 */
import type { ServiceContext } from '../../../platform/service/service.ts'
import { countsOf, countsOfAll, type InboxCounts, seqBeforeNewest } from '../inbox/feature.ts'
import { Follower } from './follower.ts'
import { hintsLost, slowClients } from './metrics.ts'
import type { Hint, Peer } from './peer.ts'
import { Push } from './push.ts'

/** Messages that a client which was away is sent; older ones are there over HTTP. */
export const CATCH_UP_MAX = 1_000
/** How often it is looked whether another process has written. */
const LOOK_EVERY_MS = 250
/** Hints of so long are sent together, each once. */
const HINTS_TOGETHER_MS = 100
const PREFIX = 'inbox:'

export class Hub {
  readonly #context: ServiceContext
  readonly #push: Push
  readonly #followers = new Map<string, Set<Follower>>()
  #woken = new Set<string>()
  #isPushing = false
  #isLooking = false
  /** The number of the last batch of any process, and the commits of this process since. */
  #batch: number | null = null
  #ownCommits = 0
  readonly #hinted = new Set<Follower>()
  #slow = 0

  constructor(context: ServiceContext) {
    this.#context = context
    this.#push = new Push(context)
    context.writer.onCommit(({ heads }) => {
      if (this.#followers.size === 0) return
      this.#ownCommits += 1
      for (const key of heads.keys()) if (key.startsWith(PREFIX)) this.wake(key.slice(PREFIX.length))
    })
  }

  /**
   * Begins to follow an inbox, after the message that the client holds (null: from now on). `welcome` is called before
   * anything is sent.
   */
  async join(peer: Peer, after: number | null, welcome: (counts: InboxCounts) => void): Promise<Follower> {
    const { read } = this.#context
    const counts = await countsOf(read, peer.memberId)
    const held = Math.min(after ?? counts.seq, counts.seq)
    const oldest = counts.seq - held > CATCH_UP_MAX ? await seqBeforeNewest(read, peer.memberId, CATCH_UP_MAX) : 0
    const { version, seq: goal } = counts
    const start = { seq: Math.max(held, oldest), version, goal, truncated: oldest > held }
    const follower = new Follower(peer, start, isSlow => this.#countSlow(isSlow))
    welcome(counts)
    const others = this.#followers.get(peer.memberId)
    if (others) others.add(follower)
    else this.#followers.set(peer.memberId, new Set([follower]))
    this.wake(peer.memberId)
    this.#look()
    return follower
  }

  leave(follower: Follower): void {
    const { memberId } = follower.peer
    const others = this.#followers.get(memberId)
    others?.delete(follower)
    if (others?.size === 0) this.#followers.delete(memberId)
    this.#hinted.delete(follower)
    follower.end()
  }

  /** The client has taken everything. */
  drained(follower: Follower): void {
    if (!follower.isSlow) return
    follower.drained()
    this.wake(follower.peer.memberId)
  }

  /** Something may be new for a member. */
  wake(memberId: string): void {
    if (!this.#followers.has(memberId)) return
    this.#woken.add(memberId)
    if (!this.#isPushing) void this.#pushAll()
  }

  get isEmpty(): boolean {
    return this.#followers.size === 0
  }

  hintMember(memberId: string, hint: Hint): void {
    for (const follower of this.#followers.get(memberId) ?? []) this.#hint(follower, hint)
  }

  /** Everybody, or those of a role. */
  hintAll(hint: Hint, role?: string): void {
    for (const followers of this.#followers.values()) {
      for (const follower of followers)
        if (role === undefined || follower.peer.roles.includes(role)) this.#hint(follower, hint)
    }
  }

  #hint(follower: Follower, hint: Hint): void {
    if (!follower.addHint(hint)) return hintsLost.add()
    if (this.#hinted.size === 0) this.#context.ports.clock.after(HINTS_TOGETHER_MS, () => this.#sendHints())
    this.#hinted.add(follower)
  }

  #sendHints(): void {
    const hinted = [...this.#hinted]
    this.#hinted.clear()
    for (const follower of hinted) follower.sendHints()
  }

  /** Never rejects. What fails is tried again at the next look. */
  async #pushAll(): Promise<void> {
    this.#isPushing = true
    try {
      while (this.#woken.size > 0) {
        const members = [...this.#woken]
        this.#woken = new Set()
        await this.#pushTo(members)
      }
    } catch (error) {
      this.#batch = null
      this.#context.log.warn({ err: error }, 'messages could not be pushed; it is tried again')
    } finally {
      this.#isPushing = false
    }
  }

  async #pushTo(members: readonly string[]): Promise<void> {
    const counts = await countsOfAll(this.#context.read, members)
    const behind = members.flatMap(memberId => {
      const current = counts.get(memberId)
      const ready = [...(this.#followers.get(memberId) ?? [])].filter(({ isSlow }) => !isSlow)
      return current ? ready.map(follower => ({ follower, counts: current })) : ready.flatMap(each => passEmpty(each))
    })
    for (const follower of await this.#push.toAll(behind)) if (!follower.isSlow) this.#woken.add(follower.peer.memberId)
  }

  /** Looks for what other processes have written, as long as somebody is connected. */
  #look(): void {
    if (this.#isLooking) return
    this.#isLooking = true
    this.#context.ports.clock.after(LOOK_EVERY_MS, async () => {
      await this.#lookForOthers()
      this.#isLooking = false
      if (this.#followers.size > 0) this.#look()
    })
  }

  async #lookForOthers(): Promise<void> {
    if (this.#followers.size === 0) return
    const own = this.#ownCommits
    this.#ownCommits = 0
    try {
      const batch = await this.#context.writer.lastBatch()
      const isOwn = this.#batch !== null && batch === this.#batch + own
      this.#batch = batch
      if (!isOwn) for (const memberId of this.#followers.keys()) this.wake(memberId)
    } catch (error) {
      this.#batch = null
      this.#context.log.warn({ err: error }, 'it is not known whether another process has written')
    }
  }

  #countSlow(isSlow: boolean): void {
    this.#slow += isSlow ? 1 : -1
    slowClients.set(this.#slow)
  }
}

/** Nothing was ever stored for the member. */
function passEmpty(follower: Follower): [] {
  follower.passed(0)
  return []
}

const hubs = new WeakMap<ServiceContext, Hub>()

/** One of each running service. */
export function hubOf(context: ServiceContext): Hub {
  const known = hubs.get(context) ?? new Hub(context)
  hubs.set(context, known)
  return known
}
