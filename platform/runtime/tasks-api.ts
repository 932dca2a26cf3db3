/** The tasks of all services over HTTP, in one place. */
import { type Static, Type } from 'typebox'
import type { Actor } from '../auth/tokens.ts'
import { toMajor } from '../http/routes/amount.ts'
import { type FilterOf, list } from '../http/routes/list.ts'
import { ok, type Route, read, write } from '../http/routes/route.ts'
import { Timestamp } from '../http/routes/schemas.ts'
import { token, words } from '../http/routes/texts.ts'
import { refuse } from '../kit/refusal.ts'
import type { Clock } from '../ports/ports.ts'
import type { RunningService } from './running-service.ts'
import { actOn } from './task-actions.ts'
import { releaseTask, takeTask } from './task-assignee.ts'
import {
  ActedResponse,
  ActionName,
  AssigneeResponse,
  CountsResponse,
  ProposedResponse,
  TaskId,
  TaskListStatus,
  TaskOrder,
  TaskResponse,
} from './task-schemas.ts'
import { addressOf, countsOf, countTasks, type Listed, nameOfKind, taskAt, tasksOf } from './task-sources.ts'

const HOUR_MS = 3_600_000
/** A year: older ones are found without this filter. */
const HOURS_MAX = 8_784

const FILTER = {
  kind: token(60),
  service: token(60),
  reference: token(300),
  olderThanHours: Type.Integer({ minimum: 0, maximum: HOURS_MAX }),
  status: TaskListStatus,
  order: TaskOrder,
}

const Cursor = Type.Object({ at: Type.String({ format: 'date-time' }), id: Type.String() })

function present({ at, actions, record, about, amount, currency, ...shown }: Listed) {
  return {
    ...shown,
    reference: about[0] ?? '',
    about,
    amount: amount === null || currency === null ? null : toMajor(amount, currency),
    currency,
    openedAt: at.toISOString(),
    actions: Object.entries(actions).map(([action, { name, does, secondPerson = false }]) => ({
      action,
      name,
      does,
      secondPerson,
    })),
    assignee: record?.assignee ?? null,
    proposed: record?.proposed ?? null,
    acted: record?.acted ?? null,
  }
}

const newestFirst = (a: Listed, b: Listed): number =>
  b.at.getTime() - a.at.getTime() || (a.id < b.id ? 1 : a.id > b.id ? -1 : 0)

type Services = ReadonlyMap<string, RunningService>

const serviceOf = (services: Services, id: string) => services.get(addressOf(id)?.service ?? '')

export const taskRoutes = (services: Services, clock: Clock): readonly Route[] => [
  ...readRoutes(services, clock),
  actRoute(services),
  ...assigneeRoutes(services),
]

const DAY_MS = 24 * HOUR_MS

async function counts(services: Services, since: Date) {
  const of = async (service: RunningService) =>
    (await countsOf(service, since)).map(({ oldestAt, ...count }) => ({
      service: service.definition.name,
      what: nameOfKind(service, count.kind),
      oldestAt: oldestAt.toISOString(),
      ...count,
    }))
  const kinds = (await Promise.all([...services.values()].map(of))).flat()
  const sum = (part: 'count' | 'fresh') => kinds.reduce((total, kind) => total + kind[part], 0)
  const oldestAt = kinds.map(kind => kind.oldestAt).sort()[0] ?? null
  return { open: sum('count'), fresh: sum('fresh'), oldestAt, kinds: kinds.sort((a, b) => b.count - a.count) }
}

