/** What happened to a thing, over all services, for operators: an order, a payment, a task, a settlement, by its id. */
import { Type } from 'typebox'
import { ok, type Route, read } from '../http/routes/route.ts'
import { Nullable, Reason, Timestamp } from '../http/routes/schemas.ts'
import { token } from '../http/routes/texts.ts'
import { refuse } from '../kit/refusal.ts'
import { SagaStatusSchema } from '../saga/status.ts'
import { type HistoryEvent, historyOf } from './history.ts'
import type { RunningService } from './running-service.ts'
import { StepStateSchema } from './saga-progress.ts'

/** Samples. */
const SAMPLE_THING = 'thg_01a1f851-b804-7000-8a2f-be10b2cbe899'
const Service = Type.String({ examples: ['things'] })

const Event = Type.Object(
  {
    id: Type.String({ examples: ['msg_01a1f851-b4d1-7000-8f17-cdb0bf5adf33'] }),
    service: Service,
    stream: Type.String({ examples: [`thing:${SAMPLE_THING}`] }),
    version: Type.Integer({ description: 'Its number in the stream.', examples: [1] }),
    type: Type.String({ examples: ['things.thing-made'] }),
    at: Timestamp,
    actor: Type.String({
      description: 'A member, or a part of the system.',
      examples: ['mem_01a1f851-92ad-7000-bc8b-5fd4112d44be'],
    }),
    correlationId: Type.String({
      description: 'Of the request that led to it, see `/api/trace/{correlationId}`.',
      examples: ['cor_01a1f851-a8d0-7000-8c3b-cdb0bf5adf33'],
    }),
    data: Type.Unknown({ description: 'What it says. Personal data is sealed.', examples: [{}] }),
  },
  { $id: 'RecordedEvent' },
)

const Step = Type.Object(
  {
    step: Type.String({ examples: ['credit'] }),
    state: StepStateSchema,
    at: Nullable(Timestamp, { description: 'Null for a step that has not begun.' }),
    reason: Nullable(Reason, { description: 'Why it failed or is stuck.', example: null }),
  },
  { $id: 'SagaStep' },
)

const Progress = Type.Object(
  {
    service: Service,
    id: Type.String({ examples: [`transfer/${SAMPLE_THING}`] }),
    saga: Type.String({ description: 'Its kind.', examples: ['transfer'] }),
    status: SagaStatusSchema,
    reason: Nullable(Reason, { description: 'Why it turned back or is stuck.', example: null }),
    owner: Nullable(Type.String(), { description: 'Who should look at a stuck one.', example: null }),
    startedAt: Timestamp,
    endedAt: Nullable(Timestamp),
    steps: Type.Array(Step),
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
      'Events of every stream that bears the id (of whatever a service keeps, of a task, of a saga …), the oldest first and the newest 200 of each stream, with what they say; personal data in them is sealed. Beside them every saga about the thing, with the state of each of its steps. `not_found` where no service has recorded anything under the id.',
    who: ['operator'],
    params: Type.Object({ id: token(300, { examples: [SAMPLE_THING] }) }),
    replies: {
      200: Type.Object({
        id: Type.String({ examples: [SAMPLE_THING] }),
        events: Type.Array(Event),
        sagas: Type.Array(Progress),
      }),
    },
    async read({ params: { id } }) {
      const found = await Promise.all([...services.values()].map(service => historyOf(service, id)))
      const events = found.flatMap(each => each.events).sort(byTime)
      const sagas = found.flatMap(each => each.sagas).sort((a, b) => a.startedAt.localeCompare(b.startedAt))
      return events.length + sagas.length === 0 ? refuse('not_found') : ok({ id, events, sagas })
    },
  })
