/** Leaving for good: nobody leaves with obligations, and who leaves is forgotten. */
import { identityContract } from '../../../contracts/identity.ts'
import { write } from '../../../platform/http/routes/route.ts'
import type { Command } from '../../../platform/kit/command.ts'
import { type Refusal, refuse } from '../../../platform/kit/refusal.ts'
import { defineFeature } from '../../../platform/service/define-service.ts'
import type { ServiceContext } from '../../../platform/service/service.ts'
import { memberKey } from '../members/feature.ts'
import { beginLeaving, forget, stay } from './commands.ts'
import { obligationsOf, refusalFor } from './obligations.ts'

export const leavingFeature = defineFeature(identityContract, {
  commands: { finishLeaving: ({ memberId }, context) => finish(context, memberId) },
  routes: context => [
    write({
      method: 'DELETE',
      path: '/api/users/me',
      name: 'leave',
      summary: 'Leave for good: my data becomes unreadable; refused while something is owed, with the whole list',
      description:
        'The caller leaves for good. Every log-in ends, and the key of their personal data is destroyed, so that nobody can read it any more, also in backups. It is refused with `obligations_open` while something is not finished: the answer lists what, with what to do about each. Nothing brings a member back.',
      who: 'member',
      replies: { 204: null },
      refusals: ['obligations_open', 'balance_not_zero', 'inactive'],
      write: ({ actor, correlationId }) => leave(context, actor.id, correlationId),
    }),
  ],
})

/** Refusals: inactive, obligations_open, balance_not_zero. */
async function leave(context: ServiceContext, memberId: string, correlationId: string): Promise<Command | Refusal> {
  const head = await context.writer.head(memberKey(memberId))
  if (head?.state.status !== 'active') return refuse('inactive')
  const open = await obligationsOf(context, memberId)
  if (open.length > 0) return refusalFor(open)
  const origin = { actor: memberId, correlationId, causationId: correlationId }
  const begun = await context.writer.run(beginLeaving(memberId), origin)
  return begun.kind === 'refused' ? begun.refusal : finish(context, memberId)
}

/** What was begun before every log-in ended is committed by now, or soon after, and then seen here. */
async function finish(context: ServiceContext, memberId: string): Promise<Command> {
  const open = await obligationsOf(context, memberId)
  const head = await context.writer.head(memberKey(memberId))
  return open.length > 0 ? stay(memberId, open) : forget(memberId, head?.state.emailIndex ?? '')
}
