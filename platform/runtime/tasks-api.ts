/** The tasks of all services over HTTP, in one place. */
import { Type } from 'typebox'
import { AmountSchema, Currency, toMajor } from '../http/routes/amount.ts'
import { list } from '../http/routes/list.ts'
import { ok, type Route, read, write } from '../http/routes/route.ts'
import { Nullable, Timestamp } from '../http/routes/schemas.ts'
import { token, words } from '../http/routes/texts.ts'
import { namedEnum } from '../kit/named-enum.ts'
import { refuse } from '../kit/refusal.ts'
import type { Clock } from '../ports/ports.ts'
import type { RunningService } from './running-service.ts'
import { actOn } from './task-actions.ts'
import { addressOf, type Listed, taskAt, tasksOf } from './task-sources.ts'

const HOUR_MS = 3_600_000
/** Samples. */
const TASK = 'things.saga.transfer~7'
const OPERATOR = 'mem_01a1f851-9000-7000-8e00-4b3e5d3a5d55'
/** A year: older ones are found without this filter. */
const HOURS_MAX = 8_784

const TASK_STATUS = {
  open: { ko: '대기', en: 'It waits for a person.' },
  working: { ko: '처리 중', en: 'What a person has begun is under way.' },
  closed: { ko: '종료', en: 'It is settled.' },
} as const
const TaskStatus = namedEnum('TaskStatus', TASK_STATUS, { description: 'How far a task has come.' })

const TASK_LIST_STATUS = {
  open: { ko: '처리할 업무', en: 'What waits for a person or is being worked on.' },
  closed: { ko: '끝난 업무', en: 'What is settled.' },
} as const
const TaskListStatus = namedEnum('TaskListStatus', TASK_LIST_STATUS, {
  description: 'What is listed; `open` unless said.',
})

const inBoth = (ko: string, en: string) =>
  Type.Object({ ko: Type.String(), en: Type.String() }, { $id: 'LocalizedText', examples: [{ ko, en }] })

const Done = Type.Object(
  {
    action: Type.String({ examples: ['try-again'] }),
    reason: Type.String({ examples: ['원인을 확인하고 해결했어요'] }),
    by: Type.String({ description: 'The operator.', examples: [OPERATOR] }),
    at: Timestamp,
  },
  { $id: 'TaskStep', description: 'What a person did or proposed.' },
)

const TaskAction = Type.Object(
  {
    action: Type.String({ description: 'For the path of `actOnTask`.', examples: ['try-again'] }),
    name: inBoth('다시 시도', 'Try again'),
    secondPerson: Type.Boolean({ description: 'A second person has to agree.' }),
  },
  { $id: 'TaskAction' },
)

const TaskResponse = Type.Object(
  {
    id: Type.String({ examples: [TASK] }),
    service: Type.String({ examples: ['things'] }),
    kind: Type.String({
      description: 'Of one service, or `stuck-saga`, `dead-letter`, `dead-timer`.',
      examples: ['stuck-saga'],
    }),
    status: TaskStatus,
    what: inBoth('멈춘 처리', 'A process that is stuck'),
    why: Type.String({
      description: 'A code, or the error of a message that could not be applied.',
      examples: ['unavailable'],
    }),
    role: Type.String({ description: 'Whose task it is.', examples: ['operator'] }),
    reference: Type.String({ description: 'What it is about.', examples: ['transfer/7'] }),
    about: Type.Array(Type.String({ examples: ['transfer/7'] }), {
      description: 'Everything it is about; the reference is the first.',
    }),
    amount: Nullable(AmountSchema, { example: null }),
    currency: Nullable(Currency, { example: null }),
    facts: Type.Record(Type.String(), Type.String(), {
      description: 'What helps a person to decide.',
      examples: [{ step: 'credit' }],
    }),
    openedAt: Timestamp,
    actions: Type.Array(TaskAction),
    proposed: Nullable(Done, { description: 'What waits for a second person to agree.', example: null }),
    acted: Nullable(Done, { description: 'What was done last.', example: null }),
  },
  { $id: 'Task' },
)

const TaskId = Type.Object({ id: token(300, { examples: [TASK] }) })
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
  return [
    list({
      path: '/api/operations/tasks',
      name: 'listTasks',
      summary: 'What waits for a person in all services, newest first',
      description:
        'Everything that only a person can settle, of all services in one list: what services leave to people, sagas that are stuck, messages that were set aside, timers that keep failing. Each says why, since when, about what and how much, and what can be done about it.',
      who: ['operator'],
      filter: {
        kind: token(60),
        service: token(60),
        reference: token(300),
        olderThanHours: Type.Integer({ minimum: 0, maximum: HOURS_MAX }),
        status: TaskListStatus,
      },
      item: TaskResponse,
      async query({ kind, service, reference, olderThanHours, status }, { after, limit }) {
        const openedBefore = olderThanHours === null ? null : new Date(clock.now().getTime() - olderThanHours * HOUR_MS)
        const asked = { kind, about: reference, openedBefore, closed: status === 'closed', after, limit }
        const of = [...services.values()].filter(({ definition }) => service === null || definition.name === service)
        const found = await Promise.all(of.map(each => tasksOf(each, asked)))
        return found.flat().sort(newestFirst).slice(0, limit)
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
      description:
        'Does one of the `actions` of the task and records who did it and why. An action with `secondPerson` is only proposed by the first operator (202), and done once another one asks for the same. What is begun may take a while: the task is `working` until it is settled, and `open` again if it did not work.',
      who: ['operator'],
      params: Type.Object({ ...TaskId.properties, action: token(60, { examples: ['try-again'] }) }),
      body: Type.Object({ reason: words(300, { examples: ['원인을 확인하고 해결했어요'] }) }),
      replies: {
        200: Type.Object({ status: TaskStatus }, { $id: 'ActedTask', examples: [{ status: 'working' }] }),
        202: Type.Object(
          { status: Type.Literal('proposed') },
          { $id: 'ProposedTask', description: 'A second person has to agree.' },
        ),
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
