/** Stored answers: finds what was answered under an idempotency key, and replays it. */
import type { Outcome } from '../kit/command.ts'
import { type Refusal, refuse } from '../kit/refusal.ts'
import type { Vault } from '../vault/vault.ts'

export interface CommandRow {
  readonly key: string
  readonly fingerprint: string
  readonly status: number
  readonly body: string
  /** The subject whose key encrypts the body; null if it is not encrypted. */
  readonly sealed_for: string | null
  readonly refusal: Refusal | null
}

/** By the indexed hash; the key itself is compared too. */
export const RECALL = `
  select c.key, fingerprint, status, body, sealed_for, refusal
  from unnest($1::text[]) as asked (key) join commands c
    on hashtextextended(c.key, 0) = hashtextextended(asked.key, 0) and c.key = asked.key`

/** An answer that is still encrypted. It is decrypted after the transaction, because the key may have to be fetched. */
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

/** The stored answer, or the refusal `idempotency_key_reused` if the request differs. */
export function replayOf({ fingerprint, answer }: Remembered, asked: string): Outcome | SealedAnswer {
  if (fingerprint !== asked) return refusedNow('idempotency_key_reused')
  return answer.kind === 'sealed' ? answer : { ...answer, replayed: true }
}

/**
 * The refusal `answer_forgotten` once the key of the person is destroyed: the command was done, and its answer is
 * unreadable.
 */
export async function openAnswer(answer: Outcome | SealedAnswer, open: Vault['open']): Promise<Outcome> {
  if (answer.kind !== 'sealed') return answer
  const body = await open(answer.subject, answer.body)
  if (body === null) return refusedNow('answer_forgotten')
  return { kind: 'accepted', status: answer.status, body, replayed: true }
}

/** A refusal of this request, not of the first one. */
const refusedNow = (code: string): Outcome => ({ kind: 'refused', refusal: refuse(code), replayed: false })
