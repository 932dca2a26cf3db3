/** What people do about tasks: one command each, which records who did it and why. */
import { accept, type Command, type States, statesWith } from '../kit/command.ts'
import { isRefusal, type Refusal, refuse } from '../kit/refusal.ts'
import { sagaKey } from '../saga/state.ts'
import type { TaskAction } from '../service/service.ts'
import { type Task, type TaskKey, task, taskActed, taskKey, taskProposed } from '../service/task.ts'
import type { RunningService } from './running-service.ts'
import { type Listed, type TaskAddress, taskAt } from './task-sources.ts'

export interface Acting {
  readonly address: TaskAddress
  readonly action: string
  readonly reason: string
  readonly by: string
}

/** Where the record of it is kept: with the task, or beside the thing that is stuck. */
export const recordKeyOf = ({ source, id }: TaskAddress): TaskKey => taskKey(source === 'task' ? id : `${source}/${id}`)

/** Refusals: task_unknown, task_closed, task_action_unknown, task_second_person, task_not_done, and those of the action. */
export async function actOn(service: RunningService, acting: Acting): Promise<Command | Refusal> {
  const found = await taskAt(service, acting.address)
  if (!found) return refuse('task_unknown')
  if (found.status !== 'open') return refuse('task_closed', { status: found.status })
  const action = Object.hasOwn(found.actions, acting.action) ? found.actions[acting.action] : undefined
  if (!action) return refuse('task_action_unknown', { actions: Object.keys(found.actions) })
  const agreed = agreement(action, found.record, acting)
  if (agreed !== 'agreed') return isRefusal(agreed) ? agreed : propose(acting)
  const effect = await effectOf(service, found, action, acting)
  return isRefusal(effect) ? effect : act(acting, action, effect)
}

/** What another person proposed is agreed to; what one proposed oneself is not. */
function agreement(action: TaskAction, record: Task | null, { action: name, by }: Acting) {
  if (!action.secondPerson) return 'agreed'
  const proposed = record?.proposed ?? null
  if (proposed === null || proposed.action !== name) return 'proposal'
  return proposed.by === by ? refuse('task_second_person', { action: name }) : 'agreed'
}

function propose({ address, action, reason, by }: Acting): Command {
  const key = recordKeyOf(address)
  return {
    type: 'tasks.propose',
    keys: [key],
    decide: states =>
      mayAct(address, states) ??
      accept([taskProposed.of(key, { action, reason, by })], { status: 202, reply: { status: 'proposed' } }),
  }
}

/** Somebody else may have acted since it was read. */
function mayAct(address: TaskAddress, states: States): Refusal | null {
  const { status } = states.of(recordKeyOf(address))
  return address.source === 'task' && status !== 'open' ? refuse('task_closed', { status }) : null
}

function act({ address, action: name, reason, by }: Acting, { ends = true }: TaskAction, effect: Command): Command {
  const key = recordKeyOf(address)
  return {
    type: 'tasks.act',
    keys: [...new Set([key, ...effect.keys])],
    decide(states, context) {
      const refusal = mayAct(address, states)
      if (refusal) return refusal
      const acted = taskActed.of(key, { action: name, reason, by, ends })
      const [before, now] = [states.of(key), context.now]
      // The effect sees the task as it is by then: it may close it, or open it again.
      const done = effect.decide(statesWith(states, new Map([[key, task.after(before, [acted], now)]])), context)
      if (isRefusal(done)) return done
      const messages = [acted, ...done.messages]
      const { status } = task.after(
        before,
        messages.filter(({ stream }) => stream === key),
        now,
      )
      return { ...done, messages, status: 200, reply: { status: status === 'none' ? 'closed' : status } }
    },
  }
}

const nothing: Command = { type: 'tasks.nothing', keys: [], decide: () => accept([]) }

/** What is done beside the record. What is no command (a message applied again) is done before it. */
async function effectOf(
  service: RunningService,
  { record }: Listed,
  { command }: TaskAction,
  { address: { source, id }, action, by }: Acting,
): Promise<Command | Refusal> {
  switch (source) {
    case 'task':
      return record && command ? command(record, service.context, by) : nothing
    case 'saga':
      return sagaEffect(service, id, action)
    case 'letter':
      return endLetter(service, id, action)
    case 'timer':
      return (await endTimer(service, id, action)) ? nothing : refuse('task_closed')
  }
}

async function endLetter(service: RunningService, id: string, action: string): Promise<Command | Refusal> {
  try {
    const ended = action === 'replay' ? await service.replayDeadLetter(id) : await service.giveUpDeadLetter(id)
    return ended ? nothing : refuse('task_closed')
  } catch (error) {
    return refuse('task_not_done', { error: String(error) })
  }
}

const endTimer = ({ timers }: RunningService, id: string, action: string): Promise<boolean> =>
  action === 'retry' ? timers.retry(id) : timers.giveUp(id)

function sagaEffect({ sagas }: RunningService, id: string, action: string): Command {
  switch (action) {
    case 'done-by-hand':
    case 'give-up':
      return sagas.end(id, action)
    default:
      return { ...sagas.resume(id), keys: [sagaKey(id)] }
  }
}
