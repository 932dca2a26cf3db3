/** Money that went to suspense before there were tasks with actions: each gets one, once. */
import { select, sql } from '../../../platform/db/sql.ts'
import { accept } from '../../../platform/kit/command.ts'
import type { ServiceContext } from '../../../platform/service/service.ts'
import { taskKey } from '../../../platform/service/task.ts'
import { openSuspense, SUSPENSE } from './suspense.ts'

/** At each start. */
const ENTRIES_MAX = 1_000

interface Entry {
  readonly taskId: string
  readonly reference: string
  readonly amount: number
  readonly currency: string
}

export async function listOlderSuspense({ read, writer, ports, service }: ServiceContext): Promise<void> {
  const entries = await select<Entry>(
    read,
    sql`select id as "taskId", reference, amount::float8 as amount, currency from tasks t
        where not exists (select from operator_tasks o where o.id = t.id) order by id limit ${ENTRIES_MAX}`,
  )
  for (const entry of entries) {
    const id = ports.ids.next('cor')
    await writer.run(
      {
        type: 'payments.list-suspense',
        keys: [taskKey(entry.taskId)],
        decide: states => accept(openSuspense(states, { ...entry, kind: SUSPENSE })),
      },
      { actor: `system:${service}`, correlationId: id, causationId: id },
    )
  }
}
