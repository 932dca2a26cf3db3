/**
 * Everything of one service that waits for a person: the tasks it opened itself, and what got stuck in its machinery, in
 * one list. An id names service, source and thing, `payments.task.tsk_1`, without a character that a path would escape.
 */
import { allOf, type Sql, select, sql, verbatim } from '../db/sql.ts'
import { commonRefusals } from '../kit/refusal.ts'
import type { SagaState } from '../saga/state.ts'
import type { TaskAction, TaskKind } from '../service/service.ts'
import type { Named, Task } from '../service/task.ts'
import type { RunningService } from './running-service.ts'
import { TRIES_MAX as TIMER_TRIES_MAX } from './timers.ts'

export const SOURCES = ['task', 'saga', 'letter', 'timer'] as const
export type Source = (typeof SOURCES)[number]

export interface TaskAddress {
  readonly service: string
  readonly source: Source
  readonly id: string
}

const isSource = (text: string | undefined): text is Source => SOURCES.some(source => source === text)

/** Null for a text that is no id of a task. */
export function addressOf(text: string): TaskAddress | null {
  const [service, source, ...rest] = text.split('.')
  if (!service || !isSource(source) || rest.length === 0) return null
  return { service, source, id: rest.join('.').replaceAll('~', '/') }
}

export const idOf = ({ service, source, id }: TaskAddress): string => `${service}.${source}.${id.replaceAll('/', '~')}`

/** One thing that waits, as its source knows it. */
interface Row {
  readonly address: string
  readonly source: Source
  readonly id: string
  readonly kind: string
  readonly status: string
  readonly at: Date
  readonly detail: unknown
}

export interface Listed {
  readonly id: string
  readonly service: string
  readonly kind: string
  readonly status: string
  readonly at: Date
  readonly what: Named
  readonly why: string
  /** What the reason means; null for one that no text is known for. */
  readonly cause: Named | null
  readonly role: string
  readonly about: readonly string[]
  readonly amount: number | null
  readonly currency: string | null
  readonly facts: Readonly<Record<string, string>>
  readonly actions: Readonly<Record<string, TaskAction>>
  /** The task's own record, or what people did to it so far. */
  readonly record: Task | null
}

export interface TasksQuery {
  readonly kind: string | null
  readonly about: string | null
  readonly openedBefore: Date | null
  /** Closed ones, for the record; what still waits unless said. */
  readonly closed: boolean
  /** The newest first, unless this says the oldest. */
  readonly oldestFirst?: boolean
  readonly after: { readonly at: string; readonly id: string } | null
  readonly limit: number
}

const retry = { ko: '다시 시도', en: 'Try again' }
const giveUp = { ko: '포기', en: 'Give up' }

const KINDS: Readonly<Record<Exclude<Source, 'task'>, { readonly kind: string; readonly what: Named }>> = {
  saga: { kind: 'stuck-saga', what: { ko: '멈춘 처리', en: 'A saga that is stuck' } },
  letter: { kind: 'dead-letter', what: { ko: '처리하지 못한 메시지', en: 'A message that could not be applied' } },
  timer: { kind: 'dead-timer', what: { ko: '실행하지 못한 예약', en: 'A timer that could not be fired' } },
}

const LETTER_ACTIONS = {
  replay: {
    name: retry,
    does: { ko: '같은 메시지를 한 번 더 처리해요.', en: 'Applies the same message once more.' },
  },
  'give-up': {
    name: giveUp,
    does: { ko: '이 메시지를 처리하지 않고 끝내요.', en: 'Ends it: the message is never applied.' },
    secondPerson: true,
  },
}
const TIMER_ACTIONS = {
  retry: {
    name: retry,
    does: { ko: '예약한 일을 지금 다시 실행해요.', en: 'Fires the timer again now.' },
  },
  'give-up': {
    name: giveUp,
    does: { ko: '예약한 일을 실행하지 않고 끝내요.', en: 'Ends it: the timer is never fired.' },
    secondPerson: true,
  },
}
const RETRY_SAGA = {
  name: retry,
  does: {
    ko: '멈춘 단계를 한 번 더 보내요. 이미 끝난 일은 두 번 하지 않아요.',
    en: 'Sends the step it is stuck at once more. What was done already is not done twice.',
  },
}
const ENDINGS = {
  'done-by-hand': {
    name: { ko: '직접 처리함', en: 'It was done by hand' },
    does: {
      ko: '이 단계를 사람이 끝낸 것으로 기록하고 다음 단계로 넘어가요.',
      en: 'Records that a person did this step, and goes on with the next.',
    },
    secondPerson: true,
  },
  'give-up': {
    name: giveUp,
    does: {
      ko: '이 단계를 포기하고, 되돌릴 수 있는 앞 단계를 모두 되돌려요.',
      en: 'Gives the step up, and undoes the steps before it that can be undone.',
    },
    secondPerson: true,
  },
}

