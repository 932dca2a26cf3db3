/**
 * What all services of a process have decided since the last commit is written in one transaction, each part as its service's own
 * role and past its service's own fence. So what one service asks of another can be done in the commit in which it is asked.
 */
import type { WriteConnection } from '../db/write-connection.ts'
import { executeGroup, type Part, PartFailed } from './batch.ts'

/** Commands in one commit; larger ones gain nothing and make every answer in them late. */
const COMMANDS_MAX = 1_000
/**
 * Commits on their way to the database at once: the next one is sent right behind the one before it, so that the
 * server never waits for us. The fences refuse it should the one before not commit.
 */
const IN_FLIGHT_MAX = 2
/** The next one is sent behind the one before it only if it is this share of it, and of so many commands: small ones cost more than they gain. */
const FOLLOW_SHARE = 0.5
const FOLLOW_MIN = 16

/** What a service has decided, taken to be sent. */
export interface Sealed {
  readonly part: Part
  /** In the order of the commits. */
  readonly onCommitted: (xid: string) => void
  readonly onFailed: (error: unknown) => void
}

/** A service that writes with the others. */
export interface Member {
  readonly service: string
  /** Commands decided and not sent. */
  readonly decided: number
  /** Takes what is decided to be sent now; null if there is nothing to write. */
  seal(): Sealed | null
  /** Nothing that is decided and not sent counts any more: it is decided again. */
  reopen(): void
  /** A commit has ended, or something is to be decided again. */
  schedule(): void
}

interface Group {
  readonly sealed: readonly Sealed[]
  readonly commands: number
  sent: boolean
}

/** Its part was sound, and went with another's. */
export class WentWithAnother extends Error {}

export class GroupCommit<M extends Member = Member> {
  readonly #connection: WriteConnection
  readonly #members = new Map<string, M>()
  /** By name, so that the commits of two processes cannot wait for each other's fences. */
  #inOrder: readonly M[] = []
  /** The oldest first. */
  readonly #inFlight: Group[] = []
  /** Resolves when the commit sent last is answered. */
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

  /** Resolves when the commit sent last is answered. */
  get writing(): Promise<void> {
    return this.#writing
  }

  /** No more should be decided before what is decided is sent. */
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

  /** What one service decided and did not send does not count any more; what others decided because of it neither. */
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

  /** `before` is the commit before this one: what it leads to comes first, however the answers arrive. */
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