function readRoutes(services: Services, clock: Clock): readonly Route[] {
  const asked = ({ kind, service, reference, olderThanHours, status, order }: FilterOf<typeof FILTER>) => ({
    kind,
    about: reference,
    openedBefore: olderThanHours === null ? null : new Date(clock.now().getTime() - olderThanHours * HOUR_MS),
    closed: status === 'closed',
    oldestFirst: order === 'oldest',
    of: [...services.values()].filter(({ definition }) => service === null || definition.name === service),
  })
  return [
    read({
      method: 'GET',
      path: '/api/operations/task-counts',
      name: 'countTasks',
      summary: 'How many tasks wait, by kind, and how many of them are new since an instant; a day ago unless said',
      description:
        'For the badge of an operator’s page: how many tasks wait in all services, by kind, since when the oldest waits, and how many are new since an instant; a day ago unless `since` says another.',
      who: ['operator'],
      query: Type.Object({ since: Type.Optional(Timestamp) }),
      replies: { 200: CountsResponse },
      async read({ query }) {
        return ok(await counts(services, new Date(query.since ?? clock.now().getTime() - DAY_MS)))
      },
    }),
    list({
      path: '/api/operations/tasks',
      name: 'listTasks',
      summary: 'What waits for a person in all services, newest first',
      description:
        'Everything that only a person can settle, of all services in one list: what services leave to people, sagas that are stuck, messages that were set aside, timers that keep failing. Each says why, since when, about what and how much, and what can be done about it.',
      who: ['operator'],
      filter: FILTER,
      item: TaskResponse,
      async query(filter, { after, limit }) {
        const { of, ...which } = asked(filter)
        const found = await Promise.all(of.map(each => tasksOf(each, { ...which, after, limit })))
        return found
          .flat()
          .sort(which.oldestFirst ? (a, b) => newestFirst(b, a) : newestFirst)
          .slice(0, limit)
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
      description:
        'With what was done about it last, and what waits for the agreement of a second person. A task that is closed is found for as long as its record is kept.',
      who: ['operator'],
      params: TaskId,
      replies: { 200: TaskResponse },
      refusals: ['task_unknown'],
      async read({ params }) {
        const [service, address] = [serviceOf(services, params.id), addressOf(params.id)]
        const found = service && address ? await taskAt(service, address) : null
        return found ? ok(present(found)) : refuse('task_unknown')
      },
    }),
  ]
}

const actRoute = (services: Services): Route =>
  write({
    method: 'POST',
    path: '/api/operations/tasks/{id}/{action}',
    name: 'actOnTask',
    summary: 'Does one of the task’s actions, with a reason; some need a second person, who asks for the same',
    description:
      'Does one of the `actions` of the task and records who did it and why. An action with `secondPerson` is only proposed by the first operator (202), and done once another one asks for the same. What is begun may take a while: the task is `working` until it is settled, and `open` again if it did not work.',
    who: ['operator'],
    params: Type.Object({ ...TaskId.properties, action: ActionName }),
    body: Type.Object({ reason: words(300, { examples: ['원인을 확인하고 해결했어요'] }) }),
    replies: {
      200: ActedResponse,
      202: ProposedResponse,
    },
    refusals: [
      'task_unknown',
      'task_closed',
      'task_action_unknown',
      'task_second_person',
      'task_not_done',
      'saga_not_stuck',
    ],
    writer: ({ params }) => serviceOf(services, params.id)?.writer,
    async write({ params, body, actor }) {
      const { id, action } = params
      const [service, address] = [serviceOf(services, id), addressOf(id)]
      if (!service || !address) return refuse('task_unknown')
      return actOn(service, { address, action, reason: body.reason, by: actor.id })
    },
  })

interface OfTask {
  readonly params: Static<typeof TaskId>
}

function assigneeRoutes(services: Services): readonly Route[] {
  const common = {
    path: '/api/operations/tasks/{id}/assignee',
    who: ['operator'],
    params: TaskId,
    replies: { 200: AssigneeResponse },
    writer: ({ params }: OfTask) => serviceOf(services, params.id)?.writer,
  } as const
  const by =
    (change: typeof takeTask) =>
    ({ params, actor }: OfTask & { readonly actor: Actor }) => {
      const [service, address] = [serviceOf(services, params.id), addressOf(params.id)]
      return service && address ? change(service, address, actor.id) : refuse('task_unknown')
    }
  return [
    write({
      ...common,
      method: 'PUT',
      name: 'takeTask',
      summary: 'Take a task: others see who looks after it. It keeps nobody from acting',
      description:
        'The caller looks after the task from now on, and others see it. It keeps nobody from acting. One that a colleague looks after is refused with `task_taken`: it is released first.',
      refusals: ['task_unknown', 'task_closed', 'task_taken'],
      write: by(takeTask),
    }),
    write({
      ...common,
      method: 'DELETE',
      name: 'releaseTask',
      summary: 'Release a task, so that somebody else may take it; also for a colleague who is away',
      description:
        'Nobody looks after the task any more. Any operator can release it, also for a colleague who is away; one that nobody looks after stays as it is.',
      refusals: ['task_unknown', 'task_closed'],
      write: by(releaseTask),
    }),
  ]
}
