/** Franchises: who takes payments at a shop, at which fee, and where the earnings go. */
import { memberForgotten } from '../../contracts/identity.ts'
import { bareService } from '../../platform/service/service.ts'
import { franchiseWrites } from './api.ts'
import { checks } from './checks.ts'
import { franchise } from './franchise.ts'
import { franchiseReads } from './queries-api.ts'
import { refusals } from './refusals.ts'
import { feesView, franchisesView } from './views.ts'

export const franchises = bareService({
  name: 'franchises',
  migrations: new URL('./migrations/', import.meta.url),
  aggregates: [franchise],
  views: [franchisesView, feesView],
  reactions: [
    {
      name: 'forgets-members',
      from: 'identity',
      on: {
        [memberForgotten.type]: async ({ data }, context) => {
          await context.vault.forget(data.memberId)
          return []
        },
      },
    },
  ],
  routes: context => [...franchiseWrites(context), ...franchiseReads(context)],
  refusals,
  checks,
})
