/** The tables of webhooks as they came in, and of the tasks for operators. */
import { bigint, copyInto, text, timestamptz } from '../../../platform/db/copy.ts'
import { type MessageOf, view } from '../../../platform/service/handlers.ts'
import { webhookReceived } from './report.ts'
import { taskOpened } from './suspense.ts'

export const webhooksView = view({
  name: 'webhooks',
  tables: ['webhooks', 'tasks'],
  events: [webhookReceived, taskOpened],
  async apply(tx, events) {
    const webhooks = events.filter(event => event.type === webhookReceived.type)
    const tasks = events.filter(event => event.type === taskOpened.type)
    await Promise.all([webhooks.length > 0 && insertWebhooks(tx, webhooks), tasks.length > 0 && insertTasks(tx, tasks)])
  },
})

const insertWebhooks = copyInto<MessageOf<typeof webhookReceived>>('webhooks', {
  id: text(({ data }) => data.webhookId),
  received_at: timestamptz(({ at }) => at),
  payment_key: text(({ data }) => data.paymentKey),
  body: text(({ data }) => data.body),
})

const insertTasks = copyInto<MessageOf<typeof taskOpened>>('tasks', {
  id: text(({ data }) => data.taskId),
  kind: text(({ data }) => data.kind),
  status: text(() => 'open'),
  reference: text(({ data }) => data.reference),
  amount: bigint(({ data }) => data.amount),
  currency: text(({ data }) => data.currency),
  opened_at: timestamptz(({ at }) => at),
})
