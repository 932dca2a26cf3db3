/**
 * Requests by chance, from the document: any operation by anybody, about their own things or those of others, with a
 * body and parameters that are right, nearly right, or wrong.
 */
import { type Dice, diceOf } from '../harness/dice.ts'
import { jpeg, png, webp } from '../harness/images.ts'
import { badTexts } from './bad-parameters.ts'
import { oddIds } from './bad-values.ts'
import { bodyFor, signatureOf } from './bodies.ts'
import { type Chance, mutated, textOf } from './mutations.ts'
import { type Operation, type Parameter, parametersIn, thingsIn, urlOf } from './operations.ts'
import type { Request } from './send.ts'
import type { Person, World } from './world.ts'

/** What ends somebody's log-in or membership is asked by, or about, those who are nobody's friends. */
const ENDS_A_LOG_IN = new Set([
  ...['leave', 'logOut', 'refreshTokens', 'changePassword'],
  ...['setUserRoles', 'deactivateUser', 'activateUser'],
])
/** Operations that hash a password, or read the whole book: one at a time. */
export const SLOW: ReadonlySet<string> = new Set([
  ...['register', 'logIn', 'registerInBrowser', 'startBrowserSession', 'completePasswordReset'],
  ...['changePassword', 'verifyLedger'],
])

/** Of those that are chosen, the share that is sent: what changes something comes more often. */
function shareOf({ id, method, path }: Operation): number {
  if (SLOW.has(id) || ENDS_A_LOG_IN.has(id)) return 0.1
  if (path.startsWith('/api/operations/')) return 0.15
  return method === 'GET' ? 0.4 : 1
}

/** Without these, a thing is the caller's own. */
const FOR_OTHERS = new Set(['merchantId', 'accountId'])

const KEYS = 40
const CURSORS_MAX = 200
const THINGS_MAX = 200

export interface Sent {
  readonly operation: Operation
  readonly request: Request
}

export class Fuzz {
  readonly #world: World
  readonly #operations: readonly Operation[]
  readonly #dice: Dice
  /** Who may be locked out. */
  readonly #doomed: Person[]
  readonly #things: Readonly<Record<string, string[]>>
  readonly #cursors: string[] = []

  constructor(world: World, operations: readonly Operation[], doomed: readonly Person[], seed: number) {
    this.#world = world
    this.#operations = operations
    this.#doomed = [...doomed]
    this.#dice = diceOf(seed)
    this.#things = Object.fromEntries(Object.entries(world.things).map(([thing, ids]) => [thing, [...ids]]))
  }

