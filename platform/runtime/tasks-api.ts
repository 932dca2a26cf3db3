/** The tasks of all services over HTTP, in one place. */
import { Type } from 'typebox'
import { toMajor } from '../http/routes/amount.ts'
import { type FilterOf, list } from '../http/routes/list.ts'
import { ok, type Route, read, write } from '../http/routes/route.ts'
import { Nullable } from '../http/routes/schemas.ts'
import { token, words } from '../http/routes/texts.ts'
import { refuse } from '../kit/refusal.ts'
import type { Clock } from '../ports/ports.ts'
import type { RunningService } from './running-service.ts'
import { actOn } from './task-actions.ts'
import { addressOf, countTasks, type Listed, taskAt, tasksOf } from './task-sources.ts'

const HOUR_MS = 3_600_000
/** A year: older ones are found without this filter. */
const HOURS_MAX = 8_784

const Named = Type.Object({ ko: Type.String(), en: Type.String() })
const Said = Type.Object({ action: Type.String(), reason: Type.String(), by: Type.String(), at: Type.String() })

const TaskResponse = Type.Object({
  id: Type.String(),
  service: Type.String(),
  kind: Type.String(),
  status: Type.Enum(['open', 'working', 'closed']),
  what: Named,
  why: Type.String({ description: 'A code, or the error of a message that could not be applied.' }),
  role: Type.String({ description: 'Whose task it is.' }),
  reference: Type.String(),
  about: Type.Array(Type.String(), { description: 'Everything it is about; the reference is the first.' }),
  amount: Nullable(Type.Number()),
  currency: Nullable(Type.String()),
  facts: Type.Record(Type.String(), Type.String()),
  openedAt: Type.String(),
  actions: Type.Array(Type.Object({ action: Type.String(), name: Named, secondPerson: Type.Boolean() })),
  proposed: Type.Union([Said, Type.Null()], { description: 'What waits for a second person to agree.' }),
  acted: Type.Union([Said, Type.Null()], { description: 'What was done last.' }),
})

const FILTER = {
  kind: token(60),
  service: token(60),
  reference: token(300),
  olderThanHours: Type.Integer({ minimum: 0, maximum: HOURS_MAX }),
  status: Type.Enum(['open', 'closed'], { description: 'What is open or being worked on, unless said.' }),
}

const TaskId = Type.Object({ id: token(300) })
const Cursor = Type.Object({ at: Type.String({ format: 'date-time' }), id: Type.String() })

function present({ at, actions, record, about, amount, currency, ...shown }: Listed) {
  return {
    ...shown,
    reference: about[0] ?? '',
    about,
    amount: amount === null || currency === null ? null : toMajor(amount, currency),
    currency,
    openedAt: at.toISOString(),
    actions: Object.entries(actions).map(([action, { name, secondPerson = false }]) => ({
      action,
      name,
      secondPerson,
    })),
    proposed: record?.proposed ?? null,
    acted: record?.acted ?? null,
  }
}

const newestFirst = (a: Listed, b: Listed): number =>
  b.at.getTime() - a.at.getTime() || (a.id < b.id ? 1 : a.id > b.id ? -1 : 0)

export function taskRoutes(services: ReadonlyMap<string, RunningService>, clock: Clock): readonly Route[] {
  const serviceOf = (id: string) => services.get(addressOf(id)?.service ?? '')
  const asked = ({ kind, service, reference, olderThanHours, status }: FilterOf<typeof FILTER>) => ({
    kind,
    about: reference,
    openedBefore: olderThanHours === null ? null : new Date(clock.now().getTime() - olderThanHours * HOUR_MS),
    closed: status === 'closed',
    of: [...services.values()].filter(({ definition }) => service === null || definition.name === service),
  })
  return [
    list({
      path: '/api/operations/tasks',
      name: 'listTasks',
      summary: 'What waits for a person in all services, newest first',
      who: ['operator'],
      filter: FILTER,
      item: TaskResponse,
      async query(filter, { after, limit }) {
        const { of, ...which } = asked(filter)
        const found = await Promise.all(of.map(each => tasksOf(each, { ...which, after, limit })))
        return found.flat().sort(newestFirst).slice(0, limit)
      },
      async count(filter, max) {
        const { of, ...which } = asked(filter)
        const counts = await Promise.all(of.map(each => countTasks(each, which, max)))
        return counts.reduce((sum, count) => sum + count, 0)
      },
      position: { schema: Cursor, of: ({ at, id }) => ({ at: at.toISOString(), id }) },
      present: rows => rows.map(present),
    }),
    read({
      method: 'GET',
      path: '/api/operations/tasks/{id}',
      name: 'getTask',
      summary: 'One task, also when it is closed',
      who: ['operator'],
      params: TaskId,
      replies: { 200: TaskResponse },
      refusals: ['task_unknown'],
      async read({ params }) {
        const [service, address] = [serviceOf(params.id), addressOf(params.id)]
        const found = service && address ? await taskAt(service, address) : null
        return found ? ok(present(found)) : refuse('task_unknown')
      },
    }),
    write({
      method: 'POST',
      path: '/api/operations/tasks/{id}/{action}',
      name: 'actOnTask',
      summary: 'Does one of the task’s actions, with a reason; some need a second person, who asks for the same',
      who: ['operator'],
      params: Type.Object({ ...TaskId.properties, action: token(60) }),
      body: Type.Object({ reason: words(300) }),
      replies: {
        200: Type.Object({ status: Type.Enum(['open', 'working', 'closed']) }),
        202: Type.Object({ status: Type.Literal('proposed') }, { description: 'A second person has to agree.' }),
      },
      refusals: [
        'task_unknown',
        'task_closed',
        'task_action_unknown',
        'task_second_person',
        'task_not_done',
        'saga_not_stuck',
      ],
      writer: ({ params }) => serviceOf(params.id)?.writer,
      async write({ params, body, actor }) {
        const { id, action } = params
        const [service, address] = [serviceOf(id), addressOf(id)]
        if (!service || !address) return refuse('task_unknown')
        return actOn(service, { address, action, reason: body.reason, by: actor.id })
      },
    }),
  ]
}
