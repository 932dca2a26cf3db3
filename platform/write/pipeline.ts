/**
 * One service's writing, in two stages. Intake takes what waits and decides it, or sets it aside until its heads are in memory; the group
 * commit writes what was decided since the last one, with what the other services of the process decided. So deciding goes on while
 * the database works. It is sound because the fence lets a batch pass only if nobody else wrote since ours before; if anything fails,
 * what was decided from memory is forgotten and decided anew on locked heads.
 */

import { isTransient, isUnreachable, type Reader } from '../db/database.ts'
import type { Outcome } from '../kit/command.ts'
import type { Message } from '../kit/message.ts'
import { WriteMeter } from '../observability/metrics.ts'
import type { Logger } from '../ports/logger.ts'
import type { Vault } from '../vault/vault.ts'
import { type BatchDeps, CommitUnknown, executeLocked, recallAll } from './batch.ts'
import type { InlineCommand } from './decide-unit.ts'
import type { Committed } from './draft.ts'
import { isFenced } from './fence.ts'
import { type GroupCommit, type Member, type Sealed, WentWithAnother } from './group-commit.ts'
import { HeadCache } from './head-cache.ts'
import { HeadWaits, type MayWait, type Missing } from './head-waits.ts'
import { NEW } from './load-heads.ts'
import { OpenBatch } from './open-batch.ts'
import { openAnswer, type Remembered, type SealedAnswer } from './recall.ts'
import { SeenKeys } from './seen-keys.ts'
import type { Unit } from './unit.ts'
import { type LoadedHead, WorkingSet } from './working-set.ts'

/** Units decided in one go, of so many commands at most: then what is decided is sent, if it may be, so that the database has something to do. */
const INTAKE_UNITS_MAX = 32
const INTAKE_COMMANDS_MAX = 1_000
/** Tries of one unit after serialization failures, deadlocks or a lost connection. */
const TRIES_MAX = 5
/** Batches on locked heads after another process was met, before this one tries to be exclusive again. */
const LOCKED_BATCHES = 20
/** Batches whose answers are remembered here: a look-up that began before their commit did not see them. */
const WRITTEN_MAX = 3
/** While a batch is written, intake waits for this share of it to arrive: look-ups one by one cost more than they gain. */
const INTAKE_SHARE = 0.5

interface Waiting extends MayWait {
  readonly unit: Unit
  tries: number
  /** Why its heads could not be read. */
  unread?: unknown
  readonly resolve: (outcomes: readonly Outcome[]) => void
  readonly reject: (fault: unknown) => void
}

interface Failed {
  readonly waiting: readonly Waiting[]
  readonly error: unknown
}

export interface PipelineOptions {
  readonly read: Reader
  readonly open: Vault['open']
  readonly log: Logger
  /** With whom this service commits. */
  readonly group: GroupCommit<Pipeline>
  readonly announce: (committed: Committed, changed: Iterable<string>) => void
}

/** A batch decided from memory, with those who wait for it. */
interface Decided {
  readonly batch: OpenBatch
  readonly waiting: Waiting[]
  /** The memory it was decided from: it counts as long as this is the pipeline's. */
  readonly epoch: number
}

export class Pipeline implements Member {
  readonly #deps: BatchDeps
  readonly #options: PipelineOptions
  readonly #meter: WriteMeter
  readonly #heads: HeadCache
  /** Idempotency keys this process has met: they, and no others, are looked up before deciding. */
  readonly #seenKeys = new SeenKeys()
  #queue: Waiting[] = []
  /** Number of the last batch we sent while we are exclusive; null while heads are locked. */
  #after: number | null = null
  /** Batches that must run on locked heads before we may be exclusive. */
  #lockedLeft = 1
  /** Counts how often everything in memory was forgotten. */
  #epoch = 0
  #decided: Decided | null = null
  /** On their way to the database, the oldest first. */
  readonly #inFlight: Decided[] = []
  /** The batches written last, the newest first. */
  #written: OpenBatch[] = []
  /** Batches that did not commit, to be decided anew once nothing is on its way any more. */
  #failed: Failed[] = []
  #lastSize = 1
  readonly #headWaits: HeadWaits<Waiting>
  #intake: Promise<void> | null = null
  /** Resolves when what failed is decided anew. */
  #recovering: Promise<void> | null = null

