/**
 * A trace as a tree of spans. A command lasts until the last thing it led to; a saga from its start to its end, with its
 * steps below it, each until its answer; an event is a moment. Everything has a place too: in one process all of a request
 * is committed at once, so that only the order tells what led to what.
 */
import type { TraceEntry } from '../queries.ts'

export interface Moment {
  /** Milliseconds since 1970. */
  readonly at_ms: number
  /** Which entry of the trace it is. */
  readonly place: number
}

export interface Span {
  readonly key: string
  readonly depth: number
  readonly service: string
  readonly name: string
  readonly kind: TraceEntry['kind']
  readonly from: Moment
  readonly to: Moment
  /** The code of a refusal, or why a saga failed; null where all went well. */
  readonly trouble: string | null
  readonly entry: TraceEntry
}

interface Node {
  readonly entry: TraceEntry
  readonly name: string
  readonly service: string
  readonly kind: TraceEntry['kind']
  readonly from: Moment
  to: Moment
  trouble: string | null
  readonly children: Node[]
}

const SAGA = 'saga:'

/** `payments.authorize` of payments is `authorize`. */
const shortName = (type: string, service: string): string =>
  type.startsWith(`${service}.`) ? type.slice(service.length + 1) : type

/** `saga:checkout/ord_1` is a checkout. */
const sagaName = (stream: string): string => stream.slice(SAGA.length).split('/')[0] ?? stream

const isSagaStream = (stream: string | null): stream is string => stream?.startsWith(SAGA) ?? false

const later = (a: Moment, b: Moment): Moment => ({
  at_ms: Math.max(a.at_ms, b.at_ms),
  place: Math.max(a.place, b.place),
})

function nodeOf(entry: TraceEntry, isRequest: boolean, moment: Moment, name: string | undefined): Node {
  const service = isRequest ? (entry.to ?? entry.service) : entry.service
  const trouble = entry.outcome === 'accepted' || !isRequest ? null : entry.outcome
  return {
    ...{ entry, service, name: name ?? shortName(entry.type, service), kind: entry.kind },
    ...{ from: moment, to: moment, trouble, children: [] },
  }
}

class Tree {
  readonly roots: Node[] = []
  /** Commands and calls by their ids, which name what they caused. Facts share the id of the request they were folded into. */
  readonly #byId = new Map<string, Node>()
  readonly #sagas = new Map<string, Node>()
  readonly #steps = new Map<string, Node>()

  add(entry: TraceEntry, moment: Moment): void {
    if (isSagaStream(entry.stream)) this.#addOfSaga(entry, entry.stream, moment)
    else if (entry.kind === 'reply') this.#addReply(entry, moment)
    else this.#put(entry, this.#parentOf(entry), moment)
  }

  #parentOf({ causationId }: TraceEntry): Node | undefined {
    return this.#byId.get(causationId)
  }

  #put(entry: TraceEntry, parent: Node | undefined, moment: Moment, name?: string): Node {
    const isRequest = entry.kind === 'command' || entry.kind === 'call'
    const node = nodeOf(entry, isRequest, moment, name)
    if (isRequest || !this.#byId.has(entry.id)) this.#byId.set(entry.id, node)
    // What the request itself caused is what its command did.
    if (isRequest && !parent && !this.#byId.has(entry.causationId)) this.#byId.set(entry.causationId, node)
    ;(parent?.children ?? this.roots).push(node)
    return node
  }

  /** What is caused by a reply continues what the reply answers. */
  #addReply(entry: TraceEntry, moment: Moment): void {
    const asked = this.#parentOf(entry)
    if (!asked) {
      this.#put(entry, undefined, moment)
      return
    }
    asked.to = later(asked.to, moment)
    if (entry.outcome !== null && entry.outcome !== 'accepted') asked.trouble = entry.outcome
    this.#byId.set(entry.id, asked)
  }

  #addOfSaga(entry: TraceEntry, stream: string, moment: Moment): void {
    const saga = this.#sagas.get(stream) ?? this.#startSaga(entry, stream, moment)
    saga.to = later(saga.to, moment)
    if (entry.kind === 'saga') this.#note(entry, stream, saga, moment)
    else this.#steps.set(stepOf(stream, entry.step), this.#put(entry, saga, moment))
  }

  #startSaga(entry: TraceEntry, stream: string, moment: Moment): Node {
    const asSaga = { ...entry, kind: 'saga' as const, to: null, outcome: null }
    const saga = this.#put(asSaga, this.#parentOf(entry), moment, sagaName(stream))
    this.#sagas.set(stream, saga)
    return saga
  }

  /** A fact of a saga: the answer of a step, or how the saga goes on. */
  #note({ type, step, outcome }: TraceEntry, stream: string, saga: Node, moment: Moment): void {
    const trouble = outcome === 'accepted' ? null : outcome
    if (type === 'saga.step-answered') {
      const asked = this.#steps.get(stepOf(stream, step))
      if (asked) {
        asked.to = later(asked.to, moment)
        asked.trouble = trouble
      }
    } else if (trouble !== null) saga.trouble = trouble
  }
}

/** A step with its phase and attempt, as the trace writes it. */
const stepOf = (stream: string, step: string | null): string => `${stream} ${step ?? ''}`

function flatten(nodes: readonly Node[], depth: number): Span[] {
  return nodes.flatMap(node => {
    const below = flatten(node.children, depth + 1)
    // An event is a moment, whatever it led to.
    const to = node.kind === 'event' ? node.to : below.reduce((end, span) => later(end, span.to), node.to)
    const { entry, service, name, kind, from, trouble } = node
    const key = `${from.place} ${entry.id}`
    return [{ key, depth, service, name, kind, from, to, trouble, entry }, ...below]
  })
}

/** An id drawn for a request tells when that came: its first 48 bits are milliseconds. */
const UUID_V7 = /^[a-z]+_([0-9a-f]{8})-([0-9a-f]{4})-7/
const ARRIVAL_MAX_MS = 60_000

/** When the request arrived, if its id tells: shortly before its first entry. */
function arrivalOf(correlationId: string, first_ms: number): number {
  const [, high = '', low = ''] = UUID_V7.exec(correlationId) ?? []
  const at_ms = Number.parseInt(high + low, 16)
  return first_ms - at_ms >= 0 && first_ms - at_ms < ARRIVAL_MAX_MS ? at_ms : first_ms
}

/** Entries as the API orders them: by time, a cause before its effects. */
export function spansOf(correlationId: string, entries: readonly TraceEntry[]): Span[] {
  const tree = new Tree()
  entries.forEach((entry, place) => {
    const at_ms = Date.parse(entry.at)
    tree.add(entry, { at_ms: place === 0 ? arrivalOf(correlationId, at_ms) : at_ms, place })
  })
  return flatten(tree.roots, 0)
}
