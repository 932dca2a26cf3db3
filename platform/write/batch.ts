/**
 * One batch, one transaction: look up keys, lock heads in sorted order, decide in memory, write everything set-wise,
 * commit once. The caller retries units one by one when this throws.
 */
import { type Aggregate, aggregateOf } from '../aggregate.ts'
import { textArray } from '../array-literal.ts'
import type { Outcome } from '../command.ts'
import { all, type WriteConnection } from '../database.ts'
import type { Message } from '../message.ts'
import type { Ports } from '../ports.ts'
import type { InlineView } from '../service.ts'
import { decideUnit, noWrites, type Writes } from './decide-unit.ts'
import { rebuildState } from './rebuild-head.ts'
import { type CommandRow, RECALL, type Remembered, rememberedOf, type SealedAnswer } from './recall.ts'
import {
  deleteEmptyHeads,
  deleteTimers,
  insertCalls,
  insertCommands,
  insertEvents,
  insertTimers,
  updateHeads,
} from './statements.ts'
import type { Unit } from './unit.ts'
import { type Aggregates, type LoadedHead, WorkingSet } from './working-set.ts'

export interface BatchFloor {
  readonly service: string
  readonly connection: WriteConnection
  readonly aggregates: Aggregates
  readonly views: readonly InlineView[]
  readonly ports: Ports
}

/**
 * One batch of a service at a time, over all its processes. The outbox is read in the order of transaction numbers; a
 * writer that took its number before it got its locks would put a stream's later event before an earlier one.
 */
const ONE_WRITER = `select pg_advisory_xact_lock(hashtext('madang writer'), hashtext($1))`

/** What became of one unit: its outcomes (those recalled may still be sealed), or the fault its decider threw. */
export type UnitResult = { readonly outcomes: readonly (Outcome | SealedAnswer)[] } | { readonly fault: unknown }

