/** The routes of an operator for one service: stuck sagas and dead letters. */

import { type Static, Type } from 'typebox'
import { select, sql, verbatim } from '../db/sql.ts'
import { byId, list, type PageRequest } from '../http/routes/list.ts'
import { type Route, write } from '../http/routes/route.ts'
import { token } from '../http/routes/texts.ts'
import { accept } from '../kit/command.ts'
import { refuse } from '../kit/refusal.ts'
import type { RunningService } from './running-service.ts'

const Id = Type.Object({ id: token(200) })

const Nullable = <S extends Type.TSchema>(schema: S) => Type.Union([schema, Type.Null()])

const Saga = Type.Object(
  {
    id: Type.String(),
    saga: Type.String(),
    status: Type.String(),
    step: Nullable(Type.String()),
    reason: Nullable(Type.String()),
    owner: Nullable(Type.String()),
  },
  { $id: 'Saga' },
)
const DeadLetter = Type.Object(
  {
    id: Type.String(),
    consumer: Type.String(),
    type: Type.String(),
    correlationId: Type.String(),
    error: Type.String(),
    attempts: Type.Integer(),
    at: Type.String(),
  },
  { $id: 'DeadLetter' },
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
      who: ['operator'],
      filter: {
        status: Type.Enum(['running', 'undoing', 'done', 'undone', 'stuck'], { description: '`stuck`, unless said.' }),
      },
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
      who: ['operator'],
      params: Id,
      replies: { 200: Type.Object({ status: Type.String() }) },
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
      who: ['operator'],
      body: Id,
      replies: { 200: Type.Object({ replayed: Type.Boolean() }) },
      refusals: ['not_found'],
      async write({ body }) {
        const replayed = await service.replayDeadLetter(body.id)
        if (!replayed) return refuse('not_found')
        return { type: 'operations.replay', keys: [], decide: () => accept([], { reply: { replayed: true } }) }
      },
    }),
  ]
}