const CAUSES: Readonly<Record<string, Named>> = {
  outcome_unknown: {
    ko: '상대가 답하지 않아 처리 결과를 알 수 없어요.',
    en: 'The other side does not answer, so nobody knows the outcome.',
  },
  internal_fault: {
    ko: '처리하다가 오류가 났어요. 처리하지 못한 메시지에 원인이 있어요.',
    en: 'It broke while it was applied. A dead letter has the cause.',
  },
  tries_used_up: { ko: '여러 번 시도했지만 실행하지 못했어요.', en: 'It was tried many times and never ran.' },
}

/** Of a kind's own reasons, of the machinery's, or of a refusal. */
function causeOf({ definition }: RunningService, why: string, causes: TaskKind['causes'] = {}): Named | null {
  const refusals = definition.refusals ?? {}
  for (const texts of [causes, CAUSES, refusals, commonRefusals] as const) {
    if (!Object.hasOwn(texts, why)) continue
    const { ko, en } = (texts as Readonly<Record<string, Named>>)[why] as Named
    return { ko, en }
  }
  return null
}

/** What waits, from every source that it may come from. */
function waiting(service: string, closed: boolean): Sql {
  const own = sql`select 'task' as source, t.id, t.kind, t.status, t.opened_at as at, t.about, h.state::text as detail
    from operator_tasks t join heads h on h.stream = 'task:' || t.id
    where ${verbatim(closed ? `t.status = 'closed'` : `t.status <> 'closed'`)}`
  const others = sql` union all
    select 'saga', substr(h.stream, 6), ${KINDS.saga.kind}, 'open', e.at, array[substr(h.stream, 6)], h.state::text
      from heads h join events e on e.stream = h.stream and e.version = h.version where h.stuck
    union all
    select 'letter', id, ${KINDS.letter.kind}, 'open', at, array[message ->> 'stream', id],
        json_build_object('type', message ->> 'type', 'consumer', consumer, 'error', error)::text
      from dead_letters where replayed_at is null and given_up_at is null
    union all
    select 'timer', id, ${KINDS.timer.kind}, 'open', due_at, array[id], json_build_object('type', type)::text
      from timers where attempts >= ${verbatim(String(TIMER_TRIES_MAX))}`
  return sql`select *, ${`${service}.`} || source || '.' || replace(id, '/', '~') collate "C" as address
    from (${own}${closed ? verbatim('') : others}) waiting`
}

const matching = ({ kind, about, openedBefore }: Pick<TasksQuery, 'kind' | 'about' | 'openedBefore'>): Sql =>
  allOf([
    kind === null ? null : sql`kind = ${kind}`,
    about === null ? null : sql`${about}::text = any(about)`,
    openedBefore === null ? null : sql`at <= ${openedBefore}`,
  ])

/** By time; those of one moment by their ids. */
export async function tasksOf(service: RunningService, asked: TasksQuery): Promise<Listed[]> {
  const { after, limit, closed, oldestFirst = false } = asked
  const beyond = verbatim(oldestFirst ? '>' : '<')
  const rest = after && sql`(at, address) ${beyond} (${new Date(after.at)}, ${after.id}::text collate "C")`
  return rowsWhere(service, { closed, where: allOf([matching(asked), rest]), limit, oldestFirst })
}

/** How many there are, at most `max`. What waits is what a few indexes hold, and no more than people can do. */
export async function countTasks(
  service: RunningService,
  asked: Omit<TasksQuery, 'after' | 'limit'>,
  max: number,
): Promise<number> {
  const some = sql`select from (${waiting(service.definition.name, asked.closed)}) listed
    where ${matching(asked)} limit ${max}`
  const [counted] = await select<{ count: number }>(service.read, sql`select count(*)::int as count from (${some}) c`)
  return counted?.count ?? 0
}

