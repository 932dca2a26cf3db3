/** What an operator has to settle by hand: money in suspense. */
import { Type } from 'typebox'
import { toMajor } from '../../../platform/http/routes/amount.ts'
import { ok, type Route, read } from '../../../platform/http/routes/route.ts'
import type { ServiceContext } from '../../../platform/service/service.ts'

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

interface TaskRow {
  readonly id: string
  readonly kind: string
  readonly status: string
  readonly reference: string
  /** Minor units. */
  readonly amount: number
  readonly currency: string
  readonly opened_at: Date
}

export function taskRoutes(context: ServiceContext): readonly Route[] {
  return [
    read({
      method: 'GET',
      path: '/api/payments/tasks',
      name: 'listPaymentTasks',
      summary: 'Money that nothing could take, for an operator to settle',
      who: ['operator'],
      replies: { 200: Type.Object({ items: Type.Array(Task) }) },
      async read() {
        const { rows } = await context.read.query<TaskRow>(
          `select id, kind, status, reference, amount::float8 as amount, currency, opened_at from tasks
           order by opened_at desc limit ${TASKS_MAX}`,
        )
        return ok({
          items: rows.map(({ opened_at, amount, ...task }) => ({
            ...task,
            amount: toMajor(amount, task.currency),
            openedAt: opened_at.toISOString(),
          })),
        })
      },
    }),
  ]
}
