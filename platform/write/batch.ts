/**
 * Batches, each committed once. `executeLocked` works beside other processes: it locks the heads of one service before
 * it decides. `executeGroup` writes what several services decided from memory, in one transaction; the fence of each
 * service rejects it if another process has written in between.
 */

import { textArray } from '../db/array-literal.ts'
import { all, isUnreachable, type Queryable, type Writing } from '../db/database.ts'
import type { PipelinedTransaction } from '../db/pipelined-transaction.ts'
import type { Transaction, WriteConnection } from '../db/write-connection.ts'
import { type Aggregate, type Aggregates, aggregateIn, isOf, SUMMARY_SHAPE } from '../kit/aggregate.ts'
import type { Command } from '../kit/command.ts'
import type { Message } from '../kit/message.ts'
import type { Ports } from '../ports/ports.ts'
import type { ChangedHead, HeadView } from '../service/head-view.ts'
import type { InlineView } from '../service/service.ts'
import type { InlineCommand } from './decide-unit.ts'
import type { Draft, DueTimer } from './draft.ts'
import { enter, PASS_FENCE, type Passed } from './fence.ts'
import { loadHeads } from './load-heads.ts'
import { OpenBatch } from './open-batch.ts'
import { type CommandRow, RECALL, type Remembered, rememberedOf } from './recall.ts'
import {
  deleteEmptyHeads,
  deleteTimers,
  type HeadRow,
  insertCalls,
  insertCommands,
  insertEvents,
  insertHeads,
  insertTimers,
  isCall,
  updateHeads,
} from './statements.ts'
import type { Unit } from './unit.ts'
import { type LoadedHead, WorkingSet } from './working-set.ts'

export interface BatchDeps {
  readonly service: string
  readonly connection: WriteConnection
  readonly aggregates: Aggregates
  /** See `ServiceDefinition`. */
  readonly headsMax: number | undefined
  readonly views: readonly (InlineView | HeadView)[]
  readonly ports: Ports
  /** Identifies this writer at the fence. */
  readonly writer: string
  /** Services whose consumers read the outbox of this one. No other service would receive a command. */
  readonly asks: ReadonlySet<string>
  /** The command for a message to this service; null if the message cannot be handled inline. */
  readonly commandFor: (message: Message) => Command | null
}

/** The commit was sent and its answer never arrived: the batch may or may not be committed. */
export class CommitUnknown extends Error {}

/** The heads that the commands name, sorted, and their idempotency keys. */
function namedBy(units: readonly Unit[]): { keys: string[]; idempotencyKeys: string[] } {
  const keys = new Set<string>()
  const idempotencyKeys: string[] = []
  for (const { entries } of units) {
    for (const { command, idempotency } of entries) {
      for (const key of command.keys) keys.add(key)
      if (idempotency) idempotencyKeys.push(idempotency.key)
    }
  }
  return { keys: [...keys].sort(), idempotencyKeys }
}

export async function recallAll(from: Queryable, keys: readonly string[]): Promise<Map<string, Remembered>> {
  if (keys.length === 0) return new Map()
  const { rows } = await from.query<CommandRow>(RECALL, [textArray(keys, key => key)])
  return new Map(rows.map(row => [row.key, rememberedOf(row)]))
}

/** Runs a transaction on the writer's connection. Any failure rolls it back. */
async function inTransaction<T>(connection: WriteConnection, action: (tx: Transaction) => Promise<T>): Promise<T> {
  await connection.connect()
  const tx = connection.begin()
  try {
    return await action(tx)
  } catch (error) {
    await tx.rollback()
    throw error
  }
}

export interface Written {
  readonly batch: OpenBatch
  readonly passed: Passed
  /** Every head that the batch named, in its current state. */
  readonly heads: ReadonlyMap<string, LoadedHead>
}

/** A message from a service to itself is handled inline on locked heads too. */
function ownInlineCommand({ service, commandFor }: BatchDeps, message: Message, draft: Draft): InlineCommand | null {
  const command = message.to === service ? commandFor(message) : null
  return command?.keys.every(key => draft.set.find(key)) ? { command, draft } : null
}

