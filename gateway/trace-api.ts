/** The trace of one correlation id over all services: the requests and the events they caused, with times. */

import { Type } from 'typebox'
import { hasRole } from '../platform/auth/tokens.ts'
import { ok, type Route, read } from '../platform/http/routes/route.ts'
import { token } from '../platform/http/routes/texts.ts'
import { refuse } from '../platform/kit/refusal.ts'
import { orderTrace, type TraceEntry } from '../platform/runtime/trace.ts'

const Nullable = <S extends Type.TSchema>(schema: S) => Type.Union([schema, Type.Null()])

const Entry = Type.Object(
  {
    at: Type.String(),
    service: Type.String(),
    kind: Type.Enum(['command', 'event', 'call', 'reply', 'saga']),
    type: Type.String(),
    id: Type.String(),
    causationId: Type.String(),
    actor: Type.String(),
    stream: Nullable(Type.String()),
    version: Nullable(Type.Integer()),
    to: Nullable(Type.String()),
    outcome: Nullable(Type.String()),
    step: Nullable(Type.String()),
    data: Type.Optional(
      Type.Unknown({ description: 'What the message says, for an operator who asks for it. Personal data is sealed.' }),
    ),
  },
  { $id: 'TraceEntry' },
)

const withoutData = ({ data: _, ...entry }: TraceEntry) => entry

/** `ofServices` returns what every service has recorded under a correlation id. */
export function traceRoute(ofServices: (correlationId: string) => Promise<readonly TraceEntry[]>): Route {
  return read({
    method: 'GET',
    path: '/api/trace/{correlationId}',
    name: 'getTrace',
    summary: 'Everything one request led to, over all services; a member sees what they caused themselves',
    who: 'member',
    params: Type.Object({ correlationId: token(64) }),
    query: Type.Object({
      data: Type.Optional(Type.Boolean({ description: 'With what each message says; for operators.' })),
    }),
    replies: { 200: Type.Object({ correlationId: Type.String(), entries: Type.Array(Entry) }) },
    async read({ params, query, actor }) {
      const { correlationId } = params
      const all = await ofServices(correlationId)
      // A caller may send any correlation id, so a shared id must not reveal the actions of another person.
      const isOperator = hasRole(actor, 'operator')
      const visible = isOperator ? all : all.filter(entry => entry.actor === actor.id)
      if (visible.length === 0) return refuse('not_found')
      const entries = orderTrace(visible)
      return ok({ correlationId, entries: isOperator && query.data ? entries : entries.map(withoutData) })
    },
  })
}
