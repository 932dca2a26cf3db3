/**
 * The write pipeline of one service, in two stages. Intake takes queued units and decides them, or sets them aside
 * until their heads are in memory. The group commit writes what was decided since the last one, together with what the
 * other services of the process decided. So deciding continues while the database works. It is sound because the fence
 * rejects a batch if another process has written since the batch before. If anything fails, what was decided from
 * memory is dropped and decided again on locked heads.
 */

import type { Reader } from '../db/database.ts'
import type { Outcome } from '../kit/command.ts'
import type { Message } from '../kit/message.ts'
import type { Logger } from '../ports/logger.ts'
import { type BatchDeps, recallAll } from './batch.ts'
import type { InlineCommand } from './decide-unit.ts'
import { ExclusiveState, type PendingBatch } from './exclusive-state.ts'
import type { GroupCommit, Member, Sealed } from './group-commit.ts'
import { HeadWaits, type Missing } from './head-waits.ts'
import { LockedBatches } from './locked-batches.ts'
import type { QueuedUnit } from './queued-unit.ts'
import type { Remembered } from './recall.ts'
import { Responder, type ResponderOptions } from './responder.ts'
import { SeenKeys } from './seen-keys.ts'
import type { Unit } from './unit.ts'

/**
 * Units decided in one go, with at most so many commands. Then the batch is sent if possible, so that the database is
 * not idle.
 */
const INTAKE_UNITS_MAX = 32
const INTAKE_COMMANDS_MAX = 1_000
/**
 * While a batch is written, intake waits until this share of its size is queued: look-ups for single units cost more
 * than they gain.
 */
const INTAKE_SHARE = 0.5

export interface PipelineOptions extends ResponderOptions {
  readonly read: Reader
  readonly log: Logger
  /** The services that commit together with this one. */
  readonly group: GroupCommit<Pipeline>
}

export class Pipeline implements Member {
  readonly #deps: BatchDeps
  readonly #options: PipelineOptions
  /** Idempotency keys that this process has seen. They, and no others, are looked up before deciding. */
  readonly #seenKeys = new SeenKeys()
  readonly #state: ExclusiveState
  readonly #headWaits: HeadWaits<QueuedUnit>
  readonly #responder: Responder
  readonly #locked: LockedBatches
  #queue: QueuedUnit[] = []
  #intake: Promise<void> | null = null

