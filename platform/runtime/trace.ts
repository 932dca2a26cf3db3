/**
 * Everything that one service has recorded under a correlation id: the commands from outside and every message they
 * caused.
 */
import type { Reader } from '../db/database.ts'
import type { FoldedRequest } from '../saga/state.ts'

export interface TraceEntry {
  readonly at: string
  readonly service: string
  readonly kind: 'command' | 'event' | 'call' | 'reply' | 'saga'
  readonly type: string
  readonly id: string
  readonly causationId: string
  readonly actor: string
  readonly stream: string | null
  readonly version: number | null
  /** The receiver of an addressed message. */
  readonly to: string | null
  /** The outcome of a command or reply: `accepted`, or the code of the refusal. */
  readonly outcome: string | null
  /** For saga steps: the step, its phase and attempt. */
  readonly step: string | null
  /** What the message says; of a command from outside, how it was answered. Personal data in it is sealed. */
  readonly data: unknown
}

/** Entries of one service that are read at most; a longer trace cannot be understood. */
const ENTRIES_MAX = 2_000

/** A row of `events`, and the part of its data that tells the state of a saga, a call or a reply. */
interface Row {
  readonly id: string
  readonly kind: string
  readonly target: string | null
  readonly type: string
  readonly stream: string
  readonly version: number
  readonly causation_id: string
  readonly actor: string
  readonly at: Date
  readonly data: Readonly<Record<string, unknown>>
  readonly before: readonly Before[] | null
  readonly command: string | null
  readonly step: string | null
  readonly phase: string | null
  readonly attempt: string | null
  readonly ok: string | null
  readonly code: string | null
}

/** A message of a saga that was folded into the row. */
interface Before extends Partial<FoldedRequest> {
  readonly type: string
  readonly data: Readonly<Record<string, unknown>> & {
    readonly command?: string
    readonly step?: string
    readonly phase?: string
    readonly attempt?: number
    readonly reason?: string
    readonly answer?: { readonly ok: boolean; readonly refusal?: { readonly code: string } }
  }
}

const EVENTS = `
  select id, kind, target, type, stream, version, causation_id, actor, at, xid, seq, data, data -> 'before' as before,
         data ->> 'command' as command, data ->> 'step' as step, data ->> 'phase' as phase,
         data ->> 'attempt' as attempt, coalesce(data ->> 'ok', data -> 'answer' ->> 'ok') as ok,
         coalesce(data -> 'refusal' ->> 'code', data -> 'answer' -> 'refusal' ->> 'code', data ->> 'reason') as code
  from events where correlation_id = $1 order by xid, seq limit ${ENTRIES_MAX}`

const COMMANDS = `
  select key, type, actor, causation_id, at, status, refusal, refusal ->> 'code' as code
  from commands where correlation_id = $1 order by at limit ${ENTRIES_MAX}`

export async function traceOf(service: string, read: Reader, correlationId: string): Promise<TraceEntry[]> {
  const [commands, events] = await Promise.all([
    read.query(COMMANDS, [correlationId]),
    read.query<Row>(EVENTS, [correlationId]),
  ])
  return [
    ...commands.rows.map(row => ({
      at: row.at.toISOString(),
      service,
      kind: 'command' as const,
      type: row.type,
      id: row.key,
      causationId: row.causation_id,
      actor: row.actor,
      stream: null,
      version: null,
      to: service,
      outcome: row.code ?? 'accepted',
      step: null,
      data: { status: row.status, ...(row.refusal && { refusal: row.refusal }) },
    })),
    ...events.rows.flatMap(row => [...before(service, row), eventEntry(service, row)]),
  ]
}

/** The messages that were folded into the row. A fact has the id and the cause of the request it was folded into. */
function before(service: string, row: Row): TraceEntry[] {
  let { id, causation_id } = row
  const entries = (row.before ?? []).toReversed().map(said => {
    id = said.id ?? id
    causation_id = said.causationId ?? causation_id
    return eventEntry(service, { ...row, ...columnsOf(said), id, causation_id })
  })
  return entries.reverse()
}

const columnsOf = ({ type, to, data }: Before) => ({
  kind: 'event',
  target: to ?? null,
  type,
  data,
  command: data.command ?? null,
  step: data.step ?? null,
  phase: data.phase ?? null,
  attempt: data.attempt === undefined ? null : String(data.attempt),
  ok: data.answer === undefined ? null : String(data.answer.ok),
  code: data.answer?.refusal?.code ?? data.reason ?? null,
})

function eventEntry(service: string, row: Row): TraceEntry {
  const step = row.step === null ? null : `${row.step} (${row.phase ?? 'do'} ${row.attempt ?? 1})`
  return {
    at: row.at.toISOString(),
    service,
    kind: kindOf(row),
    type: kindOf(row) === 'command' || row.kind === 'call' ? (row.command ?? row.type) : row.type,
    id: row.id,
    causationId: row.causation_id,
    actor: row.actor,
    stream: row.stream,
    version: row.version,
    to: row.target ?? (kindOf(row) === 'command' ? receiverOf(row, service) : null),
    outcome: row.code ?? (row.ok === 'true' ? 'accepted' : null),
    step,
    data: withoutBefore(row.data),
  }
}

/** A command that was handled inline has no target in its row; its address begins with the service it is for. */
const receiverOf = ({ command }: Row, service: string): string => command?.split('.')[0] ?? service

/** What was folded into the row has entries of its own. */
function withoutBefore({ before: _, ...data }: Row['data']) {
  return data
}

function kindOf(row: Row): TraceEntry['kind'] {
  // A command of a service to itself that was handled inline was not sent.
  if (row.kind === 'event' && row.type.startsWith('saga.') && row.command !== null) return 'command'
  if (row.kind === 'command' || row.kind === 'call' || row.kind === 'reply') return row.kind
  return row.type.startsWith('saga.') ? 'saga' : 'event'
}

/** Merges the entries of all services: by time, and within one instant a cause before its effect. */
export function orderTrace(entries: readonly TraceEntry[]): TraceEntry[] {
  const depths = new Map<string, number>()
  const byId = new Map(entries.map(entry => [entry.id, entry]))
  const depth = (entry: TraceEntry): number => {
    const known = depths.get(entry.id)
    if (known !== undefined) return known
    depths.set(entry.id, 0)
    const cause = byId.get(entry.causationId)
    const value = cause ? depth(cause) + 1 : entry.kind === 'command' && entry.stream === null ? 0 : 1
    depths.set(entry.id, value)
    return value
  }
  const rank = new Map(entries.map((entry, index) => [entry, index]))
  return [...entries].sort(
    (a, b) => a.at.localeCompare(b.at) || depth(a) - depth(b) || (rank.get(a) ?? 0) - (rank.get(b) ?? 0),
  )
}