  constructor(deps: BatchDeps, options: PipelineOptions) {
    this.#deps = deps
    this.#options = options
    this.#meter = new WriteMeter(deps.service)
    this.#headWaits = new HeadWaits(options.log)
    const isExclusive = () => this.#after !== null
    const { read, log } = options
    this.#heads = new HeadCache({ deps, read, log, isExclusive, isDecided: key => this.#knows(key) })
    options.group.join(this)
  }

  get service(): string {
    return this.#deps.service
  }

  get decided(): number {
    return this.#decided?.batch.commands ?? 0
  }

  /** Before the first command. */
  start(): Promise<void> {
    return this.#seenKeys.addNewest(this.#options.read)
  }

  get waiting(): number {
    return this.#queue.length + this.#headWaits.units + (this.#decided?.waiting.length ?? 0)
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
    while (this.#intake || this.#headWaits.units > 0 || this.decided > 0 || this.#isWriting) {
      await (this.#intake ?? this.#headWaits.reading ?? this.#recovering ?? this.#options.group.writing)
    }
  }

  get #isWriting(): boolean {
    return this.#inFlight.length > 0 || this.#recovering !== null
  }

  schedule(): void {
    if (this.#intake || this.#queue.length === 0) return
    if (this.#isWriting && (this.#after === null || this.#queue.length < this.#lastSize * INTAKE_SHARE)) return
    this.#intake = this.#drain().finally(() => {
      this.#intake = null
      this.schedule()
    })
  }

  async #drain(): Promise<void> {
    // Commands that arrived in the same turn of the event loop belong into the same batch.
    await Promise.resolve()
    if (this.#after === null) await this.#nothingInFlight()
    const taken = this.#take()
    if (this.#after === null) await this.#runLocked(taken, true)
    else await this.#decide(taken)
  }

  #take(): Waiting[] {
    let commands = 0
    let count = 0
    for (const { unit } of this.#queue) {
      commands += Math.max(1, unit.entries.length)
      if (count > 0 && (commands > INTAKE_COMMANDS_MAX || count === INTAKE_UNITS_MAX)) break
      count += 1
    }
    return this.#queue.splice(0, count)
  }

