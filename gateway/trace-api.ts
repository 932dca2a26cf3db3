/** The trace of one correlation id over all services: the requests and the events they caused, with times. */

import { Type } from 'typebox'
import { CorrelationId, sampleId } from '../contracts/api-fields.ts'
import { hasRole } from '../platform/auth/tokens.ts'
import { ok, type Route, read } from '../platform/http/routes/route.ts'
import { Nullable, Timestamp } from '../platform/http/routes/schemas.ts'
import { token } from '../platform/http/routes/texts.ts'
import { namedEnum } from '../platform/kit/named-enum.ts'
import { refuse } from '../platform/kit/refusal.ts'
import { orderTrace, type TraceEntry } from '../platform/runtime/trace.ts'

const SAMPLE_CORRELATION = 'cor_01a1f851-a8d0-7000-8c3b-cdb0bf5adf33'

const TRACE_KIND = {
  command: { ko: '명령', en: 'Somebody is asked to do something.' },
  event: { ko: '이벤트', en: 'Something has happened.' },
  call: { ko: '외부 호출', en: 'Somebody outside is called.' },
  reply: { ko: '응답', en: 'What came of a command.' },
  saga: { ko: '사가', en: 'A process goes on.' },
} as const
const TraceKind = namedEnum('TraceEntryKind', TRACE_KIND, { description: 'What an entry is.', example: 'event' })

const Entry = Type.Object(
  {
    at: Timestamp,
    service: Type.String({ examples: ['orders'] }),
    kind: TraceKind,
    type: Type.String({ examples: ['orders.order-placed'] }),
    id: Type.String({ examples: ['msg_01a1f851-b4d1-7000-8f17-cdb0bf5adf33'] }),
    causationId: Type.String({
      description: 'What it follows from.',
      examples: ['req_01a1f851-a8d0-7000-b1d2-dec1c06be044'],
    }),
    actor: Type.String({ description: 'A member, or a part of the system.', examples: [sampleId('member')] }),
    stream: Nullable(Type.String({ examples: [`order:${sampleId('order')}`] }), { description: 'Of an event.' }),
    version: Nullable(Type.Integer({ examples: [1] }), { description: 'Its number in the stream.' }),
    to: Nullable(Type.String(), { description: 'Whom a command or call is for.', example: null }),
    outcome: Nullable(Type.String(), { description: 'What a reply or call says.', example: null }),
    step: Nullable(Type.String(), { description: 'Of a saga.', example: null }),
    data: Type.Optional(
      Type.Unknown({
        description: 'What the message says, for an operator who asks for it. Personal data is sealed.',
        examples: [{}],
      }),
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
    description:
      'Commands, events, calls, replies and steps of sagas that carry this correlation id, in their order, from all services. The id is in the header `X-Correlation-Id` of every answer. A member sees what they caused themselves, an operator everything; an id that nobody has used is refused with `not_found`.',
    who: 'member',
    params: Type.Object({ correlationId: token(64, { examples: [SAMPLE_CORRELATION] }) }),
    query: Type.Object({
      data: Type.Optional(Type.Boolean({ description: 'With what each message says; for operators.' })),
    }),
    replies: { 200: Type.Object({ correlationId: CorrelationId, entries: Type.Array(Entry) }, { $id: 'Trace' }) },
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
