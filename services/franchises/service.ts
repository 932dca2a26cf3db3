/** Franchises: who takes payments at a shop, at which fee, and where the earnings go. */

import { franchisesContract } from '../../contracts/franchises.ts'
import { memberForgotten } from '../../contracts/identity.ts'
import { defineService } from '../../platform/service/define-service.ts'
import { on, reaction } from '../../platform/service/handlers.ts'
import { franchiseWrites } from './api.ts'
import { checks } from './checks.ts'
import { franchise } from './franchise.ts'
import { franchiseReads } from './queries-api.ts'
import { refusals } from './refusals.ts'
import { feesView, franchisesView } from './views.ts'

export const franchises = defineService(franchisesContract, {
  migrations: new URL('./migrations/', import.meta.url),
  aggregates: [franchise],
  views: [franchisesView, feesView],
  reactions: [
    reaction(
      'forgets-members',
      on(memberForgotten, async ({ data }, context) => {
        await context.vault.forget(data.memberId)
        return []
      }),
    ),
  ],
  routes: context => [...franchiseWrites(context), ...franchiseReads(context)],
  refusals,
  checks,
})
