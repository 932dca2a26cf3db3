/**
 * HTTP calls to external servers. A 4xx is a refusal. A time-out, a broken connection or a 5xx is `unknown`: the server
 * may have done it, and only a query tells.
 */
export type OutsideAnswer<T> =
  | { readonly kind: 'done'; readonly value: T }
  | { readonly kind: 'refused'; readonly status: number; readonly code: string }
  | { readonly kind: 'unknown'; readonly reason: string }

/** After this time the outcome is unknown and is queried later. */
const ANSWER_LIMIT_MS = 5_000

export interface OutsideOptions {
  readonly url: string
  readonly authorization: string
  readonly answerLimit_ms?: number | undefined
}

export interface Outside {
  /** `key` is sent as the idempotency key. */
  ask<T>(method: 'GET' | 'POST', path: string, body?: unknown, key?: string): Promise<OutsideAnswer<T>>
}

export function outside({ url, authorization, answerLimit_ms = ANSWER_LIMIT_MS }: OutsideOptions): Outside {
  return {
    async ask<T>(method: 'GET' | 'POST', path: string, body?: unknown, key?: string): Promise<OutsideAnswer<T>> {
      try {
        const response = await fetch(`${url}${path}`, {
          method,
          headers: {
            authorization,
            ...(body !== undefined && { 'content-type': 'application/json' }),
            ...(key !== undefined && { 'idempotency-key': key }),
          },
          ...(body !== undefined && { body: JSON.stringify(body) }),
          signal: AbortSignal.timeout(answerLimit_ms),
        })
        return answerOf<T>(response, await response.json())
      } catch (error) {
        return { kind: 'unknown', reason: error instanceof Error ? error.name : 'no answer' }
      }
    },
  }
}

function answerOf<T>({ ok, status }: Response, answer: unknown): OutsideAnswer<T> {
  if (ok) return { kind: 'done', value: answer as T }
  const { code } = answer as { readonly code?: string }
  return status >= 500
    ? { kind: 'unknown', reason: `${status} ${code ?? ''}` }
    : { kind: 'refused', status, code: code ?? 'UNKNOWN' }
}
