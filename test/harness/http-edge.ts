/** What tests of the HTTP edge need: a clock moved by hand, signed tokens, a writer with planned answers, and a server. */
import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto'
import type { FastifyInstance } from 'fastify'
import type { JsonWebKeySet } from '../../platform/auth/token-keys.ts'
import { TokenVerifier } from '../../platform/auth/tokens.ts'
import type { Route } from '../../platform/http/routes/route.ts'
import type { EdgeOptions } from '../../platform/http/server/edge.ts'
import { mountRoutes, type RouteDeps } from '../../platform/http/server/mount.ts'
import { createHttpServer } from '../../platform/http/server/server.ts'
import type { Command, IdempotencyKey, Outcome } from '../../platform/kit/command.ts'
import type { Origin } from '../../platform/kit/message.ts'
import { type Catalogue, isRefusal } from '../../platform/kit/refusal.ts'
import type { Writer } from '../../platform/kit/writer.ts'
import type { Logger } from '../../platform/ports/logger.ts'
import { type Clock, noFaults, type Ports, sortableIds, systemRandom } from '../../platform/ports/ports.ts'

interface Waiting {
  readonly at_ms: number
  readonly action: () => void
}

export class HandClock implements Clock {
  #now_ms = Date.UTC(2026, 10, 20)
  #waiting: Waiting[] = []

