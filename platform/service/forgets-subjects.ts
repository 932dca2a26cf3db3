/** A service that keeps personal data encrypted destroys a person's key when their membership has ended. */
import type { AnyEvent, DataOf } from '../kit/contract.ts'
import { on, reaction } from './handlers.ts'
import type { Reaction } from './service.ts'

/**
 * The reaction to the event that somebody is to be forgotten; `subjectOf` says whose key that is.
 *
 *     reactions: [forgetsSubjects(memberForgotten, ({ memberId }) => memberId)]
 */
export const forgetsSubjects = <const C extends AnyEvent>(event: C, subjectOf: (data: DataOf<C>) => string): Reaction =>
  reaction(
    'forgets-members',
    on(event, async ({ data }, { vault }) => {
      await vault.forget(subjectOf(data as DataOf<C>))
      return []
    }),
  )
