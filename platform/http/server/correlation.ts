/**
 * Identifies everything that one request causes: the correlation id (from the caller, or created here) and the W3C
 * trace context. Messages carry both.
 */
import type { IncomingHttpHeaders } from 'node:http'
import { isTraceparent } from '../../observability/tracing.ts'
import type { Ids } from '../../ports/ports.ts'

export const CORRELATION_HEADER = 'x-correlation-id'

const acceptable = /^[A-Za-z0-9._-]{1,64}$/

export function correlationIdOf(headers: IncomingHttpHeaders, ids: Ids): string {
  const given = headers[CORRELATION_HEADER]
  return typeof given === 'string' && acceptable.test(given) ? given : ids.next('cor')
}

/** A caller may use one correlation id for many requests; the cause of a message is the single request. */
export function causationIdOf(headers: IncomingHttpHeaders, correlationId: string, ids: Ids): string {
  return headers[CORRELATION_HEADER] === correlationId ? ids.next('req') : correlationId
}

export function traceparentIn(headers: IncomingHttpHeaders): string | undefined {
  const given = headers.traceparent
  return typeof given === 'string' && isTraceparent(given) ? given : undefined
}
