/** Who looks after a task: it is taken before one begins, so that two people do not begin the same. */
import { accept, type Command, type States } from '../kit/command.ts'
import { type Refusal, refuse } from '../kit/refusal.ts'
import { taskReleased, taskTaken } from '../service/task.ts'
import type { RunningService } from './running-service.ts'
import { recordKeyOf } from './task-actions.ts'
import { type TaskAddress, taskAt } from './task-sources.ts'

/** Refusals: task_unknown, task_closed, task_taken. */
export function takeTask(service: RunningService, address: TaskAddress, by: string): Promise<Command | Refusal> {
  const key = recordKeyOf(address)
  return ofWaiting(service, address, {
    type: 'tasks.take',
    keys: [key],
    decide(states, { now }) {
      const { assignee } = states.of(key)
      if (assignee && assignee.by !== by) return refuse('task_taken', { by: assignee.by })
      const reply = { assignee: assignee ?? { by, at: now.toISOString() } }
      return whileOpen(address, states) ?? accept(assignee ? [] : [taskTaken.of(key, { by })], { reply })
    },
  })
}

/** Anybody may release it, also for a colleague who is away. Refusals: task_unknown, task_closed. */
export function releaseTask(service: RunningService, address: TaskAddress, by: string): Promise<Command | Refusal> {
  const key = recordKeyOf(address)
  return ofWaiting(service, address, {
    type: 'tasks.release',
    keys: [key],
    decide(states) {
      const messages = states.of(key).assignee ? [taskReleased.of(key, { by })] : []
      return whileOpen(address, states) ?? accept(messages, { reply: { assignee: null } })
    },
  })
}

async function ofWaiting(service: RunningService, address: TaskAddress, command: Command): Promise<Command | Refusal> {
  const found = await taskAt(service, address)
  if (!found) return refuse('task_unknown')
  return found.status === 'closed' ? refuse('task_closed', { status: found.status }) : command
}

/** It may have been settled since it was read. */
function whileOpen(address: TaskAddress, states: States): Refusal | null {
  const { status } = states.of(recordKeyOf(address))
  return status === 'closed' ? refuse('task_closed', { status }) : null
}
