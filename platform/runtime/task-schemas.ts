/** What the API shows of tasks. */
import { Type } from 'typebox'
import { AmountSchema, Currency } from '../http/routes/amount.ts'
import { Nullable, Timestamp } from '../http/routes/schemas.ts'
import { token } from '../http/routes/texts.ts'
import { namedEnum } from '../kit/named-enum.ts'

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
export const TaskListStatus = namedEnum('TaskListStatus', TASK_LIST_STATUS, {
  description: 'What is listed; `open` unless said.',
})

const TASK_ORDER = {
  newest: { ko: '최신순', en: 'What was opened last comes first.' },
  oldest: { ko: '오래된순', en: 'What has waited longest comes first.' },
} as const
export const TaskOrder = namedEnum('TaskOrder', TASK_ORDER, { description: 'The newest first, unless said.' })

const SAMPLE_TASK = 'things.saga.transfer~7'
export const TaskId = Type.Object({ id: token(300, { examples: [SAMPLE_TASK] }) })
export const ActionName = token(60, { examples: ['try-again'] })

const inBoth = (ko: string, en: string) =>
  Type.Object({ ko: Type.String(), en: Type.String() }, { $id: 'LocalizedText', examples: [{ ko, en }] })

const What = inBoth('멈춘 처리', 'A process that is stuck')
const Operator = Type.String({
  description: 'The operator.',
  examples: ['mem_01a1f851-9000-7000-8e00-4b3e5d3a5d55'],
})
const Service = Type.String({ examples: ['things'] })
const Kind = Type.String({
  description: 'Of one service, or `stuck-saga`, `dead-letter`, `dead-timer`.',
  examples: ['stuck-saga'],
})

const Step = Type.Object(
  {
    action: Type.String({ examples: ['try-again'] }),
    reason: Type.String({ examples: ['원인을 확인하고 해결했어요'] }),
    by: Operator,
    at: Timestamp,
  },
  { $id: 'TaskStep', description: 'What a person did or proposed.' },
)

const Assignee = Type.Object({ by: Operator, at: Timestamp }, { $id: 'TaskAssignee' })
/** Who looks after it, if somebody does. */
export const AssigneeResponse = Type.Object({ assignee: Nullable(Assignee) }, { $id: 'AssignedTask' })

const Action = Type.Object(
  {
    action: Type.String({ description: 'For the path of `actOnTask`.', examples: ['try-again'] }),
    name: inBoth('다시 시도', 'Try again'),
    does: inBoth('같은 단계를 한 번 더 보내요.', 'Sends the same step once more.'),
    secondPerson: Type.Boolean({ description: 'A second person has to agree.' }),
  },
  { $id: 'TaskAction', description: 'What can be done about it; `does` says what happens then.' },
)

export const TaskResponse = Type.Object(
  {
    id: Type.String({ examples: [SAMPLE_TASK] }),
    service: Service,
    kind: Kind,
    status: TaskStatus,
    what: What,
    why: Type.String({
      description: 'A code, or the error of a message that could not be applied.',
      examples: ['unavailable'],
    }),
    cause: Nullable(inBoth('지금은 처리할 수 없어요.', 'Something we depend on is not available.'), {
      description: 'What the code means.',
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
    actions: Type.Array(Action),
    assignee: Nullable(Assignee, { description: 'Who looks after it.', example: null }),
    proposed: Nullable(Step, { description: 'What waits for a second person to agree.', example: null }),
    acted: Nullable(Step, { description: 'What was done last.', example: null }),
  },
  { $id: 'Task' },
)

/** Answers of an action. */
export const ActedResponse = Type.Object(
  { status: TaskStatus },
  { $id: 'ActedTask', examples: [{ status: 'working' }] },
)
export const ProposedResponse = Type.Object(
  { status: Type.Literal('proposed') },
  { $id: 'ProposedTask', description: 'A second person has to agree.' },
)

const Count = Type.Integer({ examples: [2] })
const Fresh = Type.Integer({ description: 'Opened since the instant that was asked for.', examples: [1] })

/** How many tasks each kind has; what is new among them since an instant. */
export const CountsResponse = Type.Object(
  {
    open: Count,
    fresh: Fresh,
    oldestAt: Nullable(Timestamp),
    kinds: Type.Array(
      Type.Object(
        { service: Service, kind: Kind, what: What, count: Count, fresh: Fresh, oldestAt: Timestamp },
        { $id: 'TaskCount' },
      ),
    ),
  },
  { $id: 'TaskCounts' },
)
