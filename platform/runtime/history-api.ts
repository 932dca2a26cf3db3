/** What happened to a thing, over all services, for operators: an order, a payment, a task, a settlement, by its id. */
import { Type } from 'typebox'
import { ok, type Route, read } from '../http/routes/route.ts'
import { Nullable, Timestamp } from '../http/routes/schemas.ts'
import { token } from '../http/routes/texts.ts'
import { refuse } from '../kit/refusal.ts'
import { type HistoryEvent, historyOf } from './history.ts'
import type { RunningService } from './running-service.ts'
import { STEP_STATES } from './saga-progress.ts'

const Event = Type.Object(
  {
    id: Type.String(),
    service: Type.String(),
    stream: Type.String(),
    version: Type.Integer(),
    type: Type.String(),
    at: Timestamp,
    actor: Type.String(),
    correlationId: Type.String({ description: 'Of the request that led to it, see `/api/trace/{correlationId}`.' }),
    data: Type.Unknown({ description: 'What it says. Personal data is sealed.' }),
  },
  { $id: 'RecordedEvent' },
)

const Progress = Type.Object(
  {
    service: Type.String(),
    id: Type.String(),
    saga: Type.String(),
    status: Type.Enum(['running', 'undoing', 'done', 'undone', 'stuck']),
    reason: Nullable(Type.String()),
    owner: Nullable(Type.String()),
    startedAt: Timestamp,
    endedAt: Nullable(Timestamp),
    steps: Type.Array(
      Type.Object({
        step: Type.String(),
        state: Type.Enum([...STEP_STATES]),
        at: Nullable(Timestamp),
        reason: Nullable(Type.String()),
      }),
    ),
  },
  { $id: 'SagaProgress' },
)

/** Ids grow with time, also within one commit. */
const byTime = (a: HistoryEvent, b: HistoryEvent): number => a.at.localeCompare(b.at) || a.id.localeCompare(b.id)

export const historyRoute = (services: ReadonlyMap<string, RunningService>): Route =>
  read({
    method: 'GET',
    path: '/api/operations/history/{id}',
    name: 'getHistory',
    summary: 'What all services have recorded about a thing, and the sagas about it, by the id of the thing',
    description:
      'Events of every stream that bears the id (of an order, a payment, a task, a settlement, a saga …), the oldest first and the newest 200 of each stream, with what they say; personal data in them is sealed. Beside them every saga about the thing, with the state of each of its steps. `not_found` where no service has recorded anything under the id.',
    who: ['operator'],
    params: Type.Object({ id: token(300) }),
    replies: { 200: Type.Object({ id: Type.String(), events: Type.Array(Event), sagas: Type.Array(Progress) }) },
    async read({ params: { id } }) {
      const found = await Promise.all([...services.values()].map(service => historyOf(service, id)))
      const events = found.flatMap(each => each.events).sort(byTime)
      const sagas = found.flatMap(each => each.sagas).sort((a, b) => a.startedAt.localeCompare(b.startedAt))
      return events.length + sagas.length === 0 ? refuse('not_found') : ok({ id, events, sagas })
    },
  })