export interface TaskCount {
  readonly kind: string
  readonly count: number
  /** How many of them were opened since an instant. */
  readonly fresh: number
  readonly oldestAt: Date
}

/** What waits, by kind. */
export const countsOf = (service: RunningService, since: Date): Promise<TaskCount[]> =>
  select<TaskCount>(
    service.read,
    sql`select kind, count(*)::int as count, (count(*) filter (where at >= ${since}))::int as fresh, min(at) as "oldestAt"
        from (${waiting(service.definition.name, false)}) listed group by kind`,
  )

/** What a kind is called. */
export function nameOfKind({ definition }: RunningService, kind: string): Named {
  const stuck = Object.values(KINDS).find(each => each.kind === kind)
  return (stuck ?? definition.tasks?.find(each => each.kind === kind))?.what ?? { ko: kind, en: kind }
}

/** One that waits, or waited. */
export async function taskAt(service: RunningService, address: TaskAddress): Promise<Listed | null> {
  for (const closed of address.source === 'task' ? [false, true] : [false]) {
    const where = sql`source = ${address.source} and id = ${address.id}`
    const [found] = await rowsWhere(service, { closed, where, limit: 1, oldestFirst: false })
    if (found) return found
  }
  return null
}

interface Rows extends Required<Pick<TasksQuery, 'closed' | 'limit' | 'oldestFirst'>> {
  readonly where: Sql
}

async function rowsWhere(service: RunningService, { closed, where, limit, oldestFirst }: Rows): Promise<Listed[]> {
  const { name } = service.definition
  const order = verbatim(oldestFirst ? 'asc' : 'desc')
  const rows = await select<Row & { detail: string }>(
    service.read,
    sql`select source, id, kind, status, at, detail, address from (${waiting(name, closed)}) listed where ${where}
        order by at ${order}, address ${order} limit ${limit}`,
  )
  const read = rows.map(row => ({ ...row, detail: JSON.parse(row.detail) }))
  return Promise.all(read.map(row => listed(service, row)))
}

async function listed(service: RunningService, row: Row): Promise<Listed> {
  const { source, id, address } = row
  if (source === 'task') return ofTask(service, row, row.detail as Task)
  const record = (await service.writer.head<Task>(`task:${source}/${id}`))?.state ?? null
  const { kind, what } = KINDS[source]
  const { status, at } = row
  const shared = { id: address, service: service.definition.name, kind, what, status, at, record }
  const common = { ...shared, role: 'operator', amount: null, currency: null }
  switch (source) {
    case 'saga':
      return { ...common, ...ofSaga(service, id, row.detail as SagaState) }
    case 'letter': {
      const { type, consumer, error } = row.detail as Record<'type' | 'consumer' | 'error', string>
      return { ...common, why: error, cause: null, about: [id], facts: { type, consumer }, actions: LETTER_ACTIONS }
    }
    case 'timer': {
      const { type } = row.detail as Record<'type', string>
      const why = 'tries_used_up'
      const cause = causeOf(service, why)
      return { ...common, why, cause, about: [id], facts: { type }, actions: TIMER_ACTIONS }
    }
  }
}

function ofTask(service: RunningService, { address, kind, status, at }: Row, state: Task): Listed {
  const declared = service.definition.tasks?.find(each => each.kind === kind)
  const { why, about, amount, currency, facts } = state
  return {
    ...{ id: address, service: service.definition.name, kind, status, at, why, about, amount, currency, facts },
    what: declared?.what ?? { ko: kind, en: kind },
    cause: causeOf(service, why, declared?.causes),
    role: declared?.role ?? 'operator',
    actions: status === 'open' ? (declared?.actions ?? {}) : {},
    record: state,
  }
}

function ofSaga(service: RunningService, id: string, state: SagaState) {
  const { saga, step, reason, phase, owner } = state
  const endings = service.sagas.endingsOf(state).map(ending => [ending, ENDINGS[ending]] as const)
  const why = reason ?? 'unknown'
  return {
    why,
    cause: causeOf(service, why),
    about: [id],
    facts: { saga, step: step ?? '', phase, owner: owner ?? '' },
    actions: { retry: RETRY_SAGA, ...Object.fromEntries(endings) },
  }
}
