/**
 * Tasks: what a person has to settle. A task says what and why, since when, for whom, about what and how much, and which
 * actions there are. A service opens it by an event and closes it by an event; each action states a reason, and one that
 * writes off money is agreed to by a second person.
 *
 *     const suspense = defineTask({
 *       kind: 'suspense',
 *       what: { ko: '주인 없는 입금', en: 'Money that nothing can take' },
 *       causes: { unclaimed: { ko: '이 입금을 받을 결제가 없어요.', en: 'No payment can take this money.' } },
 *       actions: {
 *         'give-back': {
 *           name: { ko: '돌려주기', en: 'Give it back' },
 *           does: { ko: '결제한 카드로 돌려줘요.', en: 'Returns it to the card it came from.' },
 *           ends: false,
 *           command: task => giveBack(task),
 *         },
 *         'keep': { name: …, does: …, secondPerson: true, command: task => keep(task) },
 *       },
 *     })
 *
 * `tasks: [suspense]` in the service's definition lists it for operators.
 */
import { Type } from 'typebox'
import { defineAggregate } from '../kit/aggregate.ts'
import type { States } from '../kit/command.ts'
import { event } from '../kit/contract.ts'
import type { HeadKey } from '../kit/head-key.ts'
import type { NewMessage } from '../kit/message.ts'
import { Nullable } from '../kit/schemas.ts'

export interface Named {
  readonly ko: string
  readonly en: string
}

const Opening = Type.Object({
  taskId: Type.String(),
  kind: Type.String(),
  /** A code: of a refusal, or one of the kind's own. */
  why: Type.String(),
  /** What it is about, such as a payment and its order: the main one first. */
  about: Type.Array(Type.String(), { minItems: 1 }),
  /** Minor units. */
  amount: Nullable(Type.Integer()),
  currency: Nullable(Type.String()),
  /** What its actions need to know, and what helps a person decide. No personal data. */
  facts: Type.Record(Type.String(), Type.String()),
})
const Step = Type.Object({ action: Type.String(), reason: Type.String(), by: Type.String() })

export const taskOpened = event('task.opened', Opening)
/** The first of two people. */
export const taskProposed = event('task.proposed', Step)
/** Somebody looks after it, so that nobody else begins too. It keeps no one from acting: some actions need a second person. */
const Taker = Type.Object({ by: Type.String() })
export const taskTaken = event('task.taken', Taker)
export const taskReleased = event('task.released', Taker)
export const taskActed = event('task.acted', Type.Object({ ...Step.properties, ends: Type.Boolean() }))
/** What was begun did not work: it is open again. */
export const taskFailed = event('task.failed', Type.Object({ why: Type.String() }))
/** What it was about is settled. */
export const taskClosed = event('task.closed', Type.Object({ why: Type.String() }))

/** Every event of a task. */
export const TASK_EVENTS = [
  taskOpened,
  taskTaken,
  taskReleased,
  taskProposed,
  taskActed,
  taskFailed,
  taskClosed,
] as const

export type TaskStatus = 'none' | 'open' | 'working' | 'closed'

/** Who looks after it, and since when. */
export interface Assignee {
  readonly by: string
  readonly at: string
}

interface Said {
  readonly action: string
  readonly reason: string
  readonly by: string
  readonly at: string
}

export interface Task {
  readonly status: TaskStatus
  readonly taskId: string
  readonly kind: string
  readonly why: string
  readonly about: readonly string[]
  readonly amount: number | null
  readonly currency: string | null
  readonly facts: Readonly<Record<string, string>>
  readonly openedAt: string
  readonly assignee: Assignee | null
  readonly proposed: Said | null
  /** What was done last. */
  readonly acted: Said | null
}

const none: Task = {
  status: 'none',
  taskId: '',
  kind: '',
  why: '',
  about: [],
  amount: null,
  currency: null,
  facts: {},
  openedAt: '',
  assignee: null,
  proposed: null,
  acted: null,
}

/** Also the record of what people did to a stuck saga, a dead letter or a timer: those stay `none` and have no row. */
export const task = defineAggregate({
  name: 'task',
  shape: 2,
  initial: () => none,
  events: TASK_EVENTS,
  evolve(state: Task, event): Task {
    const at = new Date(event.at).toISOString()
    switch (event.type) {
      case taskOpened.type:
        return { ...none, ...event.data, status: 'open', openedAt: at }
      case taskTaken.type:
        return { ...state, assignee: { by: event.data.by, at } }
      case taskReleased.type:
        return { ...state, assignee: null }
      case taskProposed.type:
        return { ...state, proposed: { ...event.data, at } }
      case taskActed.type: {
        const { ends, ...said } = event.data
        return { ...state, status: afterAction(state, ends), proposed: null, acted: { ...said, at } }
      }
      case taskFailed.type:
        return { ...state, status: 'open', why: event.data.why }
      case taskClosed.type:
        return { ...state, status: 'closed', why: event.data.why }
    }
  },
  isTerminal: ({ status }) => status === 'closed',
})

function afterAction({ status }: Task, ends: boolean): TaskStatus {
  if (status === 'none') return 'none'
  return ends ? 'closed' : 'working'
}

export type TaskKey = HeadKey<Task>
export const taskKey = (taskId: string): TaskKey => task.key(taskId)

export interface NewTask {
  readonly taskId: string
  readonly why: string
  readonly about: readonly string[]
  readonly amount?: number | null
  readonly currency?: string | null
  readonly facts?: Readonly<Record<string, string>>
}

/**
 * Messages that open a task, for a command that names its key: none where it is there already. One under way is open
 * again, with the new reason; one that was closed is opened anew for another reason than it was closed with.
 */
export function openTask(states: States, { kind }: { readonly kind: string }, opening: NewTask): readonly NewMessage[] {
  const { taskId, why, about, amount = null, currency = null, facts = {} } = opening
  const key = taskKey(taskId)
  const before = states.of(key)
  const opened = taskOpened.of(key, { taskId, kind, why, about: [...about], amount, currency, facts: { ...facts } })
  switch (before.status) {
    case 'none':
      return [opened]
    case 'working':
      return [taskFailed.of(key, { why })]
    case 'open':
      return []
    case 'closed':
      return before.why === why ? [] : [opened]
  }
}

/** Messages that close a task whose matter is settled; none where there is no such task. */
export function closeTask(states: States, taskId: string, why: string): readonly NewMessage[] {
  const { status } = states.of(taskKey(taskId))
  return status === 'open' || status === 'working' ? [taskClosed.of(taskKey(taskId), { why })] : []
}
