/** Members made on the command line or for the demo: the only way to register with other roles than `customer`. */
import { isRefusal, type Refusal } from '../../../platform/kit/refusal.ts'
import type { ServiceContext } from '../../../platform/service/service.ts'
import { type NewMember, registration } from './registration.ts'

/** Refusals: invalid_request, email_taken, overloaded. */
export async function createMember(
  context: ServiceContext,
  member: NewMember,
): Promise<{ memberId: string } | Refusal> {
  const command = await registration(context, member, false)
  if (isRefusal(command)) return command
  const id = context.ports.ids.next('cor')
  const outcome = await context.writer.run(command, { actor: 'system:house', correlationId: id, causationId: id })
  if (outcome.kind === 'refused') return outcome.refusal
  const { user }: { user: { id: string } } = JSON.parse(outcome.body)
  return { memberId: user.id }
}

export const createOperator = (context: ServiceContext, operator: Omit<NewMember, 'roles'>) =>
  createMember(context, { ...operator, roles: ['operator'] })
