/**
 * One batch, one transaction, committed once. `executeLocked` works beside other processes: it locks the heads before it
 * decides. `executeAlone` writes what was decided from memory, and the fence refuses it if that memory was not all.
 */
import { type Aggregate, type Aggregates, aggregateIn } from '../aggregate.ts'
import { textArray } from '../array-literal.ts'
import type { Command } from '../command.ts'
import {
  all,
  isUnreachable,
  type Queryable,
  type Transaction,
  type WriteConnection,
  type Writing,
} from '../database.ts'
import type { Message } from '../message.ts'
import type { Ports } from '../ports.ts'
import type { InlineView } from '../service.ts'
import type { DueTimer } from './decide-unit.ts'
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
  updateHeads,
} from './statements.ts'
import type { Unit } from './unit.ts'
import { type LoadedHead, WorkingSet } from './working-set.ts'

export interface BatchFloor {
  readonly service: string
  readonly connection: WriteConnection
  readonly aggregates: Aggregates
  /** See `ServiceDefinition`. */
  readonly headsMax: number | undefined
  readonly views: readonly InlineView[]
  readonly ports: Ports
  /** Names this writer at the fence. */
  readonly writer: string
  /** The command for a message the service sends to itself; null if that cannot be told at once. */
  readonly own: (message: Message) => Command | null
}

/** The commit was sent and its answer never came: the batch may stand or not. */
export class CommitUnknown extends Error {}

/** The heads all commands name, sorted; and the idempotency keys they bring. */
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

/** Runs a transaction on the writer's connection; whatever breaks undoes it. */
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
  /** Every head the batch named, as it stands now. */
  readonly heads: ReadonlyMap<string, LoadedHead>
}

/** Looks up keys, locks heads in sorted order, decides, writes, commits. */
export async function executeLocked(floor: BatchFloor, units: readonly Unit[]): Promise<Written> {
  const { connection, service, ports } = floor
  return inTransaction(connection, async tx => {
    const { keys, idempotencyKeys } = namedBy(units)
    const [passed, recalled, heads] = await Promise.all([
      enter(tx, service, floor.writer),
      recallAll(tx, idempotencyKeys),
      loadHeads(tx, floor.aggregates, keys, true),
    ])
    const set = new WorkingSet(floor.aggregates, key => heads.get(key))
    const mayBeKnown = () => true
    const recalledBefore = () => undefined
    const batch = new OpenBatch({ service, ids: ports.ids, set, mayBeKnown, recalled: recalledBefore, own: floor.own })
    for (const [key, remembered] of recalled) batch.recall(key, remembered)
    const now = ports.clock.now()
    for (const unit of units) batch.decide(unit, now)
    const untouched = keys.filter(key => heads.get(key)?.version === 0 && !set.changed.has(key) && !isTyped(floor, key))
    await all([...writesOf(floor, tx, batch), ...(untouched.length > 0 ? [deleteEmptyHeads(tx, untouched)] : [])])
    await all(batch.sound.flatMap(({ also }) => also?.(tx) ?? []))
    ports.faults.reach(`${service}: before commit`)
    await commit(floor, tx)
    for (const key of untouched) heads.set(key, { version: 0, state: null, exists: false })
    return { batch, passed, heads }
  })
}

export interface AloneOptions {
  /** Number of the batch before, written or sent by this very writer. */
  readonly after: number
  /** Called when the commit was sent: the next batch may be sent behind it. */
  readonly onSent: () => void
}

/** Writes a batch that was decided from memory; gives its transaction number. */
export function executeAlone(floor: BatchFloor, batch: OpenBatch, options: AloneOptions): Promise<string> {
  const waiting = batch.sound.flatMap(({ also }) => also ?? [])
  return waiting.length === 0 ? executeTogether(floor, batch, options) : executeInTurns(floor, batch, options, waiting)
}

/** All of it, the end too, is sent at once. */
async function executeTogether(floor: BatchFloor, batch: OpenBatch, { after, onSent }: AloneOptions): Promise<string> {
  const { connection, service, writer, ports } = floor
  await connection.connect()
  ports.faults.reach(`${service}: before commit`)
  const together = connection.together()
  const parts = [together.query(PASS_FENCE, [service, writer, after]), ...writesOf(floor, together, batch)]
  await faultOf(parts)
  const passed = connection.send(together)
  onSent()
  await answered(all([...parts, passed]))
  ports.faults.reach(`${service}: after commit`)
  return (await passed) ?? '0'
}