  /** A head as the batches decided so far leave it, written or not; undefined if it is not in memory. */
  #find(key: string): LoadedHead | undefined {
    for (let at = this.#inFlight.length - 1; at >= 0; at -= 1) {
      const head = this.#inFlight[at]?.batch.draft.set.changed.get(key)
      // A head that is new there is written before what is decided next, or that is decided anew.
      if (head) return head.exists ? head : { ...head, exists: true }
    }
    return this.#heads.get(key)
  }

  #knows(key: string): boolean {
    return this.#decided?.batch.draft.set.changed.has(key) === true || this.#find(key) !== undefined
  }

  async #decide(taken: readonly Waiting[]): Promise<void> {
    const unread = taken.find(waiting => waiting.unread !== undefined)
    if (unread) return this.#retryAll(taken, unread.unread)
    const ready = this.#withHeads(taken)
    const met = this.#seenKeysOf(ready)
    let recalled: ReadonlyMap<string, Remembered> | null = null
    if (met.length > 0) {
      const epoch = this.#epoch
      try {
        recalled = await recallAll(this.#options.read, met)
      } catch (error) {
        return this.#retryAll(ready, error)
      }
      // What was read may be old, or a head may have left memory meanwhile: then look again.
      if (epoch !== this.#epoch || !ready.every(({ unit }) => this.#knowsHeadsOf(unit))) return this.#requeue(ready)
    }
    if (ready.length > 0) this.#decideAll(ready, recalled)
    const { group } = this.#options
    if (group.isFull) await group.writing
  }

  #decideAll(ready: readonly Waiting[], recalled: ReadonlyMap<string, Remembered> | null): void {
    const decided = this.#decided ?? this.#newBatch()
    this.#decided = decided
    const now = this.#deps.ports.clock.now()
    if (recalled !== null) for (const [key, remembered] of recalled) decided.batch.recall(key, remembered)
    const later = ready.filter(waiting => !this.#decideOne(waiting, decided, now))
    if (later.length > 0) this.#headWaits.read(later, () => this.#requeue(later))
    this.#options.group.write()
  }

  /** False if it has to wait for heads. */
  #decideOne(waiting: Waiting, { batch, waiting: all }: Decided, now: Date): boolean {
    const isDecided = batch.decide(waiting.unit, now, this.#headWaits.watch(waiting))
    if (isDecided) all.push(waiting)
    return isDecided
  }

  #requeue(units: readonly Waiting[]): void {
    this.#queue.unshift(...units)
    this.schedule()
  }

  load(keys: readonly string[]): Promise<void> {
    return this.#heads.load(keys)
  }

  /**
   * What a message asks of this service, to be done in the commit that is being decided: if this process is exclusive in writing it and
   * has the heads that are needed in memory, or they are new. Else those that are missing, or null: then the message must go over
   * the outbox.
   */
  inlineCommandFor(message: Message, isNew: (key: string) => boolean): InlineCommand | Missing | null {
    if (this.#after === null) return null
    const command = this.#deps.commandFor(message)
    if (!command) return null
    const unknown = command.keys.filter(key => !this.#knows(key))
    const missing = unknown.filter(key => !isNew(key))
    if (missing.length > 0) return { from: this, keys: missing }
    for (const key of unknown) this.#heads.set(key, NEW)
    this.#decided ??= this.#newBatch()
    return { command, draft: this.#decided.batch.draft }
  }

  /** What a message asks of whoever it is for; what is missing for that is noted. */
  #ask(message: Message, isNew: (key: string) => boolean): InlineCommand | null {
    const asked = this.#options.group.member(message.to ?? '')?.inlineCommandFor(message, isNew) ?? null
    if (asked === null || 'draft' in asked) return asked
    this.#headWaits.note(asked)
    return null
  }

  /** Those whose heads are in memory. The others wait until theirs are read, and hold nobody up. */
  #withHeads(taken: readonly Waiting[]): readonly Waiting[] {
    for (const { unit } of taken) this.#makeFresh(unit)
    const away = taken.filter(({ unit }) => !this.#knowsHeadsOf(unit))
    if (away.length === 0) return taken
    const keys = away.flatMap(({ unit }) => unit.entries.flatMap(({ command }) => command.keys))
    const reading = this.#heads.load([...new Set(keys)].filter(key => !this.#knows(key))).catch(error => {
      for (const waiting of away) waiting.unread = error
    })
    this.#headWaits.until(reading, away.length, () => this.#requeue(away))
    return taken.filter(waiting => !away.includes(waiting))
  }

  /** A head that a command makes under a new id is known to be new. */
  #makeFresh({ entries }: Unit): void {
    for (const { command } of entries)
      if (command.fresh) for (const key of command.fresh) if (!this.#knows(key)) this.#heads.set(key, NEW)
  }

  #knowsHeadsOf({ entries }: Unit): boolean {
    return entries.every(({ command }) => command.keys.every(key => this.#knows(key)))
  }

  /**
   * Answers to be looked up. A key that was never met here is new, as a rule: where it is not, writing the batch meets the stored
   * answer's row and fails, and the batch is decided anew on locked heads, where every key is looked up.
   */
  #seenKeysOf(units: readonly Waiting[]): string[] {
    const met: string[] = []
    for (const { unit } of units)
      for (const { idempotency } of unit.entries)
        if (idempotency && this.#seenKeys.has(idempotency.key)) met.push(idempotency.key)
    return met
  }

  #newBatch(): Decided {
    const { service, aggregates, ports } = this.#deps
    const set = new WorkingSet(aggregates, key => this.#find(key))
    const recalled = (key: string) => {
      for (const batch of [...this.#inFlight.map(decided => decided.batch), ...this.#written]) {
        const answer = batch.answerOf(key)
        if (answer) return answer
      }
      return undefined
    }
    const mayBeKnown = (key: string) => this.#seenKeys.add(key)
    const inlineCommandFor = (message: Message, isNew: (key: string) => boolean) => this.#ask(message, isNew)
    const mayAsk = (to: string) => this.#deps.asks.has(to)
    const batch = new OpenBatch({ service, ids: ports.ids, set, mayBeKnown, recalled, inlineCommandFor, mayAsk })
    return { batch, waiting: [], epoch: this.#epoch }
  }

  seal(): Sealed | null {
    const decided = this.#decided
    const after = this.#after
    if (!decided || after === null) return null
    this.#decided = null
    if (decided.waiting.length === 0 && decided.batch.draft.isEmpty) return null
    this.#inFlight.push(decided)
    this.#after = after + 1
    const began_ms = this.#deps.ports.clock.now().getTime()
    return {
      part: { deps: this.#deps, batch: decided.batch, after },
      onCommitted: xid => this.#committed(decided, xid, began_ms),
      onFailed: error => this.#failedToCommit(decided, error),
    }
  }

  #committed(decided: Decided, xid: string, began_ms: number): void {
    const { batch, waiting, epoch } = decided
    this.#arrived(decided)
    if (epoch === this.#epoch) {
      this.#heads.written(batch.draft.set.changed)
      this.#written = [batch, ...this.#written.slice(0, WRITTEN_MAX - 1)]
    }
    this.#complete(batch, waiting, xid, began_ms)
    this.#afterLastOnItsWay()
  }

  #failedToCommit(decided: Decided, error: unknown): void {
    const { waiting, epoch } = decided
    this.#arrived(decided)
    if (epoch === this.#epoch) this.#clear()
    this.#failed.push({ waiting, error })
    this.#afterLastOnItsWay()
  }

  /** When nothing of this service is on its way any more, what failed is decided anew. */
  #afterLastOnItsWay(): void {
    if (this.#inFlight.length > 0 || this.#failed.length === 0) return
    this.#recovering = this.#decideAnew(this.#failed.splice(0)).finally(() => {
      this.#recovering = null
      this.schedule()
    })
  }

  async #nothingInFlight(): Promise<void> {
    while (this.#isWriting) await (this.#recovering ?? this.#options.group.writing)
  }

  #arrived(decided: Decided): void {
    this.#inFlight.splice(this.#inFlight.indexOf(decided), 1)
  }

  reopen(): void {
    this.#queue.unshift(...(this.#decided?.waiting ?? []))
    this.#decided = null
  }

  /** Nothing that was decided from memory counts any more; what is not written waits to be decided anew. */
  #clear(): void {
    this.#epoch += 1
    this.#after = null
    this.#written = []
    this.#heads.clear()
    this.#options.group.reopen()
  }

  /** What did not commit, on locked heads. The first says why; what was sent behind it was fenced for that only. */
  async #decideAnew(failed: readonly Failed[]): Promise<void> {
    const error = failed[0]?.error
    if (isFenced(error)) {
      this.#lockedLeft = LOCKED_BATCHES
      this.#options.log.debug({ service: this.#deps.service }, 'another process writes too; heads are locked again')
    } else {
      this.#lockedLeft = 1
      if (!(error instanceof WentWithAnother))
        this.#options.log.warn({ err: error, batches: failed.length }, 'a batch did not commit; it is decided anew')
    }
    for (const { waiting, error: own } of failed) {
      const again = waiting.filter(each => this.#mayRepeat(each, own))
      if (again.length > 0) await this.#runLocked(again)
    }
  }

  /** What these need could not be read. Nothing of them was decided, so all may be tried again. */
  async #retryAll(taken: readonly Waiting[], error: unknown): Promise<void> {
    for (const waiting of taken) waiting.unread = undefined
    await this.#nothingInFlight()
    if (this.#after !== null) this.#clear()
    this.#lockedLeft = 1
    await this.#recover(taken, error)
  }

  /** A batch whose commit may have happened is only repeated where repeating it is safe. */
  #mayRepeat(waiting: Waiting, error: unknown): boolean {
    if (!(error instanceof CommitUnknown) || isRepeatable(waiting.unit)) return true
    this.#fail(waiting, error)
    return false
  }

  /**
   * One batch on locked heads. Only intake's own may end in being exclusive (`mayBecomeExclusive`): while failed units are tried one
   * by one, nothing may be decided from a memory that the next of them changes.
   */
  async #runLocked(waiting: readonly Waiting[], mayBecomeExclusive = false): Promise<void> {
    if (this.#after !== null || this.#decided) this.#clear()
    const began_ms = this.#deps.ports.clock.now().getTime()
    try {
      const { batch, passed, heads } = await executeLocked(
        this.#deps,
        waiting.map(({ unit }) => unit),
      )
      for (const { key } of batch.draft.records) this.#seenKeys.add(key)
      this.#complete(batch, waiting, passed.xid, began_ms)
      this.#lockedLeft = passed.exclusive ? this.#lockedLeft - 1 : Math.max(this.#lockedLeft, 1)
      if (!mayBecomeExclusive || !passed.exclusive || this.#lockedLeft > 0) return
      for (const [key, head] of heads) this.#heads.set(key, head)
      this.#heads.written(batch.draft.set.changed)
      this.#after = passed.batch
      this.#heads.warm()
    } catch (error) {
      await this.#recover(waiting, error)
    }
  }

  /** The batch did not commit. Its units are tried one by one, so that a bad one fails alone. */
  async #recover(batch: readonly Waiting[], error: unknown): Promise<void> {
    const [only] = batch
    if (batch.length === 1 && only) return this.#retryOne(only, error)
    this.#options.log.warn(
      { err: error, units: batch.length },
      'a batch did not commit; its units are tried one by one',
    )
    for (const waiting of batch) if (this.#mayRepeat(waiting, error)) await this.#runLocked([waiting])
  }

  async #retryOne(waiting: Waiting, error: unknown): Promise<void> {
    waiting.tries += 1
    const worthwhile = isTransient(error) || isUnreachable(error) || error instanceof CommitUnknown || isKeyRace(error)
    const safe = !(error instanceof CommitUnknown) || isRepeatable(waiting.unit)
    if (!worthwhile || !safe || waiting.tries >= TRIES_MAX) return this.#fail(waiting, error)
    await new Promise<void>(resolve => this.#deps.ports.clock.after(2 ** waiting.tries * 10, resolve))
    await this.#runLocked([waiting])
  }

  #complete(batch: OpenBatch, waiting: readonly Waiting[], xid: string, began_ms: number): void {
    if (waiting.length > 0) this.#lastSize = waiting.length
    this.#meter.batch(batch.commands, this.#deps.ports.clock.now().getTime() - began_ms)
    for (const [index, each] of waiting.entries()) {
      const result = batch.results[index]
      if (!result) continue
      if ('fault' in result) this.#fail(each, result.fault)
      else this.#answer(each, result.outcomes)
    }
    const { messages, timers, set } = batch.draft
    this.#options.announce({ xid, messages, timers }, set.changed.keys())
  }

  #answer(waiting: Waiting, answers: readonly (Outcome | SealedAnswer)[]): void {
    if (answers.every(isOpen)) return this.#resolve(waiting, answers)
    Promise.all(answers.map(answer => openAnswer(answer, this.#options.open))).then(
      outcomes => this.#resolve(waiting, outcomes),
      fault => this.#fail(waiting, fault),
    )
  }

  #resolve(waiting: Waiting, outcomes: readonly Outcome[]): void {
    for (const { kind, replayed } of outcomes) this.#meter.command(replayed ? 'replayed' : kind)
    waiting.resolve(outcomes)
  }

  #fail(waiting: Waiting, fault: unknown): void {
    this.#meter.command('fault')
    waiting.reject(fault)
  }
}

const isOpen = (answer: Outcome | SealedAnswer): answer is Outcome => answer.kind !== 'sealed'

/** Doing it again is safe: every command has a key, or the unit checks its own offset. */
const isRepeatable = (unit: Unit): boolean =>
  unit.alongside !== undefined || unit.entries.every(entry => entry.idempotency !== undefined)

/** Two processes ran the same idempotency key at once: the loser looks the winner's answer up. */
const isKeyRace = (error: unknown): boolean =>
  (error as { code?: string }).code === '23505' && (error as { table?: string }).table === 'commands'
