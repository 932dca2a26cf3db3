/** Where the PSP sends its reports, and what an operator has to settle by hand of them: money in suspense. */
import { createHash } from 'node:crypto'
import { type Static, Type } from 'typebox'
import { select, sql } from '../../../platform/db/sql.ts'
import { toMajor } from '../../../platform/http/routes/amount.ts'
import { list } from '../../../platform/http/routes/list.ts'
import { type Route, write } from '../../../platform/http/routes/route.ts'
import { token } from '../../../platform/http/routes/texts.ts'
import { refuse } from '../../../platform/kit/refusal.ts'
import type { ServiceContext } from '../../../platform/service/service.ts'
import { hintIn, hintsOf, pspKeyIn } from './hint.ts'
import { receiveWebhook } from './report.ts'
import { isSigned } from './signature.ts'

const header = (value: string | string[] | undefined): string =>
  Array.isArray(value) ? (value[0] ?? '') : (value ?? '')

const Task = Type.Object({
  id: Type.String(),
  kind: Type.String(),
  status: Type.String(),
  reference: Type.String(),
  amount: Type.Number(),
  currency: Type.String(),
  openedAt: Type.String(),
})

/** The amount in minor units. */
type TaskRow = Omit<Static<typeof Task>, 'openedAt'> & { readonly openedAt: Date }

/** The processor's form: it may say more tomorrow. */
const Report = Type.Object(
  {
    eventType: Type.Optional(Type.String({ maxLength: 100 })),
    data: Type.Optional(Type.Unknown()),
    /** Of a `DEPOSIT_CALLBACK`, which is flat. */
    orderId: Type.Optional(token(64)),
    secret: Type.Optional(token(100)),
  },
  { additionalProperties: true },
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
    who: 'anyone',
    rawBody: true,
    body: Report,
    replies: { 200: Type.Object({ received: Type.Boolean() }) },
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
