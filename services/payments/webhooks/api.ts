/** Where the PSP sends its reports, and what an operator has to settle by hand of them: money in suspense. */
import { createHash } from 'node:crypto'
import { type Static, Type } from 'typebox'
import { select, sql } from '../../../platform/db/sql.ts'
import { toMajor } from '../../../platform/http/routes/amount.ts'
import { ok, type Route, read, write } from '../../../platform/http/routes/route.ts'
import { refuse } from '../../../platform/kit/refusal.ts'
import type { ServiceContext } from '../../../platform/service/service.ts'
import { receiveWebhook } from './report.ts'
import { isSigned } from './signature.ts'

const header = (value: string | string[] | undefined): string =>
  Array.isArray(value) ? (value[0] ?? '') : (value ?? '')

/** The PSP's key of the payment that a report names, null where it names none. */
function pspKeyIn(data: unknown): string | null {
  if (typeof data !== 'object' || data === null || !('paymentKey' in data)) return null
  return typeof data.paymentKey === 'string' ? data.paymentKey : null
}

const TASKS_MAX = 200

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

export const webhookRoutes = (context: ServiceContext): readonly Route[] => [
  write({
    method: 'POST',
    path: '/api/payments/webhooks/toss',
    name: 'receiveTossWebhook',
    summary: 'A report of the PSP: stored as it came, then worked off',
    who: 'anyone',
    rawBody: true,
    // The processor's form: it may say more tomorrow.
    body: Type.Object(
      { eventType: Type.String({ maxLength: 100 }), data: Type.Optional(Type.Unknown()) },
      { additionalProperties: true },
    ),
    replies: { 200: Type.Object({ received: Type.Boolean() }) },
    refusals: ['bad_signature'],
    write({ headers, raw, body }) {
      const secret = context.settings.PSP_WEBHOOK_SECRET
      const time = header(headers['tosspayments-webhook-transmission-time'])
      const signature = header(headers['tosspayments-webhook-signature'])
      if (!raw || !secret || !isSigned(raw, time, signature, secret)) return refuse('bad_signature')
      const given = header(headers['tosspayments-webhook-transmission-id'])
      const id = given || createHash('sha256').update(raw).digest('base64url')
      return receiveWebhook(id, raw.toString('utf8'), pspKeyIn(body.data))
    },
  }),
  read({
    method: 'GET',
    path: '/api/payments/tasks',
    name: 'listPaymentTasks',
    summary: 'Money that nothing could take, for an operator to settle',
    who: ['operator'],
    replies: { 200: Type.Object({ items: Type.Array(Task) }) },
    async read() {
      const tasks = await select<TaskRow>(
        context.read,
        sql`select id, kind, status, reference, amount::float8 as amount, currency, opened_at as "openedAt" from tasks
            order by opened_at desc limit ${TASKS_MAX}`,
      )
      return ok({
        items: tasks.map(task => ({
          ...task,
          amount: toMajor(task.amount, task.currency),
          openedAt: task.openedAt.toISOString(),
        })),
      })
    },
  }),
]
