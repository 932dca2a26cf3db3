/** What was answered before under an idempotency key, and how it is given again. */
import type { Outcome } from '../kit/command.ts'
import { type Refusal, refuse } from '../kit/refusal.ts'
import type { Vault } from '../vault/vault.ts'

export interface CommandRow {
  readonly key: string
  readonly fingerprint: string
  readonly status: number
  readonly body: string
  /** Whose key the body is encrypted under; null if it is in clear. */
  readonly sealed_for: string | null
  readonly refusal: Refusal | null
}

/** By the hash that is indexed; the key itself is compared too. */
export const RECALL = `
  select c.key, fingerprint, status, body, sealed_for, refusal
  from unnest($1::text[]) as asked (key) join commands c
    on hashtextextended(c.key, 0) = hashtextextended(asked.key, 0) and c.key = asked.key`

/** An answer still encrypted. It is opened after the transaction: the key may have to be fetched from elsewhere. */
export interface SealedAnswer {
  readonly kind: 'sealed'
  readonly subject: string
  readonly status: number
  readonly body: string
}

export interface Remembered {
  readonly fingerprint: string
  readonly answer: Outcome | SealedAnswer
}

export function rememberedOf({ fingerprint, status, body, sealed_for, refusal }: CommandRow): Remembered {
  if (refusal) return { fingerprint, answer: { kind: 'refused', refusal, replayed: false } }
  if (sealed_for !== null) return { fingerprint, answer: { kind: 'sealed', subject: sealed_for, status, body } }
  return { fingerprint, answer: { kind: 'accepted', status, body, replayed: false } }
}

/** The answer again; a refusal `idempotency_key_reused` if something else is asked now. */
export function replayOf({ fingerprint, answer }: Remembered, asked: string): Outcome | SealedAnswer {
  if (fingerprint !== asked) return refusedNow('idempotency_key_reused')
  return answer.kind === 'sealed' ? answer : { ...answer, replayed: true }
}

/** A refusal `answer_forgotten` once the person's key is destroyed: it was done, but how is forgotten. */
export async function openAnswer(answer: Outcome | SealedAnswer, open: Vault['open']): Promise<Outcome> {
  if (answer.kind !== 'sealed') return answer
  const body = await open(answer.subject, answer.body)
  if (body === null) return refusedNow('answer_forgotten')
  return { kind: 'accepted', status: answer.status, body, replayed: true }
}

/** Of this request, not of the first one. */
const refusedNow = (code: string): Outcome => ({ kind: 'refused', refusal: refuse(code), replayed: false })
