/** The tables of webhooks as they came in, and of the tasks for operators. */
import { view } from '../../../platform/service/handlers.ts'
import { webhookReceived } from './report.ts'
import { taskOpened } from './suspense.ts'

export const webhooksView = view({
  name: 'webhooks',
  tables: ['webhooks', 'tasks'],
  events: [webhookReceived, taskOpened],
  async apply(tx, events) {
    const webhooks = events.filter(event => event.type === webhookReceived.type)
    const tasks = events.filter(event => event.type === taskOpened.type)
    await Promise.all([
      webhooks.length > 0 &&
        tx.query(
          `insert into webhooks (id, received_at, payment_key, body)
           select * from unnest($1::text[], $2::timestamptz[], $3::text[], $4::text[])`,
          [
            webhooks.map(({ data }) => data.webhookId),
            webhooks.map(({ at }) => at),
            webhooks.map(({ data }) => data.paymentKey),
            webhooks.map(({ data }) => data.body),
          ],
        ),
      tasks.length > 0 &&
        tx.query(
          `insert into tasks (id, kind, status, reference, amount, currency, opened_at)
           select id, kind, 'open', reference, amount, currency, at
           from unnest($1::text[], $2::text[], $3::text[], $4::bigint[], $5::text[], $6::timestamptz[])
             as t(id, kind, reference, amount, currency, at)`,
          [
            tasks.map(({ data }) => data.taskId),
            tasks.map(({ data }) => data.kind),
            tasks.map(({ data }) => data.reference),
            tasks.map(({ data }) => data.amount),
            tasks.map(({ data }) => data.currency),
            tasks.map(({ at }) => at),
          ],
        ),
    ])
  },
})