  constructor(deps: BatchDeps, options: PipelineOptions) {
    this.#deps = deps
    this.#options = options
    const { read, log, group } = options
    const seenKeys = this.#seenKeys
    const inlineCommandFor = (message: Message, isNew: (key: string) => boolean) => this.#ask(message, isNew)
    const onClear = () => group.reopen()
    this.#headWaits = new HeadWaits(log)
    this.#responder = new Responder(deps, options)
    this.#state = new ExclusiveState({ deps, read, log, seenKeys, inlineCommandFor, onClear })
    this.#locked = new LockedBatches(deps, {
      state: this.#state,
      seenKeys,
      responder: this.#responder,
      log,
      writing: () => group.writing,
      onRecovered: () => this.schedule(),
    })
    group.join(this)
  }

  get service(): string {
    return this.#deps.service
  }

  get decided(): number {
    return this.#state.commands
  }

  /** Call it before the first command. */
  start(): Promise<void> {
    return this.#seenKeys.addNewest(this.#options.read)
  }

  get waiting(): number {
    return this.#queue.length + this.#headWaits.units + this.#state.units
  }

  /** False for nearly all keys that were never answered. */
  hasSeen(key: string): boolean {
    return this.#seenKeys.has(key)
  }

  submit(unit: Unit): Promise<readonly Outcome[]> {
    return new Promise((resolve, reject) => {
      this.#queue.push({ unit, tries: 0, waits: 0, resolve, reject })
      this.schedule()
    })
  }

  async idle(): Promise<void> {
    while (this.#intake || this.#headWaits.units > 0 || this.decided > 0 || this.#locked.isWriting) {
      await (this.#intake ?? this.#headWaits.reading ?? this.#locked.recovering ?? this.#options.group.writing)
    }
  }

  schedule(): void {
    if (this.#intake || this.#queue.length === 0 || this.#shouldWait) return
    this.#intake = this.#drain().finally(() => {
      this.#intake = null
      this.schedule()
    })
  }

  get #shouldWait(): boolean {
    if (!this.#locked.isWriting) return false
    return !this.#state.isExclusive || this.#queue.length < this.#responder.lastSize * INTAKE_SHARE
  }

  async #drain(): Promise<void> {
    // Commands that arrive in the same turn of the event loop belong to the same batch.
    await Promise.resolve()
    if (!this.#state.isExclusive) await this.#locked.nothingInFlight()
    const taken = this.#take()
    if (this.#state.isExclusive) await this.#decide(taken)
    else await this.#locked.run(taken, true)
  }

  #take(): QueuedUnit[] {
    let commands = 0
    let count = 0
    for (const { unit } of this.#queue) {
      commands += Math.max(1, unit.entries.length)
      if (count > 0 && (commands > INTAKE_COMMANDS_MAX || count === INTAKE_UNITS_MAX)) break
      count += 1
    }
    return this.#queue.splice(0, count)
  }

  async #decide(taken: readonly QueuedUnit[]): Promise<void> {
    const state = this.#state
    const unread = taken.find(waiting => waiting.unread !== undefined)
    if (unread) return this.#locked.retryAll(taken, unread.unread)
    const ready = this.#withHeads(taken)
    const keys = this.#seenKeysOf(ready)
    let recalled: ReadonlyMap<string, Remembered> | null = null
    if (keys.length > 0) {
      const { epoch } = state
      try {
        recalled = await recallAll(this.#options.read, keys)
      } catch (error) {
        return this.#locked.retryAll(ready, error)
      }
      // What was read may be outdated, or a head may have left memory meanwhile: then look again.
      if (epoch !== state.epoch || !ready.every(({ unit }) => state.knowsHeadsOf(unit))) return this.#requeue(ready)
    }
    if (ready.length > 0) this.#decideAll(ready, recalled)
    const { group } = this.#options
    if (group.isFull) await group.writing
  }

  #decideAll(ready: readonly QueuedUnit[], recalled: ReadonlyMap<string, Remembered> | null): void {
    const pending = this.#state.pending()
    const now = this.#deps.ports.clock.now()
    if (recalled !== null) for (const [key, remembered] of recalled) pending.batch.recall(key, remembered)
    const later = ready.filter(waiting => !this.#decideOne(waiting, pending, now))
    if (later.length > 0) this.#headWaits.read(later, () => this.#requeue(later))
    this.#options.group.write()
  }

  /** False if it has to wait for heads. */
  #decideOne(waiting: QueuedUnit, { batch, waiting: all }: PendingBatch, now: Date): boolean {
    const isDecided = batch.decide(waiting.unit, now, this.#headWaits.watch(waiting))
    if (isDecided) all.push(waiting)
    return isDecided
  }

  #requeue(units: readonly QueuedUnit[]): void {
    this.#queue.unshift(...units)
    this.schedule()
  }

  load(keys: readonly string[]): Promise<void> {
    return this.#state.load(keys)
  }

  /**
   * The command of a message to this service, to be run in the pending commit: if this process is the only writer and
   * the heads it needs are in memory or new. Otherwise the missing heads, or null: then the message goes through the
   * outbox.
   */
  inlineCommandFor(message: Message, isNew: (key: string) => boolean): InlineCommand | Missing | null {
    const state = this.#state
    if (!state.isExclusive) return null
    const command = this.#deps.commandFor(message)
    if (!command) return null
    const unknown = command.keys.filter(key => !state.knows(key))
    const missing = unknown.filter(key => !isNew(key))
    if (missing.length > 0) return { from: this, keys: missing }
    state.addNew(unknown)
    return { command, draft: state.pending().batch.draft }
  }

  /** The command of a message to another service of the group; heads that are missing for it are noted. */
  #ask(message: Message, isNew: (key: string) => boolean): InlineCommand | null {
    const inline = this.#options.group.member(message.to ?? '')?.inlineCommandFor(message, isNew) ?? null
    if (inline === null || 'draft' in inline) return inline
    this.#headWaits.note(inline)
    return null
  }

  /** The units whose heads are in memory. The others wait until theirs are read, and delay no unit. */
  #withHeads(taken: readonly QueuedUnit[]): readonly QueuedUnit[] {
    const state = this.#state
    // A head that a command creates under a new id is known to be new.
    for (const { unit } of taken) for (const { command } of unit.entries) if (command.fresh) state.addNew(command.fresh)
    const away = taken.filter(({ unit }) => !state.knowsHeadsOf(unit))
    if (away.length === 0) return taken
    const keys = away.flatMap(({ unit }) => unit.entries.flatMap(({ command }) => command.keys))
    const reading = state.load([...new Set(keys)].filter(key => !state.knows(key))).catch(error => {
      for (const waiting of away) waiting.unread = error
    })
    this.#headWaits.until(reading, away.length, () => this.#requeue(away))
    return taken.filter(waiting => !away.includes(waiting))
  }

  /**
   * Keys of answers to look up. A key that this process has not seen is almost always new. If it is not, writing the
   * batch conflicts with the stored answer and fails, and the batch is decided again on locked heads, where every key
   * is looked up.
   */
  #seenKeysOf(units: readonly QueuedUnit[]): string[] {
    const seen: string[] = []
    for (const { unit } of units)
      for (const { idempotency } of unit.entries)
        if (idempotency && this.#seenKeys.has(idempotency.key)) seen.push(idempotency.key)
    return seen
  }

  seal(): Sealed | null {
    const sealed = this.#state.seal()
    if (!sealed) return null
    const { pending, after } = sealed
    const began_ms = this.#deps.ports.clock.now().getTime()
    return {
      part: { deps: this.#deps, batch: pending.batch, after },
      onCommitted: xid => {
        this.#state.committed(pending)
        this.#responder.complete(pending.batch, pending.waiting, xid, began_ms)
        this.#locked.recoverWhenLanded()
      },
      onFailed: error => {
        this.#state.failed(pending)
        this.#locked.add(pending.waiting, error)
        this.#locked.recoverWhenLanded()
      },
    }
  }

  reopen(): void {
    this.#queue.unshift(...this.#state.reopen())
  }
}
