/** Where the PSP sends its reports, and what an operator has to settle by hand of them: money in suspense. */
import { createHash } from 'node:crypto'
import { type Static, Type } from 'typebox'
import { sampleId } from '../../../contracts/api-fields.ts'
import { select, sql } from '../../../platform/db/sql.ts'
import { AmountSchema, Currency, toMajor } from '../../../platform/http/routes/amount.ts'
import { list } from '../../../platform/http/routes/list.ts'
import { type Route, write } from '../../../platform/http/routes/route.ts'
import { Timestamp } from '../../../platform/http/routes/schemas.ts'
import { token } from '../../../platform/http/routes/texts.ts'
import { namedEnum } from '../../../platform/kit/named-enum.ts'
import { refuse } from '../../../platform/kit/refusal.ts'
import type { ServiceContext } from '../../../platform/service/service.ts'
import { hintIn, hintsOf, pspKeyIn } from './hint.ts'
import { receiveWebhook } from './report.ts'
import { isSigned } from './signature.ts'

const header = (value: string | string[] | undefined): string =>
  Array.isArray(value) ? (value[0] ?? '') : (value ?? '')

const TASK_STATUS = {
  open: { ko: '대기', en: 'It waits for a person.' },
  closed: { ko: '종료', en: 'It is settled.' },
} as const
const Task = Type.Object(
  {
    id: Type.String({ examples: ['sus_01a1f851-b2d1-7000-8d0c-eb9ea9f8b566'] }),
    kind: Type.String({ examples: ['suspense'] }),
    status: namedEnum('SuspenseStatus', TASK_STATUS, { description: 'Whether it is settled.' }),
    reference: Type.String({ description: 'The payment key of the processor.', examples: ['tviva20261120abcdef'] }),
    amount: AmountSchema,
    currency: Currency,
    openedAt: Timestamp,
  },
  { $id: 'SuspenseTask' },
)

/** The amount in minor units. */
type TaskRow = Omit<Static<typeof Task>, 'openedAt'> & { readonly openedAt: Date }

/** The processor's form: it may say more tomorrow. */
const Report = Type.Object(
  {
    eventType: Type.Optional(Type.String({ maxLength: 100, examples: ['PAYMENT_STATUS_CHANGED'] })),
    data: Type.Optional(Type.Unknown({ examples: [{ paymentKey: 'tviva20261120abcdef', status: 'DONE' }] })),
    /** Of a `DEPOSIT_CALLBACK`, which is flat. */
    orderId: Type.Optional(token(64, { examples: [sampleId('order')] })),
    secret: Type.Optional(token(100, { examples: ['ps_secret'] })),
  },
  {
    additionalProperties: true,
    examples: [{ eventType: 'PAYMENT_STATUS_CHANGED', data: { paymentKey: 'tviva20261120abcdef', status: 'DONE' } }],
  },
)

const idOf = (given: string, raw: Buffer): string => given || createHash('sha256').update(raw).digest('base64url')

/** A signature that is there has to be right. What the processor does not sign is a hint. */
function webhookRoute(context: ServiceContext): Route {
  const followHint = hintsOf(context)
  return write({
    method: 'POST',
    path: '/api/payments/webhooks/toss',
    name: 'receiveTossWebhook',
    summary: 'A report of the PSP: stored as it came, then worked off',
    description:
      'For the card processor only. A report that is signed is stored as it came, once for each transmission id, and worked off afterwards; a wrong signature is refused with `bad_signature`. What comes without a signature is a hint: the processor is asked what is true.',
    who: 'anyone',
    rawBody: true,
    body: Report,
    replies: { 200: Type.Object({ received: Type.Boolean({ examples: [true] }) }) },
    refusals: ['bad_signature', 'rate_limited', 'psp_unavailable'],
    write({ headers, raw, body, ip }) {
      const secret = context.settings.PSP_WEBHOOK_SECRET
      const time = header(headers['tosspayments-webhook-transmission-time'])
      const signature = header(headers['tosspayments-webhook-signature'])
      const hint = signature === '' ? hintIn(body) : null
      if (hint) return followHint(hint, ip)
      if (!raw || !secret || !isSigned(raw, time, signature, secret)) return refuse('bad_signature')
      const id = idOf(header(headers['tosspayments-webhook-transmission-id']), raw)
      return receiveWebhook(id, raw.toString('utf8'), pspKeyIn(body.data))
    },
  })
}

export const webhookRoutes = (context: ServiceContext): readonly Route[] => [
  webhookRoute(context),
  list({
    path: '/api/payments/tasks',
    name: 'listPaymentTasks',
    summary: 'Money that nothing could take, for an operator to settle; newest first',
    description:
      'Money that came from the card processor and belongs to no payment that could take it. What is done about it is done by the tasks of operators, `actOnTask`.',
    who: ['operator'],
    item: Task,
    query: (_filter, { after, limit }) =>
      select<TaskRow>(
        context.read,
        sql`select t.id, t.kind, case when o.status = 'closed' then 'closed' else 'open' end as status, t.reference,
              t.amount::float8 as amount, t.currency, t.opened_at as "openedAt"
            from tasks t left join operator_tasks o on o.id = t.id
            where ${after?.at ?? null}::timestamptz is null
              or (t.opened_at, t.id) < (${after?.at ?? null}, ${after?.id ?? null})
            order by t.opened_at desc, t.id desc limit ${limit}`,
      ),
    position: {
      schema: Type.Object({ at: Type.String({ format: 'date-time' }), id: Type.String() }),
      of: ({ openedAt, id }) => ({ at: openedAt.toISOString(), id }),
    },
    present: rows =>
      rows.map(task => ({
        ...task,
        amount: toMajor(task.amount, task.currency),
        openedAt: task.openedAt.toISOString(),
      })),
  }),
]
