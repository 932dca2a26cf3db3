/**
 * Members who pay, send, fill up and take out at once, over clients that get no answer when the platform dies: what they
 * do not know they ask again under the same key until they know. What was answered is kept, for the books to be held to it.
 */
import { expect } from 'vitest'
import { dice } from '../../harness/dice.ts'
import type { AtBank } from '../../harness/platform.ts'

export interface Walleteer {
  readonly id: string
  readonly token: string
  readonly account: AtBank
}

export interface Shop {
  readonly id: string
  readonly feeBp: number
}

export const KINDS = ['payments', 'remittances', 'money/top-ups', 'money/withdrawals'] as const
export type Kind = (typeof KINDS)[number]

/** Something that was requested and answered: accepted with an id, or refused. */
export interface Answer {
  readonly kind: Kind
  readonly member: Walleteer
  readonly amount: number
  /** The franchise, the recipient's id, or the number of the account it was sent to. */
  readonly to: string
  /** Null where it was refused. */
  readonly id: string | null
  readonly code: string | null
}

export interface Crowd {
  readonly members: readonly Walleteer[]
  readonly shops: readonly Shop[]
  readonly payees: readonly AtBank[]
  /** Where the platform is now; it moves when it is started again. */
  readonly url: () => string
  readonly answers: Answer[]
  /** Requests that had to be repeated because their outcome was not known. */
  repeated: number
  slowest_ms: number
}

/** Requests that a client has under way at once. */
const AT_ONCE = 4
const REPEATS_MAX = 3_000
const PAUSE_MS = 20
const AMOUNT_MAX = 20_000
const pause = () => new Promise(resolve => setTimeout(resolve, PAUSE_MS))

/** The answer, once there is one: no answer and a 5xx say nothing. */
export async function known(
  crowd: Crowd,
  token: string,
  method: string,
  path: string,
  request?: { readonly key: string; readonly body: unknown },
): Promise<{ status: number; body: any }> {
  const began_ms = performance.now()
  for (let tries = 0; tries < REPEATS_MAX; tries += 1) {
    try {
      const answer = await fetch(`${crowd.url()}/api/${path}`, {
        method,
        headers: {
          authorization: `Bearer ${token}`,
          ...(request && { 'content-type': 'application/json', 'idempotency-key': request.key }),
        },
        ...(request && { body: JSON.stringify(request.body) }),
        signal: AbortSignal.timeout(10_000),
      })
      const body = await answer.json()
      if (answer.status < 500) {
        crowd.slowest_ms = Math.max(crowd.slowest_ms, performance.now() - began_ms)
        return { status: answer.status, body }
      }
    } catch {}
    crowd.repeated += 1
    await pause()
  }
  throw new Error(`${method} ${path} was never answered`)
}

interface Wish {
  readonly kind: Kind
  readonly body: object
  readonly to: string
}

function wishOf(crowd: Crowd, random: () => number, member: Walleteer, amount: number): Wish {
  const one = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!
  const what = random()
  if (what < 0.45) {
    const { id: franchiseId } = one(crowd.shops)
    return { kind: 'payments', body: { franchiseId, amount, paymentMethod: 'wallet' }, to: franchiseId }
  }
  if (what < 0.6) {
    const { id: userId } = one(crowd.members)
    return { kind: 'remittances', body: { to: { userId }, amount }, to: userId }
  }
  if (what < 0.7) {
    const payee = one(crowd.payees)
    return { kind: 'remittances', body: { to: payee, amount }, to: payee.accountNumber }
  }
  if (what < 0.85) return { kind: 'money/top-ups', body: { amount }, to: member.id }
  return { kind: 'money/withdrawals', body: { amount }, to: member.id }
}

/** One client: member after member does something, some at a time, until the time is over. */
export async function client(crowd: Crowd, seed: number, isTerminal: () => boolean): Promise<void> {
  const random = dice(seed)
  let nth = 0
  async function sendNext() {
    while (!isTerminal()) {
      nth += 1
      const member = crowd.members[Math.floor(random() * crowd.members.length)]!
      const amount = 1 + Math.floor(random() * AMOUNT_MAX)
      const { kind, body, to } = wishOf(crowd, random, member, amount)
      const request = { key: `client-${seed}-${nth}`, body }
      const { status, body: answered } = await known(crowd, member.token, 'POST', kind, request)
      const accepted = status === 201
      if (!accepted) expect([request, status, answered.code]).toEqual([request, status, expect.any(String)])
      crowd.answers.push({
        ...{ kind, member, amount, to },
        ...(accepted ? { id: answered.id, code: null } : { id: null, code: answered.code }),
      })
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, sendNext))
}