/** Looks up keys, locks heads in sorted order, decides, writes, commits. */
export async function executeLocked(deps: BatchDeps, units: readonly Unit[]): Promise<Written> {
  const { connection, service, ports } = deps
  return inTransaction(connection, async tx => {
    const { keys, idempotencyKeys } = namedBy(units)
    const [passed, recalled, heads] = await Promise.all([
      enter(tx, service, deps.writer),
      recallAll(tx, idempotencyKeys),
      loadHeads(tx, deps.aggregates, keys, true),
    ])
    const set = new WorkingSet(deps.aggregates, key => heads.get(key))
    const batch = new OpenBatch({
      service,
      ids: ports.ids,
      set,
      mayBeKnown: () => true,
      recalled: () => undefined,
      inlineCommandFor: (message, _isNew, draft) => ownInlineCommand(deps, message, draft),
      mayAsk: to => deps.asks.has(to),
    })
    for (const [key, remembered] of recalled) batch.recall(key, remembered)
    const now = ports.clock.now()
    for (const unit of units) batch.decide(unit, now)
    const untouched = keys.filter(key => heads.get(key)?.version === 0 && !set.changed.has(key) && !isTyped(deps, key))
    await all([...writesOf(deps, tx, batch), ...(untouched.length > 0 ? [deleteEmptyHeads(tx, untouched)] : [])])
    ports.faults.reach(`${service}: before commit`)
    await answered(tx.commit())
    ports.faults.reach(`${service}: after commit`)
    for (const key of untouched) heads.set(key, { version: 0, state: null, exists: false })
    return { batch, passed, heads }
  })
}

/** The part of one service in a commit of several. */
export interface Part {
  readonly deps: BatchDeps
  readonly batch: OpenBatch
  /** The number of the previous batch of the service, written or sent by this writer. */
  readonly after: number
}

/** The part of one service failed, and the whole commit with it. */
export class PartFailed extends Error {
  readonly service: string

  constructor(service: string, cause: unknown) {
    super(`the part of ${service} failed`, { cause })
    this.service = service
  }
}

/**
 * Writes parts that were decided from memory, in the given order, all in one write. Resolves with the number of the
 * transaction.
 */
export async function executeGroup(
  connection: WriteConnection,
  parts: readonly Part[],
  onSent: () => void,
): Promise<string> {
  await connection.connect()
  for (const { deps } of parts) deps.ports.faults.reach(`${deps.service}: before commit`)
  const together = connection.together()
  const written: Promise<unknown>[] = []
  for (const part of parts) written.push(...(await sendPart(connection, together, part)))
  const passed = connection.send(together)
  onSent()
  try {
    await answered(all([...written, passed]))
  } catch (error) {
    if (together.failedIn === null || error instanceof CommitUnknown) throw error
    throw new PartFailed(together.failedIn, error)
  }
  for (const { deps } of parts) deps.ports.faults.reach(`${deps.service}: after commit`)
  return (await passed) ?? '0'
}

async function sendPart(
  connection: WriteConnection,
  together: PipelinedTransaction,
  { deps, batch, after }: Part,
): Promise<readonly Promise<unknown>[]> {
  const { service, writer } = deps
  const written = [
    ...connection.actFor(service, together),
    together.ask(service, PASS_FENCE, [service, writer, after]),
    ...writesOf(deps, together.of(service), batch),
  ]
  await faultOf(service, written)
  return written
}

/** Throws the failure of a statement that failed before anything was sent: it belongs to this service. */
async function faultOf(service: string, written: readonly Promise<unknown>[]): Promise<void> {
  const faults: unknown[] = []
  for (const each of written) each.catch(fault => faults.push(fault))
  await Promise.resolve()
  if (faults.length > 0) throw new PartFailed(service, faults[0])
}

/** Once the commit is sent, a lost connection leaves the outcome unknown. */
async function answered(committing: Promise<void>): Promise<void> {
  try {
    await committing
  } catch (cause) {
    if (isUnreachable(cause)) throw new CommitUnknown('the commit was sent, and no answer came', { cause })
    throw cause
  }
}

