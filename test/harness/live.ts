/** Clients of what is live: a WebSocket that speaks the protocol of notifications, and a reader of server-sent events. */
import { once } from 'node:events'
import { WebSocket } from 'ws'

const LIMIT_MS = 20_000

export interface Frame {
  readonly type: string
  readonly [field: string]: any
}

/** Waits for something that comes in pieces; what has come is in the report when it does not. */
class Waiting<T> {
  readonly all: T[] = []
  #listeners = new Set<() => void>()
  #ended: unknown

  add(one: T): void {
    this.all.push(one)
    for (const listener of this.#listeners) listener()
  }

  end(how: unknown): void {
    this.#ended ??= how
    for (const listener of this.#listeners) listener()
  }

  get ended(): unknown {
    return this.#ended
  }

  until(isThere: (all: readonly T[]) => boolean, what = 'it'): Promise<readonly T[]> {
    return new Promise((resolve, reject) => {
      const report = () => `${what} did not come: ${JSON.stringify(this.all.slice(-5))}, ${JSON.stringify(this.#ended)}`
      const look = () => {
        if (isThere(this.all)) done(() => resolve(this.all))
        else if (this.#ended !== undefined) done(() => reject(new Error(report())))
      }
      const done = (settle: () => void) => {
        clearTimeout(timeout)
        this.#listeners.delete(look)
        settle()
      }
      const timeout = setTimeout(() => done(() => reject(new Error(report()))), LIMIT_MS)
      this.#listeners.add(look)
      look()
    })
  }
}

export class LiveSocket {
  readonly socket: WebSocket
  readonly frames = new Waiting<Frame>()
  /** The code it was closed with. */
  readonly closed: Promise<number>

  constructor(address: string, { path = '/ws', origin }: { path?: string; origin?: string } = {}) {
    this.socket = new WebSocket(`${address.replace(/^http/, 'ws')}${path}`, origin ? { origin } : {})
    this.socket.on('message', data => this.frames.add(JSON.parse(String(data))))
    this.closed = new Promise(resolve => {
      this.socket.on('close', code => {
        this.frames.end({ closed: code })
        resolve(code)
      })
    })
    this.socket.on('error', error => this.frames.end({ error: error.message }))
  }

  /** Opens a socket and says hello; `welcome` has come. */
  static async open(address: string, hello: object, options: { path?: string; origin?: string } = {}) {
    const live = new LiveSocket(address, options)
    await live.opened()
    live.send({ type: 'hello', v: 1, ...hello })
    await live.frames.until(frames => frames.some(({ type }) => type === 'welcome'), 'the welcome')
    return live
  }

  async opened(): Promise<void> {
    if (this.socket.readyState !== WebSocket.OPEN) await once(this.socket, 'open')
  }

  send(frame: object | string): void {
    this.socket.send(typeof frame === 'string' ? frame : JSON.stringify(frame))
  }

  of(type: string): Frame[] {
    return this.frames.all.filter(frame => frame.type === type)
  }

  get seqs(): number[] {
    return this.of('item').map(({ seq }) => seq)
  }

  async untilSeq(seq: number): Promise<number[]> {
    await this.frames.until(all => all.some(frame => frame.type === 'item' && frame.seq >= seq), `message ${seq}`)
    return this.seqs
  }

  async until(type: string, count = 1): Promise<Frame[]> {
    await this.frames.until(all => all.filter(frame => frame.type === type).length >= count, `${count} of ${type}`)
    return this.of(type)
  }

  close(): void {
    this.socket.terminate()
  }
}

export interface StreamEvent {
  readonly event: string
  readonly id: string | null
  readonly data: any
}

/** As a browser reads it: the id of the last event that had one is what it would come back with. */
export class LiveStream {
  readonly events = new Waiting<StreamEvent>()
  readonly ended: Promise<void>
  readonly response: Response
  readonly #abort: AbortController
  comments = 0
  lastEventId: string | null = null

  constructor(response: Response, abort: AbortController) {
    this.response = response
    this.#abort = abort
    this.ended = this.#read(response).catch(() => {})
  }

  static async open(address: string, token: string, lastEventId?: string): Promise<LiveStream> {
    const abort = new AbortController()
    const headers = {
      authorization: `Bearer ${token}`,
      ...(lastEventId !== undefined && { 'last-event-id': lastEventId }),
    }
    const response = await fetch(`${address}/api/notifications/stream`, { headers, signal: abort.signal })
    if (response.status !== 200) throw new Error(`the stream answered ${response.status}: ${await response.text()}`)
    return new LiveStream(response, abort)
  }

  get seqs(): number[] {
    return this.events.all.filter(({ event }) => event === 'item').map(({ data }) => data.seq)
  }

  async untilSeq(seq: number): Promise<number[]> {
    await this.events.until(all => all.some(({ event, data }) => event === 'item' && data.seq >= seq), `message ${seq}`)
    return this.seqs
  }

  until(event: string): Promise<readonly StreamEvent[]> {
    return this.events.until(all => all.some(each => each.event === event), event)
  }

  /** The connection is lost. */
  cut(): void {
    this.#abort.abort()
  }

  async #read(response: Response): Promise<void> {
    let text = ''
    const decoder = new TextDecoder()
    try {
      for await (const chunk of response.body!) {
        text += decoder.decode(chunk as Uint8Array, { stream: true })
        const blocks = text.split('\n\n')
        text = blocks.pop() ?? ''
        for (const block of blocks) this.#take(block)
      }
    } finally {
      this.events.end('ended')
    }
  }

  #take(block: string): void {
    const fields = new Map(block.split('\n').map(line => line.split(/: ?(.*)/s).slice(0, 2) as [string, string]))
    const [id, event, data] = ['id', 'event', 'data'].map(name => fields.get(name))
    if (data === undefined) {
      this.comments += 1
      return
    }
    this.lastEventId = id ?? this.lastEventId
    this.events.add({ event: event ?? 'message', id: id ?? null, data: JSON.parse(data) })
  }
}