/** Throws what a part has failed with already: its own fault, for nothing was sent yet. */
async function faultOf(parts: readonly Promise<unknown>[]): Promise<void> {
  const faults: unknown[] = []
  for (const part of parts) part.catch(fault => faults.push(fault))
  await Promise.resolve()
  if (faults.length > 0) throw faults[0]
}

/** A unit has more to write, and must see how that went: the end is sent when all of it is answered. */
async function executeInTurns(
  floor: BatchFloor,
  batch: OpenBatch,
  { after, onSent }: AloneOptions,
  waiting: readonly NonNullable<Unit['also']>[],
): Promise<string> {
  const { connection, service, writer, ports } = floor
  return inTransaction(connection, async tx => {
    const xid = tx.query<{ xid: string }>(PASS_FENCE, [service, writer, after])
    await all([tx.begun, xid, ...writesOf(floor, tx, batch)])
    await all(waiting.map(also => also(tx)))
    ports.faults.reach(`${service}: before commit`)
    await commit(floor, tx, onSent)
    return (await xid).rows[0]?.xid ?? '0'
  })
}

async function commit({ service, ports }: BatchFloor, tx: Transaction, onSent?: () => void): Promise<void> {
  const committing = tx.commit()
  onSent?.()
  await answered(committing)
  ports.faults.reach(`${service}: after commit`)
}

/** Once the commit is sent, a connection that breaks leaves open whether it happened. */
async function answered(committing: Promise<void>): Promise<void> {
  try {
    await committing
  } catch (cause) {
    if (isUnreachable(cause)) throw new CommitUnknown('the commit was sent, and no answer came', { cause })
    throw cause
  }
}

/** The batch's statements, one per table, sent without waiting for each other. */
function writesOf(floor: BatchFloor, tx: Writing, batch: OpenBatch): Promise<unknown>[] {
  const { messages, records, timers } = batch
  // First what units bring along: a timer that fires is deleted before its command may set it anew.
  const statements = batch.sound.flatMap(({ alongside }) => alongside?.(tx) ?? [])
  if (messages.length > 0) statements.push(insertEvents(tx, messages))
  statements.push(...saveHeads(floor, tx, batch.set))
  if (records.length > 0) statements.push(insertCommands(tx, records))
  if (timers.size > 0) statements.push(...writeTimers(tx, timers))
  const calls = messages.filter(message => message.kind === 'call')
  if (calls.length > 0) statements.push(insertCalls(tx, calls))
  for (const view of floor.views) {
    const events = messages.filter(message => view.types.includes(message.type))
    if (events.length > 0) statements.push(view.apply(tx, events))
  }
  return statements
}

function writeTimers(tx: Writing, timers: ReadonlyMap<string, DueTimer | null>): Promise<unknown>[] {
  const set = [...timers.values()].filter(timer => timer !== null)
  const cleared = [...timers].filter(([, timer]) => timer === null).map(([id]) => id)
  return [
    ...(set.length > 0 ? [insertTimers(tx, set)] : []),
    ...(cleared.length > 0 ? [deleteTimers(tx, cleared)] : []),
  ]
}

const isTyped = ({ aggregates }: BatchFloor, key: string): boolean =>
  aggregateIn(aggregates, key)?.storage !== undefined

function saveHeads({ aggregates }: BatchFloor, tx: Writing, set: WorkingSet): Promise<unknown>[] {
  const fresh: HeadRow[] = []
  const known: HeadRow[] = []
  const typed = new Map<Aggregate, { key: string; version: number; state: unknown; fresh: boolean }[]>()
  for (const [key, head] of set.changed) {
    const aggregate = aggregateIn(aggregates, key)
    if (!aggregate?.storage) {
      const row = { key, head, shape: aggregate?.shape ?? 0 }
      if (head.exists) known.push(row)
      else fresh.push(row)
      continue
    }
    const row = { key, version: head.version, state: head.state, fresh: !head.exists }
    const rows = typed.get(aggregate)
    if (rows) rows.push(row)
    else typed.set(aggregate, [row])
  }
  const saves: Promise<unknown>[] = []
  if (fresh.length > 0) saves.push(insertHeads(tx, fresh))
  if (known.length > 0) saves.push(updateHeads(tx, known))
  for (const [aggregate, rows] of typed) if (aggregate.storage) saves.push(aggregate.storage.save(tx, rows))
  return saves
}
