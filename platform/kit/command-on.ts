/**
 * A command about one head: what its rule says of the state is written to the head's stream.
 *
 *     export const rename = ({ memberId, name }: Input) =>
 *       commandOn(member, memberId, 'members.rename', ({ status }, key) =>
 *         status === 'active' ? [renamed.of(key, { memberId, name })] : refuse('member_inactive'),
 *       )
 */
import type { DefinedAggregate } from './aggregate.ts'
import { accept, type Command, type Context } from './command.ts'
import type { HeadKey } from './head-key.ts'
import type { NewMessage } from './message.ts'
import { isRefusal, type Refusal } from './refusal.ts'

/** Events of the head of this key, none where nothing changes, or why not. */
export type Rule<S> = (state: S, key: HeadKey<S>, context: Context) => readonly NewMessage<unknown>[] | Refusal

export interface CommandOnOptions<S> extends Pick<Command, 'sealed' | 'fresh'> {
  /** The answer, from the state as it is once the events are written. */
  readonly reply?: (after: S, context: Context) => unknown
  /** HTTP status; default 200. */
  readonly status?: number
}

export function commandOn<S>(
  aggregate: DefinedAggregate<S>,
  id: string,
  type: string,
  rule: Rule<S>,
  { reply, status, ...options }: CommandOnOptions<S> = {},
): Command {
  const key = aggregate.key(id)
  return {
    type,
    keys: [key],
    ...options,
    decide(states, context) {
      const before = states.of(key)
      const messages = rule(before, key, context)
      if (isRefusal(messages)) return messages
      return accept(messages, {
        ...(reply && { reply: reply(aggregate.after(before, messages, context.now), context) }),
        ...(status !== undefined && { status }),
      })
    },
  }
}