/** The statements of the batch, one per table, sent without waiting for each other. */
function writesOf(deps: BatchDeps, tx: Writing, batch: OpenBatch): Promise<unknown>[] {
  const { messages, records, set } = batch.draft
  const timers = timersOf(batch.draft)
  // The statements of the units come first: a timer that fires is deleted before its command may set it again.
  const statements = batch.sound.flatMap(({ alongside }) => alongside?.(tx) ?? [])
  if (messages.length > 0) statements.push(insertEvents(tx, messages))
  statements.push(...saveHeads(deps, tx, set))
  if (records.length > 0) statements.push(insertCommands(tx, records))
  if (timers.size > 0) statements.push(...writeTimers(tx, timers))
  const calls = messages.filter(isCall)
  if (calls.length > 0) statements.push(insertCalls(tx, calls))
  for (const view of deps.views) {
    const writing = 'aggregate' in view ? writeHeadView(view, tx, set) : writeView(view, tx, messages)
    if (writing) statements.push(writing)
  }
  return statements
}

function writeView(view: InlineView, tx: Writing, messages: readonly Message[]): Promise<unknown> | null {
  const events = messages.filter(message => view.types.includes(message.type))
  return events.length > 0 ? view.apply(tx, events) : null
}

function writeHeadView(view: HeadView, tx: Writing, { changed }: WorkingSet): Promise<unknown> | null {
  const { name } = view.aggregate
  const heads: ChangedHead[] = []
  for (const [key, { state, exists }] of changed)
    if (isOf(name, key)) heads.push({ id: key.slice(name.length + 1), state, exists })
  return heads.length > 0 ? view.applyHeads(tx, heads) : null
}

/** By id, as the last decision left it: to be set, or (null) to be cleared. */
const timersOf = ({ timers }: Draft): ReadonlyMap<string, DueTimer | null> =>
  new Map(timers.map(timer => [timer.id, 'at' in timer ? timer : null]))

function writeTimers(tx: Writing, timers: ReadonlyMap<string, DueTimer | null>): Promise<unknown>[] {
  const set = [...timers.values()].filter(timer => timer !== null)
  const cleared = [...timers].filter(([, timer]) => timer === null).map(([id]) => id)
  return [
    ...(set.length > 0 ? [insertTimers(tx, set)] : []),
    ...(cleared.length > 0 ? [deleteTimers(tx, cleared)] : []),
  ]
}

const isTyped = ({ aggregates }: BatchDeps, key: string): boolean => aggregateIn(aggregates, key)?.storage !== undefined

function rowOf(key: string, { version, state }: LoadedHead, aggregate: Aggregate | undefined): HeadRow {
  if (aggregate?.summary && aggregate.isTerminal?.(state))
    return { key, version, state: aggregate.summary(state), shape: SUMMARY_SHAPE }
  return { key, version, state, shape: aggregate?.shape ?? 0 }
}

interface TypedRow {
  readonly key: string
  readonly version: number
  readonly state: unknown
  readonly fresh: boolean
}

/** The changed heads, by the statement that saves them. */
interface ChangedRows {
  readonly fresh: HeadRow[]
  readonly known: HeadRow[]
  readonly typed: Map<Aggregate, TypedRow[]>
}

function changedRows({ aggregates }: BatchDeps, set: WorkingSet): ChangedRows {
  const rows: ChangedRows = { fresh: [], known: [], typed: new Map() }
  for (const [key, head] of set.changed) {
    const aggregate = aggregateIn(aggregates, key)
    if (aggregate?.storage) addTyped(rows.typed, aggregate, key, head)
    else (head.exists ? rows.known : rows.fresh).push(rowOf(key, head, aggregate))
  }
  return rows
}

function addTyped(typed: ChangedRows['typed'], aggregate: Aggregate, key: string, head: LoadedHead): void {
  const row = { key, version: head.version, state: head.state, fresh: !head.exists }
  const rows = typed.get(aggregate)
  if (rows) rows.push(row)
  else typed.set(aggregate, [row])
}

function saveHeads(deps: BatchDeps, tx: Writing, set: WorkingSet): Promise<unknown>[] {
  const { fresh, known, typed } = changedRows(deps, set)
  const saves: Promise<unknown>[] = []
  if (fresh.length > 0) saves.push(insertHeads(tx, fresh))
  if (known.length > 0) saves.push(updateHeads(tx, known))
  for (const [aggregate, rows] of typed) if (aggregate.storage) saves.push(aggregate.storage.save(tx, rows))
  return saves
}
