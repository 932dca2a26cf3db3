/**
 * The group commit: everything that the services of a process decided since the last commit is written in one
 * transaction, each part in the role of its service and through the fence of its service. So a message from one service
 * to another can be handled in the commit that contains it.
 */
import type { WriteConnection } from '../db/write-connection.ts'
import { executeGroup, type Part, PartFailed } from './batch.ts'

/** Commands in one commit. Larger commits gain nothing and delay every answer in them. */
const COMMANDS_MAX = 1_000
/**
 * Commits in flight: the next one is sent behind the previous one without waiting for its answer, so that the server is
 * never idle. The fences reject it if the previous one does not commit.
 */
const IN_FLIGHT_MAX = 2
/**
 * A commit follows the one in flight only if it has this share of its commands, and at least this many: small commits
 * cost more than they gain.
 */
const FOLLOW_SHARE = 0.5
const FOLLOW_MIN = 16

/** What a service has decided, taken to be sent. */
export interface Sealed {
  readonly part: Part
  /** Called in the order of the commits. */
  readonly onCommitted: (xid: string) => void
  readonly onFailed: (error: unknown) => void
}

/** A service that takes part in the group commit. */
export interface Member {
  readonly service: string
  /** Commands that are decided and not sent. */
  readonly decided: number
  /** Takes what is decided, to be sent now; null if there is nothing to write. */
  seal(): Sealed | null
  /** Drops what is decided and not sent; it is decided again. */
  reopen(): void
  /** Called when a commit has ended, or when something must be decided again. */
  schedule(): void
}

interface Group {
  readonly sealed: readonly Sealed[]
  readonly commands: number
  sent: boolean
}

/** The part of this service was valid, and failed with the part of another. */
export class WentWithAnother extends Error {}

export class GroupCommit<M extends Member = Member> {
  readonly #connection: WriteConnection
  readonly #members = new Map<string, M>()
  /** By name, so that the commits of two processes cannot deadlock on each other's fences. */
  #inOrder: readonly M[] = []
  /** The oldest first. */
  readonly #inFlight: Group[] = []
  /** Resolves when the commit that was sent last is answered. */
  #writing: Promise<void> = Promise.resolve()

  constructor(connection: WriteConnection) {
    this.#connection = connection
  }

  join(member: M): void {
    this.#members.set(member.service, member)
    this.#inOrder = [...this.#members.values()].sort((a, b) => (a.service < b.service ? -1 : 1))
  }

  member(service: string): M | undefined {
    return this.#members.get(service)
  }

  /** Resolves when the commit that was sent last is answered. */
  get writing(): Promise<void> {
    return this.#writing
  }

  /** What is decided must be sent before more is decided. */
  get isFull(): boolean {
    return this.#decided >= COMMANDS_MAX
  }

  get #decided(): number {
    let commands = 0
    for (const { decided } of this.#inOrder) commands += decided
    return commands
  }

  /** Sends what is decided, if it may be sent now. */
  write(): void {
    const commands = this.#decided
    if (commands === 0 || !this.#mayFollow(commands)) return
    const sealed = this.#inOrder.flatMap(member => (member.decided > 0 ? (member.seal() ?? []) : []))
    if (sealed.length === 0) return
    const group: Group = { sealed, commands, sent: false }
    this.#inFlight.push(group)
    this.#writing = this.#commit(group, this.#writing).finally(() => {
      this.write()
      for (const member of this.#inOrder) member.schedule()
    })
  }

  /**
   * Drops what is decided and not sent, of all services: what one service decided may have led to what others decided.
   */
  reopen(): void {
    for (const member of this.#inOrder) member.reopen()
    queueMicrotask(() => {
      for (const member of this.#inOrder) member.schedule()
    })
  }

  #mayFollow(commands: number): boolean {
    const last = this.#inFlight.at(-1)
    if (!last) return true
    const worthwhile = Math.max(FOLLOW_MIN, last.commands * FOLLOW_SHARE)
    return last.sent && this.#inFlight.length < IN_FLIGHT_MAX && commands >= worthwhile
  }

  /** `before` is the previous commit: its callbacks run first, in whatever order the answers arrive. */
  async #commit(group: Group, before: Promise<void>): Promise<void> {
    const { sealed } = group
    const onSent = () => {
      group.sent = true
      this.write()
    }
    const parts = sealed.map(({ part }) => part)
    const ended = await executeGroup(this.#connection, parts, onSent).then(
      xid => ({ xid }),
      (error: unknown) => ({ error }),
    )
    await before
    this.#inFlight.shift()
    if ('xid' in ended) {
      for (const { onCommitted } of sealed) onCommitted(ended.xid)
      return
    }
    this.reopen()
    for (const { part, onFailed } of sealed) onFailed(ownError(ended.error, part.deps.service))
  }
}

function ownError(error: unknown, service: string): unknown {
  if (!(error instanceof PartFailed)) return error
  return error.service === service ? error.cause : new WentWithAnother(error.message, { cause: error.cause })
}