  now(): Date {
    return new Date(this.#now_ms)
  }

  after(delay_ms: number, action: () => void) {
    const waiting = { at_ms: this.#now_ms + delay_ms, action }
    this.#waiting.push(waiting)
    return { cancel: () => this.#forget(waiting) }
  }

  /** Moves on step by step, so that what is due runs at its own time. */
  advance(by_ms: number): void {
    const until_ms = this.#now_ms + by_ms
    for (;;) {
      const [next] = this.#waiting.filter(({ at_ms }) => at_ms <= until_ms).sort((a, b) => a.at_ms - b.at_ms)
      if (next === undefined) break
      this.#forget(next)
      this.#now_ms = Math.max(this.#now_ms, next.at_ms)
      next.action()
    }
    this.#now_ms = until_ms
  }

  #forget(waiting: Waiting): void {
    this.#waiting = this.#waiting.filter(other => other !== waiting)
  }
}

export function handPorts(clock = new HandClock()): Ports & { readonly clock: HandClock } {
  return { clock, random: systemRandom, ids: sortableIds(clock, systemRandom), faults: noFaults }
}

/** Issues tokens as the issuer would, and wrong ones on request. */
export class TokenMint {
  readonly issuer = 'https://madang.test'
  readonly audience = 'madang'
  readonly keys = new Map<string, KeyObject>()
  readonly #clock: Clock
  fetches = 0

  constructor(clock: Clock) {
    this.#clock = clock
    this.addKey('key-1')
  }

  addKey(kid: string): void {
    this.keys.set(kid, generateKeyPairSync('ed25519').privateKey)
  }

  async jwks(): Promise<JsonWebKeySet> {
    this.fetches += 1
    return { keys: [...this.keys].map(([kid, key]) => ({ ...publicJwk(key), kid, alg: 'EdDSA', use: 'sig' })) }
  }

  issue(claims: Record<string, unknown> = {}, header: Record<string, unknown> = {}): string {
    const now_s = Math.floor(this.#clock.now().getTime() / 1000)
    const head = { alg: 'EdDSA', kid: 'key-1', ...header }
    const body = {
      iss: this.issuer,
      aud: this.audience,
      sub: 'usr_1',
      sid: 'ses_1',
      roles: ['customer'],
      typ: 'access',
      iat: now_s,
      exp: now_s + 600,
      ...claims,
    }
    const signed = `${encode(head)}.${encode(body)}`
    const key = this.keys.get(String(head.kid)) ?? [...this.keys.values()][0]!
    return `${signed}.${sign(null, Buffer.from(signed), key).toString('base64url')}`
  }

  verifier(): TokenVerifier {
    const { issuer, audience } = this
    return new TokenVerifier({ issuer, audience, keys: () => this.jwks(), clock: this.#clock })
  }
}

const encode = (part: unknown): string => Buffer.from(JSON.stringify(part)).toString('base64url')
const publicJwk = (key: KeyObject) => {
  const { kty, crv, x } = key.export({ format: 'jwk' }) as Record<string, string>
  return { kty: kty!, crv: crv!, x: x! }
}

/** Decides every command over empty states and remembers answers by key, in memory. */
export class MemoryWriter implements Writer {
  isOverloaded = false
  readonly runs: { command: Command; origin: Origin; idempotency: IdempotencyKey | undefined }[] = []
  readonly recalls: IdempotencyKey[] = []
  /** What is stored was answered by another process: it is found only when the command is run. */
  isElsewhere = false
  readonly waits: { key: string; limit_ms: number }[] = []
  readonly #stored = new Map<string, { fingerprint: string; outcome: Outcome }>()

  async lastBatch(): Promise<number> {
    return 0
  }

  onCommit(): void {}

  async recall(idempotency: IdempotencyKey): Promise<Outcome | null> {
    this.recalls.push(idempotency)
    return this.isElsewhere ? null : this.#recalled(idempotency)
  }

  async run(command: Command, origin: Origin, idempotency?: IdempotencyKey): Promise<Outcome> {
    const recalled = idempotency === undefined ? null : this.#recalled(idempotency)
    if (recalled !== null) return recalled
    this.runs.push({ command, origin, idempotency })
    const states = { of: () => ({}) as never, version: () => 0 }
    const context = { ...origin, now: new Date(0), newId: (prefix: string) => `${prefix}_1` }
    const decision = command.decide(states, context)
    const outcome: Outcome = isRefusal(decision)
      ? { kind: 'refused', refusal: decision, replayed: false }
      : {
          kind: 'accepted',
          status: decision.status ?? 200,
          body: decision.reply === undefined ? '' : JSON.stringify(decision.reply),
          replayed: false,
        }
    const isLast = outcome.kind === 'accepted' || !outcome.refusal.isProvisional
    if (idempotency !== undefined && isLast)
      this.#stored.set(idempotency.key, { fingerprint: idempotency.fingerprint, outcome })
    return outcome
  }

  async waitFor<S>(key: string, until: (state: S) => boolean, limit_ms: number): Promise<S | null> {
    this.waits.push({ key, limit_ms })
    const state = { state: 'done' } as S
    return until(state) ? state : null
  }

  async head() {
    return null
  }

  #recalled({ key, fingerprint }: IdempotencyKey): Outcome | null {
    const stored = this.#stored.get(key)
    if (stored === undefined) return null
    if (stored.fingerprint === fingerprint) return { ...stored.outcome, replayed: true }
    return { kind: 'refused', refusal: { refused: true, code: 'idempotency_key_reused' }, replayed: false }
  }
}

/** Keys the fingerprints of requests. */
export const fingerprintKey = Buffer.alloc(32, 'fingerprint')

/** Keeps what was logged as errors. */
export class HeldLog {
  readonly errors: Record<string, unknown>[] = []
  readonly log = {
    error: (entry: Record<string, unknown>) => void this.errors.push(entry),
    warn: () => {},
    info: () => {},
    debug: () => {},
    child: () => this.log,
  } as unknown as Logger
}

export interface TestEdge {
  readonly server: FastifyInstance
  readonly clock: HandClock
  readonly writer: MemoryWriter
  readonly mint: TokenMint
  readonly tokens: TokenVerifier
  readonly held: HeldLog
  /** Header of a signed token. */
  readonly as: (claims?: Record<string, unknown>) => { authorization: string }
}

export function edgeWith(
  routes: readonly Route[],
  refusals?: Catalogue,
  options: (clock: HandClock) => Omit<EdgeOptions, 'ports' | 'log'> = () => ({}),
  catchUp?: RouteDeps['catchUp'],
): TestEdge {
  const ports = handPorts()
  const held = new HeldLog()
  const mint = new TokenMint(ports.clock)
  const tokens = mint.verifier()
  const writer = new MemoryWriter()
  const server = createHttpServer({ ports, log: held.log, ...options(ports.clock) })
  const deps = { writer, tokens, fingerprintKey, checkReplies: true, catchUp }
  mountRoutes(server, { name: 'sample', refusals }, routes, deps)
  const as = (claims?: Record<string, unknown>) => ({ authorization: `Bearer ${mint.issue(claims)}` })
  return { server, clock: ports.clock, writer, mint, tokens, held, as }
}