  next(): Sent {
    const operation = this.#dice.pick(this.#operations)
    if (!this.#dice.chance(shareOf(operation))) return this.next()
    const person = this.#callerOf(operation)
    const chance: Chance = { dice: this.#dice, ids: this.#idsOf() }
    const text = this.#bodyOf(operation, person ?? this.#world.customer, chance)
    const url = this.#urlOf(operation, chance)
    const headers = this.#headersOf(operation, text)
    const what = `by ${person?.email ?? 'nobody'} ${JSON.stringify(headers)} ${typeof text === 'string' ? text.slice(0, 600) : (text?.toString('base64') ?? '')}`
    return { operation, request: { url, text, headers, token: person?.token, what } }
  }

  /** What an answer names is asked about later. */
  learn({ operation: { path } }: Sent, text: string): void {
    const { id, nextCursor } = JSON.parse(text) ?? {}
    const thing = path.split('/').at(-1)
    if (typeof nextCursor === 'string') keep(this.#cursors, nextCursor, CURSORS_MAX)
    if (typeof id === 'string' && thing && this.#things[thing]) keep(this.#things[thing], id, THINGS_MAX)
  }

  /** Whose log-in has ended is nobody that requests are about any more; the last one stays. */
  lost({ request: { token } }: Sent): void {
    const index = this.#doomed.findIndex(person => person.token === token)
    if (index >= 0 && this.#doomed.length > 1) this.#doomed.splice(index, 1)
  }

  #idsOf(): string[] {
    const { minji, customer, merchant, operator } = this.#world
    const people = [minji, customer, merchant, operator].map(({ id }) => id)
    const some = Object.values(this.#things).map(ids => this.#dice.pick(ids))
    return [...some, ...people, this.#dice.pick(oddIds)]
  }

  #callerOf({ id, roles }: Operation): Person | undefined {
    const { minji, customer, merchant, operator } = this.#world
    if (roles.length === 0 && ENDS_A_LOG_IN.has(id)) return this.#dice.pick(this.#doomed)
    if (this.#dice.chance(0.05)) return undefined
    const able = roles.includes('operator') ? operator : minji
    return this.#dice.chance(0.7) ? able : this.#dice.pick([minji, customer, merchant, operator])
  }

  #bodyOf(operation: Operation, person: Person, chance: Chance): string | Buffer | undefined {
    const { body: schema, isUpload } = operation
    if (isUpload && this.#dice.chance(0.95)) return this.#file()
    if (schema === null) return this.#dice.chance(0.02) ? '{}' : undefined
    if (this.#dice.chance(0.005)) return undefined
    const valid = bodyFor(operation, this.#world, person)
    const meant = operation.id === 'pay' ? this.#paid(valid) : this.#without(operation, valid)
    return textOf(mutated(meant, schema, chance), chance)
  }

  /** Whole, or cut off. */
  #file(): Buffer {
    const whole = this.#dice.pick([png(3, 2), jpeg(3, 2, { orientation: 6 }), webp.lossless(3, 2), png(5_000, 1)])
    return this.#dice.chance(0.7) ? whole : whole.subarray(0, this.#dice.below(whole.length))
  }

  #without({ id }: Operation, valid: Readonly<Record<string, unknown>>) {
    const more = id === 'register' ? { email: `fuzz${this.#dice.below(1e6)}@example.test` } : {}
    const left = Object.entries(valid).filter(([name]) => !(FOR_OTHERS.has(name) && this.#dice.chance(0.7)))
    return { ...Object.fromEntries(left), ...more }
  }

  /** At a franchise, or for an order that was placed meanwhile. */
  #paid({ orderId, ...rest }: Readonly<Record<string, unknown>>) {
    const { franchises = [], orders = [] } = this.#things
    if (this.#dice.chance(0.4)) return { ...rest, franchiseId: this.#dice.pick(franchises), paymentMethod: 'wallet' }
    const paymentMethod = this.#dice.pick(['wallet', 'credit_card'])
    return { ...rest, orderId: this.#dice.chance(0.8) ? this.#dice.pick(orders) : orderId, paymentMethod }
  }

  #urlOf(operation: Operation, chance: Chance): string {
    const values = thingsIn(operation).map(({ thing, name }) => [
      name,
      encodeURIComponent(this.#idFor(operation, thing)),
    ])
    const query = parametersIn(operation, 'query')
      .filter(() => this.#dice.chance(0.3))
      .map(parameter => [parameter.name, this.#valueOf(parameter, chance)])
    const url = urlOf(operation, Object.fromEntries(values), Object.fromEntries(query))
    if (this.#dice.chance(0.97)) return url
    const odd = this.#dice.pick([
      'limit=1&limit=2',
      'cursor[]=x',
      'a=b',
      '=',
      'limit',
      '%00=1',
      'sort=__proto__',
      '&&&',
    ])
    return `${url}${url.includes('?') ? '&' : '?'}${odd}`
  }

  #idFor({ id }: Operation, thing: string): string {
    if (ENDS_A_LOG_IN.has(id)) return this.#dice.pick([...this.#doomed.map(person => person.id), ...oddIds.slice(0, 4)])
    const own = this.#things[thing] ?? []
    return own.length > 0 && this.#dice.chance(0.8) ? this.#dice.pick(own) : this.#dice.pick(this.#idsOf())
  }

  /** Escaped. */
  #valueOf(parameter: Parameter, { ids }: Chance): string {
    const { enum: chosen = [] } = parameter.schema
    if (parameter.name === 'cursor' && this.#cursors.length > 0 && this.#dice.chance(0.7))
      return encodeURIComponent(this.#dice.pick(this.#cursors))
    if (chosen.length > 0 && this.#dice.chance(0.6)) return String(this.#dice.pick(chosen))
    if (this.#dice.chance(0.2)) return encodeURIComponent(this.#dice.pick(ids))
    return this.#dice.pick(badTexts(parameter)).text
  }

  #headersOf(operation: Operation, text: string | Buffer | undefined): Record<string, string> {
    const taken = new Set(parametersIn(operation, 'header').map(({ name }) => name))
    const { pick, chance, below } = this.#dice
    return {
      ...(text !== undefined && {
        'content-type': chance(0.99) ? 'application/json' : pick(['text/plain', 'json', '*/*']),
      }),
      ...(text !== undefined && chance(0.8) && signatureOf(operation, String(text))),
      ...(taken.has('Idempotency-Key') && chance(0.35) && { 'idempotency-key': `fuzz-${below(KEYS)}` }),
      ...(taken.has('Prefer') && chance(0.1) && { prefer: pick(['wait=1', 'wait=0', 'wait=x', 'wait=99999', '']) }),
      ...(taken.has('If-Match') && chance(0.3) && { 'if-match': pick(['*', '"1"', '"2"', 'W/"1"', '"x", "1"', 'x']) }),
      ...(chance(0.3) && { 'accept-language': pick(['ko', 'en', 'de, ko;q=0.1', '*', ';;q=', 'ko-KR']) }),
      ...(chance(0.05) && { 'x-correlation-id': pick(['fuzz', 'a b', 'x'.repeat(200)]) }),
    }
  }
}

function keep(list: string[], value: string, max: number): void {
  if (list.length < max && !list.includes(value)) list.push(value)
}
