/**
 * A consumer: one service reads the messages of one source. Handlers that state commands commit with the writer;
 * handlers that fill read models commit in a transaction of their own. Each of the two groups has an offset.
 */
import { all } from '../db/database.ts'
import { comparePositions, type Message, type Position } from '../kit/message.ts'
import { consumerLag_s } from '../observability/metrics.ts'
import { Loop } from '../ports/loop.ts'
import { type Handler, Subscription, type SubscriptionOptions } from './subscription.ts'

/** New messages wake it; the idle time catches what was missed. */
const IDLE_MS = 30_000

export interface ConsumerOptions extends Omit<SubscriptionOptions, 'name' | 'handlers'> {
  /** The types of the events that its handlers are for. */
  readonly types: readonly string[]
  /** Handlers that state commands. */
  readonly handlers: readonly Handler[]
  /** Handlers that fill read models. */
  readonly projections: readonly Handler[]
}

/** The row with the offset of the read models. */
export const projectionsRow = (service: string): string => `${service}/projections`

export class Consumer {
  readonly loop: Loop
  readonly #options: ConsumerOptions
  readonly #subscriptions: readonly Subscription[]

  constructor(options: ConsumerOptions) {
    this.#options = options
    const { service, handlers, projections, relay, clock, log } = options
    const groups = [
      { name: service, handlers },
      { name: projectionsRow(service), handlers: projections },
    ]
    this.#subscriptions = groups
      .filter(group => group.handlers.length > 0)
      .map(group => new Subscription({ ...options, ...group }))
    this.loop = new Loop({ name: `consumer ${this.name}`, clock, log, idle_ms: IDLE_MS, step: () => this.#step() })
    relay.follow({ offset: () => this.#offset, onNews: () => this.loop.wake() })
  }

  get name(): string {
    return `${this.#options.service} from ${this.source}`
  }

  get source(): string {
    return this.#options.relay.service
  }

  /** Names of its handlers. */
  get handlers(): readonly string[] {
    return this.#subscriptions.flatMap(({ handlers }) => handlers.map(({ name }) => name))
  }

  /** True when every message that the source has served is applied. */
  get caughtUp(): boolean {
    const { newest } = this.#options.relay
    const offset = this.#offset
    return offset !== null && newest !== null && comparePositions(offset, newest) >= 0
  }

  /** The last commit of this process that concerns it: of anybody, or of one actor. 0 if there was none. */
  lastCommit(actor: string | null): bigint {
    const { relay, types } = this.#options
    return actor === null ? relay.lastOf(types) : relay.lastBy(actor)
  }

  /** True when everything that was written below a transaction number is applied. */
  hasApplied(below: bigint): boolean {
    const offset = this.#offset
    if (offset === null) return false
    return BigInt(offset.xid) >= below || (this.#options.relay.hasServed(below) && this.caughtUp)
  }

  /** Looks for messages of other processes, if it has not seen all that were written below a transaction number. */
  look(below: bigint): void {
    const { relay } = this.#options
    if (!relay.hasServed(below)) relay.loop.wake()
  }

  /** Applies a message again by the handler that had parked it. False if there is no such handler. */
  async applyAgain(name: string, message: Message, also: Parameters<Subscription['applyAgain']>[2]): Promise<boolean> {
    for (const subscription of this.#subscriptions) {
      const handler = subscription.handlers.find(each => each.name === name)
      if (!handler) continue
      await subscription.applyAgain(handler, message, also)
      return true
    }
    return false
  }

  async saveOffset(): Promise<void> {
    for (const subscription of this.#subscriptions) await subscription.saveOffset()
  }

  /** The position that all handlers have reached. */
  get #offset(): Position | null {
    let least: Position | null = null
    for (const { offset } of this.#subscriptions) {
      if (offset === null) return null
      if (least === null || comparePositions(offset, least) < 0) least = offset
    }
    return least
  }

  async #step(): Promise<boolean> {
    const stepping = this.#subscriptions.map(subscription => subscription.step())
    // When one fails the other is waited for too: the loop steps again, and no subscription may step twice at once.
    await all(stepping)
    const pages = await Promise.all(stepping)
    const { service, clock } = this.#options
    const oldest = pages.flatMap(page => page?.[0]?.at.getTime() ?? [])
    const lag_ms = oldest.length === 0 ? 0 : clock.now().getTime() - Math.min(...oldest)
    consumerLag_s.set({ service, consumer: this.name }, lag_ms / 1000)
    return pages.some(page => page === null || page.length > 0)
  }
}
