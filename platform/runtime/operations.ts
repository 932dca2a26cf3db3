/** The routes of an operator for one service: stuck sagas and dead letters. */

import { Type } from 'typebox'
import { token } from '../../platform/http/routes/texts.ts'
import { ok, type Route, read, write } from '../http/routes/route.ts'
import { accept } from '../kit/command.ts'
import { refuse } from '../kit/refusal.ts'
import type { RunningService } from './running-service.ts'

const ROWS_MAX = 200
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

export function operationRoutes(service: RunningService): readonly Route[] {
  const { name } = service.definition
  const title = name.replace(/(^|-)(\w)/g, (_, __, letter: string) => letter.toUpperCase())
  const letters = deadLetterRoutes(service, name, title)
  return service.definition.sagas?.length ? [...sagaRoutes(service, name, title), ...letters] : letters
}

function sagaRoutes(service: RunningService, name: string, title: string): readonly Route[] {
  return [
    read({
      method: 'GET',
      path: `/api/operations/${name}/sagas`,
      name: `list${title}Sagas`,
      summary: `Sagas of ${name}, the stuck ones unless another status is asked for`,
      who: ['operator'],
      query: Type.Object({
        status: Type.Optional(Type.Enum(['running', 'undoing', 'done', 'undone', 'stuck'], { default: 'stuck' })),
      }),
      replies: { 200: Type.Object({ items: Type.Array(Saga) }) },
      async read({ query }) {
        const status = query.status ?? 'stuck'
        const { rows } = await service.read.query(
          `select substr(stream, 6) as id, state ->> 'saga' as saga, state ->> 'status' as status, state ->> 'step' as step,
                  state ->> 'reason' as reason, state ->> 'owner' as owner
           from heads where stream like 'saga:%' and state ->> 'status' = $1 ${status === 'stuck' ? 'and stuck' : ''}
           order by stream desc limit ${ROWS_MAX}`,
          [status],
        )
        return ok({ items: rows })
      },
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
    read({
      method: 'GET',
      path: `/api/operations/${name}/dead-letters`,
      name: `list${title}DeadLetters`,
      summary: `Messages that ${name} could not apply`,
      who: ['operator'],
      replies: { 200: Type.Object({ items: Type.Array(DeadLetter) }) },
      async read() {
        const { rows } = await service.read.query(
          `select id, consumer, message ->> 'type' as type, message ->> 'correlationId' as "correlationId", error, attempts, at
           from dead_letters where replayed_at is null and given_up_at is null order by at desc limit ${ROWS_MAX}`,
        )
        return ok({ items: rows.map(row => ({ ...row, at: row.at.toISOString() })) })
      },
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
