/** The tasks of all services over HTTP, in one place. */
import { type Static, Type } from 'typebox'
import type { Actor } from '../auth/tokens.ts'
import { toMajor } from '../http/routes/amount.ts'
import { list } from '../http/routes/list.ts'
import { ok, type Route, read, write } from '../http/routes/route.ts'
import { Nullable, Timestamp } from '../http/routes/schemas.ts'
import { token, words } from '../http/routes/texts.ts'
import { refuse } from '../kit/refusal.ts'
import type { Clock } from '../ports/ports.ts'
import type { RunningService } from './running-service.ts'
import { actOn } from './task-actions.ts'
import { releaseTask, takeTask } from './task-assignee.ts'
import { addressOf, countsOf, type Listed, nameOfKind, taskAt, tasksOf } from './task-sources.ts'

const HOUR_MS = 3_600_000
/** A year: older ones are found without this filter. */
const HOURS_MAX = 8_784

const Named = Type.Object({ ko: Type.String(), en: Type.String() })
const Said = Type.Object({ action: Type.String(), reason: Type.String(), by: Type.String(), at: Type.String() })
const Assignee = Type.Object({ by: Type.String(), at: Timestamp })

const TaskResponse = Type.Object({
  id: Type.String(),
  service: Type.String(),
  kind: Type.String(),
  status: Type.Enum(['open', 'working', 'closed']),
  what: Named,
  why: Type.String({ description: 'A code, or the error of a message that could not be applied.' }),
  cause: Type.Union([Named, Type.Null()], { description: 'What the code means.' }),
  role: Type.String({ description: 'Whose task it is.' }),
  reference: Type.String(),
  about: Type.Array(Type.String(), { description: 'Everything it is about; the reference is the first.' }),
  amount: Nullable(Type.Number()),
  currency: Nullable(Type.String()),
  facts: Type.Record(Type.String(), Type.String()),
  openedAt: Type.String(),
  actions: Type.Array(
    Type.Object({
      action: Type.String(),
      name: Named,
      does: Type.Object(Named.properties, { description: 'What happens then.' }),
      secondPerson: Type.Boolean(),
    }),
  ),
  assignee: Type.Union([Assignee, Type.Null()], { description: 'Who looks after it.' }),
  proposed: Type.Union([Said, Type.Null()], { description: 'What waits for a second person to agree.' }),
  acted: Type.Union([Said, Type.Null()], { description: 'What was done last.' }),
})

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

/** How many tasks each kind has; what is new among them since an instant. */
const Counts = Type.Object({
  open: Type.Integer(),
  fresh: Type.Integer({ description: 'Opened since the instant that was asked for.' }),
  oldestAt: Nullable(Timestamp),
  kinds: Type.Array(
    Type.Object({
      service: Type.String(),
      kind: Type.String(),
      what: Named,
      count: Type.Integer(),
      fresh: Type.Integer(),
      oldestAt: Timestamp,
    }),
  ),
})

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
  return [
    read({
      method: 'GET',
      path: '/api/operations/task-counts',
      name: 'countTasks',
      summary: 'How many tasks wait, by kind, and how many of them are new since an instant; a day ago unless said',
      description:
        'Counts what is open or being worked on in all services, with the age of the oldest of each kind. `fresh` are those opened since the instant; it is what changed since yesterday unless another instant is given.',
      who: ['operator'],
      query: Type.Object({ since: Type.Optional(Timestamp) }),
      replies: { 200: Counts },
      async read({ query }) {
        return ok(await counts(services, new Date(query.since ?? clock.now().getTime() - DAY_MS)))
      },
    }),
    list({
      path: '/api/operations/tasks',
      name: 'listTasks',
      summary: 'What waits for a person in all services, newest first',
      who: ['operator'],
      filter: {
        kind: token(60),
        service: token(60),
        reference: token(300),
        olderThanHours: Type.Integer({ minimum: 0, maximum: HOURS_MAX }),
        status: Type.Enum(['open', 'closed'], { description: 'What is open or being worked on, unless said.' }),
        order: Type.Enum(['newest', 'oldest'], { description: 'The newest first, unless said.' }),
      },
      item: TaskResponse,
      async query({ kind, service, reference, olderThanHours, status, order }, { after, limit }) {
        const openedBefore = olderThanHours === null ? null : new Date(clock.now().getTime() - olderThanHours * HOUR_MS)
        const oldestFirst = order === 'oldest'
        const asked = { kind, about: reference, openedBefore, closed: status === 'closed', oldestFirst, after, limit }
        const of = [...services.values()].filter(({ definition }) => service === null || definition.name === service)
        const found = await Promise.all(of.map(each => tasksOf(each, asked)))
        return found
          .flat()
          .sort(oldestFirst ? (a, b) => newestFirst(b, a) : newestFirst)
          .slice(0, limit)
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
    replies: { 200: Type.Object({ assignee: Type.Union([Assignee, Type.Null()]) }) },
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
        'Notes the caller as the assignee, so that colleagues see that somebody is at it. Taking one’s own task again changes nothing; `task_taken` names who has it. It is a sign only: whoever may act on the task still may.',
      refusals: ['task_unknown', 'task_closed', 'task_taken'],
      write: by(takeTask),
    }),
    write({
      ...common,
      method: 'DELETE',
      name: 'releaseTask',
      summary: 'Release a task, so that somebody else may take it; also for a colleague who is away',
      description:
        'Takes the assignee off, whoever it is, so that a colleague’s task can be taken while they are away. A task that nobody has taken stays as it is.',
      refusals: ['task_unknown', 'task_closed'],
      write: by(releaseTask),
    }),
  ]
}
