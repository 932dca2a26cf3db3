/** The routes of an operator for one service: stuck sagas and dead letters. */

import { type Static, Type } from 'typebox'
import { select, sql, verbatim } from '../db/sql.ts'
import { byId, list, type PageRequest } from '../http/routes/list.ts'
import { type Route, write } from '../http/routes/route.ts'
import { Nullable, Reason, Timestamp } from '../http/routes/schemas.ts'
import { token } from '../http/routes/texts.ts'
import { accept } from '../kit/command.ts'
import { refuse } from '../kit/refusal.ts'
import { SagaStatusSchema } from '../saga/status.ts'
import type { RunningService } from './running-service.ts'

const SagaId = Type.Object({ id: token(200, { examples: ['transfer/7'] }) })
const LetterId = Type.Object(
  { id: token(200, { examples: ['msg_01a1f851-b4d1-7000-8f17-cdb0bf5adf33'] }) },
  { $id: 'LetterToReplay' },
)

const Saga = Type.Object(
  {
    id: Type.String({ description: 'Its kind and what it is about.', examples: ['transfer/7'] }),
    saga: Type.String({ description: 'Its kind.', examples: ['transfer'] }),
    status: SagaStatusSchema,
    step: Nullable(Type.String({ examples: ['credit'] }), { description: 'What it is at.' }),
    reason: Nullable(Reason, { description: 'Why it turned back or is stuck.' }),
    owner: Nullable(Type.String({ examples: ['operations'] }), { description: 'Who should look at a stuck one.' }),
  },
  { $id: 'Saga', description: 'A process over several services.' },
)
const DeadLetter = Type.Object(
  {
    id: Type.String({ examples: ['msg_01a1f851-b4d1-7000-8f17-cdb0bf5adf33'] }),
    consumer: Type.String({ description: 'What could not apply it.', examples: ['things.follows-others'] }),
    type: Type.String({ examples: ['others.other-changed'] }),
    correlationId: Type.String({
      description: 'To trace what it belongs to.',
      examples: ['cor_01a1f851-a8d0-7000-8c3b-cdb0bf5adf33'],
    }),
    error: Type.String({ examples: ['the other is not known'] }),
    attempts: Type.Integer({ examples: [5] }),
    at: Timestamp,
  },
  { $id: 'DeadLetter', description: 'A message that was set aside.' },
)

type SagaRow = Static<typeof Saga>
interface DeadLetterRow extends Omit<Static<typeof DeadLetter>, 'at'> {
  readonly at: Date
}

const WAITING = verbatim('replayed_at is null and given_up_at is null')

const sagasOf = (service: RunningService, status: string, { after, limit }: PageRequest<string>) =>
  select<SagaRow>(
    service.read,
    sql`select substr(stream, 6) as id, state ->> 'saga' as saga, state ->> 'status' as status, state ->> 'step' as step,
          state ->> 'reason' as reason, state ->> 'owner' as owner
        from heads where stream like 'saga:%' and state ->> 'status' = ${status}
          ${verbatim(status === 'stuck' ? 'and stuck' : '')}
          and (${after}::text is null or stream < 'saga:' || ${after})
        order by stream desc limit ${limit}`,
  )

export function operationRoutes(service: RunningService): readonly Route[] {
  const { name } = service.definition
  const title = name.replace(/(^|-)(\w)/g, (_, __, letter: string) => letter.toUpperCase())
  const letters = deadLetterRoutes(service, name, title)
  return service.definition.sagas?.length ? [...sagaRoutes(service, name, title), ...letters] : letters
}

function sagaRoutes(service: RunningService, name: string, title: string): readonly Route[] {
  return [
    list({
      path: `/api/operations/${name}/sagas`,
      name: `list${title}Sagas`,
      summary: `Sagas of ${name} by their names and ids, the stuck ones unless another status is asked for`,
      description: `Processes of ${name} over several services. One that is stuck has met something that no retry cures: \`reason\` says what, \`owner\` who should look at it. It is a task as well.`,
      who: ['operator'],
      filter: { status: SagaStatusSchema },
      item: Saga,
      query: ({ status }, page) => sagasOf(service, status ?? 'stuck', page),
      position: byId,
      present: rows => rows,
    }),
    write({
      method: 'POST',
      path: `/api/operations/${name}/sagas/{id}/resume`,
      name: `resume${title}Saga`,
      summary: 'Sends the step a stuck saga is at once more',
      description: `For an operator who has removed what stopped a saga of ${name}: it sends its current step again and goes on by itself. A step takes effect once, however often it is sent. A saga in any other status is refused with \`saga_not_stuck\`.`,
      who: ['operator'],
      params: SagaId,
      replies: {
        200: Type.Object({ status: SagaStatusSchema }, { $id: 'ResumedSaga', examples: [{ status: 'running' }] }),
      },
      refusals: ['not_found', 'saga_not_stuck'],
      async write({ params }) {
        const head = await service.writer.head(`saga:${params.id}`)
        return head ? service.sagas.resume(params.id) : refuse('not_found')
      },
    }),
  ]
}

function deadLetterRoutes(service: RunningService, name: string, title: string): readonly Route[] {
  return [
    list({
      path: `/api/operations/${name}/dead-letters`,
      name: `list${title}DeadLetters`,
      summary: `Messages that ${name} could not apply, newest first`,
      description: `A message that ${name} failed to apply several times is set aside, so that those behind it go on. Each says what was thrown, and is a task for an operator.`,
      who: ['operator'],
      item: DeadLetter,
      query: (_filter, { after, limit }) =>
        select<DeadLetterRow>(
          service.read,
          sql`select id, consumer, message ->> 'type' as type, message ->> 'correlationId' as "correlationId", error,
                attempts, at
              from dead_letters where ${WAITING} and
                (${after?.at ?? null}::timestamptz is null or (at, id) < (${after?.at ?? null}, ${after?.id ?? null}))
              order by at desc, id desc limit ${limit}`,
        ),
      // Messages are set aside one by one, and people work them off.
      async count(_filter, max) {
        const some = sql`select from dead_letters where ${WAITING} limit ${max}`
        const [counted] = await select<{ count: number }>(
          service.read,
          sql`select count(*)::int as count from (${some}) counted`,
        )
        return counted?.count ?? 0
      },
      position: {
        schema: Type.Object({ at: Type.String({ format: 'date-time' }), id: Type.String() }),
        of: ({ at, id }) => ({ at: at.toISOString(), id }),
      },
      present: rows => rows.map(({ at, ...row }) => ({ ...row, at: at.toISOString() })),
    }),
    write({
      method: 'POST',
      path: `/api/operations/${name}/dead-letters/replay`,
      name: `replay${title}DeadLetter`,
      summary: 'Applies a message that was set aside once more',
      description: `Applies one of the messages that ${name} set aside, after what it failed at was mended. One that fails again stays where it is; one that is not there any more is refused with \`not_found\`.`,
      who: ['operator'],
      body: LetterId,
      replies: { 200: Type.Object({ replayed: Type.Boolean({ examples: [true] }) }, { $id: 'ReplayedLetter' }) },
      refusals: ['not_found'],
      async write({ body }) {
        const replayed = await service.replayDeadLetter(body.id)
        if (!replayed) return refuse('not_found')
        return { type: 'operations.replay', keys: [], decide: () => accept([], { reply: { replayed: true } }) }
      },
    }),
  ]
}