export interface BatchResult {
  readonly units: readonly UnitResult[]
  readonly xid: string
  readonly messages: readonly Message[]
  readonly changed: ReadonlySet<string>
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

export async function executeBatch(floor: BatchFloor, units: readonly Unit[]): Promise<BatchResult> {
  const { connection: tx, ports } = floor
  await tx.connect()
  try {
    const { keys, idempotencyKeys } = namedBy(units)
    const set = new WorkingSet(floor.aggregates)
    const answered: Answered = new Map()
    let xid = '0'
    await all([
      tx.query('begin'),
      tx.query(ONE_WRITER, [floor.service]),
      tx.query('select pg_current_xact_id()::text as xid').then(({ rows }) => {
        xid = rows[0].xid
      }),
      ...(idempotencyKeys.length > 0 ? [recall(floor, idempotencyKeys, answered)] : []),
      ...loadHeads(floor, keys, set),
    ])
    await reshape(floor, set)
    const now = ports.clock.now()
    const { results, writes, kept } = decideAll(floor, units, set, answered, now)
    await all(writeAll(floor, keys, writes, set, now))
    await all(kept.map(unit => unit.also?.(tx) ?? Promise.resolve()))
    ports.faults.reach(`${floor.service}: before commit`)
    await commit(tx)
    ports.faults.reach(`${floor.service}: after commit`)
    return { units: results, xid, messages: writes.messages, changed: set.changed }
  } catch (error) {
    if (!(error instanceof CommitUnknown)) await tx.query('rollback').catch(() => {})
    throw error
  }
}

async function commit(tx: WriteConnection): Promise<void> {
  try {
    await tx.query('commit')
  } catch (cause) {
    if ((cause as { code?: string }).code !== undefined && !/^(08|57P|E)/.test((cause as { code: string }).code)) {
      throw cause
    }
    throw new CommitUnknown('the commit was sent, and no answer came', { cause })
  }
}

type Answered = Map<string, Remembered>

async function recall(floor: BatchFloor, keys: readonly string[], answered: Answered): Promise<void> {
  const { rows } = await floor.connection.query<CommandRow>(RECALL, [textArray(keys, key => key)])
  for (const row of rows) answered.set(row.key, rememberedOf(row))
}

/**
 * Makes the missing heads in one statement and locks them all in a second one. A single statement that did both would
 * not see its own inserts, so first writers would run unlocked.
 */
function loadHeads(floor: BatchFloor, keys: readonly string[], set: WorkingSet): Promise<void>[] {
  const loads: Promise<void>[] = []
  const stored = keys.filter(key => !floor.aggregates.get(aggregateOf(key))?.storage)
  if (stored.length > 0) loads.push(loadStored(floor, stored, set))
  for (const aggregate of floor.aggregates.values()) {
    const own = keys.filter(key => aggregate.storage && aggregateOf(key) === aggregate.name)
    if (own.length > 0) loads.push(loadTyped(floor, aggregate, own, set))
  }
  return loads
}

async function loadStored(floor: BatchFloor, keys: readonly string[], set: WorkingSet): Promise<void> {
  const literal = textArray(keys, key => key)
  const [, { rows }] = await Promise.all([
    floor.connection.query(
      `insert into heads (stream, version, shape) select stream, 0, 0 from unnest($1::text[]) as k(stream)
       on conflict (stream) do nothing`,
      [literal],
    ),
    floor.connection.query(
      'select stream, version, shape, state from heads where stream = any($1) order by stream for update',
      [literal],
    ),
  ])
  for (const row of rows) {
    const stale = row.version > 0 && row.shape !== floor.aggregates.get(aggregateOf(row.stream))?.shape
    set.heads.set(row.stream, { version: row.version, state: stale ? STALE : row.state })
  }
}

async function loadTyped(floor: BatchFloor, aggregate: Aggregate, keys: readonly string[], set: WorkingSet): Promise<void> {
  const heads = (await aggregate.storage?.load(floor.connection, keys)) ?? []
  for (const head of heads) set.heads.set(head.key, { version: head.version, state: head.state })
}

/** Marks a state of an older shape until it is rebuilt from its events. */
const STALE = Symbol('stale')

async function reshape(floor: BatchFloor, set: WorkingSet): Promise<void> {
  for (const [key, head] of set.heads) {
    if (head.state !== STALE) continue
    const aggregate = floor.aggregates.get(aggregateOf(key))
    if (aggregate) set.heads.set(key, await rebuildState(floor.connection, aggregate, key))
  }
}

function decideAll(floor: BatchFloor, units: readonly Unit[], set: WorkingSet, answered: Answered, now: Date) {
  const writes = noWrites()
  const results: UnitResult[] = []
  const kept: Unit[] = []
  const options = { service: floor.service, ids: floor.ports.ids, now, answered }
  for (const unit of units) {
    set.begin()
    try {
      const decided = decideUnit(unit, set, options)
      append(writes, decided.writes)
      results.push({ outcomes: decided.outcomes })
      kept.push(unit)
    } catch (fault) {
      set.drop()
      results.push({ fault })
    }
  }
  return { results, writes, kept }
}

function append(to: Writes, from: Writes): void {
  for (const message of from.messages) to.messages.push(message)
  for (const record of from.records) to.records.push(record)
  for (const timer of from.setTimers) to.setTimers.push(timer)
  for (const id of from.clearTimers) to.clearTimers.push(id)
}

function writeAll(
  floor: BatchFloor,
  keys: readonly string[],
  writes: Writes,
  set: WorkingSet,
  now: Date,
): Promise<unknown>[] {
  const { connection: tx } = floor
  const statements: Promise<unknown>[] = []
  if (writes.messages.length > 0) statements.push(insertEvents(tx, writes.messages))
  statements.push(...saveHeads(floor, set))
  const untouched = keys.filter(key => !set.changed.has(key) && !floor.aggregates.get(aggregateOf(key))?.storage)
  if (untouched.length > 0) statements.push(deleteEmptyHeads(tx, untouched))
  if (writes.records.length > 0) statements.push(insertCommands(tx, writes.records, now))
  if (writes.setTimers.length > 0) statements.push(insertTimers(tx, writes.setTimers))
  if (writes.clearTimers.length > 0) statements.push(deleteTimers(tx, writes.clearTimers))
  const calls = writes.messages.filter(message => message.kind === 'call')
  if (calls.length > 0) statements.push(insertCalls(tx, calls))
  for (const view of floor.views) {
    const events = writes.messages.filter(message => view.types.includes(message.type))
    if (events.length > 0) statements.push(view.apply(tx, events))
  }
  return statements
}

function saveHeads(floor: BatchFloor, set: WorkingSet): Promise<unknown>[] {
  const stored = []
  const typed = new Map<Aggregate, { key: string; version: number; state: unknown }[]>()
  for (const key of set.changed) {
    const head = set.heads.get(key) as LoadedHead
    const aggregate = floor.aggregates.get(aggregateOf(key))
    if (!aggregate?.storage) {
      stored.push({ key, head, shape: aggregate?.shape ?? 0 })
      continue
    }
    const heads = typed.get(aggregate)
    if (heads) heads.push({ key, ...head })
    else typed.set(aggregate, [{ key, ...head }])
  }
  const saves: Promise<unknown>[] = []
  if (stored.length > 0) saves.push(updateHeads(floor.connection, stored))
  for (const [aggregate, heads] of typed) {
    if (aggregate.storage) saves.push(aggregate.storage.save(floor.connection, heads))
  }
  return saves
}
